//! The shell text that makes a shell tell its true ends, runs a step, and asks a check.

mod ask;
mod connect;
mod copy;
mod detach;
mod dialect;
mod exit;
mod front;
mod process;
mod shell;
mod step;
mod text;
mod variable;

pub use ask::{ask_command, ask_payload};
pub use connect::connect_command;
pub use copy::{
    Comparison, CopiedFile, Copying, EditedFile, compare_script, compare_undo_script, copy_script,
    keep_edited_script, put_back_script,
};
pub use detach::{cleared, detached, picked_up, run_age};
pub use dialect::Dialect;
pub use exit::{DETACHED_GONE, DETACHED_NOT_STARTED, EDITED, SAYS_NOT_STARTED};
pub use front::{Front, front_script, read_front};
pub use process::{Signal, alive_script, signal_script};
pub use shell::{attach_line, attach_payload, local_command, remote_command};
pub use step::{StepScript, forget_line, no_step, step_line, step_payload};
pub use variable::{InvalidVariable, Variable};
