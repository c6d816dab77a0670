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
    pub(super) fn due(&self, work: &Engine) -> Option<DateTime<FixedOffset>> {
        self.untold(work)
            .filter_map(|(_, since)| since.checked_add_signed(self.after))
            .min()
    }

    /// Returns the steps whose silence is long enough now, each of them once.
    pub(super) fn take(&mut self, work: &Engine) -> Vec<Job> {
        let long = |since: &DateTime<FixedOffset>| work.now() - *since >= self.after;
        let found: Vec<_> = self.untold(work).filter(|(_, since)| long(since)).collect();
        let mut silent = Vec::new();
        for (job, since) in found {
            self.reported.insert(job.ticket, since);
            silent.push(job.clone());
        }
        silent
    }

    /// Returns the silent steps, and since when they are silent. An interactive step waits for the
    /// operator and does not count.
    fn untold<'w>(
        &self,
        work: &'w Engine,
    ) -> impl Iterator<Item = (&'w Job, DateTime<FixedOffset>)> {
        let asks = |job: &Job| work.has_operator() && work.asks(job);
        let jobs = work.jobs().iter().filter(move |job| !asks(job));
        jobs.filter_map(|job| Some((job, work.quiet_since(job)?)))
            .filter(|(job, since)| self.reported.get(&job.ticket) != Some(since))
    }
}
