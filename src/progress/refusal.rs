//! Refusals: reasons why daymark does not do something.

/// The reason why daymark does not do something, and a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub reason: String,
    /// The hint; may be empty.
    pub hint: String,
    /// The input that would allow it.
    pub needs: Needs,
}

/// The input that would allow a refused command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needs {
    /// No input can allow it now.
    Nothing,
    /// A decision or a manual action of the operator.
    Operator,
    /// Values for these variables.
    Values(Vec<String>),
    /// The operator's approval of this danger.
    Consent(String),
    /// The name of this production host, in addition to the approval.
    HostName(String),
    /// A `before` check that passes, or a deviation that passes over it.
    Before(String),
    /// An override of this guard, with a reason.
    Override(String),
    /// The approval to overwrite the edited files of this step.
    Overwrite(String),
}

impl Refusal {
    /// Returns a refusal that no input can lift now.
    pub fn new(why: impl Into<String>, instead: impl Into<String>) -> Self {
        Self {
            reason: why.into(),
            hint: instead.into(),
            needs: Needs::Nothing,
        }
    }

    /// Returns a refusal that `needs` would lift.
    pub fn with_needs(needs: Needs, why: impl Into<String>, instead: impl Into<String>) -> Self {
        Self {
            reason: why.into(),
            hint: instead.into(),
            needs,
        }
    }
}
