//! Shell integration: shell text that writes prompt marks, runs steps and runs probes.

mod copy;
mod detach;
mod dialect;
mod exit;
mod foreground;
mod probe;
mod process;
mod shell;
mod step;
mod text;
mod variable;

pub use copy::{
    Comparison, CopiedFile, Copying, EditReason, EditedFile, compare_put_back_script,
    compare_script, compare_undo_script, copy_script, keep_edited_script, restore_script,
};
pub use detach::{cleanup_script, detach_script, reattach_script, run_age};
pub use dialect::Dialect;
pub use exit::{
    DETACHED_CUT, DETACHED_GONE, DETACHED_NOT_STARTED, EDITED, SAYS_CUT, SAYS_NOT_STARTED,
};
pub use foreground::{ForegroundProcess, foreground_script, read_foreground};
pub use probe::{probe_command, probe_payload};
pub use process::{Signal, alive_script, signal_script};
pub use shell::{attach_line, attach_payload, connect_command, local_command, remote_command};
pub use step::{StepScript, forget_line, no_step, step_line, step_payload};
pub use variable::{InvalidVariable, ScriptVariable};
