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
    /// The commands that run when all values are set.
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

/// The input for one variable.
#[derive(Debug, Clone)]
pub struct Field {
    /// The variable of the field.
    pub variable: Variable,
    /// The text of one line.
    pub area: TextArea<'static>,
    /// The value before; empty for a secret.
    pub before: String,
    /// Whether a secret value is set already.
    pub has_secret: bool,
    /// Why the value is invalid.
    pub refused: Option<String>,
}

impl Form {
    /// Returns a form for these variables with their present values.
    pub fn new(engine: &Engine, names: &[String], then: Vec<Command>) -> Self {
        let variables = engine
            .plan()
            .variables
            .iter()
            .filter(|variable| names.contains(&variable.name));
        let fields = variables
            .map(|variable| Field::new(engine, variable))
            .collect();
        Self {
            fields,
            cursor: 0,
            then,
        }
    }

    /// Returns a form for all variables of the plan.
    pub fn all(engine: &Engine) -> Self {
        let names: Vec<String> = engine
            .plan()
            .variables
            .iter()
            .map(|variable| variable.name.clone())
            .collect();
        Self::new(engine, &names, Vec::new())
    }
}

impl Form {
    /// Adds the values that another command needs, so that several commands share one form.
    pub fn also(&mut self, engine: &Engine, names: &[String], then: Command) {
        let is_asked = |name: &String| self.fields.iter().any(|field| field.variable.name == *name);
        let names: Vec<String> = names
            .iter()
            .filter(|name| !is_asked(name))
            .cloned()
            .collect();
        self.fields
            .extend(Self::new(engine, &names, Vec::new()).fields);
        self.then.push(then);
    }

    /// Moves the keyboard to another field, and validates the one before.
    pub fn go_to(&mut self, field: usize) {
        if let Some(left) = self.fields.get_mut(self.cursor) {
            left.check();
        }
        self.cursor = field.min(self.fields.len().saturating_sub(1));
    }

    /// Shows a fetched secret, or why it was not fetched.
    pub fn fetched(&mut self, engine: &Engine, name: &str) {
        let field = self
            .fields
            .iter_mut()
            .find(|field| field.variable.name == name);
        if let Some(field) = field {
            *field = Field::new(engine, &field.variable);
        }
    }
}

impl Field {
    fn new(engine: &Engine, variable: &Variable) -> Self {
        let value = engine.values().get(variable, engine.walk());
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
            refused: engine
                .values()
                .fetch_error(&variable.name)
                .map(str::to_owned),
        }
    }

    /// Returns the text.
    pub fn text(&self) -> String {
        self.area.lines().concat()
    }

    /// Returns the new value; none if the text is unchanged or empty.
    ///
    /// # Errors
    /// The reason why the value is invalid.
    pub fn value(&self) -> Result<Option<Value>, String> {
        let text = self.text();
        if text.is_empty() || text == self.before {
            return Ok(None);
        }
        validate(&self.variable, &text).map(Some)
    }

    /// Shows why the value is invalid.
    fn check(&mut self) {
        if let Err(why) = self.value() {
            self.refused = Some(why);
        }
    }

    /// Returns whether it may stay empty; `is_required` if a command needs the value.
    pub fn may_be_empty(&self, is_required: bool) -> bool {
        self.has_secret || self.variable.optional || !is_required
    }
}
