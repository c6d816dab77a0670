//! What is no plain file, in place of a file of a walk or of a plan: refused at once.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

use crate::stage::{Stage, Told};

const DAY: &str = "steps: [{id: one, title: One, on: here, run: echo one, changes: false}]";

fn walked() -> Stage {
    let stage = Stage::new(DAY);
    stage.done(&["run", "--day", "1"]);
    stage
}

/// Runs the program; one that waits for ever ends the test by its own time.
fn output(stage: &Stage, words: &[&str]) -> Told {
    let program = env!("CARGO_BIN_EXE_daymark");
    let (subcommand, rest) = words.split_first().unwrap();
    let plan = stage.argument("plan");
    let words = [&["60", program, subcommand, plan.as_str()], rest].concat();
    let output: Told = stage.other("timeout", &words).output().unwrap().into();
    assert_ne!(output.exit, Some(124), "{words:?} waits for ever");
    assert!(!output.err.contains("panicked"), "{output:?}");
    output
}

fn make_fifo(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.unwrap().success());
}

/// Makes something at a path.
type Make = fn(&Path);

/// What each kind of thing that is no plain file is called, and how it is made.
const KINDS: [(&str, Make); 6] = [
    ("fifo", make_fifo),
    ("socket", |path| drop(UnixListener::bind(path).unwrap())),
    ("folder", |path| fs::create_dir(path).unwrap()),
    ("device", |path| symlink("/dev/zero", path).unwrap()),
    ("folder", |path| symlink("/", path).unwrap()),
    ("fifo", |path| {
        let fifo = path.with_extension("fifo");
        make_fifo(&fifo);
        symlink(fifo, path).unwrap();
    }),
];

fn remove(path: &Path) {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        fs::remove_dir_all(path).unwrap();
    } else {
        let _ = fs::remove_file(path);
    }
}

#[test]
fn the_journal_and_its_lock_must_be_plain_files() {
    for name in ["journal.jsonl", "journal.lock"] {
        for (kind, make) in KINDS {
            let stage = walked();
            let path = stage.walk().join(name);
            remove(&path);
            make(&path);
            for words in [
                &["status"][..],
                &["report"],
                &["run", "--day", "1"],
                &["note", "--day", "1", "so"],
            ] {
                let output = output(&stage, words);
                assert_eq!(output.exit, Some(1), "{name} {kind} {words:?}: {output:?}");
                let named = output.err.contains(name) && output.err.contains(kind);
                assert!(named, "{name} {kind} {words:?}: {output:?}");
            }
        }
    }
}

#[test]
fn what_may_be_lost_may_be_anything() {
    for name in ["outputs/one@here.1.txt", "recordings/a@here.cast"] {
        for (_, make) in KINDS {
            let stage = walked();
            let path = stage.walk().join(name);
            remove(&path);
            make(&path);
            for words in [&["status"][..], &["report"], &["note", "--day", "1", "so"]] {
                let output = output(&stage, words);
                assert_eq!(output.exit, Some(0), "{name} {words:?}: {output:?}");
            }
        }
    }
}

/// A run that takes room in files of its own: the file system does not allocate, and the output is
/// cut, so that room has to be proved.
fn run_without_room(stage: &Stage) -> Told {
    let program = env!("CARGO_BIN_EXE_daymark");
    let script = "ulimit -f 200; exec timeout 60 strace -f --seccomp-bpf -o /dev/null -e trace=fallocate \
                  -e inject=fallocate:error=EOPNOTSUPP \"$@\"";
    let plan = stage.argument("plan");
    let words = ["-c", script, "bash", program, "run", &plan, "--day", "1"];
    stage.other("bash", &words).output().unwrap().into()
}

#[test]
fn files_that_only_take_room_replace_what_stands_there() {
    let to_a_file: (&str, Make) = ("file", |path| {
        let other = path.with_extension("other");
        fs::write(&other, "kept").unwrap();
        symlink(other, path).unwrap();
    });
    for name in ["journal.reserve", "outputs/.room"] {
        for (kind, make) in KINDS.into_iter().chain([to_a_file]) {
            let stage = walked();
            let two = ", {id: two, title: Two, on: here, run: seq 60000, changes: false}]";
            let day = stage.read("plan/day-01.yaml").replace(']', two);
            stage.write("plan/day-01.yaml", &day);
            let path = stage.walk().join(name);
            remove(&path);
            make(&path);
            let is_folder = fs::symlink_metadata(&path).unwrap().is_dir();
            let output = run_without_room(&stage);
            let exit = Some(i32::from(is_folder));
            assert_eq!(output.exit, exit, "{name} {kind}: {output:?}");
            if kind == "file" {
                let other = fs::read_to_string(path.with_extension("other"));
                assert_eq!(other.unwrap(), "kept", "{name}");
            }
        }
    }
}

#[test]
fn a_walk_s_folders_must_be_folders() {
    let others: [(&str, Make); 3] = [
        ("a plain file", |path| fs::write(path, "").unwrap()),
        ("a fifo", make_fifo),
        ("a link to nothing", |path| {
            symlink("/nowhere/at/all", path).unwrap();
        }),
    ];
    for name in ["outputs", "recordings"] {
        for (kind, make) in others {
            let stage = walked();
            let path = stage.walk().join(name);
            remove(&path);
            make(&path);
            for words in [
                &["status"][..],
                &["report"],
                &["journal", "verify"],
                &["run", "--day", "1"],
                &["note", "--day", "1", "so"],
            ] {
                let output = match words {
                    [first, action] => stage.tell(&[first, action, &stage.argument("plan")]),
                    _ => output(&stage, words),
                };
                assert_eq!(output.exit, Some(1), "{name} {words:?}: {output:?}");
                let why = format!("/{name}: it is {kind}; a folder is needed there");
                assert!(output.err.contains(&why), "{name} {words:?}: {output:?}");
            }
        }
    }
}

#[test]
fn a_plan_s_files_must_be_plain_files() {
    for (_, make) in KINDS {
        let stage = Stage::new(DAY);
        make(&stage.path("plan/day-02.yaml"));
        let output = output(&stage, &["status"]);
        let is_folder = stage.path("plan/day-02.yaml").is_dir();
        let is_link = fs::symlink_metadata(stage.path("plan/day-02.yaml"))
            .unwrap()
            .is_symlink();
        let expect = if is_folder && !is_link {
            Some(0)
        } else {
            Some(1)
        };
        assert_eq!(output.exit, expect, "{output:?}");
    }
}

#[test]
fn values_and_themes_may_come_through_a_pipe_and_from_no_device() {
    let stage = walked();
    for option in ["--vars-file", "--theme"] {
        for file in ["/dev/zero", "/", "/dev/null"] {
            let output = output(&stage, &["run", "--day", "1", option, file]);
            assert_eq!(output.exit, Some(2), "{option} {file}: {output:?}");
        }
        let fifo = stage.path("fifo");
        make_fifo(&fifo);
        // Nobody writes to it, and nobody waits for it.
        output(
            &stage,
            &["run", "--day", "1", option, &stage.argument("fifo")],
        );
        remove(&fifo);
    }
    let program = env!("CARGO_BIN_EXE_daymark");
    let plan = stage.argument("plan");
    let line =
        format!("'{program}' run '{plan}' --day 1 --vars-file <(sleep 0.1; echo 'NAME: senex')");
    let output: Told = stage.other("bash", &["-c", &line]).output().unwrap().into();
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert_eq!(stage.events("variable_set")[0]["value"], "senex");
}

#[test]
fn a_journal_without_end_is_not_read_into_memory() {
    let stage = walked();
    let journal = stage.walk().join("journal.jsonl");
    let file = fs::File::options().append(true).open(journal).unwrap();
    file.set_len(1 << 40).unwrap();
    for words in [&["status"][..], &["run", "--day", "1"]] {
        let output = output(&stage, words);
        assert_eq!(output.exit, Some(1), "{output:?}");
        assert!(output.err.contains("larger"), "{output:?}");
    }
}
