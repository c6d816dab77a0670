//! The screen as it stands.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::choice::choice;
use super::day::day;
use super::difference::difference;
use super::foot::foot;
use super::form::form;
use super::head::{day_head, home_head};
use super::help::help;
use super::home::home;
use super::ledger::ledger;
use super::overview::overview;
use super::palette::palette;
use super::reader::reader;
use super::theme::{Role, Theme};
use super::trust::trust;
use super::words::words;
use crate::app::{
    Action, App, Focus, HomeLayout, Item, Link, MINIMUM, Overview, Part, Screen, asking,
    day_layout, home_layout, parts,
};
use crate::plan::{Sheet, Step};
use crate::progress::{StepState, Walk, check_state, stands_on, step_state};
use crate::term::Panes;

/// Draws the screen as it stands.
pub fn draw(app: &App, panes: &Panes, theme: &Theme, frame: &mut Frame) {
    let area = frame.area();
    let mut canvas = Canvas {
        theme,
        buffer: frame.buffer_mut(),
    };
    canvas.clear(area, Role::Ground);
    canvas.buffer.set_style(area, theme.style(Role::Text));
    if area.width < MINIMUM.0 || area.height < MINIMUM.1 {
        return too_small(&mut canvas, area);
    }
    let layout = home_layout(area.width, area.height, &app.work.plan);
    let first = app.screens.iter().rposition(is_whole).unwrap_or(0);
    if !app.screens.get(first).is_some_and(is_whole) {
        home(&mut canvas, app, &layout);
    }
    for screen in &app.screens[first..] {
        draw_screen(&mut canvas, app, panes, screen, &layout);
    }
    let boxed = app.screens.last().is_some_and(|screen| !is_whole(screen));
    foot(&mut canvas, app, layout.foot, &hidden(app, area), !boxed);
}

/// Whether a screen covers what lies below it.
fn is_whole(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::Day(_)
            | Screen::Overview(_)
            | Screen::Ledger(_)
            | Screen::Difference(_)
            | Screen::Reader(_)
            | Screen::Help(_)
            | Screen::Trust(_)
    )
}

fn draw_screen(
    canvas: &mut Canvas,
    app: &App,
    panes: &Panes,
    screen: &Screen,
    layout: &HomeLayout,
) {
    let all = canvas.buffer.area;
    match screen {
        Screen::Day(open) => {
            let layout = day_layout(all.width, all.height, open.zoom, open.details);
            day(canvas, app, panes, open, &layout);
        }
        Screen::Reader(open) => {
            head(canvas, app, layout.head);
            reader(canvas, app, open, layout.body);
        }
        Screen::Help(open) => {
            head(canvas, app, layout.head);
            help(canvas, open, layout.body);
        }
        Screen::Overview(open) => {
            home_head(canvas, app, layout.head);
            overview(canvas, app, open, layout.body);
        }
        Screen::Ledger(open) => {
            head(canvas, app, layout.head);
            ledger(canvas, app, open, layout.body);
        }
        Screen::Difference(open) => {
            head(canvas, app, layout.head);
            difference(canvas, app, open, layout.body);
        }
        Screen::Lost(open) => choice(canvas, &open.choice(&app.work), all),
        Screen::Trust(open) => {
            head(canvas, app, layout.head);
            trust(canvas, app, open, layout.body);
        }
        Screen::Form(open) => form(canvas, open, all),
        Screen::Choice(open) => choice(canvas, open, all),
        Screen::Words(open) => words(canvas, open, all),
        Screen::Palette(open) => palette(canvas, open, all),
    }
}

/// The head of a text: that of the screen it was opened on.
fn head(canvas: &mut Canvas, app: &App, area: Rect) {
    match app.day().and(app.sheet()) {
        Some(sheet) => day_head(canvas, app, sheet, area),
        None => home_head(canvas, app, area),
    }
}

/// Actions that mean nothing on the screen as it stands; their keys are not shown at its foot.
fn hidden(app: &App, area: Rect) -> Vec<Action> {
    match app.screens.last() {
        Some(Screen::Day(day)) => {
            let mut hidden = hidden_on_item(app);
            let beside = day_layout(area.width, area.height, false, false);
            if day.zoom || !beside.details.is_empty() {
                hidden.push(Action::Details);
            }
            if app.work.jobs().is_empty() {
                hidden.push(Action::Stop);
                if day.focus == Focus::Pane {
                    hidden.push(Action::EndByHand);
                }
            }
            hidden.extend(hidden_on_host(app));
            hidden
        }
        Some(Screen::Overview(open)) => hidden_on_part(app, open),
        Some(Screen::Reader(reader)) if reader.file.is_none() => vec![Action::WriteReport],
        _ => Vec::new(),
    }
}

/// Actions that mean nothing to the host whose pane is shown.
fn hidden_on_host(app: &App) -> Vec<Action> {
    let host = app.pane_host().unwrap_or_default();
    let mut hidden = Vec::new();
    let front = app.work.fronts.get(host);
    if !front.is_some_and(|front| front.is_shell) {
        hidden.push(Action::Attach);
    }
    let in_trouble = matches!(
        app.work.links.get(host),
        Some(Link::Retrying { .. } | Link::Refused(_) | Link::Gone(_))
    );
    if !in_trouble {
        hidden.push(Action::Reconnect);
    }
    let is_alone = app.work.jobs().iter().all(|job| job.host == host);
    if is_alone && asking(&app.work).all(|(other, _)| other == host) {
        hidden.push(Action::NextPane);
    }
    hidden
}

/// Actions that mean nothing to the chosen part of the plan.
fn hidden_on_part(app: &App, open: &Overview) -> Vec<Action> {
    let all = [
        Action::Enter,
        Action::Begin,
        Action::Tick,
        Action::Verify,
        Action::Ledger,
    ];
    let meant: &[Action] = match parts(&app.work.plan).get(open.cursor) {
        Some(Part::Phase(_) | Part::Rollback(_)) => &[Action::Enter, Action::Ledger],
        Some(Part::Success(_)) => &[Action::Enter, Action::Verify, Action::Ledger],
        Some(Part::Risk(_)) => &[Action::Enter, Action::Verify],
        Some(Part::Recurring(_)) => &[Action::Enter, Action::Begin, Action::Tick],
        Some(Part::Guard(_)) => &[Action::Verify],
        Some(Part::NextAction(_) | Part::Calendar) | None => &[],
    };
    let mut hidden = all.to_vec();
    hidden.retain(|action| !meant.contains(action));
    hidden
}

/// Actions that mean nothing to the chosen step or check.
fn hidden_on_item(app: &App) -> Vec<Action> {
    let walk = &app.work.walk;
    let mut hidden = match app.item() {
        Some(Item::Step(step)) => hidden_on_step(step, walk),
        Some(Item::Check(check)) => {
            let mut hidden = vec![
                Action::Enter,
                Action::Skip,
                Action::EndByHand,
                Action::Undo,
                Action::OpenLink,
            ];
            if check.run.is_none() {
                hidden.push(Action::Verify);
            }
            hidden
        }
        None => vec![
            Action::Enter,
            Action::Verify,
            Action::Tick,
            Action::Skip,
            Action::EndByHand,
            Action::Undo,
            Action::OpenLink,
        ],
    };
    let begins = match app.sheet() {
        Some(Sheet::Recurring(_)) => true,
        Some(sheet) => {
            let mut before = sheet.before().iter();
            before.any(|check| !check_state(check, walk).is_done())
        }
        None => false,
    };
    if !begins {
        hidden.push(Action::Begin);
    }
    let id = app.item().map(|item| item.id()).unwrap_or_default();
    if walk.attempts(id).is_empty() && walk.askings(id).is_empty() {
        hidden.push(Action::Output);
    }
    hidden
}

fn hidden_on_step(step: &Step, walk: &Walk) -> Vec<Action> {
    let mut hidden = vec![Action::Verify];
    hidden.push(if step.is_manual() {
        Action::Enter
    } else {
        Action::Tick
    });
    if step.link.is_none() {
        hidden.push(Action::OpenLink);
    }
    let has_way_back = step.undo.is_some() || !step.files().is_empty();
    let stands = |host: &String| stands_on(&step.id, host, walk);
    if !has_way_back || !step.hosts.iter().any(stands) {
        hidden.push(Action::Undo);
    }
    match step_state(step, walk) {
        StepState::Running => hidden.extend([Action::Enter, Action::Skip]),
        StepState::Interrupted | StepState::Unknown => {}
        _ => hidden.push(Action::EndByHand),
    }
    hidden
}

fn too_small(canvas: &mut Canvas, area: Rect) {
    let lines = [
        format!("{} × {} is too small.", area.width, area.height),
        format!("daymark needs {} × {}.", MINIMUM.0, MINIMUM.1),
    ];
    for (row, text) in area.rows().zip(lines) {
        let style = canvas.theme.style(Role::Text);
        canvas.put(row.x, row.y, row.width, &text, style);
    }
}
