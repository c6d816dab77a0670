//! The state of the walk in short.

use chrono::NaiveDate;

use super::draft::Draft;
use super::sections::{checks_tally, tally};
use super::types::{DocumentSummary, ExceptionGroup, ExceptionKind, PhaseReached, Tally};
use crate::progress::{DayState, date_of_day};
use crate::report::section::Section;
use crate::report::text::counted;

impl Draft<'_> {
    pub(super) fn summary(&self, exceptions: &[ExceptionGroup]) -> DocumentSummary {
        let report = self.report;
        let started = report.started;
        let count = |kinds: &[ExceptionKind]| {
            let groups = exceptions
                .iter()
                .filter(|group| kinds.contains(&group.kind));
            groups.map(|group| group.exceptions.len()).sum()
        };
        let entries = || report.entries();
        let planned_end = started.map(|_| {
            let (calendar, start) = (&report.plan.calendar, report.schedule.start);
            date_of_day(calendar, start, report.plan.last_day().max(1))
        });
        let mut summary = DocumentSummary {
            headline: String::new(),
            sentences: Vec::new(),
            started,
            day: started.map(|_| report.schedule.day),
            last_day: report.plan.last_day(),
            slip: started.and(report.schedule.slip),
            planned_end,
            projected_end: started.map(|_| report.schedule.end),
            days: Tally {
                done: entries()
                    .filter(|section| is(section, DayState::Done))
                    .count(),
                total: entries().count(),
            },
            steps: entries().map(|section| tally(&section.steps)).sum(),
            checks: entries().map(checks_tally).sum(),
            failing: count(&FAILING),
            against_plan: count(&AGAINST_PLAN),
            reached: self.reached(),
        };
        self.word(&mut summary, count(&[ExceptionKind::Damaged]));
        summary
    }

    /// Writes the sentences of a summary.
    fn word(&self, summary: &mut DocumentSummary, damages: usize) {
        let (Some(day), Some(planned), Some(projected)) =
            (summary.day, summary.planned_end, summary.projected_end)
        else {
            "The walk has not started.".clone_into(&mut summary.headline);
            return;
        };
        let slip = self.report.slip_text();
        summary.headline = match summary.slip {
            None => "Every day of the plan is done.".to_owned(),
            Some(_) if day < 1 => format!(
                "The walk starts on {}.",
                date_text(self.report.schedule.start)
            ),
            Some(_) if day > i64::from(summary.last_day) => {
                format!("The planned end is over: {slip}.")
            }
            Some(_) => format!("Day {day} of {}, {slip}.", summary.last_day),
        };
        let days = summary.days;
        let started = self
            .report
            .entries()
            .filter(|section| is(section, DayState::Started));
        let mut counts = format!(
            "{} of {} are done",
            days.done,
            counted(days.total, "runbook")
        );
        match started.count() {
            0 => {}
            1 => counts.push_str(" and 1 has started"),
            several => counts.push_str(&format!(" and {several} have started")),
        }
        summary.sentences.push(format!("{counts}."));
        summary.sentences.push(match summary.failing {
            0 => "No step or check fails now.".to_owned(),
            1 => "1 step or check fails or is unknown now.".to_owned(),
            several => format!("{several} steps and checks fail or are unknown now."),
        });
        if damages > 0 {
            let text = "The journal or its outputs are damaged: read the exceptions first.";
            summary.sentences.push(text.to_owned());
        }
        if summary.slip.is_some() {
            let (planned, projected) = (date_text(planned), date_text(projected));
            summary.sentences.push(if planned == projected {
                format!("The plan ends on {planned}, as planned.")
            } else {
                format!("At this pace the plan ends on {projected}; planned was {planned}.")
            });
        }
    }

    /// Returns the newest phase whose days are all done.
    fn reached(&self) -> Option<PhaseReached> {
        let phases = self.report.plan.phases.iter().zip(1..);
        let done = phases.filter(|(phase, _)| {
            let days = |section: &&Section<'_>| {
                let days = section.procedure.days();
                days.is_some_and(|days| phase.days.contains(days.first))
            };
            let mut of_phase = self.report.entries().filter(days).peekable();
            of_phase.peek().is_some() && of_phase.all(|section| is(section, DayState::Done))
        });
        let (phase, number) = done.last()?;
        Some(PhaseReached {
            number,
            title: self.text(&phase.title),
            cost: self.optional(phase.cost.as_ref()),
            capacity: self.optional(phase.capacity.as_ref()),
        })
    }
}

/// The kinds of exceptions that fail now.
const FAILING: [ExceptionKind; 3] = [
    ExceptionKind::Failed,
    ExceptionKind::Unknown,
    ExceptionKind::Drifted,
];

/// The kinds of exceptions that differ from the plan.
const AGAINST_PLAN: [ExceptionKind; 4] = [
    ExceptionKind::Overridden,
    ExceptionKind::Waived,
    ExceptionKind::Skipped,
    ExceptionKind::Deviation,
];

fn is(section: &Section<'_>, state: DayState) -> bool {
    section.state == Some(state)
}

/// Returns a date for people.
pub(super) fn date_text(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |sum, tally| Self {
            done: sum.done + tally.done,
            total: sum.total + tally.total,
        })
    }
}
