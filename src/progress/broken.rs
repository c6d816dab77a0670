//! Where a journal is not believed, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a line of a journal is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineError {
    /// The line is no record.
    Unreadable,
    /// Its hash is not the hash of what it says: it was changed.
    Changed,
    /// It does not follow the line before it: a line is missing, doubled or moved.
    OutOfChain,
    /// Records are missing at the end of the journal: outputs are kept of runs that it lacks.
    CutShort,
}

impl LineError {
    /// The word for it, in JSON and in the journal.
    pub fn word(self) -> &'static str {
        match self {
            LineError::Unreadable => "unreadable",
            LineError::Changed => "changed",
            LineError::OutOfChain => "out_of_chain",
            LineError::CutShort => "cut_short",
        }
    }
}

/// A place where a journal's chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Break {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// What is wrong there.
    pub kind: LineError,
}

impl fmt::Display for Break {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line;
        match self.kind {
            LineError::Unreadable => write!(formatter, "line {line} is no record"),
            LineError::Changed => write!(formatter, "line {line} was changed after it was written"),
            LineError::OutOfChain => write!(
                formatter,
                "line {line} does not follow the line before it: one is missing, doubled or moved"
            ),
            LineError::CutShort => write!(
                formatter,
                "line {line} is missing: outputs are kept of runs that the journal lacks"
            ),
        }
    }
}
