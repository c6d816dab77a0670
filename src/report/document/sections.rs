//! Procedures, recurring work, guards and risks of a document.

use chrono::NaiveDate;

use super::draft::Draft;
use super::types::{
    DocumentSection, GuardSummary, OccurrenceSummary, QuizSummary, RecurringSummary, RiskSummary,
    Tally, UndoSummary,
};
use crate::plan::Procedure;
use crate::progress::{DayState, UndoEntry};
use crate::report::item::SectionItem;
use crate::report::section::{Section, count_done};

impl Draft<'_> {
    pub(super) fn sections(&self) -> Vec<DocumentSection> {
        let sections = self.report.sections.iter();
        sections.map(|section| self.section(section)).collect()
    }

    fn section(&self, section: &Section<'_>) -> DocumentSection {
        let entry = section.procedure.entry();
        let week = entry.and_then(|entry| self.report.plan.week_of(entry));
        let of_day = section.deviations.iter().filter(|noted| noted.id.is_none());
        let condition = match section.procedure {
            Procedure::Rollback(_, _, rollback) => rollback.condition.as_ref(),
            _ => None,
        };
        DocumentSection {
            id: section.id.clone(),
            kind: match section.procedure {
                Procedure::Entry(_) => "day",
                Procedure::Success(..) => "success",
                Procedure::Rollback(..) => "rollback",
                Procedure::Recurring(_) => "recurring",
            },
            name: section.procedure.name(),
            title: self.text(section.procedure.title()),
            state: section.state.map(DayState::word),
            touched: section.is_touched(),
            week: week.map(|week| self.text(&week.title)),
            dates: dates(section),
            objective: self.optional(entry.and_then(|entry| entry.objective.as_ref())),
            condition: self.optional(condition),
            tasks: entry.map_or_else(Vec::new, |entry| self.texts(&entry.tasks)),
            author: self.optional(entry.and_then(|entry| entry.author.as_ref())),
            see: entry.map_or_else(Vec::new, |entry| self.texts(&entry.see)),
            deviations: of_day
                .map(|noted| self.remark("deviation", &noted.attribution))
                .collect(),
            items: self.items(section),
            undo_list: section
                .undo_list
                .iter()
                .map(|done| self.undo(done))
                .collect(),
            quiz: self.quiz(section),
            steps: tally(&section.steps),
            checks: checks_tally(section),
        }
    }

    fn undo(&self, done: &UndoEntry<'_>) -> UndoSummary {
        let reopened = if done.is_open { "reopened; " } else { "" };
        let undo = match (done.can_undo(), &done.step.no_undo) {
            (true, _) => "can be undone".to_owned(),
            (false, Some(why)) => format!("cannot be undone: {}", self.text(why)),
            (false, None) => "cannot be undone".to_owned(),
        };
        UndoSummary {
            id: done.step.id.clone(),
            title: self.text(&done.step.title),
            host: done.host.to_owned(),
            at: done.at,
            undo: format!("{reopened}{undo}"),
        }
    }

    fn quiz(&self, section: &Section<'_>) -> Vec<QuizSummary> {
        let answers = section.quiz.iter().map(|answer| QuizSummary {
            ask: self.text(&answer.ask),
            answer: self.text(&answer.attribution.text),
            right: answer.right,
            attribution: self.stamp(&answer.attribution),
        });
        answers.collect()
    }

    pub(super) fn recurring(&self) -> Vec<RecurringSummary> {
        let all = self.report.recurring.iter().map(|recurring| {
            let occurrences = recurring.occurrences.iter().filter_map(|occurrence| {
                let ended = occurrence.ended.as_ref()?;
                Some(OccurrenceSummary {
                    due: occurrence.due,
                    text: self.text(&ended.text),
                    attribution: self.stamp(ended),
                })
            });
            RecurringSummary {
                id: recurring.work.id.clone(),
                what: self.text(&recurring.work.what),
                every: recurring.work.every.word(),
                done: recurring.status.done,
                due: recurring.status.due,
                next: recurring.status.next,
                missed: recurring.status.missed.clone(),
                occurrences: occurrences.collect(),
            }
        });
        all.collect()
    }

    pub(super) fn guards(&self) -> Vec<GuardSummary> {
        let all = self.report.guards.iter().map(|ran| GuardSummary {
            name: ran.guard.name.clone(),
            about: self.text(&ran.guard.check.text),
            result: self.result(ran.result, ran.attribution),
        });
        all.collect()
    }

    pub(super) fn risks(&self) -> Vec<RiskSummary> {
        let all = self.report.risks.iter().map(|state| {
            let checks = state.checks.iter();
            RiskSummary {
                risk: self.text(&state.risk.risk),
                mitigation: self.optional(state.risk.mitigation.as_ref()),
                contingency: self.optional(state.risk.contingency.as_ref()),
                days: state.risk.days.iter().map(ToString::to_string).collect(),
                checks: checks
                    .map(|(check, state)| (self.text(&check.text), state.word()))
                    .collect(),
            }
        });
        all.collect()
    }

    pub(super) fn next_actions(&self) -> Vec<String> {
        self.texts(&self.report.plan.next_actions)
    }
}

/// Returns how many of these items are done.
pub(super) fn tally(items: &[SectionItem<'_>]) -> Tally {
    Tally {
        done: count_done(items),
        total: items.len(),
    }
}

/// Returns how many checks of a section are done, those before its steps included.
pub(super) fn checks_tally(section: &Section<'_>) -> Tally {
    let (before, after) = (tally(&section.before), tally(&section.checks));
    Tally {
        done: before.done + after.done,
        total: before.total + after.total,
    }
}

/// Returns the first and the last date on which work of a section was recorded.
pub(super) fn dates(section: &Section<'_>) -> Option<(NaiveDate, NaiveDate)> {
    let dates = || section.items().flat_map(SectionItem::dates);
    Some((dates().min()?, dates().max()?))
}
