//! The states of steps, checks and days.

use super::{Attempt, ManualDecision, Outcome, OutcomeSource, RunResult, Walk};
use crate::plan::{Check, Entry, Plan, Procedure, Step, StepAction};

/// The state of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// It has not run yet.
    Open,
    Running,
    /// It is done.
    Passed,
    /// It ran and failed.
    Failed,
    /// It is skipped, with a reason.
    Skipped,
    /// It was running when its session or the machine ended.
    Interrupted,
    /// It ran, and its result is unknown.
    Unknown,
    /// It was done, and then undone.
    Undone,
}

/// The state of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    /// It has not run yet, or was unticked.
    Open,
    Passed,
    /// It passed with a warning.
    Warned,
    Failed,
    /// It could not run.
    Unknown,
    /// It passed once, and fails now.
    Drifted,
    /// The operator attested it.
    Attested,
    /// It is waived, with a reason.
    Waived,
}

/// The state of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayState {
    /// Nothing is done yet.
    Open,
    /// Something is done.
    Started,
    /// Everything is done, skipped or waived.
    Done,
}

impl StepState {
    /// Returns the word for screens and JSON.
    pub fn word(self) -> &'static str {
        match self {
            StepState::Open => "open",
            StepState::Running => "running",
            StepState::Passed => "passed",
            StepState::Failed => "failed",
            StepState::Skipped => "skipped",
            StepState::Interrupted => "interrupted",
            StepState::Unknown => "unknown",
            StepState::Undone => "undone",
        }
    }

    /// Returns whether a day can be done with a step in this state.
    pub fn is_done(self) -> bool {
        matches!(self, StepState::Passed | StepState::Skipped)
    }
}

impl CheckState {
    /// Returns the word for screens and JSON.
    pub fn word(self) -> &'static str {
        match self {
            CheckState::Open => "open",
            CheckState::Passed => "passed",
            CheckState::Warned => "warned",
            CheckState::Failed => "failed",
            CheckState::Unknown => "unknown",
            CheckState::Drifted => "drifted",
            CheckState::Attested => "attested",
            CheckState::Waived => "waived",
        }
    }

    /// Returns whether a day can be done with a check in this state.
    pub fn is_done(self) -> bool {
        matches!(
            self,
            CheckState::Passed | CheckState::Warned | CheckState::Attested | CheckState::Waived
        )
    }
}

impl DayState {
    /// Returns the word for screens and JSON.
    pub fn word(self) -> &'static str {
        match self {
            DayState::Open => "open",
            DayState::Started => "started",
            DayState::Done => "done",
        }
    }
}

/// The states of a step, most urgent first. A host on which a step was skipped needs no action.
const BY_URGENCY: [StepState; 7] = [
    StepState::Running,
    StepState::Interrupted,
    StepState::Unknown,
    StepState::Failed,
    StepState::Undone,
    StepState::Open,
    StepState::Passed,
];

/// Returns the state of a step over all its hosts: the most urgent one.
pub fn step_state(step: &Step, walk: &Walk) -> StepState {
    match walk
        .manual_decision(&step.id)
        .filter(|manual_decision| is_newer_than_doubts(&step.id, manual_decision, walk))
    {
        Some(ManualDecision::Attested(attribution)) => {
            return passed_or_reopened(step, attribution.seq, walk);
        }
        Some(ManualDecision::LeftOut(_)) => return StepState::Skipped,
        Some(ManualDecision::Unticked(_)) | None => {}
    }
    let on_host = |host: &String| {
        let state = step_state_on(step, host, walk);
        BY_URGENCY.iter().position(|other| *other == state)
    };
    let found = step.hosts.iter().filter_map(on_host).min();
    match (found, &step.action) {
        (Some(most), _) => BY_URGENCY[most],
        (None, StepAction::Manual(_)) => without_event(step, None, walk),
        (None, StepAction::Run(_) | StepAction::Copy(_)) => StepState::Skipped,
    }
}

/// Returns the state of a step on one host. A step that passed is open again if one of its
/// dependencies was undone later.
pub fn step_state_on(step: &Step, host: &str, walk: &Walk) -> StepState {
    let Some(attempt) = deciding_attempt(&step.id, host, walk) else {
        return without_event(step, Some(host), walk);
    };
    match state_after(attempt, walk) {
        StepState::Running => StepState::Running,
        _ if is_doubted(&step.id, Some(host), newest_line(attempt), walk) => StepState::Unknown,
        StepState::Passed => passed_or_reopened(step, newest_line(attempt), walk),
        state => state,
    }
}

/// Returns the state of a step that passed in this journal line: open if one of its dependencies
/// was undone later. Where records are missing, their order is unknown.
fn passed_or_reopened(step: &Step, line: u64, walk: &Walk) -> StepState {
    let undone = undone_since(step, line, walk).and_then(|id| walk.undone(id));
    match undone {
        None => StepState::Passed,
        Some(undone) if walk.is_of_damaged_part(&step.id, undone) => StepState::Unknown,
        Some(_) => StepState::Open,
    }
}

/// Returns the state of a step without a record: open, or unknown if records may be missing.
fn without_event(step: &Step, host: Option<&str>, walk: &Walk) -> StepState {
    if is_doubted(&step.id, host, 0, walk) || has_damaged_record(step, host, walk) {
        StepState::Unknown
    } else {
        StepState::Open
    }
}

/// Returns whether a manual decision is newer than the doubts about a step or check.
fn is_newer_than_doubts(id: &str, manual_decision: &ManualDecision, walk: &Walk) -> bool {
    let (ManualDecision::Attested(attribution)
    | ManualDecision::LeftOut(attribution)
    | ManualDecision::Unticked(attribution)) = manual_decision;
    !is_doubted(id, None, attribution.seq, walk)
}

/// Returns whether damaged or missing records after this journal line put a step or check in doubt,
/// on one host or on any.
fn is_doubted(id: &str, host: Option<&str>, line: u64, walk: &Walk) -> bool {
    walk.doubts(id, host).any(|doubt| doubt.line >= line)
}

/// Returns whether the step has records from before the damage, but none that determines its state.
fn has_damaged_record(step: &Step, host: Option<&str>, walk: &Walk) -> bool {
    let attempts = walk.attempts(&step.id).iter();
    let on_host = attempts.filter(|attempt| host.is_none_or(|host| attempt.host == host));
    let mut lines = on_host
        .map(|attempt| attempt.started.seq)
        .chain(walk.first_decided(&step.id));
    lines.any(|line| walk.is_of_damaged_part(&step.id, line))
}

/// Returns the journal line in which a run ended, or else started.
fn newest_line(attempt: &Attempt) -> u64 {
    let ended = attempt.ended.as_ref();
    ended.map_or(attempt.started.seq, |(_, attribution)| attribution.seq)
}

/// Returns whether the step's changes are still in place on the host, even if the step must run
/// again.
pub fn is_applied_on(id: &str, host: &str, walk: &Walk) -> bool {
    deciding_attempt(id, host, walk)
        .is_some_and(|attempt| state_after(attempt, walk) == StepState::Passed)
}

/// Returns the undone dependency that reopened a step which had passed; `None` if the step is not
/// reopened.
pub fn reopened_by<'p>(step: &'p Step, walk: &Walk) -> Option<&'p str> {
    if step.depends_on.is_empty() || step_state(step, walk) != StepState::Open {
        return None;
    }
    if let Some(ManualDecision::Attested(attribution)) = walk.manual_decision(&step.id) {
        return undone_since(step, attribution.seq, walk);
    }
    step.hosts.iter().find_map(|host| {
        let passed = passed_in(deciding_attempt(&step.id, host, walk)?, walk)?;
        undone_since(step, passed, walk)
    })
}

/// Returns a dependency of the step that was undone after this journal line.
fn undone_since<'p>(step: &'p Step, line: u64, walk: &Walk) -> Option<&'p str> {
    let since = |id: &&String| walk.undone(id).is_some_and(|undone| undone > line);
    step.depends_on.iter().find(since).map(String::as_str)
}

/// Returns the run that determines the state of a step on a host: the newest one that reached the
/// host. A run that never reached it changes nothing.
pub(super) fn deciding_attempt<'w>(id: &str, host: &str, walk: &'w Walk) -> Option<&'w Attempt> {
    let mut newest = walk.current_attempts(id).iter().rev();
    newest.find(|attempt| {
        let ended = attempt.ended.as_ref();
        attempt.host == host && ended.is_none_or(|(ended, _)| ended.state != Outcome::NotRun)
    })
}

/// Returns the journal line in which a run passed, if it passed.
pub(super) fn passed_in(attempt: &Attempt, walk: &Walk) -> Option<u64> {
    let (_, attribution) = attempt.ended.as_ref()?;
    (state_after(attempt, walk) == StepState::Passed).then_some(attribution.seq)
}

/// Returns the state of a step after a run.
fn state_after(attempt: &Attempt, walk: &Walk) -> StepState {
    match &attempt.ended {
        None if walk.is_live(&attempt.session) => StepState::Running,
        None => StepState::Interrupted,
        Some((ended, _)) => match ended.state {
            Outcome::Passed | Outcome::Warned if attempt.undo => StepState::Undone,
            Outcome::Passed | Outcome::Warned => StepState::Passed,
            Outcome::Skipped => StepState::Skipped,
            Outcome::Failed => StepState::Failed,
            Outcome::Unknown | Outcome::NotRun => StepState::Unknown,
        },
    }
}

/// Returns whether a step is done on one host, or has nothing to do there.
pub fn done_on(step: &Step, host: &str, walk: &Walk) -> bool {
    step_state_on(step, host, walk).is_done()
}

/// Returns the state of a check over all its hosts.
pub fn check_state(check: &Check, walk: &Walk) -> CheckState {
    let manual_decision = walk.manual_decision(&check.id);
    match manual_decision
        .filter(|manual_decision| is_newer_than_doubts(&check.id, manual_decision, walk))
    {
        Some(ManualDecision::Attested(attribution)) => {
            return match undone_after(check, attribution.seq, walk) {
                Some(_) => CheckState::Open,
                None => CheckState::Attested,
            };
        }
        Some(ManualDecision::LeftOut(_)) => return CheckState::Waived,
        Some(ManualDecision::Unticked(_)) => return CheckState::Open,
        None => {}
    }
    if check.hosts.is_empty() {
        return if is_doubted(&check.id, None, 0, walk) {
            CheckState::Unknown
        } else {
            CheckState::Open
        };
    }
    let on = |host: &String| check_state_on(check, host, walk);
    let order = [
        CheckState::Failed,
        CheckState::Drifted,
        CheckState::Unknown,
        CheckState::Open,
        CheckState::Warned,
    ];
    let found = order
        .into_iter()
        .find(|state| check.hosts.iter().any(|host| on(host) == *state));
    found.unwrap_or(CheckState::Passed)
}

/// Returns the undone step that put a check out of date: the check passed after the step ran, and
/// before the undo. Returns `None` for a check that is not out of date.
pub fn outdated_by<'p>(check: &'p Check, walk: &Walk) -> Option<&'p str> {
    if check_state(check, walk) != CheckState::Open {
        return None;
    }
    match walk.manual_decision(&check.id) {
        Some(ManualDecision::Attested(attribution)) => undone_after(check, attribution.seq, walk),
        Some(_) => None,
        None => check.hosts.iter().find_map(|host| {
            let (ended, attribution) = walk.last_answer(&check.id, host)?.ended.as_ref()?;
            let line = ended.state.holds().then_some(attribution.seq)?;
            undone_after(check, line, walk)
        }),
    }
}

/// Returns a step of the check's tasks that ran before this journal line, and was undone after it.
fn undone_after<'p>(check: &'p Check, line: u64, walk: &Walk) -> Option<&'p str> {
    let ran_before = |id: &str| {
        let mut runs = walk.attempts(id).iter();
        runs.any(|run| !run.undo && run.started.seq < line)
    };
    let is_undone =
        |id: &&String| walk.undone(id).is_some_and(|undone| undone > line) && ran_before(id);
    check.depends_on.iter().find(is_undone).map(String::as_str)
}

/// Returns the state of a check on one host.
fn check_state_on(check: &Check, host: &str, walk: &Walk) -> CheckState {
    let id = check.id.as_str();
    let answer = walk
        .last_answer(id, host)
        .and_then(|asking| asking.ended.as_ref());
    let line = answer.map_or(0, |(_, attribution)| attribution.seq);
    if is_doubted(id, Some(host), line, walk) {
        return CheckState::Unknown;
    }
    answer.map_or(CheckState::Open, |(ended, _)| match ended.state {
        Outcome::Passed | Outcome::Warned if undone_after(check, line, walk).is_some() => {
            CheckState::Open
        }
        Outcome::Passed => CheckState::Passed,
        Outcome::Warned => CheckState::Warned,
        Outcome::Failed if ever_passed(id, host, walk) => CheckState::Drifted,
        Outcome::Failed => CheckState::Failed,
        Outcome::Unknown | Outcome::NotRun | Outcome::Skipped => CheckState::Unknown,
    })
}

/// Returns whether a check ever passed on a host.
fn ever_passed(id: &str, host: &str, walk: &Walk) -> bool {
    let holds = |ended: &RunResult| matches!(ended.state, Outcome::Passed | Outcome::Warned);
    walk.current_check_runs(id).iter().any(|asking| {
        asking.host == host && asking.ended.as_ref().is_some_and(|(ended, _)| holds(ended))
    })
}

/// Returns whether the operator went on in spite of a check: a deviation names the check, and is
/// newer than all its results.
pub fn is_passed_over(check: &Check, walk: &Walk) -> bool {
    let answered = check.hosts.iter().filter_map(|host| {
        let (_, attribution) = walk.last_answer(&check.id, host)?.ended.as_ref()?;
        Some(attribution.seq)
    });
    let answered = answered.max().unwrap_or(0);
    let mut noted = walk.deviations.iter();
    noted.any(|noted| noted.id.as_ref() == Some(&check.id) && noted.attribution.seq > answered)
}

/// Returns whether running the procedure must run this check: it is not done, or a step of the
/// procedure changed something since its last run.
pub fn needs_check(procedure: Procedure<'_>, check: &Check, walk: &Walk) -> bool {
    match check_state(check, walk) {
        CheckState::Passed | CheckState::Warned => {}
        state => return check.run.is_some() && !state.is_done(),
    }
    let asked = check.hosts.iter().filter_map(|host| {
        let (_, attribution) = walk.last_answer(&check.id, host)?.ended.as_ref()?;
        Some(attribution.seq)
    });
    asked
        .min()
        .is_some_and(|line| has_changed(procedure, line, walk))
}

/// Returns whether a step of a procedure ran or was undone after this journal line.
fn has_changed(procedure: Procedure<'_>, line: u64, walk: &Walk) -> bool {
    let steps = procedure.steps().iter().filter(|step| step.changes);
    let mut attempts = steps.flat_map(|step| walk.current_attempts(&step.id));
    attempts.any(|attempt| {
        let ended = attempt.ended.as_ref();
        ended.is_some_and(|(ended, attribution)| {
            ended.source == OutcomeSource::Exit && attribution.seq > line
        })
    })
}

/// Returns the state of an entry. An entry without steps and checks stays open, because nothing
/// proves it.
pub fn day_state(entry: &Entry, walk: &Walk) -> DayState {
    let steps = || entry.steps.iter();
    let checks = || entry.checks.iter();
    let empty = entry.steps.is_empty() && entry.checks.is_empty();
    let done = steps().all(|step| step_state(step, walk).is_done())
        && checks().all(|check| check_state(check, walk).is_done());
    if !empty && done {
        return DayState::Done;
    }
    let begun = steps().any(|step| is_begun(step, walk))
        || checks().any(|check| check_state(check, walk) != CheckState::Open);
    if begun {
        DayState::Started
    } else {
        DayState::Open
    }
}

/// Returns whether a step has a result on any host.
fn is_begun(step: &Step, walk: &Walk) -> bool {
    let ran_on = |host: &String| deciding_attempt(&step.id, host, walk).is_some();
    walk.manual_decision(&step.id).is_some()
        || step.hosts.iter().any(ran_on)
        || is_doubted(&step.id, None, 0, walk)
}

/// Returns whether an entry was ever done. A check that has drifted since needs attention, but the
/// next item does not return to its entry.
pub fn was_done(entry: &Entry, walk: &Walk) -> bool {
    let holds = |check| {
        let state = check_state(check, walk);
        state.is_done() || state == CheckState::Drifted
    };
    let empty = entry.steps.is_empty() && entry.checks.is_empty();
    !empty
        && entry
            .steps
            .iter()
            .all(|step| step_state(step, walk).is_done())
        && entry.checks.iter().all(holds)
}

/// Returns the first item that is not done: its entry, and the id of the step or check.
pub fn next_item<'p>(plan: &'p Plan, walk: &Walk) -> Option<(&'p Entry, Option<&'p str>)> {
    let entry = plan.entries.iter().find(|entry| !was_done(entry, walk))?;
    Some((entry, next_in(entry, walk)))
}

/// Returns the first step of a procedure that is not done, or else the first such check.
pub fn next_in<'p>(procedure: impl Into<Procedure<'p>>, walk: &Walk) -> Option<&'p str> {
    let procedure = procedure.into();
    let step = procedure
        .steps()
        .iter()
        .find(|step| !step_state(step, walk).is_done())
        .map(|step| &step.id);
    let check = || {
        procedure
            .checks()
            .iter()
            .find(|check| !check_state(check, walk).is_done())
            .map(|check| &check.id)
    };
    step.or_else(check).map(String::as_str)
}
