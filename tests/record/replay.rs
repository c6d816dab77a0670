//! Replays: what a pane showed, as text.

use daymark::term::{RecordingEvent, Replay, ReplayPart};

use crate::stage::{Stage, Told};

const DAY: &str = "steps:\n\
    - {id: one, title: Install it, on: here, run: 'printf \"\\033[1mbold\\033[0m\\n10%%\\r100%%\\nlast\"', changes: false}\n\
    - {id: two, title: Start it, on: here, run: 'test -e ready && echo it runs', changes: false}\n\
    - {id: three, title: Use it, on: here, run: 'echo used', changes: false}\n";

fn walked() -> Stage {
    let stage = Stage::new(DAY);
    assert_eq!(stage.daymark(&["run", "--day", "1"]).exit, Some(1));
    stage.write("home/ready", "");
    stage.done(&["run", "--day", "1"]);
    stage
}

/// What was told, without the times of lines.
fn lines(told: &Told) -> Vec<String> {
    assert_eq!(told.exit, Some(0), "{told:?}");
    let line = |line: &str| {
        let Some((run, rest)) = line
            .strip_prefix("== ")
            .and_then(|line| line.split_once(", 20"))
        else {
            return line.to_owned();
        };
        let (_, rest) = rest.split_once(", ").unwrap();
        let (outcome, rest) = rest.split_once(" after ").unwrap();
        let (_, title) = rest.split_once(": ").unwrap();
        format!("== {run}, {outcome}: {title}")
    };
    told.out.lines().map(line).collect()
}

#[test]
fn the_runs_of_a_step_or_a_day_are_printed_as_text() {
    let stage = walked();
    let check = |words: &[&str], expect: &[&str]| {
        assert_eq!(lines(&stage.daymark(words)), expect, "{words:?}");
    };
    let one = [
        "== one on here, attempt 1, passed: Install it",
        "bold",
        "100%",
        "last",
    ];
    let first = ["== two on here, attempt 1, failed: Start it"];
    let second = ["== two on here, attempt 2, passed: Start it", "it runs"];
    let three = ["== three on here, attempt 1, passed: Use it", "used"];
    check(&["replay", "one"], &one);
    check(&["replay", "two"], &[&first[..], &second].concat());
    check(
        &["replay", "--day", "1"],
        &[&one[..], &first, &second, &three].concat(),
    );
}

#[test]
fn a_recording_is_printed_with_its_markers_and_no_raw_byte() {
    let stage = walked();
    let folder = stage.walk().join("recordings");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let told = stage.tell(&["replay", path.to_str().unwrap()]);
        assert_eq!(told.exit, Some(0), "{told:?}");
        assert!(told.out.contains("== start two@here."), "{told:?}");
        assert!(
            !told.out.contains(|c: char| c.is_control() && c != '\n'),
            "{told:?}"
        );
    }
}

#[test]
fn a_recording_of_another_program_is_played_and_a_bad_one_refused() {
    let stage = Stage::empty();
    let check = |text: &str, exit: i32, expect: &str| {
        stage.write("home/x.cast", text);
        let told = stage.tell(&["replay", "x.cast"]);
        assert_eq!(told.exit, Some(exit), "{text}: {told:?}");
        assert!(
            (told.out.clone() + &told.err).contains(expect),
            "{text}: {told:?}"
        );
    };
    let header = "{\"version\": 2, \"width\": 80, \"height\": 24}\n";
    check(header, 0, "");
    check(
        &format!("{header}[0.1, \"o\", \"hello\\r\\n\"]\n[0.2, \"i\", \"x\"]\n[1, \"m\", \"\"]\n"),
        0,
        "hello\n== \n",
    );
    check(
        &format!("{header}[0.1, \"o\", \"it\"]\n[0.2, \"o\", \"torn"),
        0,
        "it\n",
    );
    check(
        &format!("{header}[0.1, \"m\", \"evil\\u001b]0;x\\u0007\\n== fake\"]\n"),
        0,
        "== evil^[]0;x^G^J== fake",
    );
    check(
        &format!("{header}[0.1, \"o\", \"\\u001b]52;c;aGk=\\u0007ok\"]\n"),
        0,
        "ok\n",
    );
    check(
        &format!("{header}[0.1, \"o\"]\n"),
        1,
        "line 2 is not an event",
    );
    check(
        &format!("{header}[0.1, \"o\", \"a\"]\nnonsense\n"),
        1,
        "line 3 is not an event",
    );
    check("", 1, "not an asciicast of version 2");
    check("{\"version\": 3}\n", 1, "not an asciicast of version 2");
    check("[]\n", 1, "not an asciicast of version 2");
    check("text\n", 1, "not an asciicast of version 2");
    std::fs::remove_file(stage.path("home/x.cast")).unwrap();
    std::fs::create_dir(stage.path("home/x.cast")).unwrap();
    assert_eq!(stage.tell(&["replay", "x.cast"]).exit, Some(1));
}

#[test]
fn what_cannot_be_replayed_is_said() {
    let stage = walked();
    let check = |words: &[&str], exit: i32, expect: &str| {
        let told = stage.daymark(words);
        assert_eq!(told.exit, Some(exit), "{words:?}: {told:?}");
        assert!(told.err.contains(expect), "{words:?}: {told:?}");
    };
    check(&["replay", "none"], 2, "The plan has no step `none`");
    check(&["replay", "--day", "7"], 2, "The plan has no day 7");
    check(
        &["replay", "one", "--day", "1"],
        2,
        "Name a step, a day or a recording.",
    );
    check(
        &["replay", "one", "--walk", "other"],
        1,
        "No pane showed a run",
    );
    assert_eq!(stage.tell(&["replay"]).exit, Some(2));
    std::fs::remove_dir_all(stage.walk().join("recordings")).unwrap();
    check(&["replay", "one"], 1, "recordings");
}

#[test]
fn a_journal_cannot_name_a_file_elsewhere() {
    let stage = walked();
    let path = stage.walk().join("journal.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let name = text
        .split("\"recordings\":[\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    for other in [
        "../../../../home/x.cast",
        "/etc/passwd",
        "..",
        "a/b.cast",
        "",
    ] {
        std::fs::write(&path, text.replace(name, other)).unwrap();
        let told = stage.daymark(&["replay", "one"]);
        assert_ne!(told.exit, Some(0), "{other}: {told:?}");
    }
}

#[test]
fn a_run_continues_in_the_next_part() {
    let read = |events: &str| {
        let text = format!("{{\"version\": 2, \"width\": 80, \"height\": 24}}\n{events}");
        Replay::read(text.as_bytes()).unwrap()
    };
    let mut replay =
        read("[0, \"o\", \"prompt\"]\n[1, \"m\", \"start a@h.1\"]\n[1, \"o\", \"one \"]\n");
    replay.append(read("[0, \"m\", \"follows x.cast\"]\n[0, \"r\", \"9x9\"]\n[1, \"o\", \"two\"]\n[2, \"m\", \"end a@h.1 exit 0\"]\n[3, \"o\", \"rest\"]\n"));
    assert_eq!(replay.output_of("a@h.1").as_deref(), Some("one two"));
    assert_eq!(replay.output_of("b@h.1"), None);
    assert_eq!(replay.events[1].kind, RecordingEvent::Marker);
    assert_eq!(
        replay.parts(),
        [
            ReplayPart::Output("prompt".into()),
            ReplayPart::Marker("start a@h.1".into()),
            ReplayPart::Output("one ".into()),
            ReplayPart::Marker("follows x.cast".into()),
            ReplayPart::Output("two".into()),
            ReplayPart::Marker("end a@h.1 exit 0".into()),
            ReplayPart::Output("rest".into()),
        ]
    );
}
