//! Steps and checks of a document, with attempts and evidence.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::excerpt::{ReadOutput, excerpt, plain};
use super::types::{
    DocumentAttempt, DocumentItem, DocumentOutput, DocumentResult, FieldWords, Remark,
};
use crate::progress::{
    Attribution, Deviation, Evidence, ManualDecision, OutcomeSource, RunResult, overridden_guard,
};
use crate::report::field::{Field, FieldPart, Piece, Wording, object};
use crate::report::item::{AttemptKind, ItemAttempt, ItemSource, SectionItem};
use crate::report::section::Section;
use crate::report::words::outcome_text;

impl Draft<'_> {
    /// Returns all items of a section in the order of the walk.
    pub(super) fn items(&self, section: &Section<'_>) -> Vec<DocumentItem> {
        let numbered = numbers(section);
        let items = numbered.into_iter();
        items
            .map(|(kind, number, item)| self.item(kind, number, item))
            .collect()
    }

    fn item(&self, kind: &'static str, number: String, item: &SectionItem<'_>) -> DocumentItem {
        let fields = item.fields();
        let deviations = item.deviations.iter();
        DocumentItem {
            id: item.id().to_owned(),
            number,
            kind,
            title: self.text(item.title()),
            state: item.state.word(),
            done: item.state.is_done(),
            tasks: item.tasks().to_vec(),
            hosts: item.hosts().to_vec(),
            plan: self.fields_json(&fields),
            words: self.fields_words(&fields),
            notices: notices(item),
            decision: item.decision.map(|decision| self.decision(item, decision)),
            attempts: item.attempts().map(|run| self.attempt(&run)).collect(),
            deviations: deviations
                .map(|noted| self.deviation(item, noted))
                .collect(),
        }
    }

    fn fields_json(&self, fields: &[Field<'_>]) -> Map<String, Value> {
        match self.value(object(fields)) {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    /// Returns the fields in words, without those that only JSON has.
    fn fields_words(&self, fields: &[Field<'_>]) -> Vec<FieldWords> {
        let shown = fields
            .iter()
            .filter(|field| !matches!(field.part, FieldPart::Data | FieldPart::Task));
        let words = shown.flat_map(|field| {
            let words = field.value.words().into_iter();
            words.map(|words| self.field_words(field, words))
        });
        words.collect()
    }

    fn field_words(&self, field: &Field<'_>, words: Wording<'_>) -> FieldWords {
        let (text, script) = match words {
            Wording::Text(pieces) => (Piece::join(&pieces, str::to_owned), None),
            Wording::Script(intro, script) => (intro, Some(self.text(script))),
        };
        FieldWords {
            key: field.key,
            label: field.label,
            part: field.part,
            text: self.text(&text),
            script,
        }
    }

    pub(super) fn decision(&self, item: &SectionItem<'_>, decision: &ManualDecision) -> Remark {
        match (decision, item.source) {
            (ManualDecision::Attested(attribution), _) => self.remark("attested", attribution),
            (ManualDecision::LeftOut(attribution), ItemSource::Step(_)) => {
                self.remark("skipped", attribution)
            }
            (ManualDecision::LeftOut(attribution), ItemSource::Check(_)) => {
                self.remark("waived", attribution)
            }
            (ManualDecision::Unticked(attribution), _) => self.remark("unticked", attribution),
        }
    }

    fn deviation(&self, item: &SectionItem<'_>, noted: &Deviation) -> Remark {
        let kind = match item.source {
            ItemSource::Step(step) if overridden_guard(step, noted).is_some() => "overridden",
            _ => "deviation",
        };
        self.remark(kind, &noted.attribution)
    }

    fn attempt(&self, run: &ItemAttempt<'_>) -> DocumentAttempt {
        DocumentAttempt {
            kind: match run.kind {
                AttemptKind::Run => "attempt",
                AttemptKind::Undo => "undo",
                AttemptKind::Check => "check",
            },
            number: run.number,
            host: run.host.to_owned(),
            command: self.text(run.command),
            started: self.stamp(run.started),
            result: run
                .ended
                .map(|(result, attribution)| self.result(result, attribution)),
            output: run.evidence().map(|evidence| self.output(evidence)),
        }
    }

    pub(super) fn result(&self, result: &RunResult, attribution: &Attribution) -> DocumentResult {
        DocumentResult {
            state: result.state.word(),
            exit: result.exit,
            seconds: result.seconds,
            text: outcome_text(result),
            by_person: result.source == OutcomeSource::Operator,
            reason: self.text(&result.reason),
            attribution: self.stamp(attribution),
        }
    }

    fn output(&self, evidence: &Evidence) -> DocumentOutput {
        let read = (self.sources.output)(evidence);
        let state = match read {
            ReadOutput::Excerpt { .. } => "whole",
            ReadOutput::Damaged => "damaged",
            ReadOutput::NotRead => "not read",
        };
        let lines = excerpt(read, &evidence.file);
        DocumentOutput {
            file: evidence.file.clone(),
            bytes: evidence.bytes,
            sha256: evidence.sha256.clone(),
            recordings: evidence.recordings.clone(),
            cut: evidence.cut.as_ref().map(|cut| self.text(&cut.text())),
            state,
            excerpt: plain(&lines),
            lines,
        }
    }
}

/// Returns the facts about the state of an item.
fn notices(item: &SectionItem<'_>) -> Vec<String> {
    let mut notices = Vec::new();
    notices.extend(
        item.reopened_by
            .map(|id| format!("Reopened: {id} was undone.")),
    );
    if item.changed_since.is_some() {
        notices.push("The plan changed this step after it ran.".to_owned());
    }
    notices
}

/// Returns the items of a section with their kinds and short numbers.
pub(super) fn numbers<'s, 'a>(
    section: &'s Section<'a>,
) -> Vec<(&'static str, String, &'s SectionItem<'a>)> {
    let entry = section.procedure.entry();
    let day = entry.map_or(section.id.clone(), |entry| entry.days.first.to_string());
    let before = section.before.iter().map(|item| ("before", item));
    let checks = before.chain(section.checks.iter().map(|item| ("check", item)));
    let mut checks = checks.zip(0..).map(|((kind, item), at)| {
        let number = format!("{day}.{}", letters(at));
        (kind, number, item)
    });
    let mut all: Vec<_> = checks.by_ref().take(section.before.len()).collect();
    let steps = section.steps.iter().zip(1..);
    all.extend(steps.map(|(item, number)| ("step", format!("{day}.{number}"), item)));
    all.extend(checks);
    all
}

/// Returns a number as letters: `a` to `z`, `aa`.
fn letters(number: u32) -> String {
    let last = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    match number / 26 {
        0 => last.to_string(),
        more => letters(more - 1) + &last.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_continue_after_z() {
        for (number, expect) in [
            (0, "a"),
            (25, "z"),
            (26, "aa"),
            (27, "ab"),
            (701, "zz"),
            (702, "aaa"),
        ] {
            assert_eq!(letters(number), expect);
        }
    }
}
