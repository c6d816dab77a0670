//! Extracts the value to save from an output.

use zeroize::Zeroizing;

use super::blocks::Blocks;
use super::stepper::{Now, Stepper};
use super::whole::Whole;
use crate::plan::{Save, in_output};

type Value = Option<Zeroizing<String>>;

/// Extracts the value to save, as [`Save::find`] does in the whole text.
pub(super) enum Saver {
    /// The matches of its pattern each stay within one line.
    Blocks(Blocks),
    /// Its matches may span lines.
    Whole {
        save: Save,
        text: Whole,
        stepper: Option<Box<Stepper>>,
    },
    /// The value is found.
    Found(Value),
}

impl Saver {
    /// Creates the extraction of this value.
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

    /// Returns the value after the end of the text; `None` if nothing matches.
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

/// Returns the first match and the value in it. A group may take no part in a match.
fn captured(regex: &regex::Regex, text: &str) -> Option<Value> {
    let captures = regex.captures(text)?;
    let value = captures.get(1);
    Some(value.map(|value| Zeroizing::new(value.as_str().to_owned())))
}
