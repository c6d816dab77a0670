//! The history of a walk: events, their fold into state, and the rules.

mod attempt_numbers;
mod attempts;
mod broken;
mod chain;
mod durations;
mod event;
mod evidence_name;
mod guard_override;
mod judging;
mod mention;
mod other_values;
mod record;
mod refusal;
mod schedule;
mod session_id;
mod state;
mod tail;
mod undo_list;
mod verdict;
mod walk;

pub use attempt_numbers::AttemptNumbers;
pub use attempts::{Interrupted, changed_since_run, interrupted, is_of_undo};
pub use broken::{Break, LineError};
pub use chain::Chain;
pub use durations::{Durations, Spread, StepDurations};
pub use event::{Cut, Doubt, Event, Evidence, Outcome, OutcomeSource, RunResult, SessionRef};
pub use evidence_name::evidence_name;
pub use guard_override::{overridden_guard, override_text};
pub use judging::{Excerpt, Findings, Number, OutputJudge, Query};
pub use other_values::{OtherValue, other_values_of_check, other_values_of_step};
pub use record::{FORMAT, GENESIS, Head, Newer, Record, Sealed, encode, parse};
pub use refusal::{Needs, Refusal};
pub use schedule::{
    RecurringStatus, Schedule, date_of_day, day_of_date, due_dates, due_now, later, next_check_at,
    recurrence, schedule, wait_until,
};
pub use session_id::SessionId;
pub use state::{
    CheckState, DayState, StepState, check_state, day_state, done_on, is_applied_on,
    is_passed_over, needs_check, next_in, next_item, outdated_by, reopened_by, step_state,
    step_state_on, was_done,
};
pub use tail::{Tail, TailError};
pub use undo_list::{UndoEntry, phase_ledger, undo_list};
pub use verdict::{ScriptResult, Termination, Verdict, judge};
pub use walk::{
    AcceptedDamage, Attempt, Attribution, CheckRun, Deviation, ManualDecision, Occurrence,
    QuizAnswer, Walk,
};
