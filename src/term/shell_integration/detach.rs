//! Scripts that survive a lost connection: each runs in its own session and can be followed again.
//!
//! What it needs on the host is POSIX sh, `setsid`, `base64`, `mkfifo` and `head -c`. Its files lie in a
//! private folder in the user's home, and not in the runtime folder, which goes with the last
//! logout.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::term::shell_integration::exit::{
    DETACHED_CUT, DETACHED_GONE, DETACHED_NOT_STARTED, SAYS_CUT, SAYS_NOT_STARTED,
};

const FOLLOW: &str = include_str!("detach.sh");
const AGE: &str = include_str!("age.sh");

/// Length of a base64 line, in characters.
const LINE: usize = 76;

/// Returns a script that starts `script` in its own session under `name`, unless that has happened
/// already, and follows it to its end.
///
/// `name` is the name of a folder and must be unique for the life of the host.
pub fn detach_script(name: &str, shell: &str, script: &str) -> String {
    follow(name, shell, script, "")
}

/// Returns a script that follows the run started under `name`, and starts nothing.
pub fn reattach_script(name: &str, shell: &str) -> String {
    follow(name, shell, "", "pick up")
}

/// Returns a script that prints the age of a run in seconds, up to now or to its end.
pub fn run_age(name: &str) -> String {
    AGE.replace("@NAME@", &safe(name))
}

/// Returns a script that removes the files of a run from the host.
pub fn cleanup_script(name: &str) -> String {
    format!(
        "rm -rf -- \"$HOME/.daymark/{name}\" && {{ rmdir \"$HOME/.daymark\" 2>/dev/null || :; }}\n",
        name = safe(name)
    )
}

fn follow(name: &str, shell: &str, script: &str, pick_up: &str) -> String {
    FOLLOW
        .replace("@NAME@", &safe(name))
        .replace("@PICKUP@", pick_up)
        .replace("@GONE@", &DETACHED_GONE.to_string())
        .replace("@CUT@", &DETACHED_CUT.to_string())
        .replace("@SAYS_CUT@", SAYS_CUT)
        .replace("@NOT_STARTED@", &DETACHED_NOT_STARTED.to_string())
        .replace("@SAYS_NOT_STARTED@", SAYS_NOT_STARTED)
        .replace("@SHELL@", shell)
        .replace("@BYTES@", &script.len().to_string())
        .replace("@SCRIPT@", &wrapped(script.as_bytes()))
}

/// Encodes bytes as base64 in lines that every terminal and tool accepts.
pub(in crate::term) fn wrapped(bytes: &[u8]) -> String {
    let encoded = STANDARD.encode(bytes);
    let lines: Vec<&str> = encoded
        .as_bytes()
        .chunks(LINE)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    lines.join("\n")
}

/// Returns the name as a folder name that needs no quotes. Other characters become `_`.
fn safe(name: &str) -> String {
    let keep = |c: char| {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    name.chars().map(keep).collect()
}
