//! The state of the form for variables.

use crate::app::keys::keymap::When;
use crate::app::screens::state::{ScreenState, TextInput};
use ratatui_textarea::TextArea;

use crate::app::engine::{Command, Engine, validate};
use crate::plan::Variable;
use crate::port::Value;

/// The state of the form for variables.
#[derive(Debug, Clone)]
pub struct Form {
    /// The fields, one per variable.
    pub fields: Vec<Field>,
    /// The active field, counted from 0.
    pub cursor: usize,
    /// The commands to execute once all values are valid.
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

/// A field: a variable and the value being typed.
#[derive(Debug, Clone)]
pub struct Field {
    /// The variable of the field.
    pub variable: Variable,
    /// The typed text, on one line.
    pub area: TextArea<'static>,
    /// The previous value; empty for a secret.
    pub before: String,
    /// Whether the secret already has a value.
    pub has_secret: bool,
    /// The reason why the value is invalid.
    pub refused: Option<String>,
}

impl Form {
    /// Creates a form for these variables with their current values.
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

    /// Creates a form for all variables of the plan.
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
    /// Adds the variables of another command, so that several checks share one form.
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

    /// Moves to another field, and validates the one that it leaves.
    pub fn go_to(&mut self, field: usize) {
        if let Some(left) = self.fields.get_mut(self.cursor) {
            left.judge();
        }
        self.cursor = field.min(self.fields.len().saturating_sub(1));
    }

    /// Updates a field after its secret was fetched.
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

    /// Returns the typed text.
    pub fn text(&self) -> String {
        self.area.lines().concat()
    }

    /// Returns the new value, or `None` if the field is empty or unchanged.
    ///
    /// # Errors
    /// Returns the reason why the value is invalid.
    pub fn value(&self) -> Result<Option<Value>, String> {
        let text = self.text();
        if text.is_empty() || text == self.before {
            return Ok(None);
        }
        validate(&self.variable, &text).map(Some)
    }

    /// Records the reason if the typed value is invalid.
    fn judge(&mut self) {
        if let Err(why) = self.value() {
            self.refused = Some(why);
        }
    }

    /// Returns whether the field may stay empty. `asked` is true if a command needs the value.
    pub fn may_be_empty(&self, asked: bool) -> bool {
        self.has_secret || self.variable.optional || !asked
    }
}
