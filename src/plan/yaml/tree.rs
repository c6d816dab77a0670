//! A tree of YAML values with their spans.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    ops::Range,
};

use granit_parser::{Event, Options, Parser};

use super::{
    file::File,
    scalar::{Scalar, ScalarKind},
    syntax,
};
use crate::plan::{diagnostic::RawDiagnostic, text::excerpt};

/// The maximum number of values in a file. It allows about 10,000 steps, far more than a real
/// runbook.
pub(in crate::plan) const MOST_NODES: usize = 250_000;

/// The maximum nesting of lists and mappings. The format itself needs six levels.
pub(in crate::plan) const DEEPEST: usize = 32;

/// A value with its span.
#[derive(Debug, PartialEq)]
pub(in crate::plan) struct Node<'s> {
    pub(in crate::plan) value: NodeValue<'s>,
    /// The byte range in the file.
    pub(in crate::plan) span: Range<usize>,
}

/// The kinds of values (YAML 1.2.2 §3.2.1.1).
#[derive(Debug, PartialEq)]
pub(in crate::plan) enum NodeValue<'s> {
    /// A text, number, boolean or null.
    Scalar(Scalar<'s>),
    /// A sequence.
    List(Vec<Node<'s>>),
    /// Keys with their values, in the order written.
    Mapping(Vec<Pair<'s>>),
    /// A value that has already been reported.
    Refused,
}

#[derive(Debug, PartialEq)]
pub(in crate::plan) struct Pair<'s> {
    pub(in crate::plan) key: Cow<'s, str>,
    /// The byte range of the key in the file.
    pub(in crate::plan) key_span: Range<usize>,
    pub(in crate::plan) node: Node<'s>,
}

/// A tree with its diagnostics.
#[derive(Debug)]
pub(in crate::plan) struct Tree<'s> {
    /// The only document of the file. `None` if the file cannot be parsed to its end.
    pub(in crate::plan) root: Option<Node<'s>>,
    /// The diagnostics, in the order found.
    pub(in crate::plan) diagnostics: Vec<RawDiagnostic>,
}

/// Parses one file.
pub(in crate::plan) fn parse<'s>(file: &File<'s>) -> Tree<'s> {
    let mut builder = Builder {
        file,
        open: Vec::new(),
        root: None,
        diagnostics: Vec::new(),
        nodes: 0,
    };
    let whole = builder.read();
    if whole && builder.root.is_none() && builder.diagnostics.is_empty() {
        builder.diagnostics.push(RawDiagnostic::error(
            "empty-file",
            0..0,
            "this file is empty",
        ));
    }
    Tree {
        root: builder.root.filter(|_| whole),
        diagnostics: builder.diagnostics,
    }
}

/// The state of building a tree from the parser's events.
struct Builder<'s, 'f> {
    file: &'f File<'s>,
    /// Unfinished lists and mappings, outermost first.
    open: Vec<Open<'s>>,
    root: Option<Node<'s>>,
    diagnostics: Vec<RawDiagnostic>,
    nodes: usize,
}

/// An unfinished list or mapping.
struct Open<'s> {
    start: usize,
    children: Children<'s>,
}

enum Children<'s> {
    List(Vec<Node<'s>>),
    Mapping {
        pairs: Vec<Pair<'s>>,
        key: Option<PendingKey<'s>>,
    },
}

/// A key whose value has not been parsed yet.
enum PendingKey<'s> {
    Named(Cow<'s, str>, Range<usize>),
    /// A rejected key, whose value is dropped.
    Refused,
}

fn options() -> Options {
    let mut options = granit_parser::options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
    };
    options.set_emit_comments(false);
    options
}

impl<'s> Node<'s> {
    /// Returns the scalar, or `None` for lists and mappings.
    pub(in crate::plan) fn scalar(&self) -> Option<&Scalar<'s>> {
        match &self.value {
            NodeValue::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// Returns the kind of value as messages name it.
    pub(in crate::plan) fn found(&self) -> &'static str {
        match &self.value {
            NodeValue::Scalar(scalar) => match scalar.kind() {
                ScalarKind::Null => "nothing",
                ScalarKind::Bool(true) => "`true`",
                ScalarKind::Bool(false) => "`false`",
                ScalarKind::Integer(_) | ScalarKind::Float(_) => "a number",
                ScalarKind::Text => "text",
            },
            NodeValue::List(_) => "a list",
            NodeValue::Mapping(_) => "a mapping",
            NodeValue::Refused => "something refused",
        }
    }

    /// Returns a scalar as written, and [`Node::found`] for anything else.
    pub(in crate::plan) fn written(&self) -> Cow<'static, str> {
        match &self.value {
            NodeValue::Scalar(scalar) if scalar.kind() != ScalarKind::Null => {
                format!("`{}`", excerpt(&scalar.text)).into()
            }
            _ => self.found().into(),
        }
    }
}

impl<'s> Builder<'s, '_> {
    /// Parses the file, and returns whether its end was reached.
    fn read(&mut self) -> bool {
        let mut documents = 0;
        for next in Parser::new_from_str_with_options(self.file.text, options()) {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    self.diagnostics
                        .push(syntax::diagnostic(self.file.text, &error));
                    return false;
                }
            };
            if let Some(tag) = span.tag_span().and_then(|tag| tag.byte_range()) {
                self.refuse(
                    "tag",
                    tag,
                    "tags are not supported",
                    "remove it; quotes make a text of a number",
                );
            }
            let span = span.byte_range().unwrap_or_default();
            if matches!(event, Event::DocumentStart(..)) {
                documents += 1;
                if documents > 1 {
                    self.refuse(
                        "several-documents",
                        span,
                        "a second document begins here",
                        "one file holds one document",
                    );
                    return false;
                }
            }
            if !self.take(event, span) {
                return false;
            }
        }
        true
    }

    /// Handles one event, and returns whether to continue.
    fn take(&mut self, event: Event<'s>, span: Range<usize>) -> bool {
        if event.is_node() && !self.within_limits(&span) {
            return false;
        }
        match event {
            Event::Scalar(text, style, ..) => {
                self.add(Node {
                    value: NodeValue::Scalar(Scalar { text, style }),
                    span,
                });
            }
            Event::SequenceStart(..) => {
                self.open.push(Open {
                    start: span.start,
                    children: Children::List(Vec::new()),
                });
            }
            Event::MappingStart(..) => {
                let children = Children::Mapping {
                    pairs: Vec::new(),
                    key: None,
                };
                self.open.push(Open {
                    start: span.start,
                    children,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse(
                    "alias",
                    span.clone(),
                    "aliases are not supported",
                    "write the value out",
                );
                self.add(Node {
                    value: NodeValue::Refused,
                    span,
                });
            }
            Event::Anchor(..) => {
                self.refuse(
                    "anchor",
                    span,
                    "anchors are not supported",
                    "write the value out where it is needed",
                );
            }
            _ => {}
        }
        true
    }

    fn within_limits(&mut self, span: &Range<usize>) -> bool {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            let message = format!("this file holds more than {MOST_NODES} values");
            self.refuse(
                "too-large",
                span.clone(),
                message,
                "split it into several files",
            );
            return false;
        }
        if self.open.len() >= DEEPEST {
            let message = format!("lists and mappings nest deeper than {DEEPEST} here");
            self.refuse(
                "too-deep",
                span.clone(),
                message,
                "no part of a plan needs that",
            );
            return false;
        }
        true
    }

    /// Finishes the innermost list or mapping.
    fn close(&mut self, end: &Range<usize>) {
        let Some(Open { start, children }) = self.open.pop() else {
            return;
        };
        let (value, last) = match children {
            Children::List(nodes) => {
                let last = nodes.last().map(|node| node.span.end);
                (NodeValue::List(nodes), last)
            }
            Children::Mapping { pairs, .. } => {
                let last = pairs.last().map(|pair| pair.node.span.end);
                (NodeValue::Mapping(self.once_each(pairs)), last)
            }
        };
        // A block's end event is at the next token, so the span ends with the block's last value.
        let end = if end.is_empty() {
            last.unwrap_or(start)
        } else {
            end.end
        };
        self.add(Node {
            value,
            span: start..end.max(start),
        });
    }

    /// Returns the first pair of each key, and reports later ones (YAML 1.2.2 §3.2.1.3).
    fn once_each(&mut self, pairs: Vec<Pair<'s>>) -> Vec<Pair<'s>> {
        let mut lines = HashMap::with_capacity(pairs.len());
        for pair in &pairs {
            let first = lines
                .entry(pair.key.as_ref())
                .or_insert(pair.key_span.start);
            if *first != pair.key_span.start {
                let message = format!("the key `{}` is given twice", excerpt(&pair.key));
                let hint = format!("the first is on line {}", self.file.location(*first).line);
                self.diagnostics.push(
                    RawDiagnostic::error("duplicate-key", pair.key_span.clone(), message)
                        .hint(hint),
                );
            }
        }
        let firsts: HashSet<usize> = lines.into_values().collect();
        pairs
            .into_iter()
            .filter(|pair| firsts.contains(&pair.key_span.start))
            .collect()
    }

    /// Adds a finished value to its list or mapping.
    fn add(&mut self, node: Node<'s>) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.children {
            Children::List(nodes) => nodes.push(node),
            Children::Mapping { key, pairs } => match key.take() {
                None => *key = Some(named(self.file.text, node, &mut self.diagnostics)),
                Some(PendingKey::Refused) => {}
                Some(PendingKey::Named(key, key_span)) => {
                    pairs.push(Pair {
                        key,
                        key_span,
                        node,
                    });
                }
            },
        }
    }

    fn refuse(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        hint: &str,
    ) {
        self.diagnostics
            .push(RawDiagnostic::error(code, span, message).hint(hint));
    }
}

/// Converts a node to the key of a mapping.
fn named<'s>(text: &str, node: Node<'s>, diagnostics: &mut Vec<RawDiagnostic>) -> PendingKey<'s> {
    let NodeValue::Scalar(scalar) = node.value else {
        if node.value != NodeValue::Refused {
            diagnostics.push(RawDiagnostic::error(
                "key",
                node.span,
                "a key must be a single word",
            ));
        }
        return PendingKey::Refused;
    };
    if let Some(tab) = tab_before(text, node.span.start) {
        diagnostics.push(
            RawDiagnostic::error("tab", tab, "the indentation contains a tab")
                .hint("indent with blanks"),
        );
    }
    PendingKey::Named(scalar.text, node.span)
}

/// Returns the first tab in the indentation before a byte.
fn tab_before(text: &str, byte: usize) -> Option<Range<usize>> {
    let blank = text[..byte]
        .bytes()
        .rev()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count();
    let start = byte - blank;
    let at_line_start = start == 0 || matches!(text.as_bytes()[start - 1], b'\n' | b'\r');
    let tab = text[start..byte].find('\t')?;
    at_line_start.then_some(start + tab..start + tab + 1)
}
