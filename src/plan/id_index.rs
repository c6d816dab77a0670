//! Positions of procedures, steps and checks by id.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Check, PlanParts, Procedure, Step};

/// The position of every procedure, step and check of a plan, by id.
///
/// The map is ordered, so the serialized built-in plan is the same in every build.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct IdIndex {
    procedures: BTreeMap<String, Position>,
    /// Steps and checks share one namespace.
    items: BTreeMap<String, (Position, ItemPosition)>,
}

/// The position of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Position {
    Entry(usize),
    Success(usize),
    Rollback(usize),
    Recurring(usize),
}

/// The position of a step, or of a check among all checks of its procedure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum ItemPosition {
    Step(usize),
    Check(usize),
}

impl IdIndex {
    /// Indexes a plan. Of two equal ids, the first counts.
    pub(super) fn of(plan: &PlanParts) -> Self {
        let mut index = Self {
            procedures: BTreeMap::new(),
            items: BTreeMap::new(),
        };
        for (position, procedure) in positions(plan) {
            index.procedures.entry(procedure.id()).or_insert(position);
            let steps = procedure.steps().iter().enumerate();
            let steps = steps.map(|(at, step)| (&step.id, ItemPosition::Step(at)));
            let checks = procedure.all_checks().enumerate();
            let checks = checks.map(|(at, check)| (&check.id, ItemPosition::Check(at)));
            for (id, item) in steps.chain(checks) {
                index.items.entry(id.clone()).or_insert((position, item));
            }
        }
        index
    }

    pub(super) fn procedure<'p>(&self, plan: &'p PlanParts, id: &str) -> Option<Procedure<'p>> {
        self.procedures.get(id)?.procedure(plan)
    }

    pub(super) fn step<'p>(
        &self,
        plan: &'p PlanParts,
        id: &str,
    ) -> Option<(Procedure<'p>, &'p Step)> {
        let (position, ItemPosition::Step(at)) = *self.items.get(id)? else {
            return None;
        };
        let procedure = position.procedure(plan)?;
        Some((procedure, procedure.steps().get(at)?))
    }

    pub(super) fn check<'p>(
        &self,
        plan: &'p PlanParts,
        id: &str,
    ) -> Option<(Procedure<'p>, &'p Check)> {
        let (position, ItemPosition::Check(at)) = *self.items.get(id)? else {
            return None;
        };
        let procedure = position.procedure(plan)?;
        Some((procedure, procedure.all_checks().nth(at)?))
    }

    pub(super) fn procedure_of<'p>(&self, plan: &'p PlanParts, id: &str) -> Option<Procedure<'p>> {
        self.items.get(id)?.0.procedure(plan)
    }
}

impl Position {
    fn procedure(self, plan: &PlanParts) -> Option<Procedure<'_>> {
        Some(match self {
            Position::Entry(at) => Procedure::Entry(plan.entries.get(at)?),
            Position::Success(at) => Procedure::Success(at + 1, plan.phases.get(at)?),
            Position::Rollback(at) => {
                let phase = plan.phases.get(at)?;
                Procedure::Rollback(at + 1, phase, phase.rollback.as_ref()?)
            }
            Position::Recurring(at) => Procedure::Recurring(plan.recurring.get(at)?),
        })
    }
}

/// Every procedure with its position: entries, then phases, then recurring work.
fn positions(plan: &PlanParts) -> impl Iterator<Item = (Position, Procedure<'_>)> {
    let entries = (0..plan.entries.len()).map(Position::Entry);
    let phases = plan.phases.iter().enumerate().flat_map(|(at, phase)| {
        let success = (!phase.success.is_empty()).then_some(Position::Success(at));
        let rollback = phase.rollback.is_some().then_some(Position::Rollback(at));
        success.into_iter().chain(rollback)
    });
    let recurring = (0..plan.recurring.len()).map(Position::Recurring);
    let all = entries.chain(phases).chain(recurring);
    all.filter_map(|position| Some((position, position.procedure(plan)?)))
}

/// Every procedure of a plan, in its order.
pub(super) fn procedures(plan: &PlanParts) -> impl Iterator<Item = Procedure<'_>> {
    positions(plan).map(|(_, procedure)| procedure)
}
