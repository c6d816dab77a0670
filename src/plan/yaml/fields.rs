//! A mapping under the eyes of its reader: which keys it may have, and which it must.

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

/// A mapping whose reader asks for one key after the other; what it never asks for is unknown.
pub(in crate::plan) struct Fields<'p> {
    /// The file it stands in.
    pub(in crate::plan) context: ReadContext<'p>,
    what: &'static str,
    span: Range<usize>,
    pairs: &'p [Pair<'p>],
    asked: Vec<&'static str>,
}

impl<'p> Fields<'p> {
    /// Reads a mapping: `what` it is (such as "a step") stands in messages.
    ///
    /// `reader` must ask for every key it knows before it gives up on any of them.
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

    /// A key that may be absent.
    pub(in crate::plan) fn optional(&mut self, key: &'static str) -> Field<'p> {
        self.asked.push(key);
        let pair = self.pairs.iter().find(|pair| pair.key == key);
        Field::new(key, pair.map(|pair| &pair.node), self.context)
    }

    /// Keys that are known, and not read because something else is wrong already.
    pub(in crate::plan) fn allow(&mut self, keys: &[&'static str]) {
        self.asked.extend(keys);
    }

    /// A key that must be there.
    pub(in crate::plan) fn required(&mut self, key: &'static str) -> Field<'p> {
        let field = self.optional(key);
        if field.is_absent() {
            let message = format!("{} needs `{key}`", self.what);
            self.context.error("missing-key", &self.head(), message);
        }
        field
    }

    /// Whether a key is there, whatever its value.
    pub(in crate::plan) fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|pair| pair.key == key)
    }

    /// Refuses those of `keys` that are there, each with the same reason and hint.
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

    /// Refuses all but the first of `keys` that are there: they exclude each other.
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

    /// Tells that a key is there without another that it needs, and what that is for.
    pub(in crate::plan) fn requires(&self, key: &str, other: &str, reason: &str) {
        if self.has(key) && !self.has(other) {
            let message = format!("`{key}` needs `{other}`, {reason}");
            self.context
                .error("missing-key", &self.key_span(key), message);
        }
    }

    /// The bytes that stand for the whole mapping in a diagnostic: its first key.
    pub(in crate::plan) fn head(&self) -> Range<usize> {
        let start = self.span.start..self.span.start;
        self.pairs
            .first()
            .map_or(start, |pair| pair.key_span.clone())
    }

    /// The bytes of a key; of the whole mapping's head where the key is absent.
    pub(in crate::plan) fn key_span(&self, key: &str) -> Range<usize> {
        let pair = self.pairs.iter().find(|pair| pair.key == key);
        pair.map_or_else(|| self.head(), |pair| pair.key_span.clone())
    }

    /// Where the mapping stands in its file.
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
