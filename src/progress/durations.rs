//! How long steps took, in one walk or in several.

use std::collections::BTreeMap;

use super::{Outcome, OutcomeSource, Walk};

/// The number of runs from which a spread is more than chance.
const ENOUGH: usize = 3;

/// How long steps took, by step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Durations(BTreeMap<String, StepDurations>);

/// How long the runs of a step took.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepDurations {
    /// The durations of the runs that passed, in seconds.
    pub passed: Vec<f64>,
    /// The number of runs that failed.
    pub failed: usize,
}

/// The median and the spread of a step's durations, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The number of runs.
    pub runs: usize,
    pub median: f64,
    /// The shortest.
    pub least: f64,
    /// The longest.
    pub most: f64,
}

impl Durations {
    /// Returns the durations of a walk. An undo and a run whose end is unknown do not count.
    pub fn of(walk: &Walk) -> Self {
        let ids = walk.recorded_ids();
        let steps = ids.map(|id| (id.to_owned(), StepDurations::of(id, walk)));
        Self(steps.collect())
    }

    /// Adds the durations of another walk.
    pub fn add(&mut self, other: Self) {
        for (id, more) in other.0 {
            self.0.entry(id).or_default().add(more);
        }
    }

    /// Returns the durations of a step.
    pub fn of_step(&self, id: &str) -> Option<&StepDurations> {
        self.0.get(id)
    }

    /// Returns the spread of a step in a walk and in these durations of other walks.
    pub fn spread_with(&self, id: &str, walk: &Walk) -> Option<Spread> {
        let mut all = StepDurations::of(id, walk);
        all.add(self.of_step(id).cloned().unwrap_or_default());
        all.spread()
    }
}

impl StepDurations {
    fn of(id: &str, walk: &Walk) -> Self {
        let mut durations = Self::default();
        for attempt in walk.attempts(id).iter().filter(|attempt| !attempt.undo) {
            let Some((ended, _)) = &attempt.ended else {
                continue;
            };
            match (ended.source, ended.state) {
                (OutcomeSource::Exit, Outcome::Passed | Outcome::Warned) => {
                    durations.passed.push(ended.seconds);
                }
                (OutcomeSource::Exit, Outcome::Failed) => durations.failed += 1,
                _ => {}
            }
        }
        durations
    }

    fn add(&mut self, other: Self) {
        self.passed.extend(other.passed);
        self.failed += other.failed;
    }

    /// Returns the spread of the runs that passed; none without one.
    pub fn spread(&self) -> Option<Spread> {
        let mut seconds = self.passed.clone();
        seconds.sort_by(f64::total_cmp);
        let (upper, lower) = (seconds.len() / 2, seconds.len().saturating_sub(1) / 2);
        Some(Spread {
            runs: seconds.len(),
            median: f64::midpoint(*seconds.get(lower)?, *seconds.get(upper)?),
            least: *seconds.first()?,
            most: *seconds.last()?,
        })
    }
}

impl Spread {
    /// Returns whether there are enough runs to expect the next one to take as long.
    pub fn is_telling(&self) -> bool {
        self.runs >= ENOUGH
    }

    /// Returns a text such as `about 4 min (2–9)`; none after fewer than three runs.
    pub fn text(&self) -> Option<String> {
        if !self.is_telling() {
            return None;
        }
        let (unit, seconds) = match self.median {
            median if median < 90.0 => ("s", 1.0),
            median if median < 90.0 * 60.0 => ("min", 60.0),
            _ => ("h", 3600.0),
        };
        let [median, least, most] =
            [self.median, self.least, self.most].map(|value| number(value / seconds));
        let about = format!("about {median} {unit}");
        if least == most {
            return Some(about);
        }
        Some(format!("{about} ({least}–{most})"))
    }
}

/// Returns a number in two digits or more: `0.4`, `4`, `12`, `150`.
fn number(value: f64) -> String {
    // A duration is negative if the clock was set back.
    let value = value.max(0.0);
    if value < 0.95 {
        let text = format!("{value:.1}");
        return text.strip_suffix(".0").unwrap_or(&text).to_owned();
    }
    format!("{value:.0}")
}
