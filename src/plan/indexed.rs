//! The plan as a whole, with an index from ids to procedures, steps and checks.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::{
    Check, Procedure, Step,
    plan::{PlanParts, Position},
};

/// A deployment plan, valid and indexed by id. Its parts are read through `Deref`; they cannot
/// change, so the index stays right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    parts: PlanParts,
    // Both maps are ordered, so the serialized built-in plan is the same in every build.
    procedures: BTreeMap<String, Position>,
    /// Steps and checks share one namespace.
    items: BTreeMap<String, (Position, ItemPosition)>,
}

/// The position of a step, or of a check among all checks of its procedure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum ItemPosition {
    Step(usize),
    Check(usize),
}

impl Deref for Plan {
    type Target = PlanParts;

    fn deref(&self) -> &PlanParts {
        &self.parts
    }
}

impl From<PlanParts> for Plan {
    /// Indexes the parts by id. Of two equal ids, the first counts.
    fn from(parts: PlanParts) -> Self {
        let mut procedures = BTreeMap::new();
        let mut items = BTreeMap::new();
        for (position, procedure) in parts.positions() {
            procedures.entry(procedure.id()).or_insert(position);
            let steps = procedure.steps().iter().enumerate();
            let steps = steps.map(|(at, step)| (&step.id, ItemPosition::Step(at)));
            let checks = procedure.all_checks().enumerate();
            let checks = checks.map(|(at, check)| (&check.id, ItemPosition::Check(at)));
            for (id, item) in steps.chain(checks) {
                items.entry(id.clone()).or_insert((position, item));
            }
        }
        Self {
            parts,
            procedures,
            items,
        }
    }
}

impl Plan {
    /// Returns the parts, to build a changed plan of them.
    pub fn into_parts(self) -> PlanParts {
        self.parts
    }

    /// Returns the procedure of this id, such as `8-9`, `rollback-1` or the id of recurring work.
    pub fn procedure(&self, id: &str) -> Option<Procedure<'_>> {
        self.procedure_at(*self.procedures.get(id)?)
    }

    /// Returns the step of this id with its procedure.
    pub fn step(&self, id: &str) -> Option<(Procedure<'_>, &Step)> {
        let (position, ItemPosition::Step(at)) = *self.items.get(id)? else {
            return None;
        };
        let procedure = self.procedure_at(position)?;
        Some((procedure, procedure.steps().get(at)?))
    }

    /// Returns the check of this id with its procedure.
    pub fn check(&self, id: &str) -> Option<(Procedure<'_>, &Check)> {
        let (position, ItemPosition::Check(at)) = *self.items.get(id)? else {
            return None;
        };
        let procedure = self.procedure_at(position)?;
        Some((procedure, procedure.all_checks().nth(at)?))
    }

    /// Returns the procedure that contains the step or check of this id.
    pub fn procedure_of(&self, id: &str) -> Option<Procedure<'_>> {
        self.procedure_at(self.items.get(id)?.0)
    }
}
