//! Recordings: valid at every instant, with a marker at each step's start and end.

use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use daymark::term::{BLOCK, PlainText, Recording, RecordingEvent, RecordingMarker, Secrets, Size};

use crate::stage::{Screen, Stage, lines_of, until};

/// The recordings of the walk `main`, by name, each with its lines. Every line must be whole.
fn recordings(stage: &Stage) -> Vec<(String, Vec<Value>)> {
    let Ok(entries) = std::fs::read_dir(stage.walk().join("recordings")) else {
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(
                text.is_empty() || text.ends_with('\n'),
                "{} is torn",
                path.display()
            );
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, lines_of(&text))
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// The texts of the events of a kind.
fn texts(lines: &[Value], letter: &str) -> Vec<String> {
    let events = lines.iter().skip(1).filter(|event| event[1] == letter);
    events
        .map(|event| event[2].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn no_line_crosses_a_block_and_the_text_is_the_same() {
    let check = |text: &str, at: usize| {
        let lines = RecordingEvent::Output.lines(at, Duration::from_millis(1_234_567), text);
        let mut end = at;
        for line in lines.split_inclusive('\n') {
            let (first, last) = (end / BLOCK, (end + line.len() - 1) / BLOCK);
            assert_eq!(first, last, "a line at {end} crosses a block: {line}");
            assert!(line.ends_with('\n'));
            end += line.len();
        }
        let read: String = lines_of(&lines)
            .iter()
            .map(|event| event[2].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(read, text);
    };
    for at in [0, 1, 64, 4000, 4031, 4032, 4096, 9000] {
        check("", at);
        check("a", at);
        check(
            "\u{1b}[1mbold\u{1b}[0m\r\n\t\"quoted\" \\ \u{8}\u{c}\u{7f}\0",
            at,
        );
        check(&"\u{1b}".repeat(3000), at);
        check(&"x".repeat(20_000), at);
        check(&"é€😀".repeat(2000), at);
        check(&"\"\\".repeat(4097), at);
    }
}

#[test]
fn a_marker_reads_as_it_was_written() {
    let check = |marker: RecordingMarker| {
        assert_eq!(RecordingMarker::read(&marker.text()), Some(marker));
    };
    check(RecordingMarker::Start("nginx@shop.1".into()));
    check(RecordingMarker::End("nginx@shop.1".into(), Some(0)));
    check(RecordingMarker::End("end exit@a.2".into(), Some(255)));
    check(RecordingMarker::End("nginx@shop.12".into(), None));
    check(RecordingMarker::End("exit@here.1".into(), None));
    check(RecordingMarker::Gap);
    check(RecordingMarker::Follows("20261201@here.cast".into()));
    for other in [
        "",
        "start",
        "end x",
        "end x y",
        "end x exit many",
        "chapter 2",
        "ending",
    ] {
        assert_eq!(RecordingMarker::read(other), None, "{other}");
    }
}

#[test]
fn a_header_is_a_line_of_one_block() {
    for title in [
        "here",
        "",
        "a\nb\u{202e}",
        &"w".repeat(100_000),
        &"\u{1b}".repeat(9000),
    ] {
        let header = Recording::header(Size::new(80, 24), 1_790_000_000, title);
        assert_eq!(header.matches('\n').count(), 1, "{title}");
        assert!(header.len() < BLOCK, "{}", header.len());
        let header = &lines_of(&header)[0];
        assert_eq!(
            (&header["version"], &header["width"], &header["height"]),
            (&2.into(), &80.into(), &24.into())
        );
    }
}

#[test]
fn a_secret_cut_by_reads_is_masked() {
    let mut recording = Recording::new(Secrets::new(["hunter2-hunter2"]));
    let mut text = String::new();
    for piece in ["is hun", "ter2-hun", "ter2, ", "hunter2-hu"] {
        text += &recording.output(piece.as_bytes());
    }
    text += &recording.finish();
    assert_eq!(text, "is ••••, hunter2-hu");
}

const DAY: &str = "steps:\n\
    - {id: good, title: Good, on: here, run: 'echo fine', changes: false}\n\
    - {id: warm, title: Warm, on: here, run: '(exit 2)', warns: [2], changes: false}\n\
    - {id: bad, title: Bad, on: here, run: 'echo broken; (exit 3)', changes: false}\n\
    checks:\n\
    - {id: c1, check: One, on: here, run: 'echo yes'}\n";

#[test]
fn a_recording_has_a_marker_at_each_start_and_end_and_the_journal_names_it() {
    let stage = Stage::new(DAY);
    assert_eq!(stage.daymark(&["run", "--day", "1"]).exit, Some(1));
    assert_eq!(stage.daymark(&["run", "--day", "1"]).exit, Some(1));
    let recordings = recordings(&stage);
    let markers: Vec<Vec<String>> = recordings
        .iter()
        .map(|(_, lines)| texts(lines, "m"))
        .collect();
    assert_eq!(
        markers,
        [
            vec![
                "start good@here.1",
                "end good@here.1 exit 0",
                "start warm@here.1",
                "end warm@here.1 exit 2",
                "start bad@here.1",
                "end bad@here.1 exit 3",
            ],
            vec!["start bad@here.2", "end bad@here.2 exit 3"],
        ]
    );
    let named: Vec<Value> = stage
        .events("step_ended")
        .iter()
        .map(|event| event["output"]["recordings"].clone())
        .collect();
    let names: Vec<&str> = recordings.iter().map(|(name, _)| name.as_str()).collect();
    let expected: Vec<Value> = [names[0], names[0], names[0], names[1]]
        .map(|name| vec![name].into())
        .into();
    assert_eq!(named, expected);
    let report = stage.done(&["report", "--format", "md"]);
    for name in names {
        assert!(report.contains(&format!("`recordings/{name}`")), "{report}");
    }
    // What the step printed is between its markers.
    let lines = &recordings[1].1;
    let at = |text: &str| {
        lines
            .iter()
            .position(|line| line[1] == "m" && line[2] == text)
            .unwrap()
    };
    let between = &lines[at("start bad@here.2")..at("end bad@here.2 exit 3")];
    let between: String = texts(between, "o").concat();
    assert_eq!(PlainText::of(between.as_bytes()), "broken\n");
}

/// A step that floods its pane until it is killed.
const FLOOD: &str = "steps:\n\
    - {id: flood, title: Flood, on: here, changes: false, \
       run: 'while :; do printf \"\\033[1m%s\\033[0m é\\n\" \"$RANDOM some more text\"; done'}\n";

#[test]
fn killed_in_the_midst_of_a_flood_every_line_is_whole() {
    let stage = Stage::new(FLOOD);
    for round in 0..12 {
        let walk = format!("w{round}");
        let plan = stage.argument("plan");
        let mut child = stage
            .command(&["run", &plan, "--day", "1", "--walk", &walk])
            .spawn()
            .unwrap();
        let folder = stage
            .path("data/walks/small")
            .join(&walk)
            .join("recordings");
        until("a flood", || {
            let file = std::fs::read_dir(&folder).ok()?.next()?.ok()?;
            (file.metadata().ok()?.len() > 60_000).then_some(())
        });
        child.kill().unwrap();
        child.wait().unwrap();
        let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        assert!(text.ends_with('\n'));
        for line in text.split_inclusive('\n').scan(0, |end, line| {
            *end += line.len();
            Some((*end - line.len(), *end - 1))
        }) {
            assert_eq!(line.0 / BLOCK, line.1 / BLOCK, "a kill can tear a line");
        }
        assert_eq!(texts(&lines_of(&text), "m"), ["start flood@here.1"]);
    }
}

#[test]
fn asciinema_plays_what_a_killed_program_recorded() {
    if Command::new("asciinema").arg("--version").output().is_err() {
        eprintln!("NOT TESTED: asciinema is not installed");
        return;
    }
    let stage = Stage::new(
        "steps:\n- {id: slow, title: Slow, on: here, changes: false, run: 'echo it begins; cat'}\n",
    );
    let mut child = stage
        .command(&["run", &stage.argument("plan"), "--day", "1"])
        .spawn()
        .unwrap();
    until("output", || {
        let recordings = recordings(&stage);
        let (_, lines) = recordings.first()?;
        texts(lines, "o")
            .concat()
            .contains("it begins")
            .then_some(())
    });
    child.kill().unwrap();
    child.wait().unwrap();
    let recordings = recordings(&stage);
    let file = stage.walk().join("recordings").join(&recordings[0].0);
    let words = ["play", "-i", "0.1", "-s", "50", file.to_str().unwrap()];
    let screen = Screen::start(&stage, "asciinema", &words, 100, 30);
    screen.shows("it begins");
    assert_eq!(screen.ended(), 0);
}
