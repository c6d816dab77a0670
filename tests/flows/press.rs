//! The ways through a plan that uses every key of the format.

use std::path::Path;

use daymark::app::{Focus, Screen};
use daymark::plan::Procedure;
use daymark::port::{ConnectionState, Foreground, Request, Response};
use daymark::progress::{Event, StepState, step_state};
use daymark::service::plan_folder;
use daymark::term::PaneId;
use daymark::term::shell_integration::Signal;

use crate::acting::Stage;
use crate::{output, place};

fn press() -> Stage {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/press");
    Stage::new(&plan_folder(&folder).unwrap(), 120, 40)
}

/// Where the operator is after these keys, and what was told.
#[track_caller]
fn at(stage: &mut Stage, keys: &str, expect: &str) {
    stage.keys(keys);
    let mut here = place(stage);
    if let Some(notice) = &stage.app.notice {
        here.push_str(&format!("; {}", notice.text));
    }
    assert_eq!(here, expect, "after {keys}");
}

/// The deviations noted so far.
fn deviations(stage: &Stage) -> Vec<String> {
    let all = stage.app.engine.walk().deviations.iter();
    all.map(|deviation| deviation.attribution.text.clone())
        .collect()
}

/// The settings are written: the first step of the day is done.
fn settled() -> Stage {
    let mut stage = press();
    stage.will("", 1, 0.1, "+port=8080\n");
    at(&mut stage, "enter enter", "difference of settings");
    stage.keys("y");
    stage
}

#[test]
fn what_is_done_is_done_again_on_one_key() {
    let mut stage = settled();
    at(&mut stage, "up", "list at settings");
    at(&mut stage, "enter", "choice `Keep the result`");
    stage.keys("esc");
    let runs = |stage: &Stage| stage.app.engine.walk().attempts("settings").len();
    let before = runs(&stage);
    stage.keys("R");
    assert_eq!(runs(&stage), before + 1);
}

#[test]
fn a_copy_is_shown_before_it_is_written() {
    let mut stage = press();
    stage.will("", 1, 0.1, "+port=8080\n");
    at(&mut stage, "enter enter", "difference of settings");
    assert_eq!(output(&stage), "difference of settings");
    at(&mut stage, "n", "list at settings; Nothing was written.");
    stage.will("", 1, 0.1, "+port=8080\n");
    at(&mut stage, "enter", "difference of settings");
    // A key that was pressed once too often writes nothing.
    at(&mut stage, "enter", "difference of settings");
    at(&mut stage, "y", "list at start");
}

/// A comparison finds an edited file, whose fingerprint is `word`.
fn edited(word: &str, name: &str) -> String {
    format!("edited 1 {word} /etc/shop.conf.{name}-settings\n-port=99\n+port=8080\n")
}

/// How many scripts of a step have run or were held back, and how its last one ended.
fn last(stage: &Stage, id: &str) -> String {
    let attempts = stage.app.engine.walk().attempts(id);
    let ended = attempts.last().and_then(|attempt| attempt.ended.as_ref());
    let state = ended.map(|(ended, _)| format!("{:?} by {:?}", ended.state, ended.source));
    format!("{} {}", attempts.len(), state.unwrap_or_default())
}

#[test]
fn an_edited_file_is_shown_and_left_unless_two_keys_say_otherwise() {
    let waiting = || {
        let mut stage = settled();
        stage.will("settings.compare", 218, 0.1, &edited("a", "edited"));
        at(&mut stage, "up enter down enter", "difference of settings");
        assert_eq!(last(&stage, "settings"), "2 NotRun by Edited");
        assert_eq!(
            output(&stage),
            "difference of settings; power passed; settings passed"
        );
        stage
    };
    // Enter, no and esc write nothing.
    for (keys, expect) in [
        ("enter", "difference of settings"),
        ("n", "list at settings; Nothing was written."),
        ("esc", "list at settings; Nothing was written."),
        ("y", "choice `Keep the file`"),
        ("y enter", "list at settings"),
        ("y esc", "list at settings"),
        ("y y", "choice `Keep the file`"),
        ("y n", "list at settings"),
    ] {
        let mut stage = waiting();
        at(&mut stage, keys, expect);
        assert_eq!(
            last(&stage, "settings"),
            "2 NotRun by Edited",
            "after {keys}"
        );
        assert!(deviations(&stage).is_empty(), "after {keys}");
    }
    // What is as it was shown is overwritten, and noted.
    let mut stage = waiting();
    stage.will("settings.compare", 218, 0.1, &edited("a", "edited"));
    stage.keys("y down enter");
    assert_eq!(last(&stage, "settings"), "3 Passed by Exit");
    assert_eq!(
        deviations(&stage),
        [
            "on shop, this step overwrites /etc/shop.conf, which was edited on the host (kept as \
             /etc/shop.conf.edited-settings)"
        ]
    );
    // What was edited once more is shown once more.
    let mut stage = waiting();
    stage.will("settings.compare", 218, 0.1, &edited("b", "edited"));
    at(&mut stage, "y down enter", "difference of settings");
    assert_eq!(last(&stage, "settings"), "3 NotRun by Edited");
    assert!(deviations(&stage).is_empty());
    // The file changed between the comparison and the copy.
    let mut stage = waiting();
    stage.will("settings.compare", 218, 0.1, &edited("a", "edited"));
    stage.will("settings", 218, 0.1, "");
    at(
        &mut stage,
        "y down enter",
        "list at settings; Failed on shop: a file was edited since it was compared, and is left as \
         it is. Press enter to run it again, o for the output.",
    );
    assert_eq!(last(&stage, "settings"), "3 Failed by Exit");
}

#[test]
fn an_edited_file_is_asked_about_before_a_first_run_and_in_a_run_of_all() {
    let mut stage = press();
    stage.will("", 218, 0.1, &edited("a", "edited"));
    at(&mut stage, "enter enter", "difference of settings");
    at(&mut stage, "y", "choice `Keep the file`");
    stage.will("settings.compare", 218, 0.1, &edited("a", "edited"));
    stage.keys("down enter");
    assert_eq!(last(&stage, "settings"), "1 Passed by Exit");

    let mut stage = press();
    stage.will("settings.compare", 218, 0.1, &edited("a", "edited"));
    at(&mut stage, "enter A down enter", "difference of settings");
    assert_eq!(stage.app.engine.run_queue(), None);
    at(&mut stage, "n", "list at settings; Nothing was written.");
    assert_eq!(last(&stage, "start"), "0 ");
}

#[test]
fn an_undo_of_an_edited_file_asks_too() {
    let waiting = || {
        let mut stage = settled();
        stage.will("settings.compare", 218, 0.1, &edited("a", "after"));
        at(&mut stage, "up u down enter", "difference of settings");
        assert_eq!(last(&stage, "settings"), "2 NotRun by Edited");
        stage
    };
    for keys in ["n", "y enter"] {
        let mut stage = waiting();
        stage.keys(keys);
        let output = output(&stage);
        assert!(output.contains("settings passed"), "after {keys}: {output}");
    }
    let mut stage = waiting();
    stage.will("settings.compare", 218, 0.1, &edited("a", "after"));
    stage.keys("y down enter");
    assert!(
        output(&stage).contains("settings undone"),
        "{}",
        output(&stage)
    );
    assert_eq!(deviations(&stage).len(), 1);
}

#[test]
fn the_parts_of_the_plan_are_reached_by_key_and_by_name() {
    let check = |keys: &str, expect: &str| at(&mut press(), keys, expect);
    check("p", "parts at `Moving`");
    check("2", "parts at `A press jams`");
    check("3", "parts at `Oil the presses`");
    check("4", "parts at `No order is being printed`");
    check("5", "parts at `Read the whole plan`");
    check("6", "parts at `days without work`");
    check(": \"risks\" enter", "parts at `A press jams`");
    check("p 3 esc", "plan at day 1");
    check(
        "p / \"paper\" enter",
        "parts at `Count the paper`; n goes to the next match, N to the previous one.",
    );
    check("p enter", "list at settings");
    check("p down enter", "list at fast");
    check("p down down enter", "list at back");
    check("2 enter", "list at up");
    check("p down enter esc", "parts at `acceptance`");
}

#[test]
fn a_way_back_is_walked_like_a_day() {
    let mut stage = press();
    at(&mut stage, "p down down enter enter", "list at back-ok");
    assert_eq!(
        stage.app.procedure().map(Procedure::id).as_deref(),
        Some("rollback-1")
    );
    at(
        &mut stage,
        "v d \"It was late.\" ctrl-s",
        "list at back-ok; Deviation recorded.",
    );
    let walk = stage.app.engine.walk();
    assert_eq!(walk.deviations[0].day, "rollback-1");
    assert_eq!(walk.check_runs("back-ok").len(), 1);
}

#[test]
fn work_that_comes_again_is_begun_walked_and_said_to_be_done() {
    let mut stage = press();
    at(
        &mut stage,
        "3 b",
        "list at oil-it; Started: Oil the presses",
    );
    at(&mut stage, "space", "list at oil-it; Done: Oil the presses");
    at(
        &mut stage,
        "esc 3 down space \"All of it.\" ctrl-s",
        "parts at `Count the paper`; Done: Count the paper",
    );
    let rounds = |id: &str| stage.app.engine.walk().occurrences(id).len();
    assert_eq!((rounds("oil"), rounds("count")), (1, 1));
}

#[test]
fn what_must_hold_first_is_asked_on_a_key() {
    let mut stage = press();
    at(&mut stage, "enter b", "list at settings");
    assert_eq!(stage.app.engine.walk().check_runs("power").len(), 1);
    at(&mut stage, "g", "list at power");
}

#[test]
fn a_quiz_is_asked_and_its_answers_are_kept() {
    let mut stage = press();
    at(&mut stage, "enter Q", "choice `It is fast`");
    at(&mut stage, "enter", "choice `Next question`");
    assert!(
        matches!(stage.app.screens.last(), Some(Screen::Dialog(choice)) if choice.title == "Wrong")
    );
    at(
        &mut stage,
        "down enter down enter",
        "choice `Next question`",
    );
    assert!(
        matches!(stage.app.screens.last(), Some(Screen::Dialog(choice)) if choice.title == "Correct" && choice.text.iter().any(|text| text.starts_with("A restart")))
    );
    at(&mut stage, "enter", "choice `Nobody`");
    at(&mut stage, "down enter enter", "list at settings");
    let right: Vec<bool> = stage
        .app
        .engine
        .walk()
        .quiz
        .iter()
        .map(|answer| answer.right)
        .collect();
    assert_eq!(right, [false, true, true]);
}

#[test]
fn a_link_is_opened_by_its_key_and_copied_by_another() {
    let mut stage = press();
    at(&mut stage, "enter G up l", "list at tell");
    stage.keys("y");
    let link = "https://example.com/readers".to_owned();
    assert_eq!(
        stage.asked,
        [Request::OpenLink(link.clone()), Request::Copy(link)]
    );
    at(&mut stage, "up l", "list at night; This line has no link.");
}

#[test]
fn a_guard_that_does_not_hold_is_waited_for_or_overridden_with_a_reason() {
    let mut stage = settled();
    stage.will("start.guard-quiet", 1, 0.1, "");
    at(&mut stage, "enter", "choice `Wait`");
    at(&mut stage, "enter", "list at start");
    stage.will("start.guard-quiet", 1, 0.1, "");
    stage.will("start", 0, 1.0, "release 4\n");
    stage.keys("enter down down enter");
    assert_eq!(
        place(&stage),
        "words `Guard `quiet` did not pass. Why run anyway?`"
    );
    at(
        &mut stage,
        "\"The press is off.\" ctrl-s",
        "list at settle; Deviation recorded.",
    );
    assert_eq!(
        deviations(&stage),
        ["the guard quiet was overridden: The press is off."]
    );
    assert_eq!(stage.app.engine.walk().variables["RELEASE"], "4");
}

#[test]
fn a_step_that_waits_says_until_when_and_is_run_at_once_only_with_a_reason() {
    let mut stage = settled();
    stage.will("start", 0, 1.0, "release 4\n").keys("enter");
    at(
        &mut stage,
        "enter",
        "list at settle; Waits until 09:30. Press enter to run it now or to cancel it.",
    );
    at(&mut stage, "enter down down enter", "list at settle");
    assert!(stage.app.engine.waiting().is_empty());
    stage.keys("enter");
    at(
        &mut stage,
        "enter down enter \"It speaks already.\" ctrl-s",
        "list at admin; Deviation recorded.",
    );
    assert_eq!(deviations(&stage), ["did not wait: It speaks already."]);
}

#[test]
fn the_keyboard_goes_to_a_step_that_asks_and_comes_back() {
    let mut stage = settled();
    stage.keys("down down").will_go_on("admin", 0, "Name: ");
    at(&mut stage, "enter", "typing at admin");
    stage.keys("\"a\" enter");
    let pressed = stage
        .asked
        .iter()
        .filter(|asked| matches!(asked, Request::Press { .. }));
    assert_eq!(pressed.count(), 2);
    stage.ends();
    assert_eq!(place(&stage), "list at presses");
}

#[test]
fn the_keyboard_stays_where_the_operator_put_it() {
    let mut stage = settled();
    stage.keys("down down").will_go_on("admin", 0, "Name: ");
    at(&mut stage, "enter ctrl-]", "list at admin");
    stage.keys("tab enter").ends();
    assert_eq!(stage.app.day().map(|day| day.focus), Some(Focus::List));
}

#[test]
fn what_runs_is_stopped_further_each_time() {
    let mut stage = settled();
    stage.will_go_on("start", 0, "release 4");
    at(&mut stage, "enter S", "choice `Keep running`");
    at(&mut stage, "enter", "list at start");
    stage.keys("S down enter S down enter S down enter");
    let stopped: Vec<Signal> = stage
        .asked
        .iter()
        .filter_map(|asked| match asked {
            Request::Stop { how, .. } => Some(*how),
            _ => None,
        })
        .collect();
    assert_eq!(
        stopped,
        [Signal::Interrupt, Signal::Terminate, Signal::Kill]
    );
    stage.ends();
    at(&mut stage, "S", "list at settle; No step is running.");
}

#[test]
fn silence_is_remarked_upon_and_ends_nothing() {
    let mut stage = settled();
    stage.will_go_on("start", 0, "release 4");
    at(&mut stage, "enter", "list at start");
    // Its own time is not waited for here, only its silence.
    stage.asked.clear();
    stage.pass(86_400);
    let silence = stage.app.engine.time_without_output("shop").unwrap();
    assert_eq!(silence.num_seconds(), 86_400);
    assert_eq!(stage.asked, []);
    let (_, step) = stage.app.engine.plan().step("start").unwrap();
    assert_eq!(
        step_state(step, stage.app.engine.walk()),
        StepState::Running
    );
}

#[test]
fn the_rest_of_a_day_is_run_until_something_wants_a_person() {
    let mut stage = settled();
    stage.will("start", 1, 1.0, "no\n");
    at(&mut stage, "A", "choice `Do not run`");
    stage.keys("down enter");
    // It is tried again before anything else is run.
    assert!(stage.app.engine.run_queue().is_some());
    stage.will("start", 0, 1.0, "release 4\n").wakes();
    assert_eq!(stage.app.engine.walk().attempts("start").len(), 2);
    assert!(
        stage
            .app
            .engine
            .waiting()
            .iter()
            .any(|waiting| waiting.id == "settle")
    );
    let mut stage = settled();
    at(
        &mut stage,
        "down down down > down enter",
        "list at presses; stopped before Restart every press: Nothing is printed for a minute. It runs only after a deliberate yes",
    );
}

#[test]
fn steps_are_undone_newest_first() {
    let mut stage = settled();
    stage.will("start", 0, 1.0, "release 4\n").keys("enter");
    at(&mut stage, "U", "ledger of 2 at start");
    at(&mut stage, "esc up up u", "choice `Do not undo`");
    assert!(
        matches!(stage.app.screens.last(), Some(Screen::Dialog(choice)) if choice.text[0].contains("Undo them first"))
    );
    at(&mut stage, "enter U enter", "choice `Do not undo`");
    at(&mut stage, "down enter", "ledger of 1 at settings");
    at(&mut stage, "esc", "list at settings");
    at(
        &mut stage,
        "down u",
        "list at start; This step is undone, so there is nothing to undo.",
    );
    at(&mut stage, "esc p U", "ledger of 1 at settings");
}

#[test]
fn undoing_asks_once_and_says_what_the_danger_was() {
    let mut stage = settled();
    stage.keys("down down down enter down enter");
    at(&mut stage, "up u", "choice `Do not undo`");
    assert!(
        matches!(stage.app.screens.last(), Some(Screen::Dialog(choice)) if choice.danger
            && choice.text.iter().any(|text| text.ends_with("Nothing is printed for a minute.")))
    );
    at(&mut stage, "enter", "list at presses");
    assert_eq!(stage.app.engine.walk().attempts("presses").len(), 2);
    stage.keys("u down enter");
    assert_eq!(stage.app.engine.walk().attempts("presses").len(), 4);
}

#[test]
fn a_shell_in_front_is_attached_to_by_one_key() {
    let mut stage = settled();
    at(
        &mut stage,
        "m",
        "list at start; No nested shell runs in this pane.",
    );
    let front = |command: &str, is_shell| Response::Foreground {
        host: "shop".to_owned(),
        request_id: None,
        process: Some(Foreground {
            hides_keys: false,
            command: command.to_owned(),
            is_shell,
        }),
    };
    stage.receive(front("psql", false));
    at(
        &mut stage,
        "m",
        "list at start; `psql` is not a shell. daymark can attach only to a shell.",
    );
    stage.receive(front("sudo -i", true)).keys("m");
    assert_eq!(stage.asked, [Request::Attach(PaneId::of("shop"))]);
}

#[test]
fn steps_run_in_the_shell_that_another_step_opened() {
    let mut stage = settled();
    stage.will_go_on("start", 0, "release 4\n");
    at(&mut stage, "enter", "list at start");
    at(
        &mut stage,
        "down down enter",
        "list at admin; start is running on shop: wait for it, or set its result",
    );
    let inside = |commands: &[&str]| Response::Inside {
        host: "shop".to_owned(),
        commands: commands.iter().map(|&command| command.to_owned()).collect(),
    };
    stage
        .receive(inside(&["sudo -i"]))
        .will("admin", 0, 1.0, "made\n");
    stage.keys("enter");
    let state = |stage: &Stage, id: &str| {
        let (_, step) = stage.app.engine.plan().step(id).unwrap();
        step_state(step, stage.app.engine.walk())
    };
    assert_eq!(
        (state(&stage, "admin"), state(&stage, "start")),
        (StepState::Passed, StepState::Running)
    );
    stage.receive(inside(&[])).ends();
    assert_eq!(state(&stage, "start"), StepState::Passed);
}

#[test]
fn a_connection_is_tried_again_and_given_up_by_one_key() {
    let mut stage = settled();
    at(
        &mut stage,
        "t",
        "list at start; shop has no connection problem.",
    );
    let host = || "shop".to_owned();
    let state = |state| Response::Connection {
        host: host(),
        state,
    };
    stage
        .receive(state(ConnectionState::Lost("closed".to_owned())))
        .keys("t");
    let why = "no route".to_owned();
    let retrying = ConnectionState::Retrying {
        attempt: 2,
        seconds: 4,
        why,
    };
    stage.receive(state(retrying)).keys("t");
    stage
        .receive(state(ConnectionState::Refused("who are you".to_owned())))
        .keys("t");
    assert_eq!(
        stage.asked,
        [
            Request::Reconnect { host: host() },
            Request::StopReconnecting { host: host() },
            Request::Reconnect { host: host() },
        ]
    );
}

#[test]
fn a_lost_run_is_looked_for_and_waited_for() {
    let mut stage = settled();
    stage.will_be_lost("start", "");
    at(&mut stage, "enter enter", "lost `Decide later`");
    // It never told by what it can be found.
    stage.keys("down down enter");
    assert_eq!(place(&stage), "lost `Wait, and look every few seconds`");
    assert!(stage.app.needs_ticks());
    at(&mut stage, "esc", "list at start");
    assert!(!stage.app.needs_ticks());
    let kept = stage.app.engine.recent_events().iter();
    let began = kept.filter(|record| matches!(record.event, Event::StepStarted { .. }));
    assert_eq!(began.count(), 2);
}

#[test]
fn a_lost_run_that_is_waited_for_is_looked_for_every_few_seconds() {
    let mut stage = settled();
    stage.leaves_traces().will_be_lost("start", "");
    stage
        .will("", 0, 0.1, "4711 ./start\n")
        .will("", 0, 0.1, "4711 ./start\n")
        .will("", 4, 0.1, "");
    let text = |stage: &Stage| match stage.app.screens.last() {
        Some(Screen::Recovery(open)) => open.choices(&stage.app.engine).text.join(" "),
        _ => String::new(),
    };
    stage.keys("enter enter down down enter");
    let runs = "It is still running on shop: 4711 ./start.";
    assert!(text(&stage).contains(runs), "{}", text(&stage));
    // Not at once, and not only once.
    stage.pass(4).pass(2).pass(1);
    assert!(text(&stage).contains(runs), "{}", text(&stage));
    stage.pass(5).pass(1);
    let gone = "shop has rebooted since then. The step is no longer running.";
    assert!(text(&stage).contains(gone), "{}", text(&stage));
    assert!(!stage.app.needs_ticks());
}

#[test]
fn the_pane_of_every_host_is_reached_by_key() {
    let mut stage = settled();
    stage
        .will_go_on("presses", 0, "Password: ")
        .keys("down down down enter down enter");
    let pane = |stage: &Stage| stage.app.pane_host().unwrap_or_default().to_owned();
    let before = pane(&stage);
    stage.keys("w");
    assert_ne!(pane(&stage), before);
    stage.keys("tab w");
    assert_eq!(pane(&stage), before);
}
