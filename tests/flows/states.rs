//! Sentences about states that must be true: what is undone, skipped, stale, or before.

use daymark::app::{Message, Screen};
use daymark::plan::SourceFile;
use daymark::port::Request;
use daymark::term::{Modes, paste_bytes};

use crate::acting::Stage;
use crate::output;

/// A stage with a plan of this text for `plan.yaml` and day 1.
pub fn stage(plan: &str, day: &str) -> Stage {
    sized(plan, day, 120, 40)
}

/// The same, on a screen of this size.
pub fn sized(plan: &str, day: &str, columns: u16, rows: u16) -> Stage {
    let plan = format!("daymark: 1\nid: p\ntitle: A plan\n{plan}");
    let day = format!("days: 1\ntitle: One day\ntasks: [Do it]\n{day}");
    let sources = [("plan.yaml", plan), ("day-01.yaml", day)];
    let sources = sources.map(|(path, text)| SourceFile {
        path: path.to_owned(),
        bytes: text.into_bytes(),
    });
    Stage::new(&sources, columns, rows)
}

/// The text of the screen.
pub fn screen(stage: &Stage) -> String {
    let screen = stage.screen();
    let row = |row| -> String {
        let cells = (0..screen.area.width).map(|column| screen[(column, row)].symbol());
        cells.collect::<String>().trim_end().to_owned() + "\n"
    };
    (0..screen.area.height).map(row).collect()
}

/// The screen has each of these texts, and none of those.
#[track_caller]
pub fn shows(stage: &Stage, wanted: &[&str], unwanted: &[&str]) {
    let screen = screen(stage);
    for text in wanted {
        assert!(screen.contains(text), "`{text}` is not on\n{screen}");
    }
    for text in unwanted {
        assert!(!screen.contains(text), "`{text}` is on\n{screen}");
    }
}

const HOST: &str = "hosts: {app: {ssh: ops@192.0.2.7}, web: {ssh: ops@192.0.2.8}}\n";

const UNDOABLE: &str = "steps:
  - {id: first, task: 1, title: The first step, on: app, run: one, undo: back, no_unless: x}
  - {id: both, title: On both, on: [app, web], run: two, undo: back, no_unless: x}
";

#[test]
fn an_undone_step_is_undone_everywhere() {
    // On one host.
    let mut undone = stage(HOST, UNDOABLE);
    undone.keys("enter enter up u down enter");
    assert_eq!(output(&undone), "list at first; first undone");
    shows(
        &undone,
        &["undo 2", "undone on app"],
        &["passed on app after 1.0 s, today 09:00:02"],
    );
    undone.keys("esc");
    shows(&undone, &["The first step", "undone"], &[]);
    // Its earlier run has passed; the undo has not.
    assert_eq!(
        screen(&undone).matches(" passed").count(),
        1,
        "{}",
        screen(&undone)
    );
    // On several hosts, in the line of each.
    let mut both = stage(HOST, UNDOABLE);
    both.keys("enter down enter u down enter");
    shows(
        &both,
        &["app  undone", "web  undone"],
        &["app  passed", "web  passed"],
    );
    // An undo that fails is no failed run, in the list, the details, the notice and at home.
    let mut failed = stage(HOST, UNDOABLE);
    failed.keys("enter enter up");
    failed.will("first", 3, 1.0, "").keys("u down enter");
    shows(
        &failed,
        &[
            "undo failed",
            "Undo failed on app",
            "Press u to undo it again",
        ],
        &[],
    );
    failed.keys("esc");
    shows(
        &failed,
        &["The first step: undo failed", "undo failed, exit 3"],
        &[],
    );
    // An undo whose end is not known is neither.
    let mut lost = stage(HOST, UNDOABLE);
    lost.keys("enter enter up")
        .will_be_lost("first", "")
        .keys("u down enter");
    shows(&lost, &["undo unknown on app"], &["  unknown on app"]);
}

const DANGER: &str = "hosts: {app: {ssh: 'ops@$IP', production: true}}
variables:
  WWW: {ask: Is there a second name?}
  IP: {ask: The address}
";

/// Where the operator is and what is done, without the notice.
fn without_notice(stage: &Stage) -> String {
    let all = output(stage);
    let end = all.find("; !").or(all.find("; »")).unwrap_or(all.len());
    all[..end].to_owned()
}

fn ran(stage: &Stage, id: &str) -> Vec<String> {
    let attempts = stage.app.engine.walk().attempts(id).iter();
    let ended = attempts.filter_map(|attempt| attempt.ended.as_ref());
    ended
        .map(|(ended, _)| ended.state.word().to_owned())
        .collect()
}

#[test]
fn a_step_that_is_not_due_is_skipped_before_anything_is_asked() {
    let check = |when: &str, more: &str, answers: &[(&str, i32)], keys: &str, expect: &str| {
        let day = format!(
            "steps:\n  - {{id: boot, title: Boot it, on: app, {more} danger: It reboots., no_undo: x, \
             when: {when}}}\n  - {{id: last, title: The last, manual: look}}\n"
        );
        let mut stage = stage(DANGER, &day);
        for (id, exit) in answers {
            stage.will(id, *exit, 0.1, "");
        }
        stage.keys(keys);
        assert_eq!(output(&stage), expect, "{when}, after {keys}");
        if expect.contains("skipped") {
            shows(&stage, &["skipped"], &["unknown"]);
        }
    };
    let run = "run: reboot, no_unless: x,";
    let skipped = "list at last; boot skipped; » Not needed, skipped: its `when` does not hold: ";
    // The value that it uses is asked for first, and only that one.
    check(
        "{variable: WWW, is: yes}",
        run,
        &[],
        "enter enter",
        "form at WWW",
    );
    let no = "enter enter \"no\" ctrl-s";
    let reason = format!("{skipped}WWW does not match yes.");
    check("{variable: WWW, is: yes}", run, &[], no, &reason);
    // A copy is not compared.
    let copy = "copy: {from: day-01.yaml, to: /x},";
    check(
        "{variable: WWW, is: yes}",
        copy,
        &[],
        &format!("{no} enter"),
        &reason,
    );
    // Another step's state needs no value at all.
    let reason = format!("{skipped}last is open, not passed.");
    check("{step: last, is: passed}", run, &[], "enter enter", &reason);
    // A condition on the host comes before the danger and the host's name.
    let here = "{run: is-due}";
    check(here, run, &[], "enter enter", "form at IP");
    let address = "enter enter \"192.0.2.7\" ctrl-s";
    let reason = format!("{skipped}exit 1, expected 0.");
    check(here, run, &[("boot.when-1", 1)], address, &reason);
    check(here, run, &[], address, "choice `Do not run`");
    let named = format!("{address} down enter \"app\" enter");
    check(here, run, &[], &named, "list at last; boot passed");
    // `A` goes past it.
    let all = "enter A down enter \"no\" ctrl-s";
    let reason = "list at last; boot skipped; ! stopped before The last: this step is done by hand: do it, then tick it with space";
    check("{variable: WWW, is: yes}", run, &[], all, reason);
}

#[test]
fn a_step_that_is_due_asks_once_for_all_its_hosts() {
    let mut stage = stage(
        HOST,
        "steps:
  - {id: both, title: On both, on: [app, web], danger: It hurts., run: x, no_unless: x, no_undo: x, when: {run: is-due}}
",
    );
    stage.keys("enter enter");
    assert_eq!(output(&stage), "choice `Do not run`");
    stage.keys("esc");
    assert_eq!(output(&stage), "list at both");
    assert_eq!(ran(&stage, "both"), ["not run", "not run"]);
    stage.keys("enter down enter");
    assert_eq!(without_notice(&stage), "list at both; both passed");
}

const BEFORE: &str = "before:
  - {id: power, check: It has power, on: app, run: power}
  - {id: disk, check: It has disk, on: app, run: df}
steps:
  - {id: one, title: One, on: app, run: one, undo: x, no_unless: x}
  - {id: two, title: Two, on: app, run: two, undo: x, no_unless: x}
";

#[test]
fn the_checks_before_a_day_come_first() {
    let check = |failing: &str, keys: &str, expect: &str| {
        let mut stage = stage(HOST, BEFORE);
        if !failing.is_empty() {
            stage.will(failing, 1, 0.1, "");
        }
        stage.keys(keys);
        let mut all = without_notice(&stage);
        for deviation in &stage.app.engine.walk().deviations {
            all.push_str(&format!("; deviation {}", deviation.attribution.text));
        }
        assert_eq!(all, expect, "{failing}, after {keys}");
    };
    // `c` only moves the cursor.
    check("", "c", "list at power");
    // Enter on a step, and `A`, run them first.
    let first = "list at two; power passed; disk passed; one passed";
    check("", "c down down enter", first);
    let all = "list at one; power passed; disk passed; one passed; two passed";
    check(
        "",
        "c A down enter",
        &all.replace("list at one", "list at two"),
    );
    // One that fails stops everything.
    check(
        "power",
        "c down down enter",
        "choice `Do not run`; power failed",
    );
    check(
        "power",
        "c down down enter enter",
        "list at one; power failed",
    );
    check(
        "disk",
        "c A down enter",
        "choice `Do not run`; power passed; disk failed",
    );
    // They run again, or a deviation passes over the one that failed, once.
    check("power", "c down down enter down enter", first);
    let pass = "c down down enter down down enter \"no matter\" ctrl-s";
    let passed = "list at two; power failed; disk passed; one passed; \
                  deviation went on before this check passed: no matter";
    check("power", pass, passed);
    let passed = passed.replace("one passed", "one passed; two passed");
    check("power", &format!("{pass} enter"), &passed);
}

#[test]
fn the_first_enter_after_a_start_runs_nothing() {
    let mut stage = stage(HOST, UNDOABLE);
    let place = daymark::app::UiState {
        day: Some("1".to_owned()),
        entry: None,
        item: Some("both".to_owned()),
    };
    place.restore(&mut stage.app);
    let back = "» You are back at 1.2 On both, since Mon 09:00. Press enter to go on.";
    assert_eq!(output(&stage), format!("list at both; {back}"));
    stage.keys("enter");
    assert_eq!(output(&stage), format!("list at both; {back}"));
    stage.keys("enter");
    assert_eq!(without_notice(&stage), "list at both; both passed");
}

#[test]
fn running_all_asks_for_the_values_it_lacks() {
    let mut stage = stage(
        "hosts: {app: {ssh: ops@192.0.2.7}}\nvariables: {NAME: {ask: The name}}\n",
        "steps:
  - {id: one, title: One, on: app, run: one, undo: x, no_unless: x}
  - {id: two, title: Two, on: app, run: 'echo \"$NAME\"', undo: x, no_unless: x}
",
    );
    stage.keys("enter A down enter");
    assert_eq!(output(&stage), "form at NAME; one passed");
    stage.keys("\"shop\" ctrl-s");
    assert_eq!(
        output(&stage),
        "list at two; one passed; two passed; » Day 1 is done. The plan is complete."
    );
}

const PROVED: &str = "steps:
  - {id: first, task: 1, title: First, on: app, run: one, undo: back, no_unless: x}
checks:
  - {id: works, task: 1, check: It works, on: app, run: works}
  - {id: seen, task: 1, check: You saw it}
  - {id: other, check: Another, on: app, run: other}
";

#[test]
fn evidence_goes_stale_with_the_undo_of_its_step() {
    let check = |keys: &str, expect: &str| {
        let mut stage = stage(HOST, PROVED);
        stage.keys(keys);
        assert_eq!(without_notice(&stage), expect, "after {keys}");
        stage
    };
    let done = "enter enter V G up space g";
    let all = "first passed; works passed; seen attested; other passed";
    check(done, &format!("list at first; {all}"));
    // What passed after the step ran is open again, also an attested check.
    let undo = format!("{done} u down enter");
    let stale = check(&undo, "list at first; first undone; other passed");
    shows(&stale, &["stale"], &[]);
    let details = check(
        &format!("{undo} down"),
        "list at works; first undone; other passed",
    );
    shows(&details, &["Stale: First was undone. Check again."], &[]);
    let home = check(
        &format!("{undo} esc"),
        "plan at day 1; first undone; other passed",
    );
    shows(&home, &["It works: stale, a step was undone"], &[]);
    // A new result counts.
    check(
        &format!("{undo} down v"),
        "list at seen; first undone; works passed; other passed",
    );
    // What passed before the step ran says nothing about it.
    let before = "enter V enter g u down enter";
    check(
        before,
        "list at first; first undone; works passed; other passed",
    );
}

#[test]
fn a_result_with_another_value_is_marked() {
    let check = |id: &str, keys: &str, marked: bool, expect: &[&str]| {
        let mut stage = stage(
            "hosts: {app: {ssh: ops@192.0.2.7}}
variables: {NAME: {ask: A name}, WORD: {ask: A word, default: red}, KEY: {ask: A key, secret: true}}
",
            "steps:
  - {id: one, title: One, on: app, run: 'one $NAME', undo: x, no_unless: x}
  - {id: two, title: Two, on: app, run: 'two $WORD', undo: x, no_unless: x}
  - {id: key, title: Key, on: app, run: 'key $KEY', undo: x, no_unless: x}
checks:
  - {id: proof, check: Proof, on: app, run: 'proof $NAME'}
",
        );
        stage.keys(&format!(
            "enter enter \"a\" ctrl-s enter enter \"hunter22\" ctrl-s v g {keys}"
        ));
        assert_eq!(
            screen(&stage).contains("other value"),
            marked,
            "{id}\n{}",
            screen(&stage)
        );
        shows(&stage, expect, &["hunter"]);
    };
    let used = "Used another value of NAME: a. Now it is ab.";
    check("one", "= \"b\" ctrl-s", true, &[used]);
    check("proof", "= \"b\" ctrl-s G", true, &[used]);
    check(
        "home",
        "= \"b\" ctrl-s esc",
        true,
        &["One: used another value of NAME"],
    );
    check(
        "two",
        "= down \"dish\" ctrl-s j",
        true,
        &["Used another value of WORD: red. Now it is reddish."],
    );
    // The same value again, and a secret, mark nothing.
    check("same", "= \"b\" ctrl-s = backspace ctrl-s", false, &[]);
    check("key", "= down down \"hunter33\" ctrl-s", false, &[]);
    // A run with the new value counts.
    check("again", "= \"b\" ctrl-s R G v", false, &[]);
}

#[test]
fn a_paste_is_exact() {
    let notes = |text: &str, expect: &str| {
        let mut stage = stage(HOST, UNDOABLE);
        stage.keys("enter d");
        stage.hear(Message::Paste(text.to_owned()));
        stage.keys("ctrl-s");
        let noted = &stage.app.engine.walk().deviations[0].attribution.text;
        assert_eq!(noted, expect, "{text:?}");
    };
    notes("a\rb", "a\nb");
    notes("a\nb", "a\nb");
    notes("a\r\nb", "a\nb");
    notes("a\r\rb\n\nc\r\n\r\nd", "a\n\nb\n\nc\n\nd");
    // In the pane, each is one Enter.
    let bytes = |text: &str, expect: &str| {
        let sent = paste_bytes(text, Modes::default());
        assert_eq!(String::from_utf8(sent).unwrap(), expect, "{text:?}");
    };
    bytes("a\rb\r", "a\rb\r");
    bytes("a\nb\r\nc", "a\rb\rc");
    bytes("a\r\r\n\nb", "a\r\r\rb");
    // Several lines on a production host are asked about, with the text.
    let pasted = |production: bool, text: &str, keys: &str| {
        let plan = format!("hosts: {{app: {{ssh: ops@192.0.2.7, production: {production}}}}}\n");
        let mut stage = stage(
            &plan,
            "steps:\n  - {id: a, title: A, on: app, run: x, undo: x, no_unless: x}\n",
        );
        stage.keys("enter tab enter");
        stage.hear(Message::Paste(text.to_owned()));
        if matches!(stage.app.screens.last(), Some(Screen::Dialog(_))) {
            shows(
                &stage,
                &["Paste 2 lines into app?", "rm -r /a", "rm -r /b"],
                &[],
            );
        }
        stage.keys(keys);
        stage
            .asked
            .iter()
            .filter(|asked| matches!(asked, Request::Paste { .. }))
            .count()
    };
    assert_eq!(pasted(false, "rm -r /a\rrm -r /b", ""), 1);
    assert_eq!(pasted(true, "rm -r /a", ""), 1);
    assert_eq!(pasted(true, "rm -r /a\r", ""), 1);
    assert_eq!(pasted(true, "rm -r /a\rrm -r /b", ""), 0);
    assert_eq!(pasted(true, "rm -r /a\rrm -r /b", "enter"), 0);
    assert_eq!(pasted(true, "rm -r /a\rrm -r /b", "y"), 0);
    assert_eq!(pasted(true, "rm -r /a\rrm -r /b", "down enter"), 1);
}

#[test]
fn a_text_is_thrown_away_only_on_purpose() {
    let check = |keys: &str, expect: &str| {
        let mut stage = stage(HOST, PROVED);
        stage.keys(keys);
        assert_eq!(without_notice(&stage), expect, "after {keys}");
    };
    check("enter d esc", "list at first");
    check("enter d \"why\" esc", "choice `Keep writing`");
    check(
        "enter d \"why\" esc enter",
        "words `What differs from the plan, and why?`",
    );
    check(
        "enter d \"why\" esc esc",
        "words `What differs from the plan, and why?`",
    );
    check("enter d \"why\" esc y", "list at first");
    check("enter s \"why\" ctrl-c", "choice `Keep writing`");
    // A tick without a note costs one key, and the cursor goes on as after a step.
    check("enter G up space", "list at other; seen attested");
    check(
        "enter G up enter \"I did\" ctrl-s",
        "list at other; seen attested",
    );
    check("enter down v", "list at seen; works passed");
    check("enter down s \"no\" ctrl-s", "list at seen; works waived");
}

#[test]
fn the_help_begins_where_the_operator_is() {
    let check = |keys: &str, heading: &str| {
        let mut stage = sized(HOST, UNDOABLE, 80, 24);
        stage.keys(keys);
        let screen = screen(&stage);
        let others = [
            "LISTS AND TEXTS",
            "HOME",
            "DAY",
            "PANE",
            "UNDO LIST",
            "OVERVIEW",
            "PAGER",
        ];
        let first = others.into_iter().filter_map(|heading| {
            let line = screen.lines().position(|line| line.trim() == heading)?;
            Some((line, heading))
        });
        assert_eq!(
            first.min().map(|(_, heading)| heading),
            Some(heading),
            "{keys}\n{screen}"
        );
    };
    check("?", "HOME");
    check("enter ?", "DAY");
    check("enter tab ?", "PANE");
    check("enter enter U ?", "UNDO LIST");
    check("p ?", "OVERVIEW");
}
