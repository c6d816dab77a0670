//! The actions on the preview of a copy.

use crate::app::Action;
use crate::app::actions::parts::cursor::scroll_text;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::{Command, CopyPreview, Overwrite};
use crate::app::screens::copy_preview::CopyScreen;
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::port::Request;

/// Opens the preview of a copy step and requests the comparison.
pub fn compare(app: &mut App, id: &str, write: Command) -> Vec<Request> {
    app.engine.forget_copy_preview(id);
    app.screens.push(Screen::CopyPreview(CopyScreen {
        id: id.to_owned(),
        write,
        top: 0,
    }));
    let requests = execute(app, Command::Compare(id.to_owned()));
    let refused = requests.is_empty();
    if refused && matches!(app.screens.last(), Some(Screen::CopyPreview(_))) {
        app.screens.pop();
    }
    requests
}

/// Opens the preview with the files that stopped a step.
pub fn show_edited(app: &mut App, id: &str, write: Command) {
    let is_shown = |screen: &Screen| matches!(screen, Screen::CopyPreview(open) if open.id == id);
    if app.screens.iter().any(is_shown) {
        return;
    }
    // The screen repeats the notice.
    app.notice = None;
    app.screens.push(Screen::CopyPreview(CopyScreen {
        id: id.to_owned(),
        write,
        top: 0,
    }));
}

/// Asks for the approval to overwrite the files of the preview.
fn ask_overwrite(app: &mut App, differing: CopyScreen, overwrite: Overwrite) {
    let mut text = Vec::new();
    for (host, found) in differing.found(&app.engine) {
        if let CopyPreview::Edited(found) = found {
            let edits = differing.edits(&app.engine, found);
            text.extend(edits.into_iter().map(|edit| format!("On {host}: {edit}.")));
        }
    }
    let write = differing
        .write
        .agreeing(|consent| consent.overwrite = overwrite);
    let answers = vec![
        ("Keep the file".to_owned(), DialogAction::Nothing),
        (
            "Back up, then overwrite".to_owned(),
            DialogAction::Command(write),
        ),
    ];
    let mut choice = Dialog::new("Overwrite a file on the host?", answers);
    choice.text = text;
    choice.danger = true;
    app.screens.push(Screen::Dialog(choice));
}

impl ScreenActions for CopyScreen {
    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::CopyPreview(differing)) = app.screens.last_mut() else {
            return Vec::new();
        };
        match action {
            Action::Yes => {
                let differing = differing.clone();
                app.screens.pop();
                return match differing.overwrite(&app.engine) {
                    Overwrite::Nothing => execute(app, differing.write),
                    overwrite => {
                        ask_overwrite(app, differing, overwrite);
                        Vec::new()
                    }
                };
            }
            Action::No => {
                app.screens.pop();
                app.notify(NoticeLevel::Plain, "Nothing was written.");
            }
            _ => {
                let lines = differing.lines(&app.engine);
                scroll_text(&mut differing.top, action, lines);
            }
        }
        Vec::new()
    }
}
