//! A disk that is full, at any moment: what ran is told, what is acknowledged is on disk, nothing
//! runs twice.

use std::os::unix::fs::MetadataExt as _;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::Value;

use super::walking::open_day;
use crate::stage::{Stage, Told, alone, until};

/// The size of the disk under the data folder, in kB.
const DISK: u32 = 200;
/// How long a run may take at most to end on a disk that takes nothing.
const LONGEST: Duration = Duration::from_secs(20);

/// Scripts of a day, with what the words in capitals stand for.
fn filled_in(stage: &Stage, day: &str) -> String {
    let data = stage.argument("data");
    let holder = format!("grep -o \"process[^,]*\" {data}/walks/small/main/journal.lock");
    let limit = format!("prlimit --fsize=1 --pid $({holder} | tr -dc 0-9)");
    day.replace("FILL", &format!("cat /dev/zero >>{data}/fill 2>&1 || true"))
        .replace("RAN", ">>log echo")
        .replace("LIMIT", &limit)
        .replace("DATA", &data)
}

/// A stage with a small disk, and a plan of one day.
fn stage(day: &str) -> Stage {
    let stage = Stage::new("");
    stage.write(
        "plan/plan.yaml",
        "daymark: 1\nid: small\ntitle: A small plan\n\
         hosts: {here: {local: true}, there: {local: true}}\n\
         variables: {NAME: {ask: A name, default: a}}\n",
    );
    let day = filled_in(&stage, day);
    stage.write(
        "plan/day-01.yaml",
        &format!("days: 1\ntitle: The first day\n{day}"),
    );
    stage.mount_disk(DISK);
    stage
}

/// A step that leaves its id in the log, and does this.
fn step(id: &str, run: &str) -> String {
    format!("- {{id: {id}, title: {id}, on: here, changes: false, run: 'RAN {id}; {run}'}}\n")
}

fn steps(steps: &[(&str, &str)]) -> String {
    let steps: String = steps.iter().map(|(id, run)| step(id, run)).collect();
    format!("steps:\n{steps}")
}

/// Runs day 1 in time.
#[track_caller]
fn run(command: &mut Command) -> Told {
    #[expect(
        clippy::disallowed_methods,
        reason = "a run that hangs is what is tested"
    )]
    let began = Instant::now();
    let output = Told::from(command.output().unwrap());
    assert!(began.elapsed() < LONGEST, "it took too long: {output:#?}");
    output
}

/// Whether a run told what is expected, one a line: `out TEXT`, `err TEXT`, `no TEXT` (not on
/// standard output), `ran IDS` (the log).
#[track_caller]
fn output(stage: &Stage, output: &Told, expect: &[&str]) {
    assert_eq!(output.exit, Some(1), "{output:#?}");
    for line in expect {
        let (kind, text) = line.split_once(' ').unwrap();
        let so = match kind {
            "out" => output.out.contains(text),
            "err" => output.err.contains(text),
            "no" => !output.out.contains(text),
            _ => log(stage) == text,
        };
        assert!(so, "{line}: {} {output:#?}", log(stage));
    }
}

/// What ran, in order.
fn log(stage: &Stage) -> String {
    let log = std::fs::read_to_string(stage.path("home/log")).unwrap_or_default();
    log.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The journal is whole, all that was acknowledged is in it, and what ran once is not run again:
/// with room on the disk the day ends with this exit status.
#[track_caller]
fn goes_on(stage: &Stage, acknowledged: &str, exit: i32) {
    stage.free_disk();
    let verified = stage.tell(&["journal", "verify", &stage.argument("plan")]);
    assert_eq!(verified.exit, Some(0), "{verified:#?}");
    let passed = |event: &Value, result: &str| {
        let (id, host) = result.split_once(" on ").unwrap_or((result, "here"));
        (&event["id"], &event["host"], &event["state"])
            == (&id.into(), &host.into(), &"passed".into())
    };
    for line in acknowledged.lines() {
        let result = line.strip_prefix("passed   ");
        let result = result.map(|rest| rest.split(',').next().unwrap());
        let found =
            result.is_none_or(|result| stage.journal().iter().any(|event| passed(event, result)));
        assert!(found, "{line} is not on disk");
    }
    let again = stage.daymark(&["run", "--day", "1"]);
    assert_eq!(again.exit, Some(exit), "{again:#?}");
    let log = log(stage);
    let failed = |id: &&str| acknowledged.contains(&format!("failed   {id} "));
    let mut ids: Vec<&str> = log.split(' ').filter(|id| !failed(id)).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|two| two[0] != two[1]), "twice: {log}");
}

/// A day on a disk that its own scripts fill: what is told, and how the day ends with room again.
#[track_caller]
fn check(day: &str, expect: &[&str], then: i32) {
    let stage = stage(day);
    let plan = stage.argument("plan");
    let first = run(&mut stage.command(&["run", &plan, "--day", "1"]));
    output(&stage, &first, expect);
    goes_on(&stage, &first.out, then);
    stage.unmount_disk();
}

/// The end of this step is larger than what is set aside for ends.
const LARGE: &str = "FILL; head -c 100000 /dev/zero | tr \"\\0\" x";

#[test]
fn a_disk_that_is_full_ends_a_run_and_loses_nothing() {
    alone(|| {
        let full = "err main is full: No space left on device";
        let kept = "err The results of all steps and checks that ended are on disk.";
        // While a step runs: its end is on disk, and no other starts.
        check(
            &steps(&[("a", "true"), ("b", "FILL"), ("c", "true")]),
            &[
                full,
                kept,
                "err Did not run: c",
                "out passed   b",
                "ran a b",
            ],
            0,
        );
        // A step that fails.
        check(
            &steps(&[("a", "FILL; exit 3"), ("b", "true")]),
            &[full, kept, "err Did not run: b", "out failed   a", "ran a"],
            1,
        );
        // Nothing is left to start.
        check(&steps(&[("a", "FILL")]), &[full, kept, "out passed   a"], 0);
        // Several ends.
        let both = "steps:\n- {id: a, title: A, on: [here, there], changes: false, run: 'FILL'}\n";
        check(
            &format!("{both}{}", step("b", "true")),
            &[
                full,
                kept,
                "out passed   a on here",
                "out passed   a on there",
                "err Did not run: b",
            ],
            0,
        );
        // One host after another.
        check(
            &both.replace("changes", "serial: 1, changes"),
            &[full, "err a on there did not start", "no a on there"],
            1,
        );
        // While a check runs, and while what is asked before a step runs.
        check(
            "checks:\n- {id: a, check: A, on: here, run: 'FILL'}\n\
             - {id: b, check: B, on: here, run: 'RAN b'}\n",
            &[
                full,
                kept,
                "err Did not run: b\n",
                "out passed   a",
                "no b on here",
                "ran ",
            ],
            0,
        );
        // A step, and the checks behind it.
        check(
            &format!(
                "{}checks:\n- {{id: c, check: C, on: here, run: 'true'}}\n\
                 - {{id: d, check: D, on: here, run: 'true'}}\n",
                steps(&[("a", "FILL"), ("b", "true")])
            ),
            &[full, kept, "err Did not run: b, c, d\n", "ran a"],
            0,
        );
        check(
            "steps:\n- {id: a, title: A, on: here, run: 'RAN a', unless: 'FILL', no_undo: no}\n\
             - {id: b, title: B, on: here, run: 'RAN b', changes: false}\n",
            &[full, kept, "out passed   a", "ran "],
            0,
        );
        // A step that would be tried again is not.
        check(
            "steps: [{id: a, title: A, on: here, run: 'FILL; exit 1', changes: false, \
             retry: {every: 1s, for: 1m}}]",
            &[full, kept, "out failed   a"],
            1,
        );
    });
}

#[test]
fn what_is_not_on_disk_is_named_and_never_acknowledged() {
    alone(|| {
        let named = "err b on here ended with exit 0 (passed), but this is not on disk";
        let day = steps(&[("a", "true"), ("b", LARGE), ("c", "true")]);
        check(
            &day.replace("title: b", "title: b, save: NAME"),
            &[
                named,
                "err Did not run: c",
                "out passed   a",
                "no passed   b",
                "ran a b",
            ],
            3,
        );
        // No file may grow: the room that is set aside is of no use.
        check(
            &steps(&[("a", "true"), ("b", "LIMIT"), ("c", "true")]),
            &[
                named,
                "err File too large",
                "err Did not run: c",
                "no passed   b",
                "ran a b",
            ],
            3,
        );
        // Another host's step does not end: it is not waited for.
        let endless = "mkdir once && LIMIT || exec sleep 60";
        check(
            &format!(
                "steps: [{{id: b, title: B, on: [here, there], changes: false, run: '{endless}'}}]"
            ),
            &[
                "err ended with exit 0 (passed), but this is not on disk",
                "err is still running",
            ],
            3,
        );
        // The data folder goes away.
        let stage = stage(&steps(&[
            ("a", "true"),
            ("b", "mv DATA/walks DATA/gone"),
            ("c", "true"),
        ]));
        let plan = stage.argument("plan");
        let first = run(&mut stage.command(&["run", &plan, "--day", "1"]));
        output(
            &stage,
            &first,
            &[
                "err b on here ended (unknown): it ended with exit 0, but its output could not",
                "err No such file",
                "no passed   b",
                "ran a b",
            ],
        );
        std::fs::rename(stage.path("data/gone"), stage.path("data/walks")).unwrap();
        goes_on(&stage, &first.out, 3);
        stage.unmount_disk();
    });
}

#[test]
fn room_for_ends_is_allocated_as_long_as_there_is_a_walk() {
    alone(|| {
        let stage = stage(&steps(&[("a", "FILL"), ("b", "true")]));
        let reserved = || {
            let journal = std::fs::metadata(stage.walk().join("journal.jsonl")).unwrap();
            journal.blocks() * 512 - journal.len() >= 64 * 1024
        };
        stage.done(&["note", "--day", "1", "so"]);
        assert!(reserved());
        assert_eq!(stage.daymark(&["run", "--day", "1"]).exit, Some(1));
        stage.free_disk();
        stage.done(&["note", "--day", "1", "so"]);
        assert!(reserved());
        stage.unmount_disk();
    });
}

#[test]
fn a_limit_to_the_length_of_files_is_a_full_disk() {
    let limited = |stage: &Stage, kilobytes: u32| {
        let script = format!("ulimit -f {kilobytes}; exec \"$@\"");
        let program = env!("CARGO_BIN_EXE_daymark");
        let plan = stage.argument("plan");
        let words = ["-c", &script, "bash", program, "run", &plan, "--day", "1"];
        run(&mut stage.other("bash", &words))
    };
    // No room for the ends of what would run.
    let stage =
        Stage::new("steps: [{id: a, title: A, on: here, run: 'echo a >>log', changes: false}]");
    let refused = limited(&stage, 40);
    output(
        &stage,
        &refused,
        &["err File too large", "err Nothing ran", "ran "],
    );
    // A long output is cut, and the disk has room for all else.
    let stage = Stage::new(
        "steps:\n\
         - {id: a, title: A, on: here, run: 'seq 60000; echo its end', expect: its end, changes: false}\n\
         - {id: b, title: B, on: here, run: 'true', changes: false}\n",
    );
    let done = limited(&stage, 200);
    assert_eq!(done.exit, Some(0), "{done:#?}");
    assert!(done.out.contains("the first 204800 of"), "{}", done.err);
    assert_eq!(
        stage.until_event("step_ended", 1)["output"]["bytes"],
        204_800
    );
}

#[test]
fn a_disk_without_room_for_another_file_is_full() {
    alone(|| {
        let stage = stage(&steps(&[
            ("a", "i=0; while : >DATA/f$i; do i=$((i+1)); done 2>&1"),
            ("b", "true"),
        ]));
        stage.remount_disk("nr_inodes=60");
        let plan = stage.argument("plan");
        let first = run(&mut stage.command(&["run", &plan, "--day", "1"]));
        output(
            &stage,
            &first,
            &["err is full", "err Did not run: b", "ran a"],
        );
        stage.remount_disk("nr_inodes=1000");
        goes_on(&stage, &first.out, 0);
        stage.unmount_disk();
    });
}

/// Runs day 1 with system calls on these files of the walk that fail.
#[track_caller]
fn injected(day: &str, files: &[&str], injected: &[&str], expect: &[&str], then: i32) {
    let stage = stage(day);
    let plan = stage.argument("plan");
    let walk = stage.walk();
    let mut words = vec!["-f".to_owned(), "-o".to_owned(), stage.argument("trace")];
    for file in files {
        words.extend(["-P".to_owned(), walk.join(file).display().to_string()]);
    }
    for call in injected {
        words.extend(["-e".to_owned(), format!("inject={call}")]);
    }
    let program = env!("CARGO_BIN_EXE_daymark");
    let rest = [program, "run", &plan, "--day", "1"];
    words.extend(rest.map(str::to_owned));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let first = run(&mut stage.other("strace", &words));
    output(&stage, &first, expect);
    goes_on(&stage, &first.out, then);
    stage.unmount_disk();
}

#[test]
fn a_disk_that_fails_otherwise_ends_a_run_and_loses_nothing() {
    alone(|| {
        // The third write of the thread that keeps the journal is the end of the first step.
        let day = steps(&[("a", "true"), ("b", "true")]);
        let named = "err a on here ended with exit 0 (passed), but this is not on disk";
        for (call, error, why) in [
            ("write", "EIO", "Input/output error"),
            ("write", "EROFS", "Read-only file system"),
            ("write", "EDQUOT", "quota exceeded"),
            ("fdatasync", "EIO", "Input/output error"),
            ("fdatasync", "ENOSPC", "No space left on device"),
        ] {
            let fails = format!("{call}:error={error}:when=3+");
            let why = format!("err {why}");
            let expect = [named, &why, "err Did not run: b", "no passed", "ran a"];
            injected(&day, &["journal.jsonl"], &[&fails], &expect, 3);
        }
        // A start that cannot be written.
        injected(
            &day,
            &["journal.jsonl"],
            &["fdatasync:error=EIO:when=1+"],
            &["err Input/output error", "no passed", "ran "],
            0,
        );
        // A quota shows in no figure of the disk: an output is cut, and then nothing starts.
        injected(
            &steps(&[("a", "echo hello"), ("b", "true")]),
            &["outputs/a@here.1.txt", "outputs/.room"],
            &["write:error=EDQUOT"],
            &[
                "err quota exceeded",
                "out 0 of 7 bytes",
                "err Did not run: b",
                "ran a",
            ],
            0,
        );
        // A file system that cannot allocate: bytes of our own take the room.
        injected(
            &steps(&[("a", "FILL"), ("b", "true")]),
            &["journal.jsonl"],
            &["fallocate:error=EOPNOTSUPP"],
            &[
                "err is full",
                "err that ended are on disk",
                "out passed   a",
                "ran a",
            ],
            0,
        );
    });
}

#[test]
fn on_a_full_disk_nothing_is_opened_to_be_written() {
    alone(|| {
        let stage = stage(&steps(&[("a", "true"), ("b", "exit 3")]));
        stage.fill_disk();
        let refused = stage.daymark(&["run", "--day", "1"]);
        output(
            &stage,
            &refused,
            &["err is full", "err Nothing ran", "ran "],
        );
        stage.free_disk();
        assert_eq!(stage.daymark(&["run", "--day", "1"]).exit, Some(1));
        stage.fill_disk();
        for words in [&["run", "--day", "1"][..], &["note", "--day", "1", "so"]] {
            let refused = stage.daymark(words);
            output(
                &stage,
                &refused,
                &["err is full", "err Free disk space", "ran a b"],
            );
        }
        // What is there is read all the same.
        let status = stage.done(&["status"]);
        assert!(status.contains("1/2 steps"), "{status}");
        stage.tell(&["journal", "verify", &stage.argument("plan")]);
        stage.unmount_disk();
    });
}

#[test]
fn an_output_is_cut_before_the_room_for_ends_is_touched() {
    alone(|| {
        let flood = "yes | head -c 400000; echo its end";
        let day = steps(&[("a", flood), ("b", "true")]);
        let day = day.replace("title: a", "title: a, expect: its end");
        let stage = stage(&day);
        let plan = stage.argument("plan");
        let first = run(&mut stage.command(&["run", &plan, "--day", "1", "--json"]));
        output(
            &stage,
            &first,
            &["err that ended are on disk", "err Did not run: b"],
        );
        // The whole output was judged.
        let result = &first.json()[0];
        assert_eq!(
            (&result["id"], &result["state"]),
            (&"a".into(), &"passed".into())
        );
        let output = stage.until_event("step_ended", 1)["output"].clone();
        let file = stage
            .walk()
            .join("outputs")
            .join(output["file"].as_str().unwrap());
        let length = std::fs::metadata(file).unwrap().len();
        assert!(length > 0 && length < 200_000, "{length}");
        let cut = &output["cut"];
        assert_eq!(
            (&output["bytes"], &cut["kept"]),
            (&length.into(), &length.into())
        );
        assert!(cut["of"].as_u64() > Some(400_000), "{cut}");
        assert_eq!(result["kept"]["of"], cut["of"]);
        assert_eq!(cut["recording"], true);
        let report = stage.done(&["report"]);
        assert!(report.contains("**Cut:** the disk had no room"), "{report}");
        assert!(!report.contains("is not what was kept"), "{report}");
        stage.remount_disk("size=400k");
        goes_on(&stage, "", 0);

        let mut screen = stage.open_sized(&[], 140, 60);
        screen.shows("The first day");
        screen.press("\r");
        screen.shows("›  Day 1");
        screen.shows("the disk had no room: the first ");
        drop(screen);
        stage.unmount_disk();
    });
}

#[test]
fn where_an_output_is_cut_nothing_further_starts() {
    alone(|| {
        for left in [12, 20, 24, 28, 32, 48, 140] {
            // Some of the least room remains for the output, however the two are written in turns.
            let size = if left == 12 { 300_000 } else { 30_000 };
            let run = format!(
                "FILL; truncate -s -{left}k DATA/fill; head -c {size} /dev/zero | tr \\\\0 x"
            );
            let stage = stage(&steps(&[("a", &run), ("b", "true")]));
            let ran = stage.daymark(&["run", "--day", "1"]);
            let output = stage.until_event("step_ended", 1)["output"].clone();
            let is_cut = output["cut"]["kept"].as_u64() < output["cut"]["of"].as_u64();
            // The recording takes room too. How much of it the output gets depends on how they are
            // written in turns, so in between either may be whole.
            let whole_day = log(&stage) == "a b";
            assert!(!is_cut || !whole_day, "{left}: {output}");
            assert!(whole_day || ran.err.contains("is full"), "{left}: {ran:#?}");
            match left {
                12 => assert!(is_cut, "{output}"),
                140 => assert!(whole_day, "{output} {ran:#?}"),
                _ => {}
            }
            stage.unmount_disk();
        }
    });
}

#[test]
fn killed_on_a_full_disk_nothing_is_lost_and_nothing_runs_twice() {
    alone(|| {
        let wait = "FILL; touch full; until test -e go; do sleep 0.01; done";
        let stage = stage(&steps(&[("a", "true"), ("b", wait), ("c", "true")]));
        let plan = stage.argument("plan");
        let mut child = stage
            .command(&["run", &plan, "--day", "1"])
            .spawn()
            .unwrap();
        until("the disk is full", || stage.has("home/full").then_some(()));
        child.kill().unwrap();
        child.wait().unwrap();
        stage.write("home/go", "");
        let refused = stage.daymark(&["run", "--day", "1"]);
        assert_ne!(refused.exit, Some(0), "{refused:#?}");
        goes_on(&stage, "passed   a on here", 3);
        assert_eq!(log(&stage), "a b");
        stage.unmount_disk();
    });
}

#[test]
fn the_screen_tries_again_until_there_is_room() {
    alone(|| {
        let day = steps(&[("a", LARGE), ("b", "true")]);
        let stage = stage(&day.replace("title: a", "title: a, save: NAME"));
        let mut screen = open_day(&stage, &[]);
        screen.press("\r");
        screen.shows("a on here ended with exit 0 (passed)");
        assert_eq!(stage.events("step_ended").len(), 0);
        // Nothing else starts, for this reason.
        screen.press("j\r");
        screen.shows("nothing starts: the disk of");
        assert_eq!(log(&stage), "a");
        // Leaving is asked about.
        screen.press("q");
        screen.shows("Quit while results are not on disk?");
        screen.choose("Stay");
        let full = stage.journal().pop().unwrap()["at"].clone();
        stage.remount_disk("size=600k");
        screen.shows("The disk has space again");
        let ended = stage.until_event("step_ended", 1);
        assert_eq!(ended["state"], "passed");
        assert!(ended["at"].as_str() >= full.as_str());
        screen.press("\r");
        stage.until_event("step_ended", 2);
        assert_eq!(log(&stage), "a b");
        drop(screen);
        goes_on(&stage, "passed   a\npassed   b", 0);
        stage.unmount_disk();
    });
}

#[test]
fn leaving_the_screen_names_what_is_not_on_disk() {
    alone(|| {
        let stage = stage(&steps(&[("a", "LIMIT")]));
        let mut screen = open_day(&stage, &[]);
        screen.press("\r");
        screen.shows("not on disk");
        screen.signal(Signal::TERM);
        screen.shows("Error: a on here ended with exit 0 (passed), but this is not on disk");
        assert_eq!(screen.ended(), 1);
        goes_on(&stage, "", 3);
        stage.unmount_disk();
    });
}
