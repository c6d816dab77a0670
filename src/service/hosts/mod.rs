//! The hosts of a walk: one connection each, a living shell in a pane, and questions beside it.

mod ask;
mod captured;
mod child;
mod connecting;
mod connection;
mod context;
mod feed;
mod host;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod hosts;
mod inside;
mod intake;
mod level;
mod line;
mod master;
mod mux;
mod order;
mod pane_judge;
mod prompts;
mod proof;
mod pty;
mod questions;
mod recorder;
mod run;
mod running;
mod shell;
mod sockets;
mod step_output;
mod stopping;
mod watch;
mod watching;

pub(super) use child::{hidden_names, home};
pub(super) use context::{Context, Known};
pub(super) use hosts::Hosts;
pub(super) use sockets::Sockets;
