//! The work at hand: commands in, events out; events kept, requests out; answers in, events
//! again.

mod allow;
mod answer;
mod asking;
mod by_hand;
mod command;
mod copying;
mod course;
mod decide;
mod disk;
mod edited;
mod end;
mod ending;
mod fetching;
mod find;
mod glance;
mod job;
mod lost;
mod proving;
mod reach;
mod reaction;
mod round;
mod run;
mod secrets;
mod silence;
mod stopping;
mod values;
mod verify;
mod waiting;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod work;

pub use command::{Command, Consent, Overwrite};
pub use edited::edit_lines;
pub use glance::{Difference, Remains};
pub use job::{Course, Held, Inquiry, Intent, Job, Question, Stage, Timer, Until};
pub use reaction::Reaction;
pub use silence::SILENT;
pub use values::{Values, accept, needed};
pub use work::Work;
