//! The scripts of a plan.

use super::field::Field;

/// The shell a script runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shell {
    /// The pane's own, which later steps go on using.
    Living,
    /// One that ends with the script.
    Fresh,
}

/// Reads a script and tells what is doubtful in it.
pub(super) fn read(field: Field, _shell: Shell) -> Option<String> {
    field.text()
}
