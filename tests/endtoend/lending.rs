//! Other programs at the operator's terminal: the walk goes on, and each key goes to one of them.

use super::walking::open_day;
use crate::stage::{Screen, Sshd, Stage, until};

/// The plan's file, with a token that this command prints.
fn token_from(stage: &Stage, command: &str) {
    let plan = stage.read("plan/plan.yaml");
    let from = format!("TOKEN: {{secret: true, from: {command}}}");
    stage.write(
        "plan/plan.yaml",
        &plan.replace("TOKEN: {ask: A token, secret: true}", &from),
    );
}

fn until_has(stage: &Stage, file: &str) {
    until(file, || stage.has(file).then_some(()));
}

#[test]
fn a_timeout_fires_while_an_editor_has_the_terminal() {
    let stage = Stage::new(
        "steps: [{id: slow, title: Slow, on: here, run: 'touch begun; sleep 1000', \
         timeout: {after: 1s, then: end}, changes: false}]",
    );
    stage.write(
        "home/editor",
        "trap 'touch interrupted' INT\ntouch editing\nuntil test -e leave; do sleep 0.02; done\ntrue\n",
    );
    let program = env!("CARGO_BIN_EXE_daymark");
    let plan = stage.argument("plan");
    let words = ["EDITOR=sh editor", program, &plan];
    let mut screen = Screen::start(&stage, "env", &words, 100, 30);
    screen.shows("Trust A small plan?");
    screen.press("y");
    screen.shows("NEXT");
    screen.press("c");
    screen.shows("›  Day 1");
    screen.press("\r");
    until_has(&stage, "home/begun");
    screen.press("e");
    until_has(&stage, "home/editing");
    let ended = stage.until_event("step_ended", 1);
    assert_eq!(ended["state"], "failed", "{ended}");
    // The keys are the editor's: it is interrupted, and goes on after it was stopped.
    screen.press("\x03");
    until_has(&stage, "home/interrupted");
    screen.press("\x1a");
    stage.write("home/leave", "");
    screen.shows("open the plan again");
    screen.press("?");
    screen.shows("    DAY");
}

#[test]
fn the_keys_go_to_a_secret_s_command_and_back() {
    let stage = Stage::new(
        "steps:\n\
         - {id: one, title: One, on: here, run: 'true', changes: false}\n\
         - {id: two, title: Two, on: here, run: 'echo \"${#TOKEN}\" >length', changes: false}\n\
         - {id: three, title: Three, on: here, run: 'true', changes: false}\n",
    );
    token_from(&stage, "'touch asked; read -r word; echo \"$word-$word\"'");
    let mut screen = open_day(&stage, &[]);
    screen.press("A");
    screen.choose("Run in order");
    // No key is needed to get there.
    until_has(&stage, "home/asked");
    screen.press("open sesame\r");
    screen.shows("3/3 steps");
    assert_eq!(stage.read("home/length"), "23\n");
    screen.press("?");
    screen.shows("    DAY");
}

#[test]
fn a_large_output_opens_page_by_page() {
    let stage = Stage::new(
        "steps: [{id: long, title: Long, on: here, run: 'seq -f \"line %.0f\" 100000', changes: false}]",
    );
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("1/1 steps");
    screen.press("o");
    screen.shows("line 12");
    screen.press("G");
    screen.shows("line 100000");
}

#[test]
fn failed_connections_leave_no_descriptor_open() {
    let stage = Stage::new("steps: [{id: one, title: One, on: app, run: 'true', changes: false}]");
    // Nothing listens there any more.
    drop(Sshd::start(&stage));
    let mut screen = open_day(&stage, &[]);
    let descriptors = format!("/proc/{}/fd", screen.process());
    let open = || std::fs::read_dir(&descriptors).unwrap().count();
    let mut first = 0;
    for attempt in 1..=21 {
        screen.press("\r");
        let ended = format!("attempt {attempt:<2} not run");
        screen.shows(&ended);
        if attempt == 1 {
            first = open();
        }
    }
    until("as many are open as before", || {
        (open() <= first).then_some(())
    });
}
