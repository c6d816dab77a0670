//! What opens, what opens to look only, and what does not.

use super::walking::open_day;
use crate::stage::Stage;

const DAY: &str = "steps: [{id: one, title: The step, on: here, run: echo x >> ran, changes: false}]\n\
                   checks: [{id: seen, check: It is seen}]";

const JOURNAL: &str = "data/walks/small/main/journal.jsonl";

#[test]
fn a_second_one_only_looks_and_says_who_walks() {
    let stage = Stage::new(DAY);
    let mut first = open_day(&stage, &["--operator", "bea"]);
    first.press("\r");
    first.shows("1/1 steps");
    let before = stage.journal().len();

    let mut second = stage.open(&[]);
    second.shows("read-only");
    second.press("c");
    second.shows("›  Day 1");
    second.press("k\r");
    second.shows("Run again");
    second.press("j\r");
    second.shows("bea has this walk open on");
    second.press("q");
    assert_eq!(second.ended(), 0);

    for words in [
        &["note", "--day", "1", "so"][..],
        &["run", "--day", "1"],
        &["run", "--day", "1", "--attest", "seen", "saw it"],
    ] {
        let output = stage.daymark(words);
        assert_eq!(output.exit, Some(1), "{output:?}");
        assert!(
            output
                .err
                .contains("this walk is in use: bea has this walk open on"),
            "{output:?}"
        );
    }
    let output = stage.daymark(&["status"]);
    assert_eq!(output.exit, Some(0));
    assert!(
        output.out.contains("bea has this walk open on"),
        "{output:?}"
    );
    assert_eq!(stage.journal().len(), before);
    assert_eq!(stage.read("home/ran"), "x\n");
    first.press("q");
    assert_eq!(first.ended(), 0);
    stage.done(&["run", "--day", "1", "--attest", "seen", "saw it"]);
}

#[test]
fn what_a_newer_daymark_wrote_is_only_read() {
    let stage = Stage::new(DAY);
    stage.done(&["note", "--day", "1", "so"]);
    stage.write_newer("\"event\":\"wonder\"");
    let journal = stage.read(JOURNAL);
    let mut screen = stage.open(&[]);
    screen.shows("read-only");
    screen.press("c");
    screen.shows("›  Day 1");
    screen.press("d");
    screen.press("otherwise\x13");
    screen.shows("written by a newer daymark");
    screen.press("q");
    assert_eq!(screen.ended(), 0);
    assert_eq!(stage.read(JOURNAL), journal);
}

#[test]
fn a_broken_journal_is_accepted_on_the_screen_or_only_read() {
    let stage = Stage::new(DAY);
    stage.done(&["run", "--day", "1", "--attest", "seen", "saw it"]);
    let journal = stage.read(JOURNAL).replacen("echo x", "echo y", 1);
    stage.write(JOURNAL, &journal);
    let mut screen = stage.open(&[]);
    screen.shows("The journal is broken");
    let question = screen.shows("Accept, with a reason").replace('\n', " ");
    assert!(
        question.contains("was changed after it was written"),
        "{question}"
    );
    // The first answer changes nothing, and neither does a single letter.
    screen.press("y\r");
    screen.shows("read-only");
    screen.press("c");
    screen.shows("›  Day 1");
    for keys in ["dotherwise\x13", "sno need\x13"] {
        screen.press(keys);
        screen.shows("chain is broken");
    }
    screen.press("q");
    assert_eq!(screen.ended(), 0);
    assert_eq!(stage.read(JOURNAL), journal, "something was written");

    let mut screen = stage.open(&["--operator", "bea"]);
    screen.shows("The journal is broken");
    screen.press("j\r");
    screen.shows("Why do you accept the broken journal?");
    screen.press("\x13");
    screen.shows("A text is required.");
    screen.press("an editor\x13");
    let accepted = stage.until_event("journal_accepted", 1);
    assert_eq!(
        (&accepted["why"], &accepted["operator"]),
        (&"an editor".into(), &"bea".into())
    );
    // The walk is open to be written, and nothing ran.
    screen.until("the walk again", |screen| {
        screen.contains("Broken journal accepted") && !screen.contains("read-only")
    });
    screen.press("q");
    assert_eq!(screen.ended(), 0);
    assert_eq!(stage.read("home/ran"), "x\n");
    let output = stage.tell(&["journal", "verify", &stage.argument("plan")]);
    assert_eq!(output.exit, Some(0), "{output:?}");
}

#[test]
fn the_place_of_the_cursor_may_be_anything() {
    for name in ["ui.json", "ui.json.new"] {
        let stage = Stage::new(DAY);
        stage.done(&["run", "--day", "1", "--attest", "seen", "saw it"]);
        let path = stage.walk().join(name);
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
        let mut screen = stage.open(&[]);
        screen.shows("The first day");
        screen.press("q");
        assert_eq!(screen.ended(), 0, "{name}");
    }
}

#[test]
fn a_plan_that_is_not_trusted_runs_nothing() {
    let stage = Stage::new(DAY);
    let mut screen = stage.open(&[]);
    let question = screen.shows("Trust A small plan?");
    assert!(question.contains("echo x >> ran"), "{question}");
    screen.press("n");
    screen.shows("NEXT");
    screen.press("c");
    screen.shows("›  Day 1");
    screen.press("\r");
    screen.shows("this plan is not trusted yet");
    screen.press("\t\r");
    screen.shows("this plan is not trusted yet");
    screen.press("\tq");
    assert_eq!(screen.ended(), 0);
    assert!(!stage.has("home/ran"));
    assert_eq!(stage.events("plan_trusted").len(), 0);
}

#[test]
fn trust_is_asked_again_when_what_runs_here_has_changed() {
    let stage = Stage::new(DAY);
    let mut screen = open_day(&stage, &[]);
    screen.press("q");
    assert_eq!(screen.ended(), 0);
    let mut screen = stage.open(&[]);
    screen.shows("›  Day 1");
    screen.press("q");
    assert_eq!(screen.ended(), 0);
    let day = stage.read("plan/day-01.yaml").replace("echo x", "echo y");
    stage.write("plan/day-01.yaml", &day);
    stage.open(&[]).shows("Trust the changes in A small plan?");
}

#[test]
fn a_plan_with_errors_is_not_opened() {
    let stage = Stage::new("stepz: []\nchecks: [{id: seen, chekc: It is seen}]");
    let screen = stage.open(&[]);
    assert_eq!(screen.ended(), 1);
    let output = stage.daymark(&["run", "--day", "1"]);
    assert_eq!(output.exit, Some(1));
    assert!(
        output.err.contains("day-01.yaml:3:1") && output.err.contains("stepz"),
        "{}",
        output.err
    );
    assert!(output.err.contains("chekc"), "{}", output.err);
    assert!(!stage.has("data"), "a walk was begun");
}

#[test]
fn a_torn_last_line_is_set_aside_and_told() {
    let stage = Stage::new(DAY);
    stage.done(&["note", "--day", "1", "so"]);
    let journal = stage.read("data/walks/small/main/journal.jsonl");
    stage.write(
        "data/walks/small/main/journal.jsonl",
        &format!("{journal}{{\"v\": 1, \"se"),
    );
    let mut screen = stage.open(&[]);
    screen.shows("This plan is new to you");
    screen.shows("the journal's last line was not whole");
    screen.press("q");
    assert_eq!(
        stage.read("data/walks/small/main/journal.torn-1"),
        "{\"v\": 1, \"se"
    );
}

#[test]
fn any_size_of_screen_will_do() {
    let stage = Stage::new(DAY);
    let mut screen = open_day(&stage, &[]);
    screen.press("\t\r");
    screen.shows("at ~>");
    for (columns, rows) in [(1, 1), (2, 40), (300, 2), (20, 6), (500, 200), (80, 24)] {
        screen.resize(columns, rows);
        screen.press("true\r");
    }
    screen.press("echo still$((40 + 2))here\r");
    screen.shows("still42here");
    screen.press("\x1dq");
    assert_eq!(screen.ended(), 0);
    for (columns, rows) in [(1, 1), (10, 3), (40, 10)] {
        let mut screen = stage.open_sized(&[], columns, rows);
        screen.until("a frame", |screen| !screen.trim().is_empty());
        screen.press("q");
        assert_eq!(screen.ended(), 0);
    }
}
