//! Trying again.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::plan::yaml::field::Field;

use crate::plan::yaml::fields::Fields;

/// Trying again while the answer is no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// How long to go on, from the first time.
    pub within: Duration,
    /// How long to wait between two times.
    pub every: Duration,
}

/// Reads `retry: {for, every}`.
pub(super) fn read(field: Field) -> Option<Retry> {
    Fields::read(field.node()?, "`retry`", field.page(), |fields| {
        let within = fields.required("for").duration();
        let every = fields.required("every").duration();
        if let (Some(within), Some(every)) = (within, every)
            && every > within
        {
            let message = "it would never be tried again: `every` is longer than `for`";
            let span = fields.key_span("every");
            fields.page.error("contradiction", &span, message);
        }
        Some(Retry {
            within: within?,
            every: every?,
        })
    })
}
