//! The model of a report: the data of every format, computed once from plan and walk.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::section::Section;
use super::text::counted;
use crate::plan::{Check, DayRange, Guard, Plan, Procedure, Recurring, Risk};
use crate::progress::{
    AcceptedDamage, Attribution, Break, CheckState, Interrupted, Occurrence, RecurringStatus,
    RunResult, Schedule, Walk, check_state, interrupted, next_item, recurrence, schedule,
};

/// The input of a report. A walk that is folded up to a moment gives the report of that moment.
#[derive(Debug, Clone, Copy)]
pub struct ReportInput<'a> {
    pub plan: &'a Plan,
    pub walk: &'a Walk,
    pub walk_name: &'a str,
    /// The time of the report, for slip, due dates and the projected end.
    pub made_at: DateTime<FixedOffset>,
    /// The breaks of the journal's hash chain that no operator accepted.
    pub breaks: &'a [Break],
    /// The part of the plan.
    pub scope: Scope,
}

/// The part of a plan that a report covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole plan.
    Plan,
    /// The days, the success and the rollback of a phase. Phases are counted from 1.
    Phase(usize),
    /// The entry with these days.
    Days(DayRange),
}

impl Scope {
    /// Returns the scope in words: `plan`, `phase 2`, `day 3-4`.
    pub fn text(self) -> String {
        match self {
            Scope::Plan => "plan".to_owned(),
            Scope::Phase(number) => format!("phase {number}"),
            Scope::Days(days) => format!("day {days}"),
        }
    }

    /// Returns whether a procedure is part of the scope.
    fn contains(self, plan: &Plan, procedure: Procedure<'_>) -> bool {
        match (self, procedure) {
            (Scope::Plan, _) => true,
            (Scope::Phase(number), Procedure::Entry(entry)) => {
                let phase = number.checked_sub(1).and_then(|at| plan.phases.get(at));
                phase.is_some_and(|phase| phase.days.contains(entry.days.first))
            }
            (Scope::Phase(number), Procedure::Success(of, _) | Procedure::Rollback(of, ..)) => {
                number == of
            }
            (Scope::Days(days), Procedure::Entry(entry)) => entry.days == days,
            _ => false,
        }
    }
}

/// A walk, as its reports show it.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    pub plan: &'a Plan,
    pub walk: &'a Walk,
    pub walk_name: &'a str,
    /// The part of the plan.
    pub scope: Scope,
    /// The time of the report.
    pub made_at: DateTime<FixedOffset>,
    /// The date of day 1; none before the walk starts.
    pub started: Option<NaiveDate>,
    /// Today's day, the slip, and the projected end.
    pub schedule: Schedule,
    /// The journal behind the report.
    pub journal: JournalState<'a>,
    /// The damage of the journal that operators accepted, oldest first.
    pub accepted: &'a [AcceptedDamage],
    /// The accepted handovers, oldest first.
    pub handovers: &'a [Attribution],
    /// All procedures of the scope, in the plan's order.
    pub sections: Vec<Section<'a>>,
    /// The next item: the id of its entry, and its own id unless the entry has none.
    pub next: Option<(Procedure<'a>, Option<&'a str>)>,
    /// Steps without an end whose session has exited.
    pub interrupted: Vec<Interrupted<'a>>,
    /// The number of deviations in the whole walk.
    pub deviations: usize,
    /// Recurring work; empty before the walk starts, and if the scope is a part of the plan.
    pub recurring: Vec<RecurringWork<'a>>,
    /// The guards that ran, with their newest results.
    pub guards: Vec<GuardResult<'a>>,
    /// Risks, with the checks that reveal them.
    pub risks: Vec<RiskState<'a>>,
}

/// The journal of a walk.
#[derive(Debug, Clone, Copy)]
pub struct JournalState<'a> {
    /// The number of its events.
    pub events: u64,
    /// The hash of its last line.
    pub head: &'a str,
    /// The breaks of its hash chain that no operator accepted.
    pub breaks: &'a [Break],
}

/// Recurring work: its occurrences and due dates.
#[derive(Debug, Clone)]
pub struct RecurringWork<'a> {
    /// The work in the plan.
    pub work: &'a Recurring,
    /// The due dates.
    pub status: RecurringStatus,
    /// All occurrences, oldest first.
    pub occurrences: &'a [Occurrence],
}

/// The newest result of a guard.
#[derive(Debug, Clone, Copy)]
pub struct GuardResult<'a> {
    /// The guard in the plan.
    pub guard: &'a Guard,
    pub result: &'a RunResult,
    /// The source of the result, and its time.
    pub attribution: &'a Attribution,
}

/// A risk and its checks.
#[derive(Debug, Clone)]
pub struct RiskState<'a> {
    /// The risk in the plan.
    pub risk: &'a Risk,
    /// The checks that reveal the risk, with their states.
    pub checks: Vec<(&'a Check, CheckState)>,
}

impl<'a> Report<'a> {
    /// Computes the model of a report.
    pub fn new(input: &ReportInput<'a>) -> Self {
        let ReportInput { plan, walk, .. } = *input;
        let today = input.made_at.date_naive();
        let next = next_item(plan, walk);
        Self {
            plan,
            walk,
            walk_name: input.walk_name,
            scope: input.scope,
            made_at: input.made_at,
            started: walk.start,
            schedule: schedule(plan, walk, today),
            journal: JournalState {
                events: walk.events,
                head: &walk.head,
                breaks: input.breaks,
            },
            accepted: &walk.accepted,
            handovers: &walk.handovers,
            sections: plan
                .procedures()
                .filter(|procedure| input.scope.contains(plan, *procedure))
                .map(|procedure| Section::new(procedure, walk))
                .collect(),
            next: next.map(|(entry, id)| (Procedure::Entry(entry), id)),
            interrupted: interrupted(plan, walk),
            deviations: walk.deviations.len(),
            recurring: match input.scope {
                Scope::Plan => recurring(plan, walk, today),
                Scope::Phase(_) | Scope::Days(_) => Vec::new(),
            },
            guards: guards(plan, walk),
            risks: risks(plan, walk),
        }
    }

    /// Returns the sections of days.
    pub fn entries(&self) -> impl Iterator<Item = &Section<'a>> {
        let sections = self.sections.iter();
        sections.filter(|section| section.procedure.entry().is_some())
    }

    /// Returns the slip in words: `on time`, `2 days behind`.
    pub fn slip_text(&self) -> String {
        let days = |days: i64| {
            counted(
                usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX),
                "day",
            )
        };
        match self.schedule.slip {
            None => "done".to_owned(),
            Some(0) => "on time".to_owned(),
            Some(slip) if slip > 0 => format!("{} behind", days(slip)),
            Some(slip) => format!("{} ahead", days(slip)),
        }
    }
}

fn recurring<'a>(plan: &'a Plan, walk: &'a Walk, today: NaiveDate) -> Vec<RecurringWork<'a>> {
    let all = plan.recurring.iter().filter(|_| walk.start.is_some());
    all.map(|work| RecurringWork {
        work,
        status: recurrence(plan, work, walk, today),
        occurrences: walk.occurrences(&work.id),
    })
    .collect()
}

fn guards<'a>(plan: &'a Plan, walk: &'a Walk) -> Vec<GuardResult<'a>> {
    let ran = plan.guards.iter().filter_map(|guard| {
        let (result, attribution) = walk.guard(&guard.name)?;
        Some(GuardResult {
            guard,
            result,
            attribution,
        })
    });
    ran.collect()
}

fn risks<'a>(plan: &'a Plan, walk: &Walk) -> Vec<RiskState<'a>> {
    let state = |id: &String| {
        let (_, check) = plan.check(id)?;
        Some((check, check_state(check, walk)))
    };
    let all = plan.risks.iter().map(|risk| RiskState {
        risk,
        checks: risk.checks.iter().filter_map(state).collect(),
    });
    all.collect()
}
