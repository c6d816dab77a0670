//! The plan as a whole, with an index from ids to procedures, steps and checks.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::{
    Check, Procedure, Step,
    plan::{PlanParts, Position},
};

/// A deployment plan, valid and indexed by id. Its parts are read through `Deref`. They are
/// immutable, so the index stays correct.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    parts: PlanParts,
    /// Ordered, so the serialized built-in plan is the same in every build.
    procedures: BTreeMap<String, Position>,
    /// All steps and checks, sorted by id. Ids are looked up in the parts, because the built-in
    /// plan is decoded at every start and must be small.
    items: Vec<(Position, ItemPosition)>,
}

/// The position of a step, or of a check among all checks of its procedure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum ItemPosition {
    Step(usize),
    Check(usize),
}

/// A step or a check.
enum Item<'p> {
    Step(&'p Step),
    Check(&'p Check),
}

impl Deref for Plan {
    type Target = PlanParts;

    fn deref(&self) -> &PlanParts {
        &self.parts
    }
}

impl From<PlanParts> for Plan {
    /// Indexes the parts by id. Of two equal ids, the first wins.
    fn from(parts: PlanParts) -> Self {
        let mut procedures = BTreeMap::new();
        let mut items = Vec::new();
        for (position, procedure) in parts.positions() {
            procedures.entry(procedure.id()).or_insert(position);
            let steps = (0..procedure.steps().len()).map(ItemPosition::Step);
            let checks = (0..procedure.all_checks().count()).map(ItemPosition::Check);
            items.extend(steps.chain(checks).map(|item| (position, item)));
        }
        let mut plan = Self {
            parts,
            procedures,
            items: Vec::new(),
        };
        items.sort_by(|left, right| plan.id_at(*left).cmp(&plan.id_at(*right)));
        items.dedup_by(|later, first| plan.id_at(*later) == plan.id_at(*first));
        plan.items = items;
        plan
    }
}

impl Plan {
    /// Returns the parts, to build a modified plan from them.
    pub fn into_parts(self) -> PlanParts {
        self.parts
    }

    /// Returns the procedure with this id, such as `8-9`, `rollback-1` or the id of recurring work.
    pub fn procedure(&self, id: &str) -> Option<Procedure<'_>> {
        self.procedure_at(*self.procedures.get(id)?)
    }

    /// Returns the step with this id, and its procedure.
    pub fn step(&self, id: &str) -> Option<(Procedure<'_>, &Step)> {
        match self.item(id)? {
            (procedure, Item::Step(step)) => Some((procedure, step)),
            (_, Item::Check(_)) => None,
        }
    }

    /// Returns the check with this id, and its procedure.
    pub fn check(&self, id: &str) -> Option<(Procedure<'_>, &Check)> {
        match self.item(id)? {
            (procedure, Item::Check(check)) => Some((procedure, check)),
            (_, Item::Step(_)) => None,
        }
    }

    /// Returns the procedure that contains the step or check with this id.
    pub fn procedure_of(&self, id: &str) -> Option<Procedure<'_>> {
        self.item(id).map(|(procedure, _)| procedure)
    }

    fn item(&self, id: &str) -> Option<(Procedure<'_>, Item<'_>)> {
        let compare = |item: &(Position, ItemPosition)| self.id_at(*item).cmp(&Some(id));
        let at = self.items.binary_search_by(compare).ok()?;
        self.item_at(*self.items.get(at)?)
    }

    fn id_at(&self, position: (Position, ItemPosition)) -> Option<&str> {
        match self.item_at(position)?.1 {
            Item::Step(step) => Some(&step.id),
            Item::Check(check) => Some(&check.id),
        }
    }

    fn item_at(
        &self,
        (procedure, item): (Position, ItemPosition),
    ) -> Option<(Procedure<'_>, Item<'_>)> {
        let procedure = self.procedure_at(procedure)?;
        let item = match item {
            ItemPosition::Step(at) => Item::Step(procedure.steps().get(at)?),
            ItemPosition::Check(at) => Item::Check(procedure.all_checks().nth(at)?),
        };
        Some((procedure, item))
    }
}
