//! The limits of a walk, for `report --gate`.

use serde::{Deserialize, Serialize};

use super::{
    format::{KeyRecord, ObjectFormat, ValueFormat},
    yaml::{field::Field, fields::Fields},
};

/// The limits that a walk must keep, for pipelines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// What is counted, and how many there may be.
    pub limits: Vec<(String, usize)>,
}

impl Gate {
    /// Everything that can be limited.
    pub const COUNTED: [&str; 11] = [
        "damaged",
        "failed",
        "unknown",
        "drifted",
        "overridden",
        "waived",
        "skipped",
        "deviations",
        "attested",
        "warned",
        "overdue",
    ];
}

const MOST: i64 = 1_000_000;

const fn limit(key: &'static str, about: &'static str) -> KeyRecord {
    KeyRecord::new(key, ValueFormat::Integer(0, MOST), "0", about)
}

/// The limits of a walk.
pub(super) static GATE: ObjectFormat = ObjectFormat::new(
    "gate",
    "`gate`",
    "The limits of `daymark report --gate`. What has no limit is not judged.",
    &[&[
        limit("damaged", "Breaks of the journal and damaged outputs."),
        limit("failed", "Steps and checks that failed."),
        limit("unknown", "Steps and checks with an unknown result."),
        limit("drifted", "Checks that passed once and fail now."),
        limit("overridden", "Guards that a person overrode."),
        limit("waived", "Checks that a person waived."),
        limit("skipped", "Steps that a person skipped."),
        limit("deviations", "Deviations that a person noted."),
        limit(
            "attested",
            "Results that a person attested although a command exists.",
        ),
        limit("warned", "Checks that passed with a warning."),
        limit(
            "overdue",
            "Days, checks and recurring work that are overdue.",
        ),
    ]],
);

/// Reads the plan's limits.
pub(super) fn read(field: Field) -> Gate {
    let gate = field.node().and_then(|node| {
        Fields::read(node, &GATE, field.context(), |fields| {
            let limit = |counted: &'static str| {
                let count = fields.optional(counted).integer(0..MOST + 1)?;
                Some((counted.to_owned(), usize::try_from(count).ok()?))
            };
            let limits = Gate::COUNTED.into_iter().filter_map(limit);
            Some(Gate {
                limits: limits.collect(),
            })
        })
    });
    gate.unwrap_or_default()
}
