//! The hosts of a walk: one connection each, a living shell in a pane, and questions beside it.

mod captured;
mod child;
mod connecting;
mod connection;
mod context;
mod foreground;
mod host;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod hosts;
mod inside;
mod intake;
mod line;
mod master;
mod messages;
mod mux;
mod nested_shell;
mod pane_judge;
mod probe;
mod probes;
mod prompts;
mod proof;
mod pty;
mod recorder;
mod refusal;
mod run;
mod running;
mod shell;
mod shell_stream;
mod sockets;
mod step_output;
mod stopping;
mod watch;

pub(super) use child::{hidden_names, home};
pub(super) use context::{Context, KnownSecrets};
pub(super) use hosts::Hosts;
pub(super) use sockets::Sockets;
