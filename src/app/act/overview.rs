//! What an action does on the parts of the plan that are no days.

use super::anywhere::anywhere;
use super::moves::moved;
use super::open::open_sheet;
use crate::app::Action;
use crate::app::app::{App, Screen, Tone};
use crate::app::decision::carry_out;
use crate::app::ledger::{Ledger, LedgerOf};
use crate::app::overview::{Overview, Part, parts};
use crate::app::words::Purpose;
use crate::app::work::Command;
use crate::port::Request;

/// How far the chosen part scrolls at once.
const STEP: usize = 5;

/// Does what an action means on the parts of the plan.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Overview(open)) = app.screens.last_mut() else {
        return Vec::new();
    };
    let parts = parts(&app.work.plan);
    match action {
        Action::PageUp => open.scroll = open.scroll.saturating_sub(STEP),
        Action::PageDown => open.scroll += STEP,
        Action::Back => {
            app.screens.pop();
        }
        _ => {
            if let Some(cursor) = moved(action, open.cursor, parts.len()) {
                *open = Overview { cursor, scroll: 0 };
                return Vec::new();
            }
            let chosen = parts.get(open.cursor).copied();
            return chosen.map_or_else(Vec::new, |part| on_part(app, action, part));
        }
    }
    Vec::new()
}

fn on_part(app: &mut App, action: Action, part: Part) -> Vec<Request> {
    match (action, part) {
        (Action::Enter | Action::Verify, Part::Guard(at)) => {
            let name = app.work.plan.guards[at].name.clone();
            return carry_out(app, Command::AskGuard(name));
        }
        (Action::Verify, Part::Success(_) | Part::Risk(_)) => return verify(app, part),
        (Action::Begin, Part::Recurring(at)) => return begin_round(app, at),
        (Action::Tick, Part::Recurring(at)) => {
            let id = app.work.plan.recurring[at].id.clone();
            app.ask_words(Purpose::EndRound(id));
        }
        (Action::Ledger, Part::Phase(at) | Part::Success(at) | Part::Rollback(at)) => {
            let ledger = Ledger::new(LedgerOf::Phase(at + 1));
            app.screens.push(Screen::Ledger(ledger));
        }
        (Action::Enter, part) => match part.sheet(&app.work.plan) {
            Some(id) => {
                let item = part.item(&app.work.plan).map(str::to_owned);
                open_sheet(app, &id, item.as_deref());
            }
            None => app.tell(Tone::Plain, "there is nothing to open here"),
        },
        (Action::Verify | Action::Begin | Action::Tick | Action::Ledger, _) => {
            app.tell(Tone::Refused, "this means nothing here");
        }
        _ => return anywhere(app, action),
    }
    Vec::new()
}

/// Asks the checks that tell how a phase or a risk stands.
fn verify(app: &mut App, part: Part) -> Vec<Request> {
    let plan = &app.work.plan;
    let ids: Vec<String> = match part {
        Part::Success(at) => {
            let checks = plan.phases[at].success.iter();
            let asked = checks.filter(|check| check.run.is_some());
            asked.map(|check| check.id.clone()).collect()
        }
        Part::Risk(at) => plan.risks[at].checks.clone(),
        _ => Vec::new(),
    };
    if ids.is_empty() {
        app.tell(Tone::Refused, "no check tells of this");
    }
    ids.into_iter()
        .filter(|id| !app.work.is_asking(id))
        .collect::<Vec<_>>()
        .into_iter()
        .flat_map(|id| carry_out(app, Command::Verify(id)))
        .collect()
}

/// Opens recurring work once more, and goes there where there is something to walk.
fn begin_round(app: &mut App, at: usize) -> Vec<Request> {
    let work = &app.work.plan.recurring[at];
    let (id, is_walked) = (
        work.id.clone(),
        !work.steps.is_empty() || !work.checks.is_empty(),
    );
    let requests = carry_out(app, Command::BeginRound(id.clone()));
    if !requests.is_empty() && is_walked {
        open_sheet(app, &id, None);
    }
    requests
}
