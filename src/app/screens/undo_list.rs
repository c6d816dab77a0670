//! The undo list.

use crate::app::engine::Engine;
use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::progress::{self, UndoEntry};

/// The undo list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoList {
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
    /// The procedure with this id.
    Procedure(String),
    /// A phase, counted from 1.
    Phase(usize),
}

impl UndoList {
    /// Returns an undo list with the newest step chosen.
    pub fn new(of: UndoScope) -> Self {
        Self { of, cursor: 0 }
    }

    /// Returns the completed steps, newest first.
    pub fn done<'w>(&self, engine: &'w Engine) -> Vec<UndoEntry<'w>> {
        match &self.of {
            UndoScope::Procedure(id) => engine
                .plan()
                .procedure(id)
                .map_or_else(Vec::new, |procedure| {
                    progress::undo_list(procedure, engine.walk())
                }),
            UndoScope::Phase(number) => {
                progress::phase_ledger(engine.plan(), *number, engine.walk())
            }
        }
    }

    /// Returns its title.
    pub fn title(&self, engine: &Engine) -> String {
        match &self.of {
            UndoScope::Procedure(id) => engine
                .plan()
                .procedure(id)
                .map_or_else(String::new, |procedure| {
                    format!("{}: undo list", procedure.name())
                }),
            UndoScope::Phase(number) => format!("Phase {number}: undo list"),
        }
    }
}
