//! The actions on a long text.

use crate::app::Action;
use crate::app::actions::parts::cursor::scroll_text;
use crate::app::actions::parts::global::anywhere;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::{App, NoticeLevel};
use crate::app::screens::pager::Pager;
use crate::app::screens::screen::Screen;
use crate::port::Request;

impl ScreenActions for Pager {
    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::Pager(pager)) = app.screens.last_mut() else {
            return Vec::new();
        };
        match action {
            Action::Back => {
                app.screens.pop();
            }
            Action::Copy => return vec![Request::Copy(pager.text())],
            Action::WriteReport => match pager.file.clone() {
                Some(path) => {
                    return vec![Request::WriteFile {
                        path,
                        text: pager.text(),
                    }];
                }
                None => app.notify(
                    NoticeLevel::Refused,
                    "This text cannot be written to a file. Press y to copy it.",
                ),
            },
            Action::Find | Action::FindNext | Action::FindPrevious => return anywhere(app, action),
            _ => scroll_text(&mut pager.top, action, pager.lines.len()),
        }
        Vec::new()
    }
}
