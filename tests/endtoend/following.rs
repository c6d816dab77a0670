//! A read-only screen follows the journal that another session writes.

use std::fs;
use std::io::Write as _;

use super::walking::open_day;
use crate::stage::{Screen, Stage};

const DAY: &str = "steps:\n\
                   - {id: one, title: The step, on: here, run: echo x >> ran, changes: false}\n\
                   - {id: two, title: The other, on: here, run: 'echo y >> ran; until test -e go; do sleep 0.01; done', changes: false}\n\
                   checks: [{id: seen, check: It is seen}]";

const JOURNAL: &str = "data/walks/small/main/journal.jsonl";

/// Opens the day read-only, before or while another session writes.
fn reader(stage: &Stage) -> Screen {
    let mut screen = stage.open(&["--read-only"]);
    screen.shows("The first day");
    screen.press("c");
    screen.shows("›  Day 1");
    screen
}

#[test]
fn it_shows_each_record_and_reacts_to_none() {
    let stage = Stage::new(DAY);
    stage.done(&["note", "--day", "1", "so"]);
    let reader = reader(&stage);
    reader.shows("0/2 steps");
    stage.done(&["run", "--day", "1", "--step", "one"]);
    reader.shows("1/2 steps");
    stage.done(&[
        "run", "--day", "1", "--attest", "seen", "saw it", "--step", "one",
    ]);
    reader.shows("1/1 checks");
    // What the other session wrote is all there is: the reader ran and wrote nothing.
    assert_eq!(stage.read("home/ran"), "x\n");
    let sessions = stage.events("session_opened").len();
    assert_eq!((sessions, stage.events("step_started").len()), (3, 1));
}

#[test]
fn it_shows_whether_the_session_that_runs_a_step_is_alive() {
    let stage = Stage::new(DAY);
    stage.done(&["note", "--day", "1", "so"]);
    let reader = reader(&stage);
    let mut writer = open_day(&stage, &["--operator", "bea"]);
    reader.shows("bea has this walk open on");
    writer.press("\r");
    writer.shows("1/2 steps");
    reader.shows("1/2 steps");
    writer.press("\r");
    stage.until_event("step_started", 2);
    reader.shows("● 1.2 The other");
    // A killed session writes no last record.
    let records = stage.journal().len();
    writer.kill();
    reader.loses("● 1.2 The other");
    reader.shows("the session that wrote this walk");
    assert_eq!(stage.journal().len(), records);
    stage.write("home/go", "");
}

#[test]
fn it_begins_with_a_walk_that_does_not_exist() {
    let stage = Stage::new(DAY);
    let reader = reader(&stage);
    stage.done(&["run", "--day", "1", "--step", "one"]);
    reader.shows("1/2 steps");
}

#[test]
fn it_follows_where_the_system_reports_no_changes() {
    let stage = Stage::new(DAY);
    stage.done(&["note", "--day", "1", "so"]);
    // In a user namespace of its own, the reader may have no inotify.
    let script = "echo 0 >/proc/sys/user/max_inotify_instances && exec \"$@\"";
    let program = env!("CARGO_BIN_EXE_daymark");
    let plan = stage.argument("plan");
    let words = [
        "--user",
        "--map-root-user",
        "sh",
        "-c",
        script,
        "sh",
        program,
        &plan,
        "--read-only",
    ];
    let mut reader = Screen::start(&stage, "unshare", &words, 100, 30);
    reader.shows("The first day");
    reader.press("c");
    reader.shows("0/2 steps");
    stage.done(&["run", "--day", "1", "--step", "one"]);
    reader.shows("1/2 steps");
}

/// Writes bytes behind the journal, as a writer does.
fn append(stage: &Stage, bytes: &str) {
    let mut options = fs::OpenOptions::new();
    let mut journal = options.append(true).open(stage.path(JOURNAL)).unwrap();
    journal.write_all(bytes.as_bytes()).unwrap();
}

#[test]
fn it_says_when_it_can_follow_no_longer() {
    let check = |damage: &dyn Fn(&Stage, &str), why: &str| {
        let stage = Stage::new(DAY);
        stage.done(&["run", "--day", "1", "--step", "one"]);
        let mut reader = reader(&stage);
        reader.shows("1/2 steps");
        damage(&stage, &stage.read(JOURNAL));
        reader.until(why, |screen| {
            let line = screen.replace('\n', " ");
            line.contains(why) && line.contains("follows the journal no longer")
        });
        reader.press("q");
        assert_eq!(reader.ended(), 0, "{why}");
    };
    check(&|stage, _| append(stage, "no record\n"), "line 7 ");
    check(
        &|stage, journal| append(stage, &first_line(journal)),
        "line 7 ",
    );
    check(&|stage, _| stage.write(JOURNAL, ""), "it was cut");
    let newer = |stage: &Stage, journal: &str| {
        let other = Stage::new(DAY);
        other.done(&["note", "--day", "1", "so"]);
        other.write(JOURNAL, journal);
        other.write_newer("\"event\":\"wonder\"");
        append(stage, other.read(JOURNAL).strip_prefix(journal).unwrap());
    };
    check(&newer, "newer daymark");
}

fn first_line(journal: &str) -> String {
    journal.lines().next().unwrap_or_default().to_owned() + "\n"
}

#[test]
fn a_reader_takes_no_part_of_a_record_for_a_whole_one() {
    let stage = Stage::new(DAY);
    stage.done(&["run", "--day", "1", "--step", "one"]);
    let whole = stage.read(JOURNAL);
    let before = whole.trim_end().rfind('\n').map(|at| at + 1).unwrap();
    stage.write(JOURNAL, &whole[..before]);
    let reader = reader(&stage);
    reader.shows("0/2 steps");
    let (first, rest) = whole[before..].split_at(20);
    let (middle, newline) = rest.split_at(rest.len() - 1);
    for part in [first, middle, newline] {
        append(&stage, part);
    }
    reader.shows("1/2 steps");
}
