//! The engine: commands become events, events on disk become requests, and responses become events
//! again. It does not depend on the screens.

mod after_reconnect;
mod can_run;
mod command;
mod conditions;
mod copying;
mod disk;
mod disk_state;
mod edited;
mod effects;
mod ending;
#[expect(
    clippy::module_inception,
    reason = "the module is named for its main type"
)]
mod engine;
mod host_states;
mod job;
mod lookup;
mod manual;
mod moving;
mod occurrence;
mod preconditions;
mod preview;
mod recovery;
mod responses;
mod run;
mod run_queue;
mod secrets;
mod session;
mod stall;
mod stopping;
mod targets;
mod values;
mod verify;
mod waiting;

pub use command::{Approval, Command, Overwrite};
pub use edited::edit_lines;
pub use effects::Effects;
pub use engine::Engine;
pub use host_states::HostStates;
pub use job::{
    CheckJob, Intent, Job, Precondition, RunQueue, Stage, Timer, WaitCondition, WaitingStep,
};
pub use preview::{CopyPreview, Previews, ProcessState};
pub use session::SessionOptions;
pub use stall::STALL_AFTER;
pub use values::{Values, needed, validate};
