//! What would be taken back, in which order.

use crate::app::engine::Engine;
use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::progress::{self, UndoEntry};

/// What would be taken back, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoList {
    /// Of what.
    pub of: UndoScope,
    /// The chosen line, counted from 0.
    pub cursor: usize,
}

impl ScreenState for UndoList {
    fn when(&self) -> When {
        When::UndoList
    }
}

/// What may be taken back as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoScope {
    /// What is walked under this id.
    Sheet(String),
    /// A phase, counted from 1.
    Phase(usize),
}

impl UndoList {
    /// A ledger with the newest line chosen.
    pub fn new(of: UndoScope) -> Self {
        Self { of, cursor: 0 }
    }

    /// The done steps, newest first.
    pub fn done<'w>(&self, work: &'w Engine) -> Vec<UndoEntry<'w>> {
        match &self.of {
            UndoScope::Sheet(id) => work
                .plan()
                .procedure(id)
                .map_or_else(Vec::new, |sheet| progress::undo_list(sheet, work.walk())),
            UndoScope::Phase(number) => progress::phase_ledger(work.plan(), *number, work.walk()),
        }
    }

    /// What it is called.
    pub fn title(&self, work: &Engine) -> String {
        match &self.of {
            UndoScope::Sheet(id) => work
                .plan()
                .procedure(id)
                .map_or_else(String::new, |sheet| format!("{}: undo list", sheet.name())),
            UndoScope::Phase(number) => format!("Phase {number}: undo list"),
        }
    }
}
