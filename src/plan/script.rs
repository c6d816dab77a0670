//! The scripts of a plan.

use super::field::Field;

/// The shell a script runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shell {
    /// The pane's own, which later steps go on using.
    Living,
    /// One that ends with the script.
    Fresh,
    /// One on the operator's machine, without the plan's variables.
    Here,
}

/// Reads a script and tells what is doubtful in it.
pub(super) fn read(field: Field, _shell: Shell) -> Option<String> {
    field.text()
}

/// Reads one script, or a list of them.
pub(super) fn read_all(field: Field, shell: Shell) -> Vec<String> {
    field.one_or_list("a command or a list of them", |node| {
        read(field.item(node), shell)
    })
}
