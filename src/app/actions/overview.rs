//! What an action does on the parts of the plan that are no days.

use crate::app::Action;
use crate::app::actions::cursor::moved;
use crate::app::actions::global::anywhere;
use crate::app::actions::open::open_procedure;
use crate::app::app::{App, NoticeLevel, Screen};
use crate::app::confirm::execute;
use crate::app::engine::Command;
use crate::app::screens::overview::{Overview, PlanSection, parts};
use crate::app::screens::text_prompt::PromptPurpose;
use crate::app::screens::undo_list::{UndoList, UndoScope};
use crate::port::Request;

/// How far the chosen part scrolls at once.
const STEP: usize = 5;

/// Does what an action means on the parts of the plan.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Overview(open)) = app.screens.last_mut() else {
        return Vec::new();
    };
    let parts = parts(&app.engine.plan);
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

fn on_part(app: &mut App, action: Action, part: PlanSection) -> Vec<Request> {
    match (action, part) {
        (Action::Enter | Action::Verify, PlanSection::Guard(at)) => {
            let name = app.engine.plan.guards[at].name.clone();
            return execute(app, Command::AskGuard(name));
        }
        (Action::Verify, PlanSection::Success(_) | PlanSection::Risk(_)) => {
            return verify(app, part);
        }
        (Action::Begin, PlanSection::Recurring(at)) => return begin_occurrence(app, at),
        (Action::Tick, PlanSection::Recurring(at)) => {
            let id = app.engine.plan.recurring[at].id.clone();
            app.ask_text(PromptPurpose::EndRound(id));
        }
        (
            Action::ShowUndoList,
            PlanSection::Phase(at) | PlanSection::Success(at) | PlanSection::Rollback(at),
        ) => {
            let ledger = UndoList::new(UndoScope::Phase(at + 1));
            app.screens.push(Screen::UndoList(ledger));
        }
        (Action::Enter, part) => match part.procedure(&app.engine.plan) {
            Some(id) => {
                let item = part.item(&app.engine.plan).map(str::to_owned);
                open_procedure(app, &id, item.as_deref());
            }
            None => app.notify(NoticeLevel::Plain, "there is nothing to open here"),
        },
        (Action::Verify | Action::Begin | Action::Tick | Action::ShowUndoList, _) => {
            app.notify(NoticeLevel::Refused, "this means nothing here");
        }
        _ => return anywhere(app, action),
    }
    Vec::new()
}

/// Asks the checks that tell how a phase or a risk stands.
fn verify(app: &mut App, part: PlanSection) -> Vec<Request> {
    let plan = &app.engine.plan;
    let ids: Vec<String> = match part {
        PlanSection::Success(at) => {
            let checks = plan.phases[at].success.iter();
            let asked = checks.filter(|check| check.run.is_some());
            asked.map(|check| check.id.clone()).collect()
        }
        PlanSection::Risk(at) => plan.risks[at].checks.clone(),
        _ => Vec::new(),
    };
    if ids.is_empty() {
        app.notify(NoticeLevel::Refused, "no check tells of this");
    }
    ids.into_iter()
        .filter(|id| !app.engine.is_checking(id))
        .collect::<Vec<_>>()
        .into_iter()
        .flat_map(|id| execute(app, Command::Verify(id)))
        .collect()
}

/// Opens recurring work once more, and goes there where there is something to walk.
fn begin_occurrence(app: &mut App, at: usize) -> Vec<Request> {
    let work = &app.engine.plan.recurring[at];
    let (id, is_walked) = (
        work.id.clone(),
        !work.steps.is_empty() || !work.checks.is_empty(),
    );
    let requests = execute(app, Command::BeginRound(id.clone()));
    if !requests.is_empty() && is_walked {
        open_procedure(app, &id, None);
    }
    requests
}
