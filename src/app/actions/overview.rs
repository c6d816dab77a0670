//! The actions on the overview.

use crate::app::Action;
use crate::app::actions::parts::cursor::moved;
use crate::app::actions::parts::global::anywhere;
use crate::app::actions::parts::open::open_procedure;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::Command;
use crate::app::screens::overview::{Overview, PlanSection, parts};
use crate::app::screens::screen::Screen;
use crate::app::screens::text_prompt::PromptPurpose;
use crate::app::screens::undo_list::{UndoList, UndoScope};
use crate::plan::Recurring;
use crate::port::Request;

/// The number of lines that the details scroll at once.
const STEP: usize = 5;

impl ScreenActions for Overview {
    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::Overview(open)) = app.screens.last_mut() else {
            return Vec::new();
        };
        let plan = app.engine.shared_plan();
        let parts = parts(&plan);
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
}

fn on_part(app: &mut App, action: Action, part: PlanSection<'_>) -> Vec<Request> {
    match (action, part) {
        (Action::Enter | Action::Verify, PlanSection::Guard(guard)) => {
            return execute(app, Command::AskGuard(guard.name.clone()));
        }
        (Action::Verify, PlanSection::Success(..) | PlanSection::Risk(_)) => {
            return verify(app, part);
        }
        (Action::Begin, PlanSection::Recurring(work)) => return begin_occurrence(app, work),
        (Action::Tick, PlanSection::Recurring(work)) => {
            app.ask_text(PromptPurpose::EndRound(work.id.clone()));
        }
        (
            Action::ShowUndoList,
            PlanSection::Phase(number, _)
            | PlanSection::Success(number, _)
            | PlanSection::Rollback(number, _),
        ) => {
            let undo_list = UndoList::new(UndoScope::Phase(number));
            app.screens.push(Screen::UndoList(undo_list));
        }
        (Action::Enter, part) => match part.procedure(app.engine.plan()) {
            Some(id) => {
                let item = part.item().map(str::to_owned);
                open_procedure(app, &id, item.as_deref());
            }
            None => app.notify(NoticeLevel::Plain, "There is nothing to open here."),
        },
        (Action::Verify | Action::Begin | Action::Tick | Action::ShowUndoList, _) => {
            app.notify(NoticeLevel::Refused, "This key has no meaning here.");
        }
        _ => return anywhere(app, action),
    }
    Vec::new()
}

/// Runs the checks of a phase's acceptance or of a risk.
fn verify(app: &mut App, part: PlanSection<'_>) -> Vec<Request> {
    let ids: Vec<String> = match part {
        PlanSection::Success(_, phase) => {
            let checks = phase.success.iter();
            let asked = checks.filter(|check| check.run.is_some());
            asked.map(|check| check.id.clone()).collect()
        }
        PlanSection::Risk(risk) => risk.checks.clone(),
        _ => Vec::new(),
    };
    if ids.is_empty() {
        app.notify(NoticeLevel::Refused, "This section has no checks to run.");
    }
    ids.into_iter()
        .filter(|id| !app.engine.is_checking(id))
        .collect::<Vec<_>>()
        .into_iter()
        .flat_map(|id| execute(app, Command::Verify(id)))
        .collect()
}

/// Starts an occurrence of recurring work, and opens it if it has steps or checks.
fn begin_occurrence(app: &mut App, work: &Recurring) -> Vec<Request> {
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
