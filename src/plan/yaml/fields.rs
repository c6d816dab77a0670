//! The fields of a mapping, with readers for optional and required keys.

use std::ops::Range;

use super::{
    field::Field,
    read_context::ReadContext,
    tree::{Node, NodeValue, Pair},
};
use crate::plan::{
    Location,
    diagnostic::RawDiagnostic,
    format::{KeyRecord, ObjectFormat},
    text::{did_you_mean, excerpt},
};

/// A mapping that is read key by key. A key without a record is unknown: it is reported, and no
/// reader gets its value.
pub(in crate::plan) struct Fields<'p> {
    /// The context of the mapping's file.
    pub(in crate::plan) context: ReadContext<'p>,
    object: &'static ObjectFormat,
    span: Range<usize>,
    pairs: &'p [Pair<'p>],
}

impl<'p> Fields<'p> {
    /// Reads a mapping with `reader`. Reports unknown keys, and keys that do not go together.
    pub(in crate::plan) fn read<T>(
        node: &'p Node<'p>,
        object: &'static ObjectFormat,
        context: ReadContext<'p>,
        reader: impl FnOnce(&Self) -> Option<T>,
    ) -> Option<T> {
        let pairs = match &node.value {
            NodeValue::Mapping(pairs) => pairs,
            NodeValue::Refused => return None,
            NodeValue::Scalar(_) | NodeValue::List(_) => {
                let message = format!("expected {}, found {}", object.what, node.found());
                let diagnostic = RawDiagnostic::error("wrong-type", node.span.clone(), message);
                context.report(diagnostic.hint("write `key: value` lines"));
                return None;
            }
        };
        let fields = Self {
            context,
            object,
            span: node.span.clone(),
            pairs,
        };
        let value = reader(&fields);
        fields.report_unknown();
        fields.report_exclusive();
        fields.report_needs();
        value
    }

    /// Returns a field that may be absent.
    pub(in crate::plan) fn optional(&self, key: &'static str) -> Field<'p> {
        let record = self.object.key(key);
        let pair = self.pairs.iter().find(|pair| pair.key == key);
        Field::new(key, record, pair.map(|pair| &pair.node), self.context)
    }

    /// Returns a field, and reports its key if absent.
    pub(in crate::plan) fn required(&self, key: &'static str) -> Field<'p> {
        let field = self.optional(key);
        if field.is_absent() {
            let message = format!("{} needs `{key}`", self.object.what);
            let hint = self.object.key(key).map(example);
            self.context
                .report(RawDiagnostic::error("missing-key", self.head(), message).maybe_hint(hint));
        }
        field
    }

    /// Returns those of the object's kinds that are present. A valid object has exactly one.
    pub(in crate::plan) fn kinds(&self) -> Vec<&'static str> {
        let kinds = self.object.kinds.iter().copied();
        kinds.filter(|kind| self.has(kind)).collect()
    }

    /// Returns whether a key is present, with any value.
    pub(in crate::plan) fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|pair| pair.key == key)
    }

    /// Reports each present key that does not belong beside `kind`, the key that decides.
    /// `explanation` says what the object is.
    pub(in crate::plan) fn reject_misplaced(&self, kind: &str, explanation: &str, hint: &str) {
        for (pair, record) in self.records() {
            if record.only_with.is_empty() || record.only_with.contains(&kind) {
                continue;
            }
            let needed = join_alternatives(record.only_with);
            let message = format!("`{}` needs {needed}; {explanation}", record.name);
            self.context.report(
                RawDiagnostic::error("misplaced-key", pair.key_span.clone(), message).hint(hint),
            );
        }
    }

    /// Returns the present keys that have a record, in the order of the file.
    fn records(&self) -> impl Iterator<Item = (&'p Pair<'p>, &'static KeyRecord)> {
        let known = |pair: &'p Pair<'p>| Some((pair, self.object.key(&pair.key)?));
        self.pairs.iter().filter_map(known)
    }

    /// Reports each key that excludes a key before it, or is excluded by one.
    fn report_exclusive(&self) {
        let records: Vec<_> = self.records().collect();
        for (position, (pair, record)) in records.iter().enumerate() {
            let conflict = records[..position].iter().find(|(_, other)| {
                other.excludes.contains(&record.name) || record.excludes.contains(&other.name)
            });
            if let Some((_, other)) = conflict {
                let message = format!("`{}` and `{}` exclude each other", other.name, record.name);
                self.context
                    .error("exclusive-keys", &pair.key_span, message);
            }
        }
    }

    /// Reports each key that needs an absent one.
    fn report_needs(&self) {
        for (pair, record) in self.records() {
            for (needed, reason) in record.needs.iter().filter(|(key, _)| !self.has(key)) {
                let message = format!("`{}` needs `{needed}`, {reason}", record.name);
                let hint = self.object.key(needed).map(example);
                self.context.report(
                    RawDiagnostic::error("missing-key", pair.key_span.clone(), message)
                        .maybe_hint(hint),
                );
            }
        }
    }

    /// Returns the span of the first key, which represents the mapping in diagnostics.
    pub(in crate::plan) fn head(&self) -> Range<usize> {
        let start = self.span.start..self.span.start;
        self.pairs
            .first()
            .map_or(start, |pair| pair.key_span.clone())
    }

    /// Returns the span of a key. If it is absent, returns [`Self::head`].
    pub(in crate::plan) fn key_span(&self, key: &str) -> Range<usize> {
        let pair = self.pairs.iter().find(|pair| pair.key == key);
        pair.map_or_else(|| self.head(), |pair| pair.key_span.clone())
    }

    /// Returns the location of the first key.
    pub(in crate::plan) fn location(&self) -> Location {
        self.context.place(self.head().start)
    }

    fn report_unknown(&self) {
        let unknown = |pair: &&Pair| self.object.key(&pair.key).is_none();
        for pair in self.pairs.iter().filter(unknown) {
            let message = format!("{} has no key `{}`", self.object.what, excerpt(&pair.key));
            let hint = did_you_mean(&pair.key, self.object.keys().map(|key| key.name));
            self.context.report(
                RawDiagnostic::error("unknown-key", pair.key_span.clone(), message)
                    .maybe_hint(hint),
            );
        }
    }
}

/// Returns the hint that shows a key with its example.
fn example(key: &KeyRecord) -> String {
    format!("such as `{}: {}`", key.name, key.example)
}

/// Joins alternatives as in a sentence: `` `run` or `copy` ``.
fn join_alternatives(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    quoted.join(" or ")
}
