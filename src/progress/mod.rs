//! What has happened: events, their fold into state, and the rules of a walk.

mod broken;
mod chain;
mod due;
mod event;
mod evidence_name;
mod interrupted;
mod judging;
mod ledger;
mod mention;
mod outcome;
mod record;
mod refusal;
mod revised;
mod schedule;
mod state;
mod texts;
mod usual;
mod verdict;
mod walk;

pub use broken::{Break, Broken};
pub use chain::Chain;
pub use due::{
    Recurrence, ask_again, date_of_day, day_of_date, due_dates, due_now, later, recurrence,
    wait_ends,
};
pub use event::{Cut, Doubt, Ended, Event, Evidence, Manner, Standing, Trace};
pub use evidence_name::evidence_name;
pub use interrupted::{Interrupted, interrupted};
pub use judging::{Excerpt, Findings, Number, OutputJudge, Query};
pub use ledger::{Done, ledger, phase_ledger};
pub use outcome::{Fate, Outcome};
pub use record::{FORMAT, GENESIS, Head, Newer, Record, Sealed, parse, seal};
pub use refusal::{Needs, Refusal};
pub use revised::revised;
pub use schedule::{Schedule, schedule};
pub use state::{
    CheckState, DayState, StepState, check_state, day_state, done_on, is_due_to_be_asked, next,
    next_in, reopened_by, stands_on, step_state, step_state_on, was_done,
};
pub use usual::usual_seconds;
pub use verdict::{Verdict, judge};
pub use walk::{Asking, Attempt, Deviation, Fix, QuizAnswer, Round, Said, Walk};
