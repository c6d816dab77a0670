//! Steps that put nothing out for a while, each remarked upon once in a silence.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::app::{Engine, Job};
use crate::port::RequestId;

/// Which silences were remarked upon.
pub(super) struct StallWatch {
    /// How long a silence is before it is.
    after: TimeDelta,
    /// By run, when the silence began that was.
    reported: HashMap<RequestId, DateTime<FixedOffset>>,
}

impl StallWatch {
    /// Silences as long as this are remarked upon.
    pub(super) fn new(after: TimeDelta) -> Self {
        Self {
            after,
            reported: HashMap::new(),
        }
    }

    /// When the next one is long enough.
    pub(super) fn due(&self, work: &Engine) -> Option<DateTime<FixedOffset>> {
        self.untold(work)
            .filter_map(|(_, since)| since.checked_add_signed(self.after))
            .min()
    }

    /// The steps whose silence is long enough now; none of them is given twice.
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

    /// What runs without a sign, and since when. A step that asks somebody who is there waits for
    /// them.
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
