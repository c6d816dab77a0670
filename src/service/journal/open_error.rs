//! The reasons why a journal cannot be opened or read on.

use std::fmt;

use super::lock::LockOwner;
use crate::progress::{Break, Newer};

/// The reason why a journal cannot be opened or read on.
#[derive(Debug)]
pub enum OpenError {
    /// Another session writes it.
    Locked(Option<LockOwner>),
    /// Its chain is broken at these places, and no operator has accepted that.
    Broken(Vec<Break>),
    /// A newer daymark wrote it.
    Newer(Newer),
    /// The disk or a file failed: what failed, for the operator.
    Failed(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked(Some(holder)) => write!(formatter, "this walk is in use: {holder}"),
            Self::Locked(None) => write!(formatter, "this walk is in use by another daymark"),
            Self::Broken(breaks) => write!(formatter, "{}", breaks_text(breaks)),
            Self::Newer(newer) => write!(formatter, "{newer}: open the walk with that version"),
            Self::Failed(why) => write!(formatter, "{why}"),
        }
    }
}

impl std::error::Error for OpenError {}

/// Returns a sentence that names the first break of a chain.
pub fn breaks_text(breaks: &[Break]) -> String {
    let first = breaks.first().map(Break::to_string).unwrap_or_default();
    match breaks.len().saturating_sub(1) {
        0 => format!("the journal's chain is broken: {first}"),
        1 => format!("the journal's chain is broken: {first}, and at 1 more place"),
        more => format!("the journal's chain is broken: {first}, and at {more} more places"),
    }
}
