//! The actions on the undo list.

use crate::app::Action;
use crate::app::actions::parts::cursor::moved;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::{App, NoticeLevel};
use crate::app::engine::{Approval, Command};
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::app::screens::undo_list::{UndoList, UndoScope};
use crate::plan::Procedure;
use crate::port::Request;
use crate::progress::{step_state, undo_list};

impl ScreenActions for UndoList {
    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::UndoList(open)) = app.screens.last_mut() else {
            return Vec::new();
        };
        let done = open.done(&app.engine);
        match action {
            Action::Undo => {
                let chosen = done.get(open.cursor).map(|done| done.step.id.clone());
                if let Some(id) = chosen {
                    ask_undo(app, &id);
                }
            }
            Action::Back => {
                app.screens.pop();
            }
            _ => open.cursor = moved(action, open.cursor, done.len()).unwrap_or(open.cursor),
        }
        Vec::new()
    }
}

/// Opens the undo list of the open procedure.
pub fn show_undo_list(app: &mut App) {
    if let Some(id) = app.procedure().map(Procedure::id) {
        let undo_list = UndoList::new(UndoScope::Procedure(id));
        app.screens.push(Screen::UndoList(undo_list));
    }
}

/// Asks whether to undo a step, and names the later steps that are still in place.
pub fn ask_undo(app: &mut App, id: &str) {
    let Some((procedure, step)) = app.engine.plan().step(id) else {
        return;
    };
    let state = step_state(step, app.engine.walk());
    let is_done = undo_list(procedure, app.engine.walk())
        .iter()
        .any(|done| done.step.id == id);
    if !is_done {
        let text = format!(
            "This step is {}, so there is nothing to undo.",
            state.word()
        );
        return app.notify(NoticeLevel::Refused, text);
    }
    if let Some(why) = step.no_undo.as_ref().filter(|_| step.undo.is_none()) {
        let text = format!("This step cannot be undone: {why}");
        return app.notify(NoticeLevel::Refused, text);
    }
    let how = step
        .undo
        .clone()
        .unwrap_or_else(|| "Restores the files from before the copy.".to_owned());
    // This dialog is the approval. A host in production still needs its name.
    let undo = Command::Undo {
        id: id.to_owned(),
        consent: Approval {
            danger: true,
            ..Approval::default()
        },
    };
    let danger = step.danger.as_ref();
    let danger = danger.map(|danger| format!("The plan warns about this step: {danger}"));
    let answers = vec![
        ("Do not undo".to_owned(), DialogAction::Nothing),
        ("Undo".to_owned(), DialogAction::Command(undo)),
    ];
    let user = step.user.as_deref();
    let user = user.map_or(String::new(), |user| format!(", as {user}"));
    let mut choice = Dialog::new(format!("Undo {}", step.title), answers)
        .notice(newer_steps_text(app, procedure, id))
        .notice(danger.clone().unwrap_or_default())
        .notice(format!("The undo runs on {}{user}:", step.hosts.join(", ")))
        .notice(how);
    choice.danger = danger.is_some();
    app.screens.push(Screen::Dialog(choice));
}

/// Returns a sentence with the later steps that are still in place.
fn newer_steps_text(app: &App, procedure: Procedure<'_>, id: &str) -> String {
    let done = undo_list(procedure, app.engine.walk());
    let newer = done.iter().take_while(|done| done.step.id != id);
    let mut titles: Vec<&str> = newer.map(|done| done.step.title.as_str()).collect();
    titles.dedup();
    if titles.is_empty() {
        return String::new();
    }
    format!(
        "These steps ran later and are still in place: {}. Undo them first if they depend on this step.",
        titles.join("; ")
    )
}
