//! Breaks of a journal's hash chain.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The reason why a line of a journal is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineError {
    /// The line is not a record.
    Unreadable,
    /// The hash is not the hash of the line: the line was changed.
    Changed,
    /// The line does not follow the line before it: a line is missing, doubled or moved.
    OutOfChain,
    /// Records are missing at the end of the journal: evidence exists of runs that it lacks.
    CutShort,
}

impl LineError {
    /// Returns the word for JSON and the journal.
    pub fn word(self) -> &'static str {
        match self {
            LineError::Unreadable => "unreadable",
            LineError::Changed => "changed",
            LineError::OutOfChain => "out_of_chain",
            LineError::CutShort => "cut_short",
        }
    }
}

/// A break of a journal's hash chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Break {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The kind of damage.
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
