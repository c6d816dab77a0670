//! A handover: what the next operator must know.

use super::draft::Draft;
use super::items::numbers;
use super::types::{Handover, HandoverLine, Stamp};
use crate::progress::{Attribution, CheckState, ManualDecision, StepState, wait_until};
use crate::report::item::{ItemSource, ItemState, SectionItem};
use crate::report::section::Section;
use crate::report::words::hosts_text;

impl Draft<'_> {
    /// Returns the handover of everything that changed after this journal line.
    pub(super) fn handover(&self, since: u64) -> Handover {
        let mut handover = Handover {
            since,
            accepted: self
                .report
                .handovers
                .iter()
                .map(|attribution| self.stamp(attribution))
                .collect(),
            ..Handover::default()
        };
        for section in &self.report.sections {
            for noted in &section.deviations {
                let what = section.procedure.title();
                let line = self.line(section, noted.id.as_deref(), &section.id, what);
                let line = HandoverLine {
                    about: self.text(&noted.attribution.text),
                    attribution: Some(self.stamp(&noted.attribution)),
                    ..line
                };
                if noted.attribution.seq > since {
                    handover.changed.push(line.clone());
                }
                handover.in_force.push(line);
            }
            for (_, number, item) in numbers(section) {
                self.item_lines(&mut handover, section, &number, item);
            }
        }
        handover
    }

    fn item_lines(
        &self,
        handover: &mut Handover,
        section: &Section<'_>,
        number: &str,
        item: &SectionItem<'_>,
    ) {
        let line = |about: &str, attribution: Option<Stamp>| HandoverLine {
            about: self.text(about),
            attribution,
            ..self.line(section, Some(item.id()), number, item.title())
        };
        if let Some(attribution) =
            newest_record(item).filter(|attribution| attribution.seq > handover.since)
        {
            let about = item.state.word();
            handover
                .changed
                .push(line(about, Some(self.stamp(attribution))));
        }
        let place = hosts_text(item.hosts());
        match item.state {
            ItemState::Step(StepState::Running) => handover.running.push(line(&place, None)),
            ItemState::Step(
                StepState::Failed | StepState::Unknown | StepState::Interrupted | StepState::Undone,
            )
            | ItemState::Check(
                CheckState::Failed | CheckState::Unknown | CheckState::Drifted | CheckState::Warned,
            ) => handover.watch.push(line(item.state.word(), None)),
            ItemState::Check(CheckState::Waived) | ItemState::Step(StepState::Skipped) => {
                if let Some(decision) = item.decision {
                    let remark = self.decision(item, decision);
                    let about = format!("{}: {}", remark.kind, remark.text);
                    handover
                        .in_force
                        .push(line(&about, Some(remark.attribution)));
                }
            }
            ItemState::Step(StepState::Open) if section.is_touched() => {
                match self.waits(section, item) {
                    Some(about) => handover.waiting.push(line(&about, None)),
                    None => handover.open.push(line(&place, None)),
                }
            }
            ItemState::Check(CheckState::Open) if section.is_touched() => {
                handover.open.push(line(&place, None));
            }
            _ => {}
        }
    }

    /// Returns what an open step waits for.
    fn waits(&self, section: &Section<'_>, item: &SectionItem<'_>) -> Option<String> {
        let ItemSource::Step(step) = item.source else {
            return None;
        };
        let until = wait_until(section.procedure, step, self.report.walk)?;
        (until > self.report.made_at).then(|| format!("waits until {until}"))
    }

    fn line(
        &self,
        section: &Section<'_>,
        id: Option<&str>,
        number: &str,
        what: &str,
    ) -> HandoverLine {
        HandoverLine {
            day: section.id.clone(),
            id: id.map(str::to_owned),
            number: number.to_owned(),
            what: self.text(what),
            about: String::new(),
            attribution: None,
        }
    }
}

/// Returns the newest record of an item.
fn newest_record<'a>(item: &SectionItem<'a>) -> Option<&'a Attribution> {
    let run = item.attempts().next_back();
    let run = run.map(|run| {
        run.ended
            .map_or(run.started, |(_, attribution)| attribution)
    });
    let decided = item.decision.map(ManualDecision::attribution);
    run.into_iter()
        .chain(decided)
        .max_by_key(|attribution| attribution.seq)
}
