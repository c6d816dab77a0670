//! All actions, by name.

use super::Action;
use super::keymap::{Binding, When, bindings};

/// All actions of the screen below, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// The screen it was opened on.
    pub when: When,
    /// What was typed.
    pub text: String,
    /// The chosen line, counted from 0.
    pub cursor: usize,
}

impl Palette {
    /// The palette of a place.
    pub fn new(when: When) -> Self {
        Self {
            when,
            text: String::new(),
            cursor: 0,
        }
    }

    /// The actions whose name holds the letters typed, in that order.
    pub fn found(&self) -> Vec<&'static Binding> {
        let mut seen = Vec::new();
        let moves = [
            Action::Up,
            Action::Down,
            Action::First,
            Action::Last,
            Action::Palette,
        ];
        bindings(self.when)
            .filter(|binding| {
                !moves.contains(&binding.action) && holds_letters(binding.label, &self.text)
            })
            .filter(|binding| {
                let new = !seen.contains(&binding.action);
                seen.push(binding.action);
                new
            })
            .collect()
    }
}

/// Whether a name holds the letters, in that order, letter case not minded.
fn holds_letters(name: &str, letters: &str) -> bool {
    let mut rest = name.chars().flat_map(char::to_lowercase);
    letters
        .chars()
        .flat_map(char::to_lowercase)
        .all(|letter| rest.any(|other| other == letter))
}
