//! A text with one of each kind of character that hides, and a plan that is full of it.

use crate::stage::{Stage, Told};

/// The text as it is. Its word `evil` shows that it came through.
pub const HOSTILE: &str = "evil\u{1b}]0;t\u{7}\u{1b}[2J\u{9b}2J\u{7f}\u{8}\u{202e}\u{2066}\u{200b}\
                           \u{200d}\u{feff}\u{ad}\u{61c}\u{2028}\u{3164}\u{e0041}\rlive";

/// The text as escapes of YAML in double quotes.
pub const ESCAPED: &str = r"evil\e]0;t\a\e[2J\x9b2J\x7f\b\u202e\u2066\u200b\u200d\ufeff\xad\u061c\u2028\u3164\U000e0041\rlive";

/// A text that may be an argument or a file's name: without a newline, a slash or a NUL.
pub fn argument() -> String {
    HOSTILE.to_owned()
}

/// Returns a stage with a plan in which every text hides something.
pub fn stage() -> Stage {
    let stage = Stage::empty();
    stage.write("plan/plan.yaml", &PLAN.replace("EVIL", ESCAPED));
    stage.write(
        "plan/day-01.yaml",
        &DAY.replace("EVIL", ESCAPED)
            .replace("FOLDER", &stage.argument("home")),
    );
    stage.write(&format!("plan/files/{HOSTILE}.txt"), HOSTILE);
    // Without its last part, which overwrites the line, nothing of the text would be left.
    stage.write(
        "home/evil.txt",
        &format!("{HOSTILE}\nevil\u{202e}\u{200b}\n"),
    );
    // A host that nobody reaches, whose way there says something hostile.
    stage.write(
        "home/proxy",
        "#!/bin/sh\ncat ~/evil.txt >&2; echo >&2; cat ~/evil.txt; exit 1\n",
    );
    stage.write(
        "bin/ssh",
        &format!(
            "#!/bin/sh\nexec /usr/bin/ssh -o ProxyCommand='sh {}' \"$@\"\n",
            stage.argument("home/proxy")
        ),
    );
    make_executable(&stage, "bin/ssh");
    stage
}

fn make_executable(stage: &Stage, name: &str) {
    let chmod = stage
        .other("chmod", &["755", &stage.argument(name)])
        .status();
    assert!(chmod.unwrap().success());
}

/// Fails where a text holds a character that steers or hides.
#[track_caller]
pub fn safe(text: &str, about: &str) {
    // Told apart from the program's own list: ranges of the Unicode Character Database.
    let hides = |character: char| {
        matches!(character,
            '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}'
            | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    if let Some(at) = text.find(hides) {
        let before: String = text[..at].chars().rev().take(80).collect();
        let before: String = before.chars().rev().collect();
        let hidden = text[at..].chars().next();
        panic!("{about}: {hidden:?} behind {before:?}");
    }
}

/// Fails where standard output or standard error hides something, or the text did not come through.
#[track_caller]
pub fn came_through_safely(output: &Told, about: &str) {
    safe(&output.out, about);
    safe(&output.err, about);
    let all = format!("{}{}", output.out, output.err);
    assert!(
        all.contains("evil"),
        "{about}: it did not come through: {output:#?}"
    );
}

const PLAN: &str = r#"daymark: 1
id: small
title: "Plan EVIL"
hosts:
  here: {local: true, about: "About EVIL"}
  far: {ssh: "nobody@127.0.0.1"}
variables:
  ODD: {ask: "Ask EVIL", default: "Default EVIL"}
  WANTED: {ask: "Ask EVIL", example: "Example EVIL"}
guards:
  closed: {on: here, run: "cat ~/evil.txt; false # EVIL"}
phases:
  - title: "Phase EVIL"
    days: 1
    goal: "Goal EVIL"
    cost: "Cost EVIL"
    capacity: "Capacity EVIL"
    deliverables: ["Deliverable EVIL"]
    success: [{id: success, check: "Success EVIL"}]
    rollback:
      if: "If EVIL"
      steps: [{id: back, title: "Back EVIL", manual: "Manual EVIL"}]
      checks: [{id: is-back, check: "Back EVIL"}]
weeks: [{title: "Week EVIL", days: 1}]
risks: [{risk: "Risk EVIL", mitigation: "Mitigation EVIL", contingency: "Contingency EVIL"}]
recurring: [{id: weekly, do: "Do EVIL", every: day, since: 1}]
next_actions: ["Next EVIL"]
"#;

const DAY: &str = r#"days: 1
title: "Day EVIL"
objective: "Objective EVIL"
tasks: ["Task EVIL"]
author: "author EVIL"
see: ["See EVIL"]
quiz:
  - {ask: "Quiz EVIL", answers: ["Yes EVIL", "No EVIL"], right: 1, because: "Because EVIL"}
before:
  - {id: before, check: "Before EVIL", on: here, run: 'cat ~/evil.txt'}
steps:
  - {id: prints, task: 1, title: "Prints EVIL", on: here, changes: false, run: "cat ~/evil.txt # EVIL", explain: "Explain EVIL", differs: "Differs EVIL", uses: [ODD]}
  - {id: fails, task: 1, title: "Fails EVIL", on: here, changes: false, run: "cat ~/evil.txt >&2; exit 3"}
  - {id: waits, task: 1, title: "Waits EVIL", on: here, changes: false, run: "cat ~/evil.txt; cat ~/gate"}
  - {id: hand, task: 1, title: "Hand EVIL", manual: "Manual EVIL"}
  - {id: danger, task: 1, title: "Danger EVIL", on: here, danger: "Danger EVIL", run: "true", unless: "false # EVIL", undo: "cat ~/evil.txt; false # EVIL"}
  - {id: forced, task: 1, title: "Forced EVIL", on: here, changes: false, run: "true", guard: closed}
  - {id: wants, task: 1, title: "Wants EVIL", on: here, changes: false, run: 'echo "$WANTED"'}
  - {id: copies, task: 1, title: "Copies EVIL", on: here, copy: [{from: "files/EVIL.txt", to: FOLDER/written}], no_unless: "No unless EVIL", no_undo: "No undo EVIL"}
  - {id: far, task: 1, title: "Far EVIL", on: far, changes: false, run: "true"}
checks:
  - {id: matches, check: "Matches EVIL", on: here, run: 'cat ~/evil.txt', expect: "never \u202eevil"}
  - {id: number, check: "Number EVIL", on: here, run: 'cat ~/evil.txt', at_most: 5, explain: "Explain EVIL"}
  - {id: seen, check: "Seen EVIL"}
"#;
