//! What came of an answer.

use crate::app::engine::Command;
use crate::port::Request;
use crate::progress::Refusal;

/// What came of an answer, besides the requests that follow from it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effects {
    /// What to do next.
    pub requests: Vec<Request>,
    /// What the operator should be told.
    pub refusals: Vec<Refusal>,
    /// Decisions that waited for values and are refused all the same.
    pub refused: Vec<(Command, Refusal)>,
}

impl Effects {
    /// Requests, and nothing to tell.
    pub(in crate::app) fn requests(requests: Vec<Request>) -> Self {
        Self {
            requests,
            ..Self::default()
        }
    }

    /// Something to tell, and nothing to do.
    pub(in crate::app) fn refusal(refusal: Refusal) -> Self {
        Self {
            refusals: vec![refusal],
            ..Self::default()
        }
    }

    /// Writes all events at once: what a step has saved belongs to its end.
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

    /// What comes of something else, too.
    pub(in crate::app) fn and(&mut self, other: Self) {
        self.requests.extend(other.requests);
        self.refusals.extend(other.refusals);
        self.refused.extend(other.refused);
    }
}
