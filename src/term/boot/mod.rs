//! The shell text that makes a shell tell its true ends, runs a step, and asks a check.

mod ask;
mod copy;
mod detach;
mod probe;
mod shell;
mod step;
mod text;
mod variable;

pub use ask::{ASK_COMMAND, ask_payload};
pub use copy::{CopiedFile, compare_script, copy_script, put_back_script};
pub use detach::{DETACHED_GONE, cleared, detached, picked_up};
pub use probe::{PROBE_GONE, PROBE_REBOOTED, probe};
pub use shell::{attach_line, bash, local_command, remote_command};
pub use step::{StepScript, step_line, step_payload};
pub use variable::{InvalidVariable, Variable};
