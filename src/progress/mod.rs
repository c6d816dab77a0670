//! What has happened: events, their fold into state, and the rules of a walk.

mod event;
mod interrupted;
mod outcome;
mod record;
mod refusal;
mod schedule;
mod state;
mod verdict;
mod walk;

pub use event::{Ended, Event, Evidence, Manner, Standing};
pub use interrupted::{Interrupted, interrupted};
pub use outcome::{Fate, Outcome};
pub use record::{Broken, FORMAT, GENESIS, Head, Record, parse, seal};
pub use refusal::{Needs, Refusal};
pub use schedule::{Schedule, schedule};
pub use state::{
    CheckState, DayState, StepState, check_state, day_state, next, next_in, passed_on, step_state,
};
pub use verdict::{Verdict, judge};
pub use walk::{Asking, Attempt, Deviation, Fix, Said, Walk};
