//! Work that comes again.

/// Work that comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurring {
    /// Its own for the life of the plan.
    pub id: String,
    /// How often it comes.
    pub every: Every,
    /// The day from which it is due.
    pub since: u32,
    /// What is done, in the author's words.
    pub what: String,
}

/// How often recurring work comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Each day.
    Day,
    /// Each week.
    Week,
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
}

impl Every {
    /// The word the plan uses.
    pub fn word(self) -> &'static str {
        match self {
            Every::Day => "day",
            Every::Week => "week",
            Every::Month => "month",
            Every::Quarter => "quarter",
        }
    }
}
