//! The hosts of a walk: one connection each, a living shell in a pane, and questions beside it.

mod ask;
mod child;
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
mod level;
mod master;
mod mux;
mod order;
mod prompts;
mod pty;
mod questions;
mod recorder;
mod run;
mod running;
mod shell;
mod sockets;
mod watch;

pub(super) use child::{hidden_names, home};
pub(super) use context::{Context, Known};
pub(super) use hosts::Hosts;
pub(super) use sockets::Sockets;
