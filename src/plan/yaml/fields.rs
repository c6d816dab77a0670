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
    text::{did_you_mean, excerpt},
};

/// A mapping that is read key by key. Keys that no reader requested are reported as unknown.
pub(in crate::plan) struct Fields<'p> {
    /// The context of the mapping's file.
    pub(in crate::plan) context: ReadContext<'p>,
    what: &'static str,
    span: Range<usize>,
    pairs: &'p [Pair<'p>],
    asked: Vec<&'static str>,
}

impl<'p> Fields<'p> {
    /// Reads a mapping with `reader`. Messages call the mapping `what`, such as "a step".
    ///
    /// `reader` must request every known key before it returns early: the rest is reported as
    /// unknown.
    pub(in crate::plan) fn read<T>(
        node: &'p Node<'p>,
        what: &'static str,
        context: ReadContext<'p>,
        reader: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let pairs = match &node.value {
            NodeValue::Mapping(pairs) => pairs,
            NodeValue::Refused => return None,
            NodeValue::Scalar(_) | NodeValue::List(_) => {
                let message = format!("expected {what}, found {}", node.found());
                let diagnostic = RawDiagnostic::error("wrong-type", node.span.clone(), message);
                context.report(diagnostic.hint("write `key: value` lines"));
                return None;
            }
        };
        let mut fields = Self {
            context,
            what,
            span: node.span.clone(),
            pairs,
            asked: Vec::new(),
        };
        let value = reader(&mut fields);
        fields.report_unknown();
        value
    }

    /// Returns a field that may be absent.
    pub(in crate::plan) fn optional(&mut self, key: &'static str) -> Field<'p> {
        self.asked.push(key);
        let pair = self.pairs.iter().find(|pair| pair.key == key);
        Field::new(key, pair.map(|pair| &pair.node), self.context)
    }

    /// Marks keys as known without reading them, because another error makes them irrelevant.
    pub(in crate::plan) fn allow(&mut self, keys: &[&'static str]) {
        self.asked.extend(keys);
    }

    /// Returns a field, and reports its key if absent.
    pub(in crate::plan) fn required(&mut self, key: &'static str) -> Field<'p> {
        let field = self.optional(key);
        if field.is_absent() {
            let message = format!("{} needs `{key}`", self.what);
            self.context.error("missing-key", &self.head(), message);
        }
        field
    }

    /// Returns whether a key is present, with any value.
    pub(in crate::plan) fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|pair| pair.key == key)
    }

    /// Reports each of `keys` that is present, with the same reason and hint.
    pub(in crate::plan) fn reject(&self, keys: &[&str], reason: &str, hint: &str) {
        for pair in self
            .pairs
            .iter()
            .filter(|pair| keys.contains(&pair.key.as_ref()))
        {
            let message = format!("`{}` {reason}", pair.key);
            self.context.report(
                RawDiagnostic::error("misplaced-key", pair.key_span.clone(), message).hint(hint),
            );
        }
    }

    /// Reports all but the first of the present `keys`, which exclude each other.
    pub(in crate::plan) fn refuse_together(&self, keys: &[&str]) {
        let mut there = self
            .pairs
            .iter()
            .filter(|pair| keys.contains(&pair.key.as_ref()));
        let Some(first) = there.next() else { return };
        for pair in there {
            let message = format!("`{}` and `{}` exclude each other", first.key, pair.key);
            self.context
                .error("exclusive-keys", &pair.key_span, message);
        }
    }

    /// Reports `key` if `other`, which it needs, is absent. `reason` says what `other` does.
    pub(in crate::plan) fn requires(&self, key: &str, other: &str, reason: &str) {
        if self.has(key) && !self.has(other) {
            let message = format!("`{key}` needs `{other}`, {reason}");
            self.context
                .error("missing-key", &self.key_span(key), message);
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
        for pair in self
            .pairs
            .iter()
            .filter(|pair| !self.asked.contains(&pair.key.as_ref()))
        {
            let message = format!("{} has no key `{}`", self.what, excerpt(&pair.key));
            let hint = did_you_mean(&pair.key, self.asked.iter().copied());
            self.context.report(
                RawDiagnostic::error("unknown-key", pair.key_span.clone(), message)
                    .maybe_hint(hint),
            );
        }
    }
}
