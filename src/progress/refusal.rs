//! What the operator is told when something is not done.

/// Why something was not done, and what to do instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why not.
    pub reason: String,
    /// What to do instead; may be empty.
    pub hint: String,
    /// What it would take.
    pub needs: Needs,
}

/// What it would take to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needs {
    /// It cannot be done as things stand.
    Nothing,
    /// A person's word or hand.
    Operator,
    /// Values for these variables.
    Values(Vec<String>),
    /// A deliberate yes to this danger.
    Consent(String),
    /// The name of this production host, besides a deliberate yes.
    HostName(String),
    /// Passing over this guard, with a reason.
    Override(String),
    /// Overwriting the edited files of this step.
    Overwrite(String),
}

impl Refusal {
    /// A refusal that nothing can lift right now.
    pub fn new(why: impl Into<String>, instead: impl Into<String>) -> Self {
        Self {
            reason: why.into(),
            hint: instead.into(),
            needs: Needs::Nothing,
        }
    }

    /// A refusal that `needs` would lift.
    pub fn with_needs(needs: Needs, why: impl Into<String>, instead: impl Into<String>) -> Self {
        Self {
            reason: why.into(),
            hint: instead.into(),
            needs,
        }
    }
}
