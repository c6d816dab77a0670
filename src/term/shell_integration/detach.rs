//! A script that outlives its connection: started in a session of its own, followed by whoever
//! comes.
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

/// How the lines of the script travel.
const LINE: usize = 76;

/// A script that starts `script` under `name` in a session of its own, or finds it there already,
/// and follows it to its end.
///
/// `name` must be one for the life of the host: it is the name of a folder.
pub fn detach_script(name: &str, shell: &str, script: &str) -> String {
    follow(name, shell, script, "")
}

/// A script that follows what was started under `name`, and starts nothing.
pub fn reattach_script(name: &str, shell: &str) -> String {
    follow(name, shell, "", "pick up")
}

/// A script that prints for how many seconds a run has been at work, or was until its end.
pub fn run_age(name: &str) -> String {
    AGE.replace("@NAME@", &safe(name))
}

/// A script that takes away what a run left on the host.
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

/// Base64 in lines that any terminal and any tool takes.
pub(in crate::term) fn wrapped(bytes: &[u8]) -> String {
    let encoded = STANDARD.encode(bytes);
    let lines: Vec<&str> = encoded
        .as_bytes()
        .chunks(LINE)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    lines.join("\n")
}

/// A name that is a folder's and needs no quotes.
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
