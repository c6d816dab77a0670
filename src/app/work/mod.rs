//! The work at hand: commands in, events out; events kept, requests out; answers in, events
//! again.

mod command;
mod decide;
mod job;
mod run;
mod secrets;
mod values;
mod verify;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod work;

pub use command::{Command, Consent};
pub use job::{Inquiry, Job, Stage};
pub use values::{Values, accept, needed};
pub use work::{Reaction, Work};
