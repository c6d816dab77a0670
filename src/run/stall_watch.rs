//! Steps that print nothing for a while, each reported once per silence.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::app::{Engine, Job};
use crate::port::RequestId;

/// The silences that were reported.
pub(super) struct StallWatch {
    /// How long a step must be silent before a report.
    after: TimeDelta,
    /// The start of the reported silence, by run.
    reported: HashMap<RequestId, DateTime<FixedOffset>>,
}

impl StallWatch {
    /// Reports silences of this length.
    pub(super) fn new(after: TimeDelta) -> Self {
        Self {
            after,
            reported: HashMap::new(),
        }
    }

    /// Returns when the next silence is long enough.
    pub(super) fn due(&self, engine: &Engine) -> Option<DateTime<FixedOffset>> {
        self.unreported(engine)
            .filter_map(|(_, since)| since.checked_add_signed(self.after))
            .min()
    }

    /// Returns the steps whose silence is long enough now, each of them once.
    pub(super) fn take(&mut self, engine: &Engine) -> Vec<Job> {
        let long = |since: &DateTime<FixedOffset>| engine.now() - *since >= self.after;
        let found: Vec<_> = self
            .unreported(engine)
            .filter(|(_, since)| long(since))
            .collect();
        let mut silent = Vec::new();
        for (job, since) in found {
            self.reported.insert(job.request_id, since);
            silent.push(job.clone());
        }
        silent
    }

    /// Returns the silent steps, and since when they are silent. An interactive step waits for the
    /// operator and does not count.
    fn unreported<'w>(
        &self,
        engine: &'w Engine,
    ) -> impl Iterator<Item = (&'w Job, DateTime<FixedOffset>)> {
        let asks = |job: &Job| engine.has_operator() && engine.asks(job);
        let jobs = engine.jobs().iter().filter(move |job| !asks(job));
        jobs.filter_map(|job| Some((job, engine.quiet_since(job)?)))
            .filter(|(job, since)| self.reported.get(&job.request_id) != Some(since))
    }
}
