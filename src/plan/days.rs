//! Ranges of whole days.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A range of whole days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DayRange {
    /// The first day, counted from 1.
    pub first: u32,
    /// The last day, not before the first.
    pub last: u32,
}

impl DayRange {
    /// The highest day of a plan. The limit keeps loops over all days fast.
    pub const HIGHEST: u32 = 9999;

    /// Returns whether the range includes a day.
    pub fn contains(self, day: u32) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Returns the number of days, at least 1.
    pub fn count(self) -> u32 {
        self.last - self.first + 1
    }

    /// Parses `8` or `8-9`, with days from 1 to [`Self::HIGHEST`] in ascending order.
    pub fn parse(text: &str) -> Option<Self> {
        let day = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits
                .then(|| text.parse().ok())
                .flatten()
                .filter(|day| (1..=Self::HIGHEST).contains(day))
        };
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let days = Self {
            first: day(first)?,
            last: day(last)?,
        };
        (days.first <= days.last).then_some(days)
    }

    /// Merges ranges that overlap or touch, and sorts them.
    pub fn merged(runs: &[Self]) -> Vec<Self> {
        let mut runs = runs.to_vec();
        runs.sort_unstable();
        let mut joined: Vec<Self> = Vec::new();
        for run in runs {
            match joined.last_mut() {
                Some(last) if run.first <= last.last + 1 => last.last = last.last.max(run.last),
                _ => joined.push(run),
            }
        }
        joined
    }
}

/// Prints `8` or `8-9`: the entry's id on the command line, in JSON and in the journal.
impl fmt::Display for DayRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_one_number_or_two() {
        let check = |text: &str, expect: Option<(u32, u32)>| {
            assert_eq!(
                DayRange::parse(text).map(|days| (days.first, days.last)),
                expect,
                "{text:?}"
            );
        };
        check("3", Some((3, 3)));
        check("3-4", Some((3, 4)));
        check("3-3", Some((3, 3)));
        check("4-3", None);
        check("0", None);
        check("0-2", None);
        check("9999", Some((9999, 9999)));
        check("10000", None);
        check("3 - 4", None);
        check("3–4", None);
        check("3-", None);
        check("-3", None);
        check("+3", None);
        check("", None);
        check("three", None);
    }

    #[test]
    fn days_that_touch_become_one_run() {
        let check = |runs: &[&str], expect: &[&str]| {
            let runs: Vec<DayRange> = runs.iter().filter_map(|run| DayRange::parse(run)).collect();
            let joined: Vec<String> = DayRange::merged(&runs)
                .iter()
                .map(DayRange::to_string)
                .collect();
            assert_eq!(joined, expect, "{runs:?}");
        };
        check(&[], &[]);
        check(&["1", "10", "15", "16"], &["1", "10", "15-16"]);
        check(&["4", "2-3", "6"], &["2-4", "6"]);
        check(&["2-9", "3", "5-6", "11"], &["2-9", "11"]);
    }

    #[test]
    fn days_print_as_they_are_written() {
        let check = |text: &str, expect: &str| {
            assert_eq!(
                DayRange::parse(text)
                    .map(|days| days.to_string())
                    .as_deref(),
                Some(expect)
            );
        };
        check("8", "8");
        check("8-9", "8-9");
        check("8-8", "8");
    }
}
