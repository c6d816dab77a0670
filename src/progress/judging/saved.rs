//! The value that comes out of an output.

use zeroize::Zeroizing;

use super::blocks::Blocks;
use super::stepper::{Now, Stepper};
use super::whole::Whole;
use crate::plan::{Save, in_output};

type Value = Option<Zeroizing<String>>;

/// Finds the value that comes out of an output, as [`Save::find`] would in the whole text.
pub(super) enum Saver {
    /// Its pattern's matches each stay in one line.
    Blocks(Blocks),
    /// It may span lines.
    Whole {
        save: Save,
        text: Whole,
        stepper: Option<Box<Stepper>>,
    },
    /// It was found.
    Found(Value),
}

impl Saver {
    /// What finds this value.
    pub(super) fn new(save: &Save) -> Self {
        let pattern = save.pattern.as_deref();
        let blocks = pattern.and_then(|pattern| {
            let regex = in_output(pattern).ok()?;
            Blocks::new(pattern, regex)
        });
        match blocks {
            Some(blocks) => Self::Blocks(blocks),
            None => Self::Whole {
                save: save.clone(),
                text: Whole::default(),
                stepper: pattern.and_then(Stepper::new).map(Box::new),
            },
        }
    }

    /// Takes the next text.
    pub(super) fn push(&mut self, text: &str) {
        let found = match self {
            Self::Found(_) => return,
            Self::Blocks(blocks) => blocks.push(text, captured),
            Self::Whole {
                save,
                text: whole,
                stepper,
            } => {
                whole.push(text);
                let settled = stepper.as_mut().is_some_and(|stepper| {
                    stepper.push(text);
                    stepper.now() == Now::Settled
                });
                let text = whole.text().filter(|_| settled);
                text.map(|text| found(save, text))
            }
        };
        if let Some(value) = found {
            *self = Self::Found(value);
        }
    }

    /// The value in a text that has ended; none where nothing matches.
    pub(super) fn finish(self) -> Result<Value, String> {
        match self {
            Self::Found(value) => Ok(value),
            Self::Blocks(blocks) => Ok(blocks.finish(captured)?.flatten()),
            Self::Whole {
                save,
                text,
                stepper,
            } => match (text.text(), stepper.map(|stepper| stepper.finish())) {
                (Some(text), _) => Ok(found(&save, text)),
                (None, Some(Now::Open | Now::Never)) => Ok(None),
                (None, _) => Err(Whole::why_none()),
            },
        }
    }
}

fn found(save: &Save, text: &str) -> Value {
    save.find(text)
        .map(|value| Zeroizing::new(value.to_owned()))
}

/// The first match, and the value in it; a group may take no part in a match.
fn captured(regex: &regex::Regex, text: &str) -> Option<Value> {
    let captures = regex.captures(text)?;
    let value = captures.get(1);
    Some(value.map(|value| Zeroizing::new(value.as_str().to_owned())))
}
