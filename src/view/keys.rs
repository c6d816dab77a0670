//! The keys that the foot of a screen shows: those that mean something now, by the name that says
//! what they would do now.

use ratatui::layout::Rect;

use super::line::{Span, ink, spans_width};
use super::theme::Role;
use crate::app::{
    Action, App, Binding, Focus, Item, Overview, PlanSection, Screen, When, asking, bindings,
    day_layout, parts,
};
use crate::plan::{Procedure, Step};
use crate::port::ConnectionState;
use crate::progress::{StepState, Walk, check_state, is_applied_on, step_state};

/// The keys of a place, as the table has them, and what is different about them now.
pub struct Keys {
    when: When,
    /// Actions that mean nothing now.
    hidden: Vec<Action>,
    /// Actions that the moment asks for: they come first, by this name.
    called: Vec<(Action, &'static str)>,
}

impl Keys {
    /// The keys of a place as the table has them.
    pub fn plain(when: When) -> Self {
        Self {
            when,
            hidden: Vec::new(),
            called: Vec::new(),
        }
    }

    /// The keys of the screen as it stands.
    pub fn of(app: &App, area: Rect) -> Self {
        Self {
            when: app.when(),
            hidden: hidden(app, area),
            called: called(app),
        }
    }

    /// The keys that fit, in the table's order; the way to help and the way back always do.
    pub fn fitted(&self, room: u16) -> Vec<Span> {
        let mut all: Vec<&Binding> = bindings(self.when)
            .filter(|binding| binding.foot && !self.hidden.contains(&binding.action))
            .collect();
        all.sort_by_key(|binding| self.name(binding.action).is_none());
        let needed = |binding: &Binding| {
            matches!(binding.action, Action::Help | Action::Back | Action::Quit)
        };
        let cost = |binding: &Binding| spans_width(&self.key(binding)) + GAP.len();
        let reserved: usize = all
            .iter()
            .filter(|binding| needed(binding))
            .map(|binding| cost(binding))
            .sum();
        let mut left = (usize::from(room) + GAP.len()).saturating_sub(reserved);
        let mut shown = Vec::new();
        for binding in all {
            if !needed(binding) {
                let Some(rest) = left.checked_sub(cost(binding)) else {
                    left = 0;
                    continue;
                };
                left = rest;
            }
            if !shown.is_empty() {
                shown.push(ink(GAP, Role::Muted));
            }
            shown.extend(self.key(binding));
        }
        shown
    }

    fn key(&self, binding: &Binding) -> Vec<Span> {
        vec![
            ink(binding.key, Role::Accent),
            ink(" ", Role::Muted),
            ink(
                self.name(binding.action).unwrap_or(binding.label),
                Role::Muted,
            ),
        ]
    }

    /// What an action that the moment asks for is called.
    fn name(&self, action: Action) -> Option<&'static str> {
        let mut called = self.called.iter();
        called
            .find(|(other, _)| *other == action)
            .map(|(_, name)| *name)
    }
}

const GAP: &str = "   ";

/// What the moment asks for on a day: the host's question, a run whose end is not known.
fn called(app: &App) -> Vec<(Action, &'static str)> {
    let Some(Screen::Day(day)) = app.screens.last() else {
        return Vec::new();
    };
    if day.focus != Focus::List {
        return Vec::new();
    }
    let host = app.pane_host();
    let mut called = Vec::new();
    if asking(&app.engine).any(|(other, _)| Some(other) == host) {
        called.push((Action::Pane, "answer"));
    }
    if let Some(Item::Step(step)) = app.item() {
        match step_state(step, app.engine.walk()) {
            StepState::Interrupted | StepState::Unknown => {
                called.push((Action::Enter, "what to do"));
            }
            StepState::Passed => called.push((Action::Enter, "run again")),
            _ => {}
        }
    }
    called
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
            if app.engine.jobs().is_empty() {
                hidden.push(Action::Stop);
                if day.focus == Focus::Pane {
                    hidden.push(Action::EndByHand);
                }
            }
            hidden.extend(hidden_on_host(app));
            hidden
        }
        Some(Screen::Overview(open)) => hidden_on_part(app, open),
        Some(Screen::Pager(reader)) if reader.file.is_none() => vec![Action::WriteReport],
        _ => Vec::new(),
    }
}

/// Actions that mean nothing to the host whose pane is shown.
fn hidden_on_host(app: &App) -> Vec<Action> {
    let host = app.pane_host().unwrap_or_default();
    let mut hidden = Vec::new();
    let front = app.engine.hosts().foreground(host);
    if !front.is_some_and(|front| front.is_shell) {
        hidden.push(Action::Attach);
    }
    let in_trouble = matches!(
        app.engine.hosts().connection(host),
        Some(
            ConnectionState::Retrying { .. }
                | ConnectionState::Refused(_)
                | ConnectionState::Lost(_)
        )
    );
    if !in_trouble {
        hidden.push(Action::Reconnect);
    }
    let is_alone = app.engine.jobs().iter().all(|job| job.host == host);
    if is_alone && asking(&app.engine).all(|(other, _)| other == host) {
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
        Action::ShowUndoList,
    ];
    let meant: &[Action] = match parts(app.engine.plan()).get(open.cursor) {
        Some(PlanSection::Phase(..) | PlanSection::Rollback(..)) => {
            &[Action::Enter, Action::ShowUndoList]
        }
        Some(PlanSection::Success(..)) => &[Action::Enter, Action::Verify, Action::ShowUndoList],
        Some(PlanSection::Risk(_)) => &[Action::Enter, Action::Verify],
        Some(PlanSection::Recurring(_)) => &[Action::Enter, Action::Begin, Action::Tick],
        Some(PlanSection::Guard(_)) => &[Action::Verify],
        Some(PlanSection::NextAction(_) | PlanSection::Calendar) | None => &[],
    };
    let mut hidden = all.to_vec();
    hidden.retain(|action| !meant.contains(action));
    hidden
}

/// Actions that mean nothing to the chosen step or check.
fn hidden_on_item(app: &App) -> Vec<Action> {
    let walk = app.engine.walk();
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
    let begins = match app.procedure() {
        Some(Procedure::Recurring(_)) => true,
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
    if walk.attempts(id).is_empty() && walk.check_runs(id).is_empty() {
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
    let stands = |host: &String| is_applied_on(&step.id, host, walk);
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
