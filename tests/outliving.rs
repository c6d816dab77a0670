//! Scripts that outlive their connection, and files on their way, in the shells that hosts have.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot start a shell has failed"
)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use daymark::term::shell_integration::{
    CopiedFile, Copying, DETACHED_CUT, DETACHED_GONE, DETACHED_NOT_STARTED, EDITED, SAYS_CUT,
    cleanup_script, compare_script, copy_script, detach_script, reattach_script, restore_script,
    run_age,
};
use tempfile::TempDir;

/// The step that copies.
const STEP: &str = "bring";

/// The shells that are on this machine, of those that hosts have.
fn shells() -> Vec<Vec<&'static str>> {
    let all = [
        vec!["bash"],
        vec!["dash"],
        vec!["busybox", "sh"],
        vec!["zsh"],
    ];
    let there = |shell: &Vec<&str>| {
        let found = Command::new("sh")
            .args(["-c", "command -v \"$1\"", "sh", shell[0]])
            .output();
        found.is_ok_and(|found| found.status.success())
    };
    all.into_iter().filter(there).collect()
}

fn run(shell: &[&str], home: &Path, script: &str) -> Output {
    let mut command = Command::new(shell[0]);
    command
        .args(&shell[1..])
        .args(["-c", script])
        .env("HOME", home);
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_detached_script_is_followed_to_its_own_end() {
    for shell in shells() {
        let home = TempDir::new().unwrap();
        let script = "echo one; sleep 0.3; echo two >&2; printf three; exit 7";
        let output = run(&shell, home.path(), &detach_script("d.1", "sh", script));
        assert_eq!(text(&output.stdout), "one\ntwo\nthree", "{shell:?}");
        assert_eq!(output.status.code(), Some(7), "{shell:?}");
    }
}

#[test]
fn whoever_follows_may_go_and_another_picks_up() {
    for shell in shells() {
        let home = TempDir::new().unwrap();
        let go = home.path().join("go");
        let wait = format!(
            "echo one; while [ ! -e {} ]; do sleep 0.05; done; exit 3",
            go.display()
        );
        let mut first = Command::new(shell[0])
            .args(&shell[1..])
            .args(["-c", &detach_script("d.2", "sh", &wait)])
            .env("HOME", home.path())
            .spawn()
            .unwrap();
        while !home.path().join(".daymark/d.2/started").exists() {
            std::thread::yield_now();
        }
        first.kill().unwrap();
        first.wait().unwrap();
        fs::write(&go, "").unwrap();
        let output = run(&shell, home.path(), &reattach_script("d.2", "sh"));
        assert_eq!(
            (text(&output.stdout).as_str(), output.status.code()),
            ("one\n", Some(3)),
            "{shell:?}"
        );
        // Once more, for nothing is taken away before its end is on disk.
        let output = run(&shell, home.path(), &reattach_script("d.2", "sh"));
        assert_eq!(output.status.code(), Some(3), "{shell:?}");
        run(&shell, home.path(), &cleanup_script("d.2"));
        assert!(!home.path().join(".daymark").exists(), "{shell:?}");
        let output = run(&shell, home.path(), &reattach_script("d.2", "sh"));
        assert_eq!(output.status.code(), Some(DETACHED_GONE), "{shell:?}");
    }
}

/// Sets a file's time, `YYYYMMDDhhmm.ss`.
fn touch(file: &Path, time: &str) {
    let touched = Command::new("touch").args(["-t", time]).arg(file).status();
    assert!(touched.unwrap().success());
}

#[test]
fn how_long_a_detached_script_runs_is_known_to_its_files() {
    for shell in shells() {
        let home = TempDir::new().unwrap();
        let folder = home.path().join(".daymark/d.4");
        let age = || text(&run(&shell, home.path(), &run_age("d.4")).stdout);
        assert_eq!(age(), "", "{shell:?}");
        run(&shell, home.path(), &detach_script("d.4", "sh", "true"));
        touch(&folder.join("started"), "202601021000.00");
        touch(&folder.join("exit"), "202601021130.05");
        assert_eq!(age(), "5405\n", "{shell:?}");
        fs::remove_file(folder.join("exit")).unwrap();
        let seconds: u64 = age().trim().parse().unwrap();
        assert!(seconds > 24 * 60 * 60, "{shell:?}");
    }
}

/// A `PATH` on which `sh` is another shell; with `BusyBox`, every program is its own.
fn path_with(folder: &Path, shell: &str) -> Option<String> {
    let link = |name: &str| std::os::unix::fs::symlink(shell, folder.join(name)).unwrap();
    if !Path::new(shell).exists() {
        return None;
    }
    if !shell.ends_with("busybox") {
        link("sh");
        return Some(format!("{}:/usr/bin:/bin", folder.display()));
    }
    let list = Command::new(shell).arg("--list").output().unwrap();
    text(&list.stdout).lines().for_each(link);
    Some(folder.display().to_string())
}

/// Runs a detached script where `sh` is each of the shells that hosts have, with this before it.
#[track_caller]
fn check_output(before: &str, script: &str, expect: impl Fn(&Output) -> bool) {
    for shell in ["/bin/dash", "/bin/bash", "/bin/zsh", "/usr/bin/busybox"] {
        let (home, bin) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let Some(path) = path_with(bin.path(), shell) else {
            continue;
        };
        let text = format!("{before}\n{}", detach_script("d.7", "sh", script));
        let output = Command::new(bin.path().join("sh"))
            .args(["-c", &text])
            .env("HOME", home.path())
            .env("PATH", path)
            .output()
            .unwrap();
        if let Ok(waiting) = fs::read_to_string(home.path().join("held")) {
            assert!(
                Command::new("kill")
                    .arg(waiting.trim())
                    .status()
                    .unwrap()
                    .success()
            );
        }
        assert!(expect(&output), "{shell}: {script}: {output:?}");
        assert!(!home.path().join(".daymark/d.7/pipe").exists());
    }
}

#[test]
fn an_output_that_the_host_keeps_is_whole_to_the_byte() {
    let check = |script: &str, expect: &[u8]| {
        check_output("", script, |output| {
            (output.status.code(), output.stdout.as_slice()) == (Some(5), expect)
        });
    };
    check("exit 5", b"");
    check("printf 'a\\n\\nb'; exit 5", b"a\n\nb");
    check(
        "echo one; echo two >&2; echo three; exit 5",
        b"one\ntwo\nthree\n",
    );
    let zeros = [vec![0; 300_000], b"\0\xffa\n\0b".to_vec()].concat();
    check(
        "head -c 300000 /dev/zero; printf '\\0\\377a\\n\\0b'; exit 5",
        &zeros,
    );
    // A signal to all of the script's group ends neither the writer nor who waits for the script.
    let signals = "kill -INT 0; kill -TERM 0; kill -HUP 0";
    check(
        &format!("trap '' INT TERM HUP; {signals}; echo a; exit 5"),
        b"a\n",
    );
    // What stays in the background holds the output, and is not waited for.
    check("(sleep 1000 & echo $! >~/held); echo a; exit 5", b"a\n");
}

#[test]
fn an_output_that_the_host_could_not_keep_is_never_whole() {
    let check = |script: &str, exit: i32| {
        // No file of more than 10 kB: a full disk for one process.
        check_output("ulimit -f 20", script, |output| {
            let last = format!("\n{SAYS_CUT}{exit}\n");
            output.status.code() == Some(DETACHED_CUT) && text(&output.stderr).ends_with(&last)
        });
    };
    check("head -c 3000000 /dev/zero; exit 6", 6);
    // The script gets no signal for it, and goes on.
    check("head -c 300000 /dev/zero; echo FATAL || exit 1", 0);
    // An output that ends within an escape sequence.
    check("printf '\\033]0;'; head -c 300000 /dev/zero; exit 255", 255);
}

#[test]
fn a_detached_script_has_the_umask_of_its_shell() {
    for shell in shells() {
        let home = TempDir::new().unwrap();
        let script = format!("umask 026\n{}", detach_script("d.9", "sh", "umask"));
        let output = run(&shell, home.path(), &script);
        let umask = text(&output.stdout);
        assert_eq!(umask.trim_start_matches('0'), "26\n", "{shell:?}");
    }
}

#[test]
fn each_exit_status_of_daymarks_own_scripts_says_one_thing() {
    let all = [DETACHED_CUT, DETACHED_GONE, DETACHED_NOT_STARTED, EDITED];
    let different: std::collections::BTreeSet<i32> = all.into();
    assert_eq!(different.len(), all.len());
}

#[test]
fn a_detached_script_that_was_killed_leaves_no_status_behind() {
    let home = TempDir::new().unwrap();
    let script = "kill -KILL $PPID $$";
    let output = run(&["sh"], home.path(), &detach_script("d.3", "sh", script));
    assert_eq!(
        output.status.code(),
        Some(DETACHED_GONE),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_number_from_before_a_restart_is_nobody() {
    let home = TempDir::new().unwrap();
    let folder = home.path().join(".daymark/d.5");
    fs::create_dir_all(&folder).unwrap();
    let files = [
        ("started", ""),
        ("boot", "another"),
        ("pid", "1\n"),
        ("log", "half"),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let output = run(&["sh"], home.path(), &reattach_script("d.5", "sh"));
    assert_eq!(
        (text(&output.stdout).as_str(), output.status.code()),
        ("half", Some(DETACHED_GONE))
    );
}

#[test]
fn a_detached_run_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TempDir::new().unwrap();
    run(
        &["sh"],
        home.path(),
        &detach_script("d.4", "sh", "echo secret"),
    );
    for path in ["", "/d.4", "/d.4/log", "/d.4/script"] {
        let path = format!("{}/.daymark{path}", home.path().display());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{path}");
    }
}

#[test]
fn a_file_arrives_whole_with_its_mode_and_can_be_put_back() {
    for shell in shells() {
        let home = TempDir::new().unwrap();
        let old = home.path().join("it's old.conf");
        fs::write(&old, "before\n").unwrap();
        let to = old.display().to_string();
        let binary: Vec<u8> = (0..=255).cycle().take(5000).collect();
        let files = [
            file(&to, 0o644, b"after\n"),
            file("~/deep/er/new.bin", 0o600, &binary),
        ];
        let output = run(&shell, home.path(), &compare_script(&of(STEP, &files)));
        assert_eq!(
            output.status.code(),
            Some(1),
            "{shell:?} {}",
            text(&output.stderr)
        );
        let diff = text(&output.stdout);
        assert!(diff.contains("-before\n+after\n"), "{shell:?}: {diff}");
        assert!(
            diff.contains("new.bin is not there yet"),
            "{shell:?}: {diff}"
        );

        let output = run(&shell, home.path(), &copy_script(&of(STEP, &files)));
        assert!(
            output.status.success(),
            "{shell:?} {}",
            text(&output.stderr)
        );
        assert_eq!(fs::read(&old).unwrap(), b"after\n");
        assert_eq!(
            fs::read(home.path().join("deep/er/new.bin")).unwrap(),
            binary
        );
        let output = run(&shell, home.path(), &compare_script(&of(STEP, &files)));
        assert_eq!(
            (output.status.code(), text(&output.stdout)),
            (Some(0), String::new()),
            "{shell:?}"
        );

        let output = run(&shell, home.path(), &restore_script(&of(STEP, &files)));
        assert!(
            output.status.success(),
            "{shell:?} {}",
            text(&output.stderr)
        );
        assert_eq!(fs::read(&old).unwrap(), b"before\n");
        assert!(!home.path().join("deep/er/new.bin").exists(), "{shell:?}");
    }
}

#[test]
fn a_file_is_known_again_when_the_plan_has_another_now() {
    for shell in shells() {
        let home = TempDir::new().unwrap();
        run(
            &shell,
            home.path(),
            &copy_script(&of(STEP, &[file("~/new", 0o644, b"ours")])),
        );
        let now = [file("~/new", 0o644, b"ours, of today")];
        let output = run(&shell, home.path(), &restore_script(&of(STEP, &now)));
        assert!(
            output.status.success(),
            "{shell:?} {}",
            text(&output.stderr)
        );
        assert!(!home.path().join("new").exists(), "{shell:?}");
    }
}

#[test]
fn a_file_that_was_there_already_stays() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("conf"), "same").unwrap();
    let files = [file("~/conf", 0o644, b"same")];
    fs::set_permissions(home.path().join("conf"), Permissions::from_mode(0o644)).unwrap();
    run(&["sh"], home.path(), &copy_script(&of(STEP, &files)));
    let output = run(&["sh"], home.path(), &restore_script(&of(STEP, &files)));
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(fs::read(home.path().join("conf")).unwrap(), b"same");
}

#[test]
fn each_step_puts_back_what_it_found() {
    for shell in shells() {
        let home = TempDir::new().unwrap();
        let conf = home.path().join("conf");
        let steps = [("one", "first"), ("two", "second"), ("three", "third")];
        for (step, content) in steps {
            let files = [file("~/conf", 0o644, content.as_bytes())];
            run(&shell, home.path(), &copy_script(&of(step, &files)));
        }
        for (step, before) in [
            ("three", Some("second")),
            ("two", Some("first")),
            ("one", None),
        ] {
            let files = [file("~/conf", 0o644, b"whatever the plan has now")];
            let output = run(&shell, home.path(), &restore_script(&of(step, &files)));
            assert!(
                output.status.success(),
                "{shell:?} {}",
                text(&output.stderr)
            );
            assert_eq!(
                fs::read_to_string(&conf).ok().as_deref(),
                before,
                "{shell:?}"
            );
        }
    }
}

#[test]
fn what_came_after_an_undo_is_somebody_else_s() {
    let home = TempDir::new().unwrap();
    let conf = home.path().join("conf");
    let files = [file("~/conf", 0o644, b"ours")];
    for theirs in [None, Some("theirs")] {
        theirs.inspect(|theirs| fs::write(&conf, theirs).unwrap());
        run(&["sh"], home.path(), &copy_script(&of(STEP, &files)));
        assert_eq!(fs::read(&conf).unwrap(), b"ours");
        run(&["sh"], home.path(), &restore_script(&of(STEP, &files)));
        assert_eq!(fs::read_to_string(&conf).ok().as_deref(), theirs);
    }
}

#[test]
fn what_was_there_first_is_what_is_put_back() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("conf"), "theirs").unwrap();
    let second = [file("~/conf", 0o644, b"ours, the second time")];
    for files in [&[file("~/conf", 0o644, b"ours")], &second] {
        let output = run(&["sh"], home.path(), &copy_script(&of(STEP, files)));
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    run(&["sh"], home.path(), &restore_script(&of(STEP, &second)));
    assert_eq!(fs::read(home.path().join("conf")).unwrap(), b"theirs");
}

#[test]
fn a_file_that_cannot_be_put_there_leaves_nothing_of_itself() {
    for shell in shells() {
        let home = TempDir::new().unwrap();
        fs::write(home.path().join("conf"), "theirs").unwrap();
        let ours = CopiedFile {
            owner: Some("nobody-of-this-name"),
            ..file("~/conf", 0o644, b"ours")
        };
        let output = run(&shell, home.path(), &copy_script(&of(STEP, &[ours])));
        assert_eq!(output.status.code(), Some(1), "{shell:?}");
        let left: Vec<_> = fs::read_dir(home.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, ["conf"], "{shell:?}");
        assert_eq!(fs::read(home.path().join("conf")).unwrap(), b"theirs");
    }
}

#[test]
fn a_file_comes_into_being_beside_its_place() {
    // A rename is whole or not at all only within one file system.
    let home = TempDir::new().unwrap();
    let script = format!(
        "TMPDIR=/nowhere; export TMPDIR\n{}",
        copy_script(&of(STEP, &[file("~/conf", 0o644, b"ours")]))
    );
    let output = run(&["sh"], home.path(), &script);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(fs::read(home.path().join("conf")).unwrap(), b"ours");
}

#[test]
fn a_new_folder_can_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TempDir::new().unwrap();
    run(
        &["sh"],
        home.path(),
        &copy_script(&of(STEP, &[file("~/new/f", 0o600, b"x")])),
    );
    let mode = |path: &str| {
        fs::metadata(home.path().join(path))
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!((mode("new") & 0o777, mode("new/f") & 0o777), (0o755, 0o600));
}

#[test]
fn a_wrong_mode_is_told() {
    let home = TempDir::new().unwrap();
    run(
        &["sh"],
        home.path(),
        &copy_script(&of(STEP, &[file("~/f", 0o644, b"x")])),
    );
    let output = run(
        &["sh"],
        home.path(),
        &compare_script(&of(STEP, &[file("~/f", 0o600, b"x")])),
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("has mode 644, and will have 600"));
}

/// The files of a step, on their way.
fn of<'a>(step: &'a str, files: &'a [CopiedFile<'a>]) -> Copying<'a> {
    Copying {
        step,
        salt: "salt",
        walk: "walk",
        files,
    }
}

fn file<'a>(to: &'a str, mode: u32, content: &'a [u8]) -> CopiedFile<'a> {
    CopiedFile {
        to,
        owner: None,
        mode,
        backup: true,
        content,
        known: false,
        overwrites: None,
    }
}
