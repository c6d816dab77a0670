//! Options of a run: `wait`, `timeout`, `retry` and `save`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    format::{KeyRecord, ObjectFormat, ValueFormat},
    pattern,
    plan_index::ExpectedKind,
    yaml::{field::Field, fields::Fields, tree::NodeValue},
};

/// A repetition of a step that fails, or of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// The total time to retry, from the first attempt (`for`).
    pub within: Duration,
    /// The time between two attempts.
    pub every: Duration,
}

/// A repetition.
pub(super) static RETRY: ObjectFormat = ObjectFormat::new(
    "retry",
    "`retry`",
    "A repetition of a step or a check that fails.",
    &[&[
        KeyRecord::new(
            "for",
            ValueFormat::Duration,
            "10m",
            "How long to repeat it.",
        )
        .required(),
        KeyRecord::new(
            "every",
            ValueFormat::Duration,
            "30s",
            "The time between two attempts, at most `for`.",
        )
        .required(),
    ]],
);

/// A time limit that ends a step.
pub(super) static TIMEOUT: ObjectFormat = ObjectFormat::new(
    "timeout",
    "`timeout`",
    "A time limit after which daymark ends the step.",
    &[&[
        KeyRecord::new("after", ValueFormat::Duration, "10m", "The time limit.").required(),
        KeyRecord::new(
            "then",
            ValueFormat::Word(&["end"]),
            "end",
            "What happens after it: daymark ends the step.",
        )
        .required(),
    ]],
);

/// A delay until a check passes.
pub(super) static WAIT: ObjectFormat = ObjectFormat::new(
    "wait",
    "`wait`",
    "A delay until a check passes.",
    &[&[
        KeyRecord::new("until", ValueFormat::Id, "answers", "The id of the check.").required(),
        KeyRecord::new(
            "for",
            ValueFormat::Duration,
            "1h",
            "The longest time to wait.",
        )
        .required(),
    ]],
);

/// A part of the output that becomes a variable.
pub(super) static SAVE: ObjectFormat = ObjectFormat::new(
    "save",
    "`save`",
    "A part of a step's output that becomes the value of a variable.",
    &[&[
        KeyRecord::new("name", ValueFormat::Text, "SERVER_ID", "The variable.").required(),
        KeyRecord::new(
            "match",
            ValueFormat::Pattern,
            r"'^id: (\d+)$'",
            "A regular expression with one group, which selects the value.",
        )
        .required(),
    ]],
);

/// Reads `retry: {for, every}`.
pub(super) fn read_retry(field: Field) -> Option<Retry> {
    Fields::read(field.node()?, &RETRY, field.context(), |fields| {
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

/// The time limit of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeout {
    /// The time limit.
    pub after: Duration,
    /// Whether daymark kills the script at the limit (`then: end`). Otherwise it asks the operator.
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
    Fields::read(node, &TIMEOUT, field.context(), |fields| {
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

/// A delay before a step runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wait {
    /// A fixed time, from when the step is next in order.
    For(Duration),
    /// A check that must pass.
    Until {
        /// The check's id.
        check: String,
        /// The longest time to wait for the check (`for`).
        within: Duration,
    },
}

impl Wait {
    /// Returns the longest time that the wait can take.
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
        NodeValue::Mapping(_) => Fields::read(node, &WAIT, field.context(), |fields| {
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

/// A value taken from a step's output, for later steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    /// The variable that receives it.
    pub variable: String,
    /// A multi-line regular expression whose one group is the value. Without it, the value is the
    /// trimmed output.
    pub pattern: Option<String>,
}

impl Save {
    /// Returns the value from an output, or `None` if the pattern does not match.
    pub fn find<'o>(&self, output: &'o str) -> Option<&'o str> {
        let Some(pattern) = &self.pattern else {
            return Some(output.trim());
        };
        // A plan with invalid patterns does not open.
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
    Fields::read(node, &SAVE, field.context(), |fields| {
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
