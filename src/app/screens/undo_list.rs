//! The state of the undo list.

use crate::app::engine::Engine;
use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::progress::{self, UndoEntry};

/// The state of the undo list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoList {
    /// The scope of the list.
    pub of: UndoScope,
    /// The chosen line, counted from 0.
    pub cursor: usize,
}

impl ScreenState for UndoList {
    fn when(&self) -> When {
        When::UndoList
    }
}

/// The scope of an undo list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoScope {
    /// A procedure, by its id.
    Sheet(String),
    /// A phase, counted from 1.
    Phase(usize),
}

impl UndoList {
    /// Creates an undo list with the newest step chosen.
    pub fn new(of: UndoScope) -> Self {
        Self { of, cursor: 0 }
    }

    /// Returns the steps that can be undone, newest first.
    pub fn done<'w>(&self, work: &'w Engine) -> Vec<UndoEntry<'w>> {
        match &self.of {
            UndoScope::Sheet(id) => work
                .plan()
                .procedure(id)
                .map_or_else(Vec::new, |sheet| progress::undo_list(sheet, work.walk())),
            UndoScope::Phase(number) => progress::phase_ledger(work.plan(), *number, work.walk()),
        }
    }

    /// Returns the title of the list.
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
