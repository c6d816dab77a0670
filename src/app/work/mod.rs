//! The work at hand: commands in, events out; events kept, requests out; answers in, events
//! again.

mod allow;
mod asking;
mod command;
mod copying;
mod course;
mod decide;
mod ending;
mod job;
mod lost;
mod round;
mod run;
mod secrets;
mod values;
mod verify;
mod waiting;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod work;

pub use command::{Command, Consent};
pub use course::Course;
pub use job::{Held, Inquiry, Intent, Job, Question, Stage, Timer, Until};
pub use lost::Remains;
pub use values::{Values, accept, needed};
pub use work::{Difference, Reaction, Work};
