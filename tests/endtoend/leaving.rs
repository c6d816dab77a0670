//! Leaving, being killed, and coming back.

use std::process::Command;

use rustix::process::Signal;

use super::walking::open_day;
use crate::stage::{Screen, Sshd, Stage, lives, until};

/// A day whose first step passes; the second runs until somebody writes to `gate`.
const DAY: &str = "steps:\n\
    - {id: quick, title: The quick one, on: HOST, run: echo hello, changes: false}\n\
    - {id: slow, title: The slow one, on: HOST, run: 'echo x >> ran; printf it-%s\\\\n waits; cat GATE', changes: false}\n\
    - {id: last, title: The last one, on: HOST, run: echo x >> ran, changes: false}\n\
    checks: [{id: seen, check: It is seen}]\n";

fn stage(host: &str) -> Stage {
    let stage = Stage::new("");
    let gate = stage.argument("gate");
    let made = Command::new("mkfifo").arg(&gate).status();
    assert!(made.unwrap().success());
    let day = DAY.replace("HOST", host).replace("GATE", &gate);
    stage.write(
        "plan/day-01.yaml",
        &format!("days: 1\ntitle: The first day\n{day}"),
    );
    stage
}

/// Walks until the second step runs, and moves the cursor to the third.
#[track_caller]
fn walk_into_the_slow_step(stage: &Stage) -> Screen {
    let mut screen = open_day(stage, &[]);
    screen.press("\r");
    screen.shows("1/3 steps");
    screen.press("\r");
    screen.shows("it-waits");
    screen.press("j");
    cursor_on(&screen, "The last one");
    screen
}

#[track_caller]
fn cursor_on(screen: &Screen, title: &str) {
    screen.until(&format!("the cursor on {title}"), |screen| {
        screen
            .lines()
            .any(|line| line.starts_with('▌') && line.contains(title))
    });
}

/// What everyone must find who comes back: nothing lost, nothing run by itself.
#[track_caller]
fn come_back(stage: &Stage, home: &str) {
    let output = stage.tell(&["journal", "verify", &stage.argument("plan")]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    let states: Vec<&str> = status["days"][0]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["passed", "interrupted", "open"]);
    assert_eq!(status["interrupted"][0]["id"], "slow");

    let mut screen = stage.open(&[]);
    screen.shows("›  Day 1");
    cursor_on(&screen, "The last one");
    screen.press("k");
    cursor_on(&screen, "The slow one");
    screen.shows("interrupted");
    // The first one says where one is.
    screen.press("\r");
    screen.shows("You are back at 1.2 The slow one");
    screen.press("\r");
    screen.shows("Decide later");
    screen.press("\x1b");
    screen.loses("Decide later");
    assert_eq!(
        stage.read(&format!("{home}/ran")),
        "x\n",
        "it ran by itself"
    );
    assert_eq!(stage.events("step_started").len(), 2);
    screen.press("q");
    assert_eq!(screen.ended(), 0);
}

#[test]
fn killed_in_the_middle_of_a_step_on_a_host() {
    let stage = stage("app");
    let _sshd = Sshd::start(&stage);
    walk_into_the_slow_step(&stage).kill();
    come_back(&stage, "away");
}

#[test]
fn killed_in_the_middle_of_a_step_on_this_machine() {
    let stage = stage("here");
    walk_into_the_slow_step(&stage).kill();
    come_back(&stage, "home");
}

#[test]
fn an_interrupted_step_runs_again_when_told_so() {
    let stage = stage("app");
    let _sshd = Sshd::start(&stage);
    walk_into_the_slow_step(&stage).kill();
    std::fs::remove_file(stage.path("gate")).unwrap();
    stage.write("gate", "through\n");
    let mut screen = stage.open(&[]);
    screen.shows("›  Day 1");
    screen.press("k\r\r");
    screen.shows("Decide later");
    screen.choose("Run again");
    screen.shows("through");
    screen.shows("2/3 steps");
    assert_eq!(stage.read("away/ran"), "x\nx\n");
}

#[test]
fn asked_to_end_in_the_middle_of_a_step() {
    for signal in [Signal::HUP, Signal::TERM, Signal::INT] {
        let stage = stage("app");
        let _sshd = Sshd::start(&stage);
        let screen = walk_into_the_slow_step(&stage);
        screen.signal(signal);
        assert_eq!(screen.ended(), 0, "{signal:?}");
        come_back(&stage, "away");
    }
}

#[test]
fn leaving_while_a_step_runs_asks_and_stays() {
    for key in ["q", "\x03"] {
        let stage = stage("app");
        let _sshd = Sshd::start(&stage);
        let mut screen = walk_into_the_slow_step(&stage);
        screen.press(key);
        let question = screen.until("a question", |screen| screen.contains("enter choose"));
        assert!(question.contains("Stay"), "{question}");
        screen.press("\r");
        screen.loses("enter choose");
        screen.press(key);
        screen.shows("enter choose");
        screen.press("j\r");
        assert_eq!(screen.ended(), 0);
        come_back(&stage, "away");
    }
}

#[test]
fn a_terminal_that_is_closed_ends_the_program() {
    let stage = stage("here");
    let tmux = |words: &[&str]| {
        let socket = stage.argument("tmux");
        let done = stage
            .other("tmux", &[&["-S", &socket], words].concat())
            .status();
        assert!(done.expect("tmux is installed").success(), "{words:?}");
    };
    let shows = |text: &str| {
        until(text, || {
            let socket = stage.argument("tmux");
            let words = ["-S", &socket, "capture-pane", "-p"];
            let seen = stage.other("tmux", &words).output().unwrap();
            String::from_utf8_lossy(&seen.stdout)
                .contains(text)
                .then_some(())
        });
    };
    let (daymark, plan) = (env!("CARGO_BIN_EXE_daymark"), stage.argument("plan"));
    let words = ["-f", "/dev/null", "new-session", "-d"];
    let size = ["-x", "100", "-y", "30"];
    tmux(&[&words[..], &size, &[daymark, &plan]].concat());
    shows("This plan is new to you");
    tmux(&["send-keys", "y"]);
    shows("NEXT");
    tmux(&["send-keys", "c", "Enter"]);
    shows("1/3 steps");
    tmux(&["send-keys", "Enter"]);
    shows("it-waits");
    tmux(&["send-keys", "j"]);
    until("the cursor kept", || {
        let place = stage.read("data/walks/small/main/ui.json");
        place.contains("last").then_some(())
    });
    let holder = stage.read("data/walks/small/main/journal.lock");
    let holder: serde_json::Value = serde_json::from_str(&holder).unwrap();
    let process = u32::try_from(holder["process"].as_u64().unwrap()).unwrap();
    tmux(&["kill-server"]);
    until("the end", || (!lives(process)).then_some(()));
    come_back(&stage, "home");
}

#[test]
fn a_half_typed_line_is_never_run() {
    type Leave = fn(Screen);
    let ways: [(&str, Leave); 4] = [
        ("q", |mut screen| {
            screen.press("\x1dq");
            assert_eq!(screen.ended(), 0);
        }),
        ("hangup", |screen| {
            screen.signal(Signal::HUP);
            assert_eq!(screen.ended(), 0);
        }),
        ("terminate", |screen| {
            screen.signal(Signal::TERM);
            assert_eq!(screen.ended(), 0);
        }),
        ("kill", Screen::kill),
    ];
    for (host, home) in [("app", "away"), ("here", "home")] {
        for (way, leave) in ways {
            let stage = Stage::new(&format!(
                "steps: [{{id: one, title: One, on: {host}, run: echo hello, changes: false}}]"
            ));
            let _sshd = (host == "app").then(|| Sshd::start(&stage));
            stage.write(
                &format!("{home}/.bash_profile"),
                "cd; . ~/.bashrc; trap 'echo x > ~/shell-ended' EXIT\n",
            );
            let mut screen = open_day(&stage, &[]);
            screen.press("\t\r");
            screen.shows("at ~>");
            screen.press("touch oops");
            screen.shows("at ~> touch oops");
            leave(screen);
            let ended = format!("{home}/shell-ended");
            until("the shell's end", || stage.has(&ended).then_some(()));
            assert!(
                !stage.has(&format!("{home}/oops")),
                "{way} ran it on {host}"
            );
        }
    }
}
