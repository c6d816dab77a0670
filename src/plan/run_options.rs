//! Options of a run: `wait`, `timeout`, `retry` and `save`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    pattern,
    plan_index::ExpectedKind,
    yaml::{field::Field, fields::Fields, tree::NodeValue},
};

/// Trying again while the answer is no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// How long to go on, from the first time.
    pub within: Duration,
    /// How long to wait between two times.
    pub every: Duration,
}

/// Reads `retry: {for, every}`.
pub(super) fn read_retry(field: Field) -> Option<Retry> {
    Fields::read(field.node()?, "`retry`", field.context(), |fields| {
        let within = fields.required("for").duration();
        let every = fields.required("every").duration();
        if let (Some(within), Some(every)) = (within, every)
            && every > within
        {
            let message = "it would never be tried again: `every` is longer than `for`";
            let span = fields.key_span("every");
            fields.context.error("contradiction", &span, message);
        }
        Some(Retry {
            within: within?,
            every: every?,
        })
    })
}

/// How long a step may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeout {
    /// So long.
    pub after: Duration,
    /// Whether it is then ended without asking (`then: end`); else the operator is asked.
    pub kills: bool,
}

/// Reads `timeout: 10m` or `timeout: {after: 10m, then: end}`.
pub(super) fn read_timeout(field: Field) -> Option<Timeout> {
    let node = field.node()?;
    if !matches!(node.value, NodeValue::Mapping(_)) {
        let after = field.duration()?;
        return Some(Timeout {
            after,
            kills: false,
        });
    }
    Fields::read(node, "`timeout`", field.context(), |fields| {
        let after = fields.required("after").duration();
        let then = read_timeout_then(fields.required("then"));
        Some(Timeout {
            after: after?,
            kills: then?,
        })
    })
}

fn read_timeout_then(field: Field) -> Option<bool> {
    let node = field.node()?;
    let written = node.scalar().map(|scalar| scalar.text.as_ref());
    if written != Some("end") {
        field.wrong_value(node, "`end`");
        return None;
    }
    Some(true)
}

/// What a step waits for before it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wait {
    /// So much time, from when its turn comes.
    For(Duration),
    /// That a check holds.
    Until {
        /// The check's id.
        check: String,
        /// How long to wait for it (`for`).
        within: Duration,
    },
}

impl Wait {
    /// The longest it can take.
    pub fn longest(&self) -> Duration {
        match self {
            Wait::For(time) | Wait::Until { within: time, .. } => *time,
        }
    }
}

/// Reads `wait: 10m` or `wait: {until: CHECK, for: 1h}`.
pub(super) fn read_wait(field: Field) -> Option<Wait> {
    let node = field.node()?;
    let wait = match &node.value {
        NodeValue::Mapping(_) => Fields::read(node, "`wait`", field.context(), |fields| {
            let check = fields.required("until").reference(ExpectedKind::Check);
            let within = fields.required("for").duration();
            Some(Wait::Until {
                check: check?,
                within: within?,
            })
        }),
        _ => field.duration().map(Wait::For),
    }?;
    let span = field.context().file_span(&node.span);
    field.context().index().waits.push((wait.longest(), span));
    Some(wait)
}

/// A value that comes out of a step's output, for the steps after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    /// The variable that gets it.
    pub variable: String,
    /// A regular expression, multi-line, whose one group is the value; without one, the trimmed
    /// output is.
    pub pattern: Option<String>,
}

impl Save {
    /// The value that an output holds; none where nothing in it matches.
    pub fn find<'o>(&self, output: &'o str) -> Option<&'o str> {
        let Some(pattern) = &self.pattern else {
            return Some(output.trim());
        };
        // A plan whose patterns do not compile is not opened.
        let pattern = pattern::in_output(pattern).ok()?;
        Some(pattern.captures(output)?.get(1)?.as_str())
    }
}

/// Reads `save: NAME` or `save: {name: NAME, match: REGEX}`.
pub(super) fn read_save(field: Field) -> Option<Save> {
    let node = field.node()?;
    if !matches!(node.value, NodeValue::Mapping(_)) {
        let variable = read_saved_name(field)?;
        return Some(Save {
            variable,
            pattern: None,
        });
    }
    Fields::read(node, "`save`", field.context(), |fields| {
        let variable = read_saved_name(fields.required("name"));
        let pattern = pattern::read_part(fields.required("match"));
        Some(Save {
            variable: variable?,
            pattern: Some(pattern?),
        })
    })
}

fn read_saved_name(field: Field) -> Option<String> {
    let mention = field.spanned_name()?;
    let name = mention.name.clone();
    field.context().index().saved_variables.push(mention);
    Some(name)
}
