//! One value of a mapping, with a reader for each type that it may have.

use std::{borrow::Cow, ops::Range, time::Duration};

use super::{
    read_context::ReadContext,
    scalar::{Scalar, ScalarKind},
    tree::{Node, NodeValue},
};
use crate::plan::{
    DayRange,
    diagnostic::RawDiagnostic,
    duration,
    format::KeyRecord,
    plan_index::{ExpectedKind, SpannedName},
    text::excerpt,
};

/// The value of a key, if present. Every reader reports a value of the wrong type.
#[derive(Clone, Copy)]
pub(in crate::plan) struct Field<'p> {
    key: &'static str,
    example: Option<&'static str>,
    node: Option<&'p Node<'p>>,
    context: ReadContext<'p>,
}

impl<'p> Field<'p> {
    /// Creates the field of a key. Without a record it has no value.
    pub(in crate::plan) fn new(
        key: &'static str,
        record: Option<&'static KeyRecord>,
        node: Option<&'p Node<'p>>,
        context: ReadContext<'p>,
    ) -> Self {
        Self {
            key,
            example: record.map(|record| record.example),
            node: record.and(node),
            context,
        }
    }

    pub(in crate::plan) fn is_absent(self) -> bool {
        self.node.is_none()
    }

    /// Returns the context of the value's file.
    pub(in crate::plan) fn context(self) -> ReadContext<'p> {
        self.context
    }

    /// Returns the node of the value.
    pub(in crate::plan) fn node(self) -> Option<&'p Node<'p>> {
        self.node
    }

    /// Returns an item of the value as a field with the same key, which messages name.
    pub(in crate::plan) fn item(self, node: &'p Node<'p>) -> Self {
        Self {
            node: Some(node),
            ..self
        }
    }

    /// Reads text that is more than white space.
    pub(in crate::plan) fn text(self) -> Option<String> {
        let (text, span) = self.node.and_then(|node| self.text_of(node, "text"))?;
        if text.trim().is_empty() {
            self.context
                .error("empty", span, format!("`{}` is empty", self.key));
            return None;
        }
        Some(text.clone().into_owned())
    }

    /// Reads text that may be empty.
    pub(in crate::plan) fn text_or_empty(self) -> Option<String> {
        let (text, _) = self.node.and_then(|node| self.text_of(node, "text"))?;
        Some(text.clone().into_owned())
    }

    /// Reads text, and returns it with its span.
    pub(in crate::plan) fn spanned_name(self) -> Option<SpannedName> {
        let text = self.text()?;
        self.node
            .map(|node| self.context.spanned_name(text, &node.span))
    }

    /// Reads a reference to an id, and notes it for the rules.
    pub(in crate::plan) fn reference(self, wanted: ExpectedKind) -> Option<String> {
        let mention = self.spanned_name()?;
        let name = mention.name.clone();
        self.context.index().references.push((wanted, mention));
        Some(name)
    }

    /// Reads one reference to an id or a list of them, and notes them for the rules.
    pub(in crate::plan) fn references(self, wanted: ExpectedKind) -> Vec<SpannedName> {
        let mentions = self.names();
        let references = mentions.iter().cloned().map(|mention| (wanted, mention));
        self.context.index().references.extend(references);
        mentions
    }

    /// Reads a list of texts. Messages call them `items`, such as "sentences".
    pub(in crate::plan) fn texts(self, items: &str) -> Vec<String> {
        self.list(&format!("a list of {items}"), |item| self.item(item).text())
    }

    /// Reads one name, or a list of names.
    pub(in crate::plan) fn names(self) -> Vec<SpannedName> {
        self.one_or_list("a name or a list of names", |item| {
            let (text, span) = self.text_of(item, "a name")?;
            Some(self.context.spanned_name(text.clone(), span))
        })
    }

    /// Reads `true` or `false`.
    pub(in crate::plan) fn boolean(self) -> Option<bool> {
        let node = self.node?;
        match kind(node) {
            Some(ScalarKind::Bool(flag)) => Some(flag),
            _ => self.wrong_type(node, "`true` or `false`"),
        }
    }

    /// Reads an integer in a range.
    pub(in crate::plan) fn integer(self, range: Range<i64>) -> Option<i64> {
        self.node.and_then(|node| self.whole_of(node, &range))
    }

    /// Reads one integer in a range, or a list of them.
    pub(in crate::plan) fn wholes(self, range: &Range<i64>) -> Vec<i64> {
        let expected = "a whole number or a list of them";
        self.one_or_list(expected, |item| self.whole_of(item, range))
    }

    /// Reads a finite number.
    pub(in crate::plan) fn number(self) -> Option<f64> {
        let node = self.node?;
        match kind(node) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "thresholds above 2^53 need no exact digits"
            )]
            Some(ScalarKind::Integer(whole)) => Some(whole as f64),
            Some(ScalarKind::Float(fraction)) if fraction.is_finite() => Some(fraction),
            _ => self.wrong_type(node, "a number"),
        }
    }

    /// Reads a duration such as `30s`, `10m` or `1h`.
    pub(in crate::plan) fn duration(self) -> Option<Duration> {
        self.node.and_then(|node| self.duration_of(node))
    }

    /// Reads one duration, or a list of them.
    pub(in crate::plan) fn durations(self) -> Vec<Duration> {
        let expected = "a length of time or a list of them";
        self.one_or_list(expected, |item| self.duration_of(item))
    }

    /// Reads a node of the field as a duration.
    pub(in crate::plan) fn duration_of(self, node: &Node) -> Option<Duration> {
        let duration = node
            .scalar()
            .and_then(|scalar| duration::parse(&scalar.text));
        if duration.is_none() {
            self.wrong_value(node, "a length of time such as `30s`, `10m`, `4h` or `2d`");
        }
        duration
    }

    /// Reads a node of the field as an integer in a range.
    pub(in crate::plan) fn whole_of(self, node: &Node, range: &Range<i64>) -> Option<i64> {
        let Some(ScalarKind::Integer(whole)) = kind(node) else {
            return self.wrong_type(node, "a whole number");
        };
        if !range.contains(&whole) {
            let (first, last) = (range.start, range.end - 1);
            self.wrong_value(node, &format!("a number from {first} to {last}"));
            return None;
        }
        Some(whole)
    }

    /// Reads the `days` of a runbook, and notes them for the rules.
    pub(in crate::plan) fn entry_days(self) -> Option<DayRange> {
        let node = self.node?;
        let days = self.days_of(node)?;
        let span = self.context.file_span(&node.span);
        self.context.index().entries.push((days, span));
        Some(days)
    }

    /// Reads days, and notes them for the rule that they are days of the plan.
    pub(in crate::plan) fn days(self) -> Option<DayRange> {
        self.node.and_then(|node| self.plan_days_of(node))
    }

    /// Reads a list of days and ranges of days, and notes them for the same rule.
    pub(in crate::plan) fn day_list(self) -> Vec<DayRange> {
        self.list("a list of days such as `[3, 5-6]`", |node| {
            self.plan_days_of(node)
        })
    }

    fn plan_days_of(self, node: &Node) -> Option<DayRange> {
        let days = self.days_of(node)?;
        let span = self.context.file_span(&node.span);
        self.context.index().day_ranges.push((days, span));
        Some(days)
    }

    fn days_of(self, node: &Node) -> Option<DayRange> {
        let days = node
            .scalar()
            .and_then(|scalar| DayRange::parse(&scalar.text));
        if days.is_none() {
            self.wrong_value(node, "days such as `3` or `3-4`");
        }
        days
    }

    /// Reads each item of a list with `reader`.
    pub(in crate::plan) fn list<T>(
        self,
        expected: &str,
        mut reader: impl FnMut(&'p Node<'p>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.node else {
            return Vec::new();
        };
        match &node.value {
            NodeValue::List(items) => items.iter().filter_map(&mut reader).collect(),
            _ => self.wrong_type(node, expected).unwrap_or_default(),
        }
    }

    /// Reads a scalar, or each item of a list, with `reader`.
    pub(in crate::plan) fn one_or_list<T>(
        self,
        expected: &str,
        mut reader: impl FnMut(&'p Node<'p>) -> Option<T>,
    ) -> Vec<T> {
        match self.node {
            Some(Node {
                value: NodeValue::Scalar(scalar),
                ..
            }) if scalar.kind() != ScalarKind::Null => {
                self.node.and_then(reader).into_iter().collect()
            }
            Some(Node {
                value: NodeValue::List(items),
                span,
            }) if items.is_empty() => {
                let message = format!("`{}` is an empty list; expected {expected}", self.key);
                self.context.error("empty", span, message);
                Vec::new()
            }
            _ => self.list(expected, &mut reader),
        }
    }

    /// Reads a mapping, or each item of a list, with `reader`.
    pub(in crate::plan) fn one_or_each<T>(
        self,
        expected: &str,
        mut reader: impl FnMut(&'p Node<'p>) -> Option<T>,
    ) -> Vec<T> {
        match self.node {
            Some(Node {
                value: NodeValue::Mapping(_),
                ..
            }) => self.node.and_then(&mut reader).into_iter().collect(),
            Some(Node {
                value: NodeValue::List(_),
                ..
            }) => self.one_or_list(expected, reader),
            Some(node) => self.wrong_type(node, expected).unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Reads each key and value of a mapping with `reader`.
    pub(in crate::plan) fn mapping<T>(
        self,
        expected: &str,
        mut reader: impl FnMut(&'p str, &'p Range<usize>, &'p Node<'p>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.node else {
            return Vec::new();
        };
        match &node.value {
            NodeValue::Mapping(pairs) => pairs
                .iter()
                .filter_map(|pair| reader(&pair.key, &pair.key_span, &pair.node))
                .collect(),
            _ => self.wrong_type(node, expected).unwrap_or_default(),
        }
    }

    /// Reports a value of the wrong type, unless it has been reported already.
    pub(in crate::plan) fn wrong_type<T>(self, node: &Node, expected: &str) -> Option<T> {
        if node.value != NodeValue::Refused {
            let message = format!(
                "`{}`: expected {expected}, found {}",
                self.key,
                node.found()
            );
            let key = self.key;
            let hint = self
                .example
                .map(|value| format!("such as `{key}: {value}`"));
            let diagnostic = RawDiagnostic::error("wrong-type", node.span.clone(), message);
            self.context.report(diagnostic.maybe_hint(hint));
        }
        None
    }

    /// Reports a scalar that cannot be parsed, unless it has been reported already.
    pub(in crate::plan) fn wrong_value(self, node: &Node, expected: &str) {
        if node.value != NodeValue::Refused {
            let message = format!(
                "`{}`: expected {expected}, found {}",
                self.key,
                node.written()
            );
            self.context.error("wrong-value", &node.span, message);
        }
    }

    fn text_of(
        self,
        node: &'p Node<'p>,
        expected: &str,
    ) -> Option<(&'p Cow<'p, str>, &'p Range<usize>)> {
        let NodeValue::Scalar(scalar) = &node.value else {
            return self.wrong_type(node, expected);
        };
        match scalar.kind() {
            ScalarKind::Text => Some((&scalar.text, &node.span)),
            ScalarKind::Null => self.wrong_type(node, expected),
            ScalarKind::Bool(_) | ScalarKind::Integer(_) | ScalarKind::Float(_) => {
                let message = format!(
                    "`{}`: expected {expected}, found {}",
                    self.key,
                    node.found()
                );
                let hint = format!(
                    "if it is meant as text, put it in quotes: \"{}\"",
                    excerpt(&scalar.text)
                );
                self.context.report(
                    RawDiagnostic::error("wrong-type", node.span.clone(), message).hint(hint),
                );
                None
            }
        }
    }
}

fn kind(node: &Node) -> Option<ScalarKind> {
    node.scalar().map(Scalar::kind)
}
