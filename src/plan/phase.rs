//! The large parts of a plan.

use super::Days;

/// A large part of a plan, with its goal and price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// What it is called.
    pub title: String,
    /// The days it covers.
    pub days: Days,
    /// What it is for.
    pub goal: Option<String>,
    /// What it costs, in the author's words.
    pub cost: Option<String>,
    /// What it can carry, in the author's words.
    pub capacity: Option<String>,
    /// What is there when it is done.
    pub deliverables: Vec<String>,
}

/// A week, or what the author calls one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// What it is called.
    pub title: String,
    /// The days it covers.
    pub days: Days,
}
