//! What did not go as planned, worst first.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::items::numbers;
use super::types::{ExceptionGroup, ExceptionKind, ReportException, Stamp};
use crate::progress::{
    Attribution, CheckState, ManualDecision, Outcome, StepState, overridden_guard,
};
use crate::report::item::{ItemAttempt, ItemSource, ItemState, SectionItem};
use crate::report::section::Section;
use crate::report::words::exit_text;

impl ExceptionKind {
    /// Returns the heading of its group.
    pub fn title(self) -> &'static str {
        match self {
            Self::Damaged => "The record is damaged",
            Self::Failed => "Failed",
            Self::Unknown => "Result unknown",
            Self::Drifted => "Passed once, fails now",
            Self::Overridden => "Guards overridden",
            Self::Waived => "Checks waived",
            Self::Skipped => "Steps skipped by a person",
            Self::Deviation => "Deviations from the plan",
            Self::Again => "Must run again",
            Self::Attested => "Attested by a person, although a command exists",
            Self::Warned => "Passed with a warning",
            Self::Earlier => "Failed at first, passed later",
            Self::Accepted => "Damage accepted by a person",
        }
    }
}

/// The exceptions found so far, by kind.
type Found = BTreeMap<ExceptionKind, Vec<ReportException>>;

impl Draft<'_> {
    pub(super) fn exceptions(&self) -> Vec<ExceptionGroup> {
        let mut found = Found::new();
        self.damage(&mut found);
        for section in &self.report.sections {
            for noted in section.deviations.iter().filter(|noted| noted.id.is_none()) {
                let title = section.procedure.title();
                let exception = self.exception(
                    section,
                    None,
                    title,
                    &noted.attribution.text,
                    &noted.attribution,
                );
                push(&mut found, ExceptionKind::Deviation, exception);
            }
            for (_, number, item) in numbers(section) {
                self.of_state(&mut found, section, &number, item);
                self.of_notes(&mut found, section, &number, item);
            }
        }
        let groups = found.into_iter().map(|(kind, exceptions)| ExceptionGroup {
            kind,
            title: kind.title().to_owned(),
            exceptions,
        });
        groups.collect()
    }

    /// Adds damage of the journal and its outputs, also damage that was accepted.
    fn damage(&self, found: &mut Found) {
        let integrity = self.integrity();
        let of_journal = |why: String, attribution: Option<Stamp>| ReportException {
            day: String::new(),
            id: None,
            number: String::new(),
            what: "Journal".to_owned(),
            why,
            attribution,
        };
        for broken in integrity.breaks {
            push(found, ExceptionKind::Damaged, of_journal(broken, None));
        }
        for output in integrity.faulty_outputs {
            let what = "Kept output".to_owned();
            let exception = of_journal(output, None);
            push(
                found,
                ExceptionKind::Damaged,
                ReportException { what, ..exception },
            );
        }
        for accepted in integrity.accepted {
            let exception = of_journal(accepted.text, Some(accepted.attribution));
            push(found, ExceptionKind::Accepted, exception);
        }
    }

    /// Adds what the state of an item says.
    fn of_state(
        &self,
        found: &mut Found,
        section: &Section<'_>,
        number: &str,
        item: &SectionItem<'_>,
    ) {
        let mut add = |kind, why: &str, attribution: Option<&Attribution>| {
            let exception = self.of_item(section, number, item, why, attribution);
            push(found, kind, exception);
        };
        match (item.state, item.decision) {
            (_, Some(ManualDecision::LeftOut(attribution))) => match item.source {
                ItemSource::Step(_) => {
                    add(ExceptionKind::Skipped, &attribution.text, Some(attribution));
                }
                ItemSource::Check(_) => {
                    add(ExceptionKind::Waived, &attribution.text, Some(attribution));
                }
            },
            (_, Some(ManualDecision::Attested(attribution))) if item.has_command() => {
                add(
                    ExceptionKind::Attested,
                    &attribution.text,
                    Some(attribution),
                );
            }
            (ItemState::Step(StepState::Failed) | ItemState::Check(CheckState::Failed), _) => {
                let (why, attribution) = newest(item, &[Outcome::Failed]);
                add(ExceptionKind::Failed, &why, attribution);
            }
            (ItemState::Check(CheckState::Drifted), _) => {
                let (why, attribution) = newest(item, &[Outcome::Failed]);
                add(ExceptionKind::Drifted, &why, attribution);
            }
            (ItemState::Step(StepState::Unknown) | ItemState::Check(CheckState::Unknown), _) => {
                let (why, attribution) = newest(item, &[Outcome::Unknown, Outcome::NotRun]);
                add(ExceptionKind::Unknown, &why, attribution);
            }
            (ItemState::Step(StepState::Interrupted), _) => {
                let run = item.attempts().rev().find(|run| run.ended.is_none());
                let why = "daymark or the connection stopped while it ran";
                add(ExceptionKind::Unknown, why, run.map(|run| run.started));
            }
            (ItemState::Step(StepState::Undone), _) => {
                add(ExceptionKind::Again, "It was undone.", None);
            }
            (ItemState::Check(CheckState::Warned), _) => {
                let (why, attribution) = newest(item, &[Outcome::Warned]);
                add(ExceptionKind::Warned, &why, attribution);
            }
            _ => {}
        }
        if let Some(undone) = item.reopened_by {
            add(ExceptionKind::Again, &format!("{undone} was undone."), None);
        }
        if item.changed_since.is_some() {
            add(
                ExceptionKind::Again,
                "The plan changed this step after it ran.",
                None,
            );
        }
        let failed = [Outcome::Failed, Outcome::Unknown];
        if item.state.is_done() && item.attempts().any(|run| is(&run, &failed)) {
            let (why, attribution) = newest(item, &failed);
            add(ExceptionKind::Earlier, &why, attribution);
        }
    }

    /// Adds the deviations of an item. One that overrides a guard has its own group.
    fn of_notes(
        &self,
        found: &mut Found,
        section: &Section<'_>,
        number: &str,
        item: &SectionItem<'_>,
    ) {
        for noted in &item.deviations {
            let guard = match item.source {
                ItemSource::Step(step) => overridden_guard(step, noted),
                ItemSource::Check(_) => None,
            };
            let (kind, what, why) = match guard {
                Some((guard, why)) => {
                    let what = format!("{}: the guard {guard} was overridden", item.title());
                    (ExceptionKind::Overridden, what, why)
                }
                None => {
                    let what = item.title().to_owned();
                    (
                        ExceptionKind::Deviation,
                        what,
                        noted.attribution.text.as_str(),
                    )
                }
            };
            let exception = self.of_item(section, number, item, why, Some(&noted.attribution));
            let what = self.text(&what);
            push(found, kind, ReportException { what, ..exception });
        }
    }

    fn of_item(
        &self,
        section: &Section<'_>,
        number: &str,
        item: &SectionItem<'_>,
        why: &str,
        attribution: Option<&Attribution>,
    ) -> ReportException {
        ReportException {
            day: section.id.clone(),
            id: Some(item.id().to_owned()),
            number: number.to_owned(),
            what: self.text(item.title()),
            why: self.text(why),
            attribution: attribution.map(|attribution| self.stamp(attribution)),
        }
    }

    fn exception(
        &self,
        section: &Section<'_>,
        id: Option<&str>,
        what: &str,
        why: &str,
        attribution: &Attribution,
    ) -> ReportException {
        ReportException {
            day: section.id.clone(),
            id: id.map(str::to_owned),
            number: section.id.clone(),
            what: self.text(what),
            why: self.text(why),
            attribution: Some(self.stamp(attribution)),
        }
    }
}

fn push(found: &mut Found, kind: ExceptionKind, exception: ReportException) {
    found.entry(kind).or_default().push(exception);
}

fn is(run: &ItemAttempt<'_>, outcomes: &[Outcome]) -> bool {
    let state = run.ended.map(|(result, _)| result.state);
    state.is_some_and(|state| outcomes.contains(&state))
}

/// Returns the reason and the author of the newest result with one of these outcomes.
fn newest<'a>(item: &SectionItem<'a>, outcomes: &[Outcome]) -> (String, Option<&'a Attribution>) {
    let run = item.attempts().rev().find(|run| is(run, outcomes));
    let Some((run, (result, attribution))) = run.and_then(|run| Some((run, run.ended?))) else {
        return ("Its records are damaged or missing.".to_owned(), None);
    };
    let why = match (result.reason.as_str(), result.exit) {
        ("", Some(exit)) => exit_text(exit),
        ("", None) => result.state.word().to_owned(),
        (reason, _) => reason.to_owned(),
    };
    (format!("on {}: {why}", run.host), Some(attribution))
}
