//! Makes a document from a report.

use serde_json::Value;

use super::excerpt::ReadOutput;
use super::types::{Document, DocumentPlan, Remark, Stamp};
use crate::progress::{Attribution, Evidence};
use crate::report::report::{Report, Scope};

/// What a document needs besides the report.
pub struct DocumentSources<'a> {
    /// Masks secrets in a text.
    pub mask: &'a dyn Fn(&str) -> String,
    /// Reads a kept output. Its text must be masked.
    pub output: &'a dyn Fn(&Evidence) -> ReadOutput,
    /// The outputs that are gone or differ from their digests, a sentence each; none if they were
    /// not read.
    pub faulty_outputs: Option<&'a [String]>,
}

/// How much of a report a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Everything.
    Whole,
    /// The state, the exceptions and what is next, without sections.
    Brief,
    /// The same, and what the next operator must know.
    Handover {
        /// The journal line after which something counts as changed.
        since: u64,
    },
}

/// A document while it is made.
pub(super) struct Draft<'a> {
    pub report: &'a Report<'a>,
    pub sources: &'a DocumentSources<'a>,
}

impl Document {
    /// Makes a document.
    pub fn new(report: &Report<'_>, sources: &DocumentSources<'_>, coverage: Coverage) -> Self {
        let draft = Draft { report, sources };
        let whole = coverage == Coverage::Whole;
        let whole_plan = whole && report.scope == Scope::Plan;
        let exceptions = draft.exceptions();
        Self {
            plan: draft.plan(),
            walk: report.walk_name.to_owned(),
            scope: report.scope.text(),
            made_at: report.made_at,
            summary: draft.summary(&exceptions),
            exceptions,
            handover: match coverage {
                Coverage::Handover { since } => Some(draft.handover(since)),
                Coverage::Whole | Coverage::Brief => None,
            },
            next: draft.upcoming(),
            timeline: draft.timeline(),
            sections: if whole { draft.sections() } else { Vec::new() },
            recurring: if whole_plan {
                draft.recurring()
            } else {
                Vec::new()
            },
            guards: if whole_plan {
                draft.guards()
            } else {
                Vec::new()
            },
            risks: if whole_plan {
                draft.risks()
            } else {
                Vec::new()
            },
            next_actions: if whole_plan {
                draft.next_actions()
            } else {
                Vec::new()
            },
            integrity: draft.integrity(),
        }
    }
}

impl Draft<'_> {
    /// Returns a text without secrets.
    pub(super) fn text(&self, text: &str) -> String {
        (self.sources.mask)(text)
    }

    pub(super) fn optional(&self, text: Option<&String>) -> Option<String> {
        text.map(|text| self.text(text))
    }

    pub(super) fn texts(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.text(text)).collect()
    }

    /// Returns a JSON value without secrets.
    pub(super) fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(values) => values.into_iter().map(|value| self.value(value)).collect(),
            Value::Object(map) => {
                let pairs = map.into_iter();
                Value::Object(pairs.map(|(key, value)| (key, self.value(value))).collect())
            }
            other => other,
        }
    }

    pub(super) fn stamp(&self, attribution: &Attribution) -> Stamp {
        Stamp {
            by: self.text(&attribution.operator),
            at: attribution.at,
            event: attribution.seq,
        }
    }

    pub(super) fn remark(&self, kind: &'static str, attribution: &Attribution) -> Remark {
        Remark {
            kind,
            text: self.text(&attribution.text),
            attribution: self.stamp(attribution),
        }
    }

    fn plan(&self) -> DocumentPlan {
        let plan = self.report.plan;
        let skip = plan.calendar.skip.iter().map(ToString::to_string);
        let holidays = plan.calendar.holidays.iter().map(ToString::to_string);
        DocumentPlan {
            id: plan.id.clone(),
            title: self.text(&plan.title),
            digest: plan.digest.clone(),
            days_off: skip.chain(holidays).collect(),
        }
    }
}
