//! The numbers of attempts.

use std::collections::HashMap;

use super::event::Event;
use super::record::Record;

/// The number of the last attempt of each step on each host. Only the journal assigns numbers, so
/// that two sessions never assign the same one.
#[derive(Debug, Clone, Default)]
pub struct AttemptNumbers(HashMap<(String, String), u32>);

impl AttemptNumbers {
    /// Counts the attempts in records.
    pub fn of<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut numbers = Self::default();
        for record in records {
            numbers.observe(&record.event);
        }
        numbers
    }

    /// Counts an event that is in the journal.
    pub fn observe(&mut self, event: &Event) {
        if let Some((id, host, attempt)) = event.attempt() {
            let last = self.0.entry((id.to_owned(), host.to_owned())).or_default();
            *last = attempt.max(*last);
        }
    }

    /// Assigns a number to the attempt that an event starts. `before` are the events of the same
    /// write. Every other event keeps its number.
    pub fn number(&self, event: &mut Event, before: &[Record]) {
        let Event::StepStarted {
            id, host, attempt, ..
        } = event
        else {
            return;
        };
        let same = |record: &Record| match record.event.attempt() {
            Some((of, on, number)) if of == id && on == host => Some(number),
            _ => None,
        };
        let known = self.0.get(&(id.clone(), host.clone())).copied();
        let last = before.iter().filter_map(same).max().max(known);
        *attempt = last.unwrap_or(0).saturating_add(1);
    }
}
