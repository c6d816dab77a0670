//! A host as a pure state machine: its connection, the shells in its pane, and its probes.

mod connecting;
mod connection;
mod effect;
mod foreground;
mod foreground_timer;
#[expect(
    clippy::module_inception,
    reason = "the module is named for its main type"
)]
mod host;
mod messages;
mod nested_shell;
mod nesting;
mod probe_queue;
mod prompts;
mod readdress;
mod refusal;
mod run;
mod running;
mod shell;
mod ssh_text;
mod stopping;

pub use effect::{HostEffect, OutputName};
pub use host::Host;
pub use messages::{ForegroundReading, HostCommand, HostEvent, StepEnd};
pub use refusal::{last_quote, not_begun_as};
pub use run::{Captured, run_ended};
pub use ssh_text::{is_input_prompt, is_refusal, last_line};
