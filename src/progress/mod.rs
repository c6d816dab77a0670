//! What has happened: events, their fold into state, and the rules of a walk.

mod attempt_numbers;
mod broken;
mod chain;
mod due;
mod event;
mod evidence_name;
mod interrupted;
mod judging;
mod mention;
mod outcome;
mod record;
mod refusal;
mod revised;
mod schedule;
mod session_id;
mod state;
mod tail;
mod texts;
mod undo_list;
mod usual;
mod verdict;
mod walk;

pub use attempt_numbers::AttemptNumbers;
pub use broken::{Break, LineError};
pub use chain::Chain;
pub use due::{
    RecurringStatus, date_of_day, day_of_date, due_dates, due_now, later, next_check_at,
    recurrence, wait_until,
};
pub use event::{Cut, Doubt, Event, Evidence, Outcome, OutcomeSource, RunResult, SessionRef};
pub use evidence_name::evidence_name;
pub use interrupted::{Interrupted, interrupted};
pub use judging::{Excerpt, Findings, Number, OutputJudge, Query};
pub use outcome::{ScriptResult, Termination};
pub use record::{FORMAT, GENESIS, Head, Newer, Record, Sealed, encode, parse};
pub use refusal::{Needs, Refusal};
pub use revised::changed_since_run;
pub use schedule::{Schedule, schedule};
pub use session_id::SessionId;
pub use state::{
    CheckState, DayState, StepState, check_state, day_state, done_on, is_applied_on, needs_check,
    next_in, next_item, reopened_by, step_state, step_state_on, was_done,
};
pub use tail::{Tail, TailError};
pub use undo_list::{UndoEntry, phase_ledger, undo_list};
pub use usual::median_seconds;
pub use verdict::{Verdict, judge};
pub use walk::{
    Attempt, Attribution, CheckRun, Deviation, ManualDecision, Occurrence, QuizAnswer, Walk,
};
