//! The palette: all actions by name.

use crate::app::Action;
use crate::app::keys::keymap::{Binding, When, keys};
use crate::app::screens::kind::ScreenKind;
use crate::app::screens::state::{ScreenState, TextInput};

/// The state of the palette: the actions of the screen below it, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// The context below it.
    pub when: When,
    /// The letters so far.
    pub text: String,
    /// The chosen line, counted from 0.
    pub cursor: usize,
}

impl ScreenState for Palette {
    fn when(&self) -> When {
        When::Palette
    }

    fn text_input(&mut self) -> Option<TextInput<'_>> {
        self.cursor = 0;
        Some(TextInput::Filter(&mut self.text))
    }
}

impl Palette {
    /// Returns the palette of a context.
    pub fn new(when: When) -> Self {
        Self {
            when,
            text: String::new(),
            cursor: 0,
        }
    }

    /// Returns the actions whose names contain the letters in this order. Names with a word that
    /// begins with them come first.
    pub fn found(&self) -> Vec<&'static Binding> {
        let mut found: Vec<&Binding> = Vec::new();
        for binding in keys(self.when) {
            let new = found.iter().all(|other| other.action != binding.action);
            if new && !MOVES.contains(&binding.action) {
                found.push(binding);
            }
        }
        found.retain(|binding| holds_letters(binding.label, &self.text));
        found.sort_by_key(|binding| distance(binding.label, &self.text));
        found
    }
}

/// Actions without a use in the palette.
const MOVES: [Action; 5] = [
    Action::Up,
    Action::Down,
    Action::First,
    Action::Last,
    Action::Open(ScreenKind::Palette),
];

/// Returns whether a name contains the letters in this order; upper and lower case match each
/// other.
fn holds_letters(name: &str, letters: &str) -> bool {
    let mut rest = name.chars().flat_map(char::to_lowercase);
    letters
        .chars()
        .flat_map(char::to_lowercase)
        .all(|letter| rest.any(|other| other == letter))
}

/// Returns the rank of a name: 0 if it begins with the letters, up to 3.
fn distance(name: &str, typed: &str) -> u8 {
    let (name, typed) = (name.to_lowercase(), typed.to_lowercase());
    if name.starts_with(&typed) {
        0
    } else if name.split(' ').any(|word| word.starts_with(&typed)) {
        1
    } else if name.contains(&typed) {
        2
    } else {
        3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_comes_first() {
        let check = |typed: &str, expect: &[&str]| {
            let mut palette = Palette::new(When::Day);
            palette.text = typed.to_owned();
            let found: Vec<&str> = palette.found().iter().map(|found| found.label).collect();
            assert_eq!(&found[..expect.len().min(found.len())], expect, "{typed}");
        };
        check("rep", &["report"]);
        check("run", &["run", "run all", "run from here"]);
        check("day", &["day deviation", "previous day", "next day"]);
        check("vrf", &["verify", "verify all checks"]);
        check("zzz", &[]);
    }
}
