//! What would be taken back, in which order.

use super::work::Work;
use crate::progress::{self, Done};

/// What would be taken back, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Of what.
    pub of: LedgerOf,
    /// The chosen line, counted from 0.
    pub cursor: usize,
}

/// What may be taken back as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerOf {
    /// What is walked under this id.
    Sheet(String),
    /// A phase, counted from 1.
    Phase(usize),
}

impl Ledger {
    /// A ledger with the newest line chosen.
    pub fn new(of: LedgerOf) -> Self {
        Self { of, cursor: 0 }
    }

    /// The done steps, newest first.
    pub fn done<'w>(&self, work: &'w Work) -> Vec<Done<'w>> {
        match &self.of {
            LedgerOf::Sheet(id) => work
                .plan
                .sheet(id)
                .map_or_else(Vec::new, |sheet| progress::ledger(sheet, &work.walk)),
            LedgerOf::Phase(number) => progress::phase_ledger(&work.plan, *number, &work.walk),
        }
    }

    /// What it is called.
    pub fn title(&self, work: &Work) -> String {
        match &self.of {
            LedgerOf::Sheet(id) => work.plan.sheet(id).map_or_else(String::new, |sheet| {
                format!("{}: what would be undone", sheet.name())
            }),
            LedgerOf::Phase(number) => format!("Phase {number}: what would be undone"),
        }
    }
}
