//! The actions on the list of a day.

use crate::app::Action;
use crate::app::actions::parts::check::{tick, verify_all};
use crate::app::actions::parts::cursor::moved;
use crate::app::actions::parts::global::anywhere;
use crate::app::actions::parts::output::show_output;
use crate::app::actions::parts::pane;
use crate::app::actions::parts::run_all::ask_run_all;
use crate::app::actions::parts::step::{ask_end, enter};
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::actions::undo_list::ask_undo;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::{Approval, Command};
use crate::app::screens::day::{Day, Focus, Item};
use crate::app::screens::text_prompt::PromptPurpose;
use crate::app::ui_state::place_text;
use crate::plan::Procedure;
use crate::port::Request;
use crate::progress::{check_state, step_state};

impl ScreenActions for Day {
    fn act(app: &mut App, action: Action) -> Vec<Request> {
        if app.day().is_some_and(|day| day.focus != Focus::List) {
            return pane::act(app, action);
        }
        let count = app.procedure().map_or(0, Item::count);
        let Some(day) = app.day_mut() else {
            return Vec::new();
        };
        match action {
            // The first one after a start never runs anything.
            Action::Enter if day.is_reopened => {
                day.is_reopened = false;
                let place = place_text(app);
                app.notify(NoticeLevel::Plain, place);
            }
            Action::PageUp => day.scroll = day.scroll.saturating_sub(5),
            Action::PageDown => day.scroll = day.scroll.saturating_add(5),
            Action::Details => {
                day.details = !day.details;
                day.scroll = 0;
            }
            Action::Zoom => {
                day.zoom = !day.zoom;
                if day.zoom {
                    day.focus = Focus::Pane;
                }
            }
            Action::Pane => day.focus = Focus::Pane,
            Action::Back if day.details => day.details = false,
            Action::Back => {
                app.screens.pop();
            }
            _ => {
                if let Some(cursor) = moved(action, day.cursor, count) {
                    day.cursor = cursor;
                    day.scroll = 0;
                    return Vec::new();
                }
                return on_item(app, action);
            }
        }
        Vec::new()
    }
}

/// Performs an action on the chosen step or check.
fn on_item(app: &mut App, action: Action) -> Vec<Request> {
    let Some(item) = app.item() else {
        return anywhere(app, action);
    };
    let id = item.id().to_owned();
    match (action, item) {
        (Action::Enter, Item::Step(_)) => enter(app, &id, Approval::default()),
        (Action::ForceRun, Item::Step(_)) => enter(
            app,
            &id,
            Approval {
                without_unless: true,
                ..Approval::default()
            },
        ),
        (Action::Tick, Item::Check(check))
            if check.run.is_none() && !check_state(check, app.engine.walk()).is_done() =>
        {
            attest(app, id)
        }
        (Action::Enter | Action::Tick, Item::Check(_)) => tick(app, &id),
        (Action::Verify, Item::Check(_)) => execute(app, Command::Verify(id)),
        (Action::Verify, Item::Step(_)) => verify_all(app),
        (Action::Tick, Item::Step(step)) => {
            if step.is_manual() {
                return attest(app, id);
            }
            app.notify(
                NoticeLevel::Refused,
                "This step runs a script. Press enter to run it, x to set its result, s to skip it.",
            );
            Vec::new()
        }
        (Action::Undo, Item::Step(_)) => {
            ask_undo(app, &id);
            Vec::new()
        }
        (Action::RunFrom, Item::Step(_)) => {
            ask_run_all(app, Some(&id));
            Vec::new()
        }
        (Action::OpenLink, item) => match item.link() {
            Some(link) => vec![Request::OpenLink(link.to_owned())],
            None => {
                app.notify(NoticeLevel::Plain, "This line has no link.");
                Vec::new()
            }
        },
        (Action::Skip, _) => {
            app.ask_text(PromptPurpose::LeaveOut(id));
            Vec::new()
        }
        (Action::SetResult, Item::Step(step)) => {
            ask_end(app, &id, step_state(step, app.engine.walk()));
            Vec::new()
        }
        (Action::Note, _) => {
            let day = app.procedure().map(Procedure::id).unwrap_or_default();
            app.ask_text(PromptPurpose::Note { day, id: Some(id) });
            Vec::new()
        }
        (Action::Copy, item) => match item.script().or(item.link()) {
            Some(script) => vec![Request::Copy(script.to_owned())],
            None => {
                app.notify(
                    NoticeLevel::Refused,
                    "This line has no command and no link to copy.",
                );
                Vec::new()
            }
        },
        (Action::Edit, item) => {
            let place = item.place();
            vec![Request::Edit {
                file: place.file.clone(),
                line: place.line,
            }]
        }
        (Action::Output, _) => show_output(app, &id),
        _ => anywhere(app, action),
    }
}

/// Attests a manual step or check without a note.
fn attest(app: &mut App, id: String) -> Vec<Request> {
    let why = String::new();
    execute(app, Command::Attest { id, why })
}
