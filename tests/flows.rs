//! Keys in, state out: the ways through a walk, as an operator types them.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot open its own plan has failed"
)]

#[path = "acting/mod.rs"]
mod acting;
mod flows {
    pub mod press;
    pub mod states;
}

use std::path::Path;

use acting::Stage;
use daymark::app::{Item, MouseKind, NoticeLevel, Screen, attention, parts};
use daymark::port::{ConnectionState, Request, Response};
use daymark::progress::{check_state, step_state};
use daymark::service::plan_folder;

/// The plan of the screens' tests: `tools`, `order` by hand, `upgrade`, `firewall` with a danger on
/// production, `password` on two hosts; `active` and `answers` are asked, `page` is seen.
fn bookshop() -> Stage {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/plan");
    Stage::new(&plan_folder(&folder).unwrap(), 120, 40)
}

const VALUES: &str = "= \"192.0.2.7\" enter \"books.example.com\" enter \"hunter22\" enter ctrl-s ";

/// What stands after these keys: where the operator is, what is no longer open, what was told.
#[track_caller]
fn check(keys: &str, expect: &str) {
    check_on(&mut bookshop(), keys, expect);
}

#[track_caller]
fn check_on(stage: &mut Stage, keys: &str, expect: &str) {
    stage.keys(keys);
    assert_eq!(output(stage), expect, "after {keys}");
}

fn output(stage: &Stage) -> String {
    let mut output = vec![place(stage)];
    output.extend(done(stage));
    if let Some(notice) = &stage.app.notice {
        let sign = if notice.level == NoticeLevel::Refused {
            "!"
        } else {
            "»"
        };
        output.push(format!("{sign} {}", notice.text));
    }
    output.join("; ")
}

fn place(stage: &Stage) -> String {
    let app = &stage.app;
    let standing = app
        .item()
        .map_or(String::new(), |item| format!(" at {}", item.id()));
    match app.screens.last() {
        None => format!("plan at day {}", app.entry().unwrap().days),
        Some(Screen::Day(day)) => {
            let focus = format!("{:?}", day.focus).to_lowercase();
            let zoom = if day.zoom { " alone" } else { "" };
            format!("{focus}{zoom}{standing}")
        }
        Some(Screen::Dialog(choice)) => {
            format!("choice `{}`", choice.answers[choice.cursor].0)
        }
        Some(Screen::TextPrompt(words)) => format!("words `{}`", words.title),
        Some(Screen::Form(form)) => format!("form at {}", form.fields[form.cursor].variable.name),
        Some(Screen::Pager(reader)) => format!("reader `{}`", reader.title),
        Some(Screen::Palette(_)) => "palette".to_owned(),
        Some(Screen::Help(_)) => "help".to_owned(),
        Some(Screen::Trust(_)) => "trust".to_owned(),
        Some(Screen::Overview(open)) => {
            let part = parts(app.engine.plan())[open.cursor];
            format!("parts at `{}`", part.title())
        }
        Some(Screen::UndoList(open)) => {
            let done = open.done(&app.engine);
            let chosen = done.get(open.cursor).map(|done| done.step.id.as_str());
            format!(
                "ledger of {} at {}",
                done.len(),
                chosen.unwrap_or("nothing")
            )
        }
        Some(Screen::CopyPreview(open)) => format!("difference of {}", open.id),
        Some(Screen::Recovery(open)) => {
            let choice = open.choices(&app.engine);
            format!("lost `{}`", choice.answers[choice.cursor].0)
        }
    }
}

/// Every step and check of the first day that is not open.
fn done(stage: &Stage) -> Vec<String> {
    let app = &stage.app;
    let entry = &app.engine.plan().entries[0];
    let items = (0..Item::count(entry)).filter_map(|at| Item::at(entry, at));
    items
        .map(|item| {
            let state = match item {
                Item::Step(step) => step_state(step, app.engine.walk()).word(),
                Item::Check(check) => check_state(check, app.engine.walk()).word(),
            };
            format!("{} {state}", item.id())
        })
        .filter(|output| !output.ends_with(" open"))
        .collect()
}

#[test]
fn moving_about() {
    check("", "plan at day 1");
    check("down down", "plan at day 6-10");
    check("G", "plan at day 11-14");
    check("G down", "plan at day 11-14");
    check("G g", "plan at day 1");
    check("enter", "list at tools");
    check("enter j j k", "list at order");
    check("enter G", "list at page");
    check("enter ] [", "list at tools");
    check("enter esc", "plan at day 1");
    check("down c", "list at tools");
    check("enter i i esc", "plan at day 1");
    check("enter ?", "help");
    check("enter ? esc", "list at tools");
}

#[test]
fn running_a_step() {
    check("enter enter", "list at order; tools passed");
    // What is done is not run again by a key that was pressed once too often.
    check(
        "enter enter up enter",
        "choice `Keep the result`; tools passed",
    );
    check("enter enter up enter enter", "list at tools; tools passed");
    check(
        "enter enter up enter down enter",
        "list at order; tools passed",
    );
}

#[test]
fn values_are_asked_for_first() {
    check("enter down down enter", "form at SHOP_IP");
    check(
        "enter down down enter \"192.0.2.7\" enter",
        "list at firewall; upgrade passed",
    );
    check("enter down down enter \"no\" enter", "form at SHOP_IP");
    check(
        "enter down down enter esc",
        "list at upgrade; » Nothing was changed.",
    );
}

#[test]
fn danger_wants_a_deliberate_yes_and_production_its_name() {
    let at_it = VALUES.to_owned() + "enter down down down ";
    let after = |keys: &str| at_it.clone() + keys;
    check(&after("enter"), "choice `Do not run`");
    check(&after("enter enter"), "list at firewall");
    check(&after("enter y"), "choice `Do not run`");
    check(
        &after("enter down enter"),
        "words `shop is in production. Type its name to continue:`",
    );
    check(
        &after("enter down enter \"shoe\" enter"),
        "list at firewall; ! The name does not match. Nothing ran on shop.",
    );
    check(
        &after("enter down enter \"shop\" enter"),
        "list at password; firewall passed",
    );
}

#[test]
fn a_step_that_fails_stays_chosen() {
    let mut stage = bookshop();
    stage.will("tools", 3, 0.5, "ssh: not found\n");
    check_on(
        &mut stage,
        "enter enter",
        "list at tools; tools failed; ! Failed on desk: exit 3, expected 0. Press enter to run it \
         again, o for the output.",
    );
    check_on(
        &mut stage,
        "o",
        "reader `See that this machine has ssh`; tools failed",
    );
    check_on(&mut stage, "esc enter", "list at order; tools passed");
}

#[test]
fn skipping_wants_a_reason() {
    check("enter s", "words `Why do you skip it?`");
    check("enter s ctrl-s", "words `Why do you skip it?`");
    check(
        "enter s \"Not on this machine.\" ctrl-s",
        "list at order; tools skipped",
    );
    check("enter s esc", "list at tools; » Nothing was saved.");
}

#[test]
fn a_step_by_hand_is_ticked_in_own_words() {
    check("enter down enter", "words `Done. Note (optional):`");
    check("enter down enter ctrl-s", "list at upgrade; order passed");
    check(
        "enter space",
        "list at tools; ! This step runs a script. Press enter to run it, x to set its result, s to skip it.",
    );
}

#[test]
fn a_deviation_may_run_over_lines() {
    let mut stage = bookshop();
    check_on(
        &mut stage,
        "enter d \"No sudo there.\nInstalled it.\" ctrl-s",
        "list at tools; » Deviation recorded.",
    );
    let noted = &stage.app.engine.walk().deviations;
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0].attribution.text, "No sudo there.\nInstalled it.");
    assert_eq!(noted[0].id.as_deref(), Some("tools"));
}

#[test]
fn checks_are_asked_ticked_and_unticked() {
    check("enter G enter", "words `Done. Note (optional):`");
    check("enter G space", "list at page; page attested");
    check("enter G space", "list at page; page attested");
    check(
        "enter G space space",
        "choice `Keep it ticked`; page attested",
    );
    check("enter G space space down enter", "list at page");
    let mut stage = bookshop();
    stage.will("active", 0, 0.2, "Status: active\n");
    check_on(
        &mut stage,
        &(VALUES.to_owned() + "enter G up up v"),
        "list at answers; active passed",
    );
}

#[test]
fn a_run_nobody_saw_the_end_of_is_settled_by_a_person() {
    let lost = || {
        let mut stage = bookshop();
        stage.will_be_lost("tools", "");
        stage.keys("enter enter");
        stage
    };
    check_on(&mut lost(), "enter", "lost `Decide later`; tools unknown");
    check_on(
        &mut lost(),
        "enter down down down enter",
        "list at order; tools passed",
    );
    check_on(
        &mut lost(),
        "enter down down down down enter",
        "words `Passed. What did you see?`; tools unknown",
    );
    check_on(
        &mut lost(),
        "enter down down down down enter \"It is there.\" ctrl-s",
        "list at order; tools passed",
    );
    let mut stage = lost();
    stage.keys("enter down down down down down enter \"Nothing is there.\" ctrl-s");
    assert_eq!(done(&stage), ["tools failed"]);
}

#[test]
fn a_run_that_was_lost_with_its_connection_offers_to_connect_again() {
    let mut stage = bookshop();
    stage.will_be_lost("tools", "").keys("enter enter");
    let host = || "desk".to_owned();
    stage.receive(Response::Connection {
        host: host(),
        state: ConnectionState::Lost("closed".to_owned()),
    });
    stage.keys("enter down down down down down down down enter");
    assert_eq!(stage.asked, [Request::Reconnect { host: host() }]);
    assert_eq!(output(&stage), "lost `Reconnect to desk`; tools unknown");
}

#[test]
fn what_was_changed_since_it_was_done_is_run_again_or_kept() {
    let changed = || {
        let mut stage = bookshop();
        stage.keys("enter enter");
        stage.revise("tools", "command -v git make");
        stage
    };
    let output = |stage: &Stage| {
        let found = attention(&stage.app.engine);
        let end = "changed in the plan since it ran";
        found.into_iter().any(|it| it.text.ends_with(end))
    };
    let mut stage = changed();
    assert!(output(&stage));
    check_on(
        &mut stage,
        "up enter down down enter",
        "words `Passed. What did you see?`; tools passed",
    );
    check_on(
        &mut stage,
        "\"make is there\" ctrl-s",
        "list at order; tools passed",
    );
    assert!(!output(&stage));
    let mut stage = changed();
    check_on(
        &mut stage,
        "up enter down enter",
        "list at order; tools passed",
    );
    assert!(!output(&stage));
}

#[test]
fn leaving_while_a_step_runs_asks_and_stays() {
    let mut stage = bookshop();
    stage.will_go_on("tools", 0, "");
    check_on(&mut stage, "enter enter q", "choice `Stay`; tools running");
    check_on(&mut stage, "enter", "list at tools; tools running");
    assert!(!stage.asked.contains(&Request::Leave));
    stage.keys("q down enter");
    assert!(stage.asked.contains(&Request::Leave));
}

#[test]
fn the_pane_owns_every_key_but_one() {
    let mut stage = bookshop();
    check_on(
        &mut stage,
        "enter enter tab enter",
        "typing at order; tools passed",
    );
    check_on(&mut stage, "q esc tab", "typing at order; tools passed");
    let typed = stage.asked.iter();
    let presses = typed.filter(|request| matches!(request, Request::Press { .. }));
    assert_eq!(presses.count(), 3);
    check_on(&mut stage, "ctrl-]", "list at order; tools passed");
}

#[test]
fn the_pane_follows_the_steps_of_a_day_from_host_to_host() {
    let shown = |keys: &str| {
        let mut stage = bookshop();
        stage.will_go_on("tools", 0, "");
        stage.keys(&(VALUES.to_owned() + "enter down space ctrl-s g A down enter " + keys));
        stage.ends();
        stage.app.pane_host().map(str::to_owned)
    };
    assert_eq!(shown("").as_deref(), Some("shop"));
    // Whoever is at work in a pane keeps it.
    assert_eq!(shown("tab").as_deref(), Some("desk"));
}

#[test]
fn the_pane_may_have_the_screen() {
    check("enter z", "pane alone at tools");
    check("enter z z", "pane at tools");
    check("enter tab tab", "list at tools");
}

#[test]
fn finding_goes_round() {
    check(
        "/ \"server\" enter",
        "plan at day 1; » n goes to the next match, N to the previous one.",
    );
    check("/ \"server\" enter n", "plan at day 6-10");
    check("/ \"server\" enter n n", "plan at day 1");
    check("/ \"server\" enter N", "plan at day 6-10");
    check(
        "/ \"xylophone\"",
        "plan at day 1; ! No match for xylophone.",
    );
    check("/ \"second\" esc", "plan at day 6-10");
}

#[test]
fn everything_has_a_name_in_the_palette() {
    check("enter :", "palette");
    check("enter : \"rep\" enter", "reader `Report`");
    check("enter : \"skip\" enter", "words `Why do you skip it?`");
    check("enter : esc", "list at tools");
}

/// Clicks the line that holds this text.
fn click(stage: &mut Stage, text: &str) {
    let screen = stage.screen();
    let holds = |row: &u16| {
        let cells = (0..screen.area.width).map(|column| screen[(column, *row)].symbol());
        cells.collect::<String>().contains(text)
    };
    let row = (0..screen.area.height).find(holds).unwrap();
    stage.click(45, row);
}

#[test]
fn a_click_chooses_a_day_and_opens_the_chosen_one() {
    let mut stage = bookshop();
    click(&mut stage, "The second server");
    assert_eq!(output(&stage), "plan at day 6-10");
    click(&mut stage, "The second server");
    assert_eq!(output(&stage), "list");
    let mut stage = bookshop();
    stage.click(45, 0).click(45, 39).click(2, 20);
    assert_eq!(output(&stage), "plan at day 1");
}

#[test]
fn a_click_chooses_a_step_and_gives_the_pane_the_keyboard() {
    let mut stage = bookshop();
    stage.keys("enter");
    click(&mut stage, "Bring every package");
    assert_eq!(output(&stage), "list at upgrade");
    stage.keys("g").click(10, 36);
    assert_eq!(output(&stage), "typing at tools");
}

#[test]
fn the_wheel_moves_as_the_arrows_do() {
    let check = |keys: &str| {
        let mut by_keys = bookshop();
        by_keys.keys(keys).keys("down down up");
        let mut by_wheel = bookshop();
        by_wheel.keys(keys);
        for kind in [
            MouseKind::WheelDown,
            MouseKind::WheelDown,
            MouseKind::WheelUp,
        ] {
            by_wheel.mouse(kind, 5, 5);
        }
        assert_eq!(place(&by_wheel), place(&by_keys), "after {keys:?}");
        assert_ne!(
            place(&by_wheel),
            place(bookshop().keys(keys)),
            "after {keys:?}"
        );
    };
    check("");
    check("p");
    check("enter");
}

#[test]
fn checks_that_lack_values_ask_once_for_all_of_them() {
    let mut stage = bookshop();
    stage.will("active", 0, 0.1, "Status: active\n");
    check_on(
        &mut stage,
        "enter V \"192.0.2.7\" enter \"books.example.com\" enter",
        "list at tools; active passed; answers passed",
    );
    check("enter V esc", "list at tools; » Nothing was changed.");
}

/// Why each field of the open form was refused.
fn refused_fields(stage: &Stage) -> Vec<Option<&str>> {
    let Some(Screen::Form(form)) = stage.app.screens.last() else {
        panic!("no form is open");
    };
    let fields = form.fields.iter();
    fields.map(|field| field.refused.as_deref()).collect()
}

#[test]
fn a_field_says_when_it_is_left_whether_it_will_do() {
    let mut stage = bookshop();
    let why = r"write it like 192.0.2.7: it must match [0-9]{1,3}(\.[0-9]{1,3}){3}";
    stage.keys("= \"shop\"");
    assert_eq!(refused_fields(&stage)[0], None);
    // An empty one may be filled later.
    stage.keys("tab tab");
    assert_eq!(refused_fields(&stage)[..2], [Some(why), None]);
    stage.keys("shift-tab shift-tab ctrl-u");
    assert_eq!(refused_fields(&stage)[0], None);
    stage.keys("\"192.0.2.7\" enter");
    assert_eq!(refused_fields(&stage)[0], None);
}
