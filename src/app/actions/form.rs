//! The actions on the form for variables.

use crate::app::Action;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::Command;
use crate::app::screens::form::Form;
use crate::app::screens::screen::Screen;
use crate::port::Request;

impl ScreenActions for Form {
    fn open(app: &mut App) {
        if app.engine.plan().variables.is_empty() {
            app.notify(NoticeLevel::Plain, "This plan has no variables.");
        } else {
            app.screens.push(Screen::Form(Form::all(&app.engine)));
        }
    }

    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::Form(form)) = app.screens.last_mut() else {
            return Vec::new();
        };
        let last = form.fields.len().saturating_sub(1);
        match action {
            Action::NextField => form.go_to(form.cursor + 1),
            Action::PreviousField => form.go_to(form.cursor.saturating_sub(1)),
            Action::Enter if form.cursor < last => form.go_to(form.cursor + 1),
            Action::Enter | Action::Save => return save_form(app),
            Action::Fetch => return fetch(app),
            Action::Back => {
                app.screens.pop();
                app.notify(NoticeLevel::Plain, "Nothing was changed.");
            }
            _ => {}
        }
        Vec::new()
    }
}

/// Fetches the secret of the active field.
fn fetch(app: &mut App) -> Vec<Request> {
    let Some(Screen::Form(form)) = app.screens.last() else {
        return Vec::new();
    };
    let name = form
        .fields
        .get(form.cursor)
        .map(|field| field.variable.name.clone());
    name.map_or_else(Vec::new, |name| execute(app, Command::Fetch(name)))
}

/// Saves the values if all are valid, else moves the cursor to the first invalid one.
fn save_form(app: &mut App) -> Vec<Request> {
    let Some(Screen::Form(form)) = app.screens.last_mut() else {
        return Vec::new();
    };
    let asked = !form.then.is_empty();
    let mut values = Vec::new();
    for field in &mut form.fields {
        let missing = field.text().is_empty() && !field.may_be_empty(asked);
        field.refused = match field.value() {
            Ok(None) if missing => Some("A value is required.".to_owned()),
            Ok(value) => {
                values.extend(value.map(|value| (field.variable.name.clone(), value)));
                None
            }
            Err(why) => Some(why),
        };
    }
    if let Some(wrong) = form.fields.iter().position(|field| field.refused.is_some()) {
        form.cursor = wrong;
        return Vec::new();
    }
    let then = std::mem::take(&mut form.then);
    app.screens.pop();
    let set = |(name, value)| Command::Set { name, value };
    let mut requests: Vec<Request> = values
        .into_iter()
        .map(set)
        .flat_map(|decided| execute(app, decided))
        .collect();
    if app.engine.is_saving() {
        app.pending = then;
        return requests;
    }
    requests.extend(then.into_iter().flat_map(|then| execute(app, then)));
    requests
}
