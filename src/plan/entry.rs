//! What the plan has for one or several days.

use std::fmt;

use super::{Check, Place, Step};

/// What the plan has for one or several days; a runbook is its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The days it covers.
    pub days: Days,
    /// What the days are called.
    pub title: String,
    /// What the days are for, in the author's words; steps and checks count them from 1.
    pub tasks: Vec<String>,
    /// The author's own commands, word for word.
    pub author: Option<String>,
    /// What is true when the days are done.
    pub objective: Option<String>,
    /// Documents the author points to.
    pub see: Vec<String>,
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// What to verify.
    pub checks: Vec<Check>,
    /// Where the entry stands in its file.
    pub place: Place,
}

/// A run of whole days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Days {
    /// The first day, counted from 1.
    pub first: u32,
    /// The last day, not before the first.
    pub last: u32,
}

impl Days {
    /// Whether a day is one of these.
    pub fn holds(self, day: u32) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// How many days these are.
    pub fn count(self) -> u32 {
        self.last - self.first + 1
    }
}

/// `8` or `8-9`: the entry's id on the command line, in JSON and in the journal.
impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}
