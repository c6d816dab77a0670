//! The I/O for the hosts of a walk: connections, panes and probes. `crate::host` decides.

mod child;
mod context;
mod host_task;
#[expect(
    clippy::module_inception,
    reason = "the module is named for its main type"
)]
mod hosts;
mod intake;
mod local;
mod master;
mod mux;
mod pane_judge;
mod pane_shell;
mod probe;
mod proof;
mod pty;
mod recorder;
mod session;
mod shell_stream;
mod sockets;
mod ssh;
mod step_output;
mod transport;

pub(super) use child::{hidden_names, home, reset_signals};
pub(super) use context::{Context, KnownSecrets};
pub(super) use hosts::Hosts;
pub(super) use sockets::Sockets;
