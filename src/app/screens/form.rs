//! The form for variables.

use crate::app::keys::keymap::When;
use crate::app::screens::state::{ScreenState, TextInput};
use ratatui_textarea::TextArea;

use crate::app::engine::{Command, Engine, validate};
use crate::plan::Variable;
use crate::port::Value;

/// The form for variables.
#[derive(Debug, Clone)]
pub struct Form {
    /// The fields.
    pub fields: Vec<Field>,
    /// The field with the keyboard, counted from 0.
    pub cursor: usize,
    /// What is done when all values are there.
    pub then: Vec<Command>,
}

impl ScreenState for Form {
    fn when(&self) -> When {
        When::Form
    }

    fn text_input(&mut self) -> Option<TextInput<'_>> {
        let field = self.fields.get_mut(self.cursor)?;
        field.refused = None;
        Some(TextInput::Line(&mut field.area))
    }
}

/// One variable, being given a value.
#[derive(Debug, Clone)]
pub struct Field {
    /// The variable.
    pub variable: Variable,
    /// The text so far, on one line.
    pub area: TextArea<'static>,
    /// The value it had, where that may be shown.
    pub before: String,
    /// Whether a secret value is there already.
    pub has_secret: bool,
    /// Why the value was refused.
    pub refused: Option<String>,
}

impl Form {
    /// A form for these variables, with the values they have.
    pub fn new(work: &Engine, names: &[String], then: Vec<Command>) -> Self {
        let variables = work
            .plan()
            .variables
            .iter()
            .filter(|variable| names.contains(&variable.name));
        let fields = variables
            .map(|variable| Field::new(work, variable))
            .collect();
        Self {
            fields,
            cursor: 0,
            then,
        }
    }

    /// A form for all variables of the plan.
    pub fn all(work: &Engine) -> Self {
        let names: Vec<String> = work
            .plan()
            .variables
            .iter()
            .map(|variable| variable.name.clone())
            .collect();
        Self::new(work, &names, Vec::new())
    }
}

impl Form {
    /// Asks for what something else needs too: several checks asked at once are one question.
    pub fn also(&mut self, work: &Engine, names: &[String], then: Command) {
        let is_asked = |name: &String| self.fields.iter().any(|field| field.variable.name == *name);
        let names: Vec<String> = names
            .iter()
            .filter(|name| !is_asked(name))
            .cloned()
            .collect();
        self.fields
            .extend(Self::new(work, &names, Vec::new()).fields);
        self.then.push(then);
    }

    /// Gives the keyboard to another field; the one it leaves says at once whether it will do.
    pub fn go_to(&mut self, field: usize) {
        if let Some(left) = self.fields.get_mut(self.cursor) {
            left.judge();
        }
        self.cursor = field.min(self.fields.len().saturating_sub(1));
    }

    /// Takes in what came of fetching a secret.
    pub fn fetched(&mut self, work: &Engine, name: &str) {
        let field = self
            .fields
            .iter_mut()
            .find(|field| field.variable.name == name);
        if let Some(field) = field {
            *field = Field::new(work, &field.variable);
        }
    }
}

impl Field {
    fn new(work: &Engine, variable: &Variable) -> Self {
        let value = work.values().get(variable, work.walk());
        let has_secret = value.is_some() && variable.secret;
        let before = value
            .filter(|value| !value.is_secret())
            .map_or(String::new(), |value| value.reveal().to_owned());
        let mut area = TextArea::new(vec![before.clone()]);
        area.move_cursor(ratatui_textarea::CursorMove::End);
        if variable.secret {
            area.set_mask_char('•');
        }
        Self {
            variable: variable.clone(),
            area,
            before,
            has_secret,
            refused: work.values().fetch_error(&variable.name).map(str::to_owned),
        }
    }

    /// The text as typed.
    pub fn text(&self) -> String {
        self.area.lines().concat()
    }

    /// The value that is given; none where the one it has stays, or nothing is there yet.
    ///
    /// # Errors
    /// Says why it will not do.
    pub fn value(&self) -> Result<Option<Value>, String> {
        let text = self.text();
        if text.is_empty() || text == self.before {
            return Ok(None);
        }
        validate(&self.variable, &text).map(Some)
    }

    /// Says whether what was typed will do.
    fn judge(&mut self) {
        if let Err(why) = self.value() {
            self.refused = Some(why);
        }
    }

    /// Whether it may stay empty; `asked` tells whether something waits for its value.
    pub fn may_be_empty(&self, asked: bool) -> bool {
        self.has_secret || self.variable.optional || !asked
    }
}
