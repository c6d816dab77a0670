//! Searches an output for a pattern.

use regex::Regex;

use super::blocks::Blocks;
use super::stepper::{Now, Stepper};
use super::whole::Whole;
use crate::plan::in_output;

/// Decides whether a pattern matches an output, as `Regex::is_match` does on the whole text.
pub(super) struct Search(State);

enum State {
    /// Exact in any text.
    Stepped(Box<Stepper>),
    /// Exact in any text with lines of a usual length. Unicode word boundaries need it.
    Blocks(Blocks),
    /// Exact if the text is short, or if the automaton does not quit.
    Whole {
        regex: Regex,
        text: Whole,
        stepper: Option<Box<Stepper>>,
    },
    Found,
    /// The pattern does not compile. Only a safeguard, because such a plan is not opened.
    Broken(String),
}

impl Search {
    /// Creates a search for a pattern.
    pub(super) fn new(pattern: &str) -> Self {
        let stepper = Stepper::new(pattern).map(Box::new);
        Self(match stepper {
            Some(stepper) if !stepper.may_quit() => State::Stepped(stepper),
            stepper => match in_output(pattern) {
                Err(error) => State::Broken(error.to_string()),
                Ok(regex) => match Blocks::new(pattern, regex.clone()) {
                    Some(blocks) => State::Blocks(blocks),
                    None => State::Whole {
                        regex,
                        text: Whole::default(),
                        stepper,
                    },
                },
            },
        })
    }

    pub(super) fn push(&mut self, text: &str) {
        let found = match &mut self.0 {
            State::Found | State::Broken(_) => return,
            State::Stepped(stepper) => {
                stepper.push(text);
                stepper.now() == Now::Matched
            }
            State::Blocks(blocks) => blocks.push(text, is_match).is_some(),
            State::Whole {
                text: whole,
                stepper,
                ..
            } => {
                whole.push(text);
                stepper.as_mut().is_some_and(|stepper| {
                    stepper.push(text);
                    matches!(stepper.now(), Now::Matched | Now::Settled)
                })
            }
        };
        if found {
            self.0 = State::Found;
        }
    }

    /// Returns whether the pattern matches, after the end of the text.
    pub(super) fn finish(self) -> Result<bool, String> {
        match self.0 {
            State::Found => Ok(true),
            State::Broken(why) => Err(why),
            State::Stepped(stepper) => stepped(stepper.finish()),
            State::Blocks(blocks) => blocks.finish(is_match).map(|found| found.is_some()),
            State::Whole {
                regex,
                text,
                stepper,
            } => match (stepper.map(|stepper| stepper.finish()), text.text()) {
                (Some(Now::Matched | Now::Settled), _) => Ok(true),
                (Some(Now::Open | Now::Never), _) => Ok(false),
                (_, Some(text)) => Ok(regex.is_match(text)),
                (_, None) => Err(Whole::why_none()),
            },
        }
    }
}

/// Returns the result of an automaton that never quits.
fn stepped(now: Now) -> Result<bool, String> {
    match now {
        Now::Matched | Now::Settled => Ok(true),
        Now::Open | Now::Never => Ok(false),
        Now::Quit => Err("the pattern's automaton reached its limit".to_owned()),
    }
}

fn is_match(regex: &Regex, text: &str) -> Option<()> {
    regex.is_match(text).then_some(())
}

#[cfg(test)]
mod tests {
    use super::{Now, stepped};

    #[test]
    fn an_automaton_that_gives_up_says_nothing_of_the_text() {
        assert!(stepped(Now::Quit).is_err());
        for (now, expect) in [
            (Now::Matched, true),
            (Now::Settled, true),
            (Now::Open, false),
            (Now::Never, false),
        ] {
            assert_eq!(stepped(now), Ok(expect), "{now:?}");
        }
    }
}
