//! What a copy would change, before it is written.

use super::work::{Command, Difference, Work};

/// What a copy would change, before it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Differing {
    /// The step.
    pub id: String,
    /// What writes it.
    pub write: Command,
    /// The first line shown.
    pub top: usize,
}

impl Differing {
    /// What was found on each of the step's hosts.
    pub fn found<'w>(&self, work: &'w Work) -> Vec<(&'w str, Option<&'w Difference>)> {
        let hosts = work
            .plan
            .step(&self.id)
            .map_or(&[][..], |(_, step)| step.hosts.as_slice());
        let found = |host: &'w String| {
            let key = (self.id.clone(), host.clone());
            (host.as_str(), work.differences.get(&key))
        };
        hosts.iter().map(found).collect()
    }

    /// How many lines it takes to tell.
    pub fn lines(&self, work: &Work) -> usize {
        let lines = |difference: Option<&Difference>| match difference {
            Some(Difference::Some(text)) => text.lines().count(),
            _ => 1,
        };
        let found = self.found(work).into_iter();
        found.map(|(_, difference)| lines(difference) + 2).sum()
    }
}
