//! The effects of a response.

use crate::app::engine::Command;
use crate::port::Request;
use crate::progress::Refusal;

/// The effects of a response.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effects {
    /// The requests to send next.
    pub requests: Vec<Request>,
    /// The refusals to report to the operator.
    pub refusals: Vec<Refusal>,
    /// Commands that waited for values and are still refused.
    pub refused: Vec<(Command, Refusal)>,
}

impl Effects {
    /// Returns effects with these requests.
    pub(in crate::app) fn requests(requests: Vec<Request>) -> Self {
        Self {
            requests,
            ..Self::default()
        }
    }

    /// Returns effects with this refusal.
    pub(in crate::app) fn refusal(refusal: Refusal) -> Self {
        Self {
            refusals: vec![refusal],
            ..Self::default()
        }
    }

    /// Writes all events at once, because a saved value belongs to the end of its step.
    pub(in crate::app) fn join_events(&mut self) {
        let mut all = Vec::new();
        self.requests.retain_mut(|request| match request {
            Request::Append(events) => {
                all.append(events);
                false
            }
            _ => true,
        });
        self.requests.push(Request::Append(all));
    }

    /// Adds other effects.
    pub(in crate::app) fn and(&mut self, other: Self) {
        self.requests.extend(other.requests);
        self.refusals.extend(other.refusals);
        self.refused.extend(other.refused);
    }
}
