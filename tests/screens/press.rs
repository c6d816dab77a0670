//! The screens of a plan that uses every key of the format.

use std::path::Path;

use daymark::port::{ConnectionState, Foreground, Response};
use daymark::service::plan_folder;

use super::drawn::{SIZES, compare};
use crate::acting::Stage;

/// Plays a scene at every size and compares what is drawn.
#[track_caller]
fn check(name: &str, looks: bool, play: impl Fn(&mut Stage)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/press");
    let mut wrong = Vec::new();
    for (columns, rows) in SIZES {
        let mut stage = Stage::new(&plan_folder(&folder).unwrap(), columns, rows);
        play(&mut stage);
        let name = format!("press-{name}");
        wrong.extend(compare(&name, &stage, looks && columns == SIZES[0].0));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Writes the settings: the first step of the day is done.
fn settled(stage: &mut Stage) {
    stage.will("", 1, 0.1, "+port=8080\n").keys("enter enter y");
}

/// Starts the shop, which takes two minutes.
fn started(stage: &mut Stage) {
    settled(stage);
    stage.will("start", 0, 121.0, "release 4\n").keys("enter");
}

#[test]
fn a_day_with_everything() {
    check("day", false, |stage| {
        stage.keys("enter");
    });
}

#[test]
fn what_a_copy_would_change() {
    check("difference", true, |stage| {
        let text = "--- /etc/shop.conf\n+++ /etc/shop.conf\n@@ -1 +1 @@\n-port=80\n+port=8080\n";
        stage.will("", 1, 0.1, text).keys("enter enter");
    });
}

/// The settings were edited on the host since they were written, and are to be written again.
fn edited(stage: &mut Stage) {
    settled(stage);
    let text = "edited 1 sha256:a /etc/shop.conf.edited-settings\n--- /etc/shop.conf, as it is\n\
                +++ /etc/shop.conf, as it will be\n@@ -1 +1 @@\n-port=99\n+port=8080\n";
    stage
        .will("settings.compare", 218, 0.1, text)
        .keys("up enter down enter");
}

#[test]
fn a_file_that_was_edited_on_the_host() {
    check("edited", true, edited);
    check("edited-choices", true, |stage| {
        edited(stage);
        stage.keys("y");
    });
    check("edited-left", false, |stage| {
        edited(stage);
        stage.keys("n i");
    });
}

#[test]
fn on_what_terms_a_step_runs() {
    check("terms", false, |stage| {
        settled(stage);
        stage
            .will("start.guard-quiet", 1, 0.1, "")
            .keys("enter enter i");
    });
}

#[test]
fn what_a_step_saved() {
    check("saved", false, |stage| {
        started(stage);
        stage.keys("up i");
    });
}

#[test]
fn a_guard_that_holds_a_step_back() {
    check("guard", false, |stage| {
        settled(stage);
        stage.will("start.guard-quiet", 1, 0.1, "").keys("enter");
    });
}

#[test]
fn a_step_that_waits() {
    check("waits", false, |stage| {
        started(stage);
        stage.keys("enter").pass(60);
    });
}

#[test]
fn what_can_be_done_about_a_wait() {
    check("wait-choices", false, |stage| {
        started(stage);
        stage.keys("enter enter");
    });
}

#[test]
fn a_step_that_runs_and_how_long_it_usually_does() {
    check("usually", false, |stage| {
        started(stage);
        stage
            .will_go_on("start", 0, "starting\n")
            .keys("up enter down enter")
            .pass(20);
    });
}

#[test]
fn a_step_that_is_silent_for_long() {
    check("silent", true, |stage| {
        started(stage);
        stage
            .will_go_on("start", 0, "starting\n")
            .keys("up enter down enter")
            .pass(75);
    });
}

#[test]
fn a_step_over_its_time_and_the_key_that_stops_it() {
    check("overdue", false, |stage| {
        settled(stage);
        stage.will_go_on("start", 0, "starting\n").keys("enter");
        stage.pass(121).wakes().keys("S");
    });
}

#[test]
fn a_shell_without_marks_in_front() {
    check("front", true, |stage| {
        started(stage);
        let process = Foreground {
            command: "sudo -i".to_owned(),
            is_shell: true,
            hides_keys: false,
        };
        stage.receive(Response::Foreground {
            host: "shop".to_owned(),
            request_id: None,
            process: Some(process),
        });
    });
}

#[test]
fn a_shell_inside_another() {
    check("inside", false, |stage| {
        started(stage);
        stage.receive(Response::Inside {
            host: "shop".to_owned(),
            commands: vec!["sudo -i".to_owned()],
        });
    });
}

#[test]
fn a_connection_that_is_tried_again() {
    check("retrying", true, |stage| {
        started(stage);
        stage.receive(Response::Connection {
            host: "shop".to_owned(),
            state: ConnectionState::Retrying {
                attempt: 3,
                seconds: 8,
                why: "no route to host".to_owned(),
            },
        });
    });
}

#[test]
fn a_shell_that_tells_no_ends() {
    check("plain", false, |stage| {
        started(stage);
        stage.receive(Response::Connection {
            host: "shop".to_owned(),
            state: ConnectionState::NoShellIntegration(
                "no marks came: the shell there is not bash".to_owned(),
            ),
        });
    });
}

#[test]
fn a_host_that_refused_us() {
    check("refused", false, |stage| {
        started(stage);
        stage.receive(Response::Connection {
            host: "shop".to_owned(),
            state: ConnectionState::Refused("permission denied".to_owned()),
        });
    });
}

/// A host out of sight wants a password.
fn asked(stage: &mut Stage) {
    stage.receive(Response::Connection {
        host: "two".to_owned(),
        state: ConnectionState::Asking("ops@192.0.2.9's password".to_owned()),
    });
}

#[test]
fn a_host_out_of_sight_asks() {
    check("asks", false, |stage| {
        started(stage);
        asked(stage);
    });
}

#[test]
fn what_asks_is_shown_before_all_else() {
    check("asks-bar", false, |stage| {
        started(stage);
        asked(stage);
        // The notice goes with the next key, and what asks stays.
        stage.keys("down");
    });
}

#[test]
fn a_host_that_asks_is_one_key_away() {
    check("asks-there", false, |stage| {
        started(stage);
        asked(stage);
        stage.keys("w");
    });
}

#[test]
fn what_asks_wants_attention() {
    check("asks-wanted", false, |stage| {
        started(stage);
        asked(stage);
        stage.keys("esc");
    });
}

#[test]
fn one_result_a_host() {
    check("hosts", false, |stage| {
        settled(stage);
        stage
            .will("presses", 0, 3.0, "")
            .will("presses", 1, 2.0, "paper jam\n")
            .keys("down down down enter down enter i");
    });
}

#[test]
fn what_would_be_undone() {
    check("ledger", true, |stage| {
        started(stage);
        stage.keys("down enter U");
    });
}

/// Takes back what the second step rests on.
fn settings_undone(stage: &mut Stage) {
    started(stage);
    stage
        .will("settings", 0, 0.2, "")
        .keys("up up u down enter");
}

#[test]
fn what_rests_on_a_step_that_was_undone() {
    check("open-again", true, |stage| {
        settings_undone(stage);
        stage.keys("down i");
    });
}

#[test]
fn what_was_changed_since_it_was_done() {
    let changed = |stage: &mut Stage| {
        started(stage);
        stage.revise("start", "shop start --port 8080 --wait");
    };
    check("changed", true, |stage| {
        changed(stage);
        stage.keys("up i");
    });
    check("changed-choices", false, |stage| {
        changed(stage);
        stage.keys("up enter");
    });
    check("changed-wanted", false, |stage| {
        changed(stage);
        stage.keys("esc");
    });
}

#[test]
fn what_still_stands_of_a_step_that_is_open_again() {
    check("ledger-open-again", false, |stage| {
        settings_undone(stage);
        stage.keys("U");
    });
}

#[test]
fn what_would_be_undone_of_a_phase() {
    check("ledger-phase", false, |stage| {
        started(stage);
        stage.keys("esc p U");
    });
}

#[test]
fn the_question_before_something_is_undone() {
    check("undo", false, |stage| {
        started(stage);
        stage.keys("up up u");
    });
}

#[test]
fn the_parts_of_the_plan() {
    check("parts", true, |stage| {
        stage.keys("p");
    });
}

#[test]
fn work_that_comes_again() {
    check("recurring", false, |stage| {
        stage.pass(15 * 24 * 60 * 60).keys("3");
    });
}

#[test]
fn what_a_guard_said() {
    check("guards", false, |stage| {
        stage.will("", 1, 0.1, "").keys("4 v");
    });
}

#[test]
fn the_days_on_which_nobody_works() {
    check("calendar", false, |stage| {
        stage.keys("6");
    });
}

#[test]
fn the_way_back_from_a_phase() {
    check("rollback", false, |stage| {
        stage.keys("p down down enter");
    });
}

#[test]
fn a_question_of_the_quiz() {
    check("quiz", false, |stage| {
        stage.keys("enter Q");
    });
}

#[test]
fn what_was_right_about_it() {
    check("quiz-right", false, |stage| {
        stage.keys("enter Q down enter");
    });
}

#[test]
fn what_time_asks_for() {
    check("wanted", false, |stage| {
        started(stage);
        stage.keys("G v esc").pass(15 * 24 * 60 * 60);
    });
}

#[test]
fn a_run_that_is_waited_for() {
    check("lost", false, |stage| {
        settled(stage);
        stage
            .will_be_lost("start", "")
            .keys("enter enter down down enter");
    });
}
