//! The operator's own editor.

use std::env;
use std::path::Path;

use tokio::process::Command;

use crate::service::run_in_foreground;

/// Opens a file at a line in the operator's editor, and waits for the editor to exit. It needs the
/// operator's terminal.
///
/// # Errors
/// Names the editor and how it failed.
pub(super) async fn edit(file: &Path, line: usize) -> Result<(), String> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.trim().is_empty()))
        .unwrap_or_else(|| "vi".to_owned());
    // The variable may contain arguments. Other programs pass it to a shell too.
    let mut command = Command::new("/bin/sh");
    command
        .arg("-c")
        .arg(format!("exec {editor} \"+$1\" \"$2\""))
        .args(["daymark", &line.to_string()])
        .arg(file);
    match run_in_foreground(command).await {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{editor} ended with {status}")),
        Err(error) => Err(format!("{editor} could not be started: {error}")),
    }
}
