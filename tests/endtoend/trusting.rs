//! When a plan asks whether it is trusted, what it shows, and that nothing runs before.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::PathBuf;

use rustix::fs::{Mode, mkfifoat};

use crate::stage::{Screen, Stage, until};

const DAY: &str = "\
steps:
  - {id: one, title: The step, on: here, run: 'echo $ODD >> ran', changes: false}
  - {id: far, title: Far away, on: app, run: uptime, changes: false}
checks: [{id: holds, check: It holds, on: here, run: touch asked}]
";

/// Trusts the plan on the screen, and quits.
fn trust(stage: &Stage) {
    let mut screen = stage.open(&[]);
    screen.shows("This plan is new to you");
    screen.press("y");
    screen.loses("This plan is new to you");
    quit(screen);
    assert_eq!(kept(stage).len(), 1);
}

#[track_caller]
fn quit(mut screen: Screen) {
    screen.press("q");
    assert_eq!(screen.ended(), 0);
}

/// The files in which trust is kept.
fn kept(stage: &Stage) -> Vec<PathBuf> {
    let files = fs::read_dir(stage.path("data/trust")).into_iter().flatten();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|end| end == "json"))
        .collect()
}

#[track_caller]
fn asks_nothing(stage: &Stage, words: &[&str]) {
    let screen = stage.open(words);
    let shown = screen.until("the plan or its question", |screen| {
        screen.contains("NEXT")
            || screen.contains("›  Day 1")
            || screen.contains("This plan is new to you")
    });
    assert!(!shown.contains("This plan is new to you"), "{shown}");
    quit(screen);
}

/// Changes the plan's files.
#[track_caller]
fn edit(stage: &Stage, file: &str, from: &str, to: &str) {
    let file = format!("plan/{file}");
    let text = stage.read(&file);
    assert!(text.contains(from), "{text}");
    stage.write(&file, &text.replacen(from, to, 1));
}

#[test]
fn trust_holds_for_the_folder_until_a_fact_changes() {
    let stage = Stage::new(DAY);
    trust(&stage);
    let file = &kept(&stage)[0];
    assert_eq!(fs::metadata(file).unwrap().mode() & 0o777, 0o600);
    let folder = fs::metadata(file.parent().unwrap()).unwrap();
    assert_eq!(folder.mode() & 0o777, 0o700);
    asks_nothing(&stage, &[]);
    asks_nothing(&stage, &["--walk", "other"]);
    // Prose, and the script of a plain step elsewhere.
    edit(&stage, "day-01.yaml", "title: The step", "title: A step");
    edit(&stage, "day-01.yaml", "run: uptime", "run: who");
    asks_nothing(&stage, &[]);

    edit(
        &stage,
        "plan.yaml",
        "default: nothing",
        "default: '; touch evil'",
    );
    let mut screen = stage.open(&[]);
    let shown = screen.shows("Trust the changes in A small plan?");
    for wanted in ["variable ODD", "- nothing", "+ ; touch evil"] {
        assert!(shown.contains(wanted), "{wanted}: {shown}");
    }
    assert!(!shown.contains("echo $ODD"), "{shown}");
    screen.press("y");
    screen.loses("these changes?");
    stage.until_event("plan_trusted", 2);
    until("the kept trust", || {
        let kept = fs::read_to_string(file).unwrap();
        kept.contains("touch evil").then_some(())
    });
    quit(screen);
    asks_nothing(&stage, &[]);
}

#[test]
fn enter_and_escape_trust_nothing() {
    let stage = Stage::new(DAY);
    for key in ["\r", "\x1b", "n"] {
        let mut screen = stage.open(&[]);
        screen.shows("This plan is new to you");
        screen.press(key);
        screen.shows("runs no commands");
        quit(screen);
        assert!(kept(&stage).is_empty());
    }
    // It can be thought better of.
    let mut screen = stage.open(&[]);
    screen.shows("This plan is new to you");
    screen.press("nT");
    screen.shows("This plan is new to you");
    screen.press("y");
    screen.loses("This plan is new to you");
    stage.until_event("plan_trusted", 1);
}

#[test]
fn a_plan_that_is_only_read_can_be_trusted_from_inside() {
    let stage = Stage::new(DAY);
    let mut screen = stage.open(&["--read-only"]);
    screen.shows("NEXT");
    screen.press("c");
    screen.shows("›  Day 1");
    screen.press("Gv");
    screen.shows("press T to read what it would do");
    screen.press("T");
    screen.shows("Trust A small plan?");
    screen.press("y");
    screen.loses("This plan is new to you");
    screen.press("v");
    until("the check", || stage.has("home/asked").then_some(()));
    screen.press("T");
    screen.shows("You trust this plan already.");
    quit(screen);
    assert_eq!(stage.journal().len(), 0);
    assert_eq!(kept(&stage).len(), 1);
    asks_nothing(&stage, &[]);
}

#[test]
fn a_plan_that_somebody_else_walks_can_be_trusted_from_inside() {
    let stage = Stage::new(DAY);
    let mut first = stage.open(&[]);
    first.shows("This plan is new to you");
    let mut second = stage.open(&[]);
    second.shows("NEXT");
    second.press("T");
    second.shows("Trust A small plan?");
    second.press("y");
    second.loses("This plan is new to you");
    until("the kept trust", || (kept(&stage).len() == 1).then_some(()));
    assert_eq!(stage.events("plan_trusted").len(), 0);
    quit(second);
    first.press("y");
    first.loses("This plan is new to you");
    stage.until_event("plan_trusted", 1);
    quit(first);
    assert_eq!(kept(&stage).len(), 1);
}

#[test]
fn another_folder_asks_and_a_link_to_the_same_does_not() {
    let stage = Stage::new(DAY);
    trust(&stage);
    let opened = |plan: &str| {
        let screen = Screen::start(&stage, env!("CARGO_BIN_EXE_daymark"), &[plan], 100, 30);
        let shown = screen.until("the plan or its question", |screen| {
            screen.contains("NEXT")
                || screen.contains("›  Day 1")
                || screen.contains("This plan is new to you")
        });
        quit(screen);
        shown.contains("This plan is new to you")
    };
    symlink(stage.path("plan"), stage.path("link")).unwrap();
    symlink(stage.path("plan"), stage.path("home/near")).unwrap();
    for same in [
        &stage.argument("link"),
        "near",
        "./near/",
        "../plan",
        "../home/../plan",
    ] {
        assert!(!opened(same), "{same}");
    }
    let copied = stage.other(
        "cp",
        &["-r", &stage.argument("plan"), &stage.argument("copy")],
    );
    { copied }.status().unwrap();
    assert!(opened(&stage.argument("copy")), "a copy");
    fs::rename(stage.path("plan"), stage.path("moved")).unwrap();
    assert!(opened(&stage.argument("moved")), "moved");
    // The link leads to another folder now.
    fs::remove_file(stage.path("link")).unwrap();
    symlink(stage.path("copy"), stage.path("link")).unwrap();
    assert!(opened(&stage.argument("link")), "another folder");
    // Another plan in the folder that was trusted.
    fs::rename(stage.path("copy"), stage.path("plan")).unwrap();
    assert!(!opened(&stage.argument("plan")), "the same again");
    edit(&stage, "plan.yaml", "id: small", "id: other");
    let screen = stage.open(&[]);
    let shown = screen.shows("Trust the changes in");
    assert!(
        shown.contains("- small") && shown.contains("+ other"),
        "{shown}"
    );
    quit(screen);
}

#[test]
fn a_file_that_cannot_be_believed_is_no_trust() {
    let stage = Stage::new(DAY);
    trust(&stage);
    let file = kept(&stage).remove(0);
    let good = fs::read_to_string(&file).unwrap();
    let write = |text: &str| fs::write(&file, text).unwrap();
    let nobody = 65534;
    let spoils: [(&str, &dyn Fn()); 12] = [
        ("it is damaged", &|| write("")),
        ("it is damaged", &|| write("[1, 2")),
        ("it is damaged", &|| write(&good[..good.len() / 2])),
        ("it is damaged", &|| {
            write(&good.replacen("\"facts\"", "\"fakts\"", 1));
        }),
        ("it is damaged", &|| write(&"[".repeat(1_000_000))),
        ("its format is 2", &|| {
            write(&good.replacen("\"v\":1", "\"v\":2", 1));
        }),
        ("it belongs to", &|| {
            write(&good.replacen("/plan\"", "/other\"", 1));
        }),
        ("a plain file is needed", &|| fs::create_dir(&file).unwrap()),
        ("a plain file is needed", &|| {
            let here = rustix::fs::CWD;
            mkfifoat(here, &file, Mode::from(0o600)).unwrap();
        }),
        ("Too many levels", &|| {
            fs::write(stage.path("elsewhere"), &good).unwrap();
            symlink(stage.path("elsewhere"), &file).unwrap();
        }),
        ("another user can write it", &|| {
            write(&good);
            fs::set_permissions(&file, fs::Permissions::from_mode(0o622)).unwrap();
        }),
        ("another user can write it", &|| {
            write(&good);
            // Only root gives files away.
            if std::os::unix::fs::chown(&file, Some(nobody), None).is_err() {
                fs::set_permissions(&file, fs::Permissions::from_mode(0o602)).unwrap();
            }
        }),
    ];
    for (why, spoil) in spoils {
        let _ = fs::remove_file(&file);
        let _ = fs::remove_dir(&file);
        spoil();
        let screen = stage.open_sized(&[], 220, 30);
        screen.shows("Trust A small plan?");
        let shown = screen.shows("The kept trust is not used");
        assert!(shown.contains(why), "{why}: {shown}");
        quit(screen);
        assert!(!stage.has("home/ran"));
    }
    // A yes makes it whole again.
    let _ = fs::remove_file(&file);
    mkfifoat(rustix::fs::CWD, &file, Mode::from(0o600)).unwrap();
    trust(&stage);
    asks_nothing(&stage, &[]);
}

#[test]
fn trust_that_cannot_be_kept_lasts_until_the_end() {
    let stage = Stage::new(DAY);
    stage.write("data/trust", "a file in place of the folder");
    let mut screen = stage.open(&[]);
    screen.shows("This plan is new to you");
    screen.press("y");
    screen.shows("The plan is trusted until you quit.");
    screen.press("c");
    screen.shows("›  Day 1");
    screen.press("\r");
    until("the step", || stage.has("home/ran").then_some(()));
    screen.shows("1/2 steps");
    quit(screen);
    stage.open(&[]).shows("Trust A small plan?");
}

/// Opens the plan under strace, presses what could run something, and gives the programs started.
fn started(stage: &Stage, question: &str, words: &[&str]) -> Vec<String> {
    let (trace, plan) = (stage.argument("trace"), stage.argument("plan"));
    let calls = "trace=execve,connect";
    let daymark = env!("CARGO_BIN_EXE_daymark");
    let all = ["-f", "-e", calls, "-o", &trace, daymark, &plan];
    let mut screen = Screen::start(stage, "strace", &[&all, words].concat(), 100, 30);
    if question.is_empty() {
        screen.until("the plan", |screen| {
            screen.contains("NEXT") || screen.contains("›  Day 1")
        });
        screen.press("c");
    } else {
        screen.shows(question);
        screen.press("n");
        screen.shows("runs no commands");
        screen.press("c");
    }
    screen.shows("›  Day 1");
    for keys in [
        "g\r", "R", "v", "V", "u", "b", "An", "Ay", "t", "m", "\t\r", "\t", "Gv",
    ] {
        screen.press(keys);
    }
    screen.press("?");
    screen.shows("  Keys  ");
    screen.press("q");
    screen.loses("  Keys  ");
    screen.press("q");
    assert_eq!(screen.ended(), 0);
    let trace = stage.read("trace");
    let calls = trace.lines().filter(|line| {
        line.contains("execve(") || line.contains("connect(") && line.contains("AF_UNIX")
    });
    calls.map(str::to_owned).collect()
}

#[test]
fn a_plan_that_is_not_trusted_starts_no_program() {
    let stage = Stage::new(&format!(
        "before: [{{id: room, check: There is room, on: here, run: touch ran}}]\n{DAY}"
    ));
    let check = |question: &str, words: &[&str]| {
        let started = started(&stage, question, words);
        let [only] = started.as_slice() else {
            panic!("{question} {words:?}: {started:#?}");
        };
        assert!(only.contains(env!("CARGO_BIN_EXE_daymark")), "{only}");
        assert!(!stage.has("home/ran") && !stage.has("home/asked"));
    };
    check("This plan is new to you", &[]);
    check("", &["--read-only"]);
    trust(&stage);
    edit(
        &stage,
        "plan.yaml",
        "default: nothing",
        "default: something",
    );
    check("Trust the changes in", &[]);
    check("", &["--read-only"]);
}
