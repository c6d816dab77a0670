//! Draws the keys in the footer of a screen or box.

use super::line::{Span, span, spans_width};
use super::scene::Hints;
use super::theme::Role;
use crate::app::{Action, Binding, ScreenKind, When, keys};

/// Keys of a context, and their difference from the key table.
pub struct Keys {
    when: When,
    hints: Hints,
}

impl Keys {
    /// Returns the keys of a context.
    pub fn new(when: When, hints: Hints) -> Self {
        Self { when, hints }
    }

    /// Returns the keys that fit, in the order of the key table. Help, back and quit always fit.
    pub fn fitted(&self, room: u16) -> Vec<Span> {
        let mut all: Vec<&Binding> = keys(self.when)
            .iter()
            .filter(|binding| binding.foot && !self.hints.hidden.contains(&binding.action))
            .collect();
        all.sort_by_key(|binding| self.name(binding.action).is_none());
        let needed = |binding: &Binding| {
            matches!(
                binding.action,
                Action::Open(ScreenKind::Help) | Action::Back | Action::Quit
            )
        };
        let cost = |binding: &Binding| spans_width(&self.key(binding)) + GAP.len();
        let reserved: usize = all
            .iter()
            .filter(|binding| needed(binding))
            .map(|binding| cost(binding))
            .sum();
        let mut left = (usize::from(room) + GAP.len()).saturating_sub(reserved);
        let mut shown = Vec::new();
        for binding in all {
            if !needed(binding) {
                let Some(rest) = left.checked_sub(cost(binding)) else {
                    left = 0;
                    continue;
                };
                left = rest;
            }
            if !shown.is_empty() {
                shown.push(span(GAP, Role::Muted));
            }
            shown.extend(self.key(binding));
        }
        shown
    }

    fn key(&self, binding: &Binding) -> Vec<Span> {
        vec![
            span(binding.key, Role::Accent),
            span(" ", Role::Muted),
            span(
                self.name(binding.action).unwrap_or(binding.label),
                Role::Muted,
            ),
        ]
    }

    /// Returns the name to show for an action that comes first.
    fn name(&self, action: Action) -> Option<&'static str> {
        let mut named = self.hints.named.iter();
        named
            .find(|(other, _)| *other == action)
            .map(|(_, name)| *name)
    }
}

const GAP: &str = "   ";
