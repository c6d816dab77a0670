//! The environment and the signals of the programs that daymark starts.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Arc, Once};

use signal_hook::consts::{
    SIGALRM, SIGCHLD, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGURG, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
};

/// The prefix of daymark's own variables. Its child processes do not get them.
const OURS: &str = "DAYMARK_";

/// Returns the names of the variables that no child process gets.
pub(in crate::service) fn hidden_names() -> impl Iterator<Item = OsString> {
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.as_encoded_bytes().starts_with(OURS.as_bytes()))
}

/// The signals that a child process has as they are by default. The standard library resets
/// SIGPIPE. If daymark handled the signals of a background process that uses the terminal, its own
/// use of the terminal would never end.
const DEFAULT: [i32; 15] = [
    SIGALRM, SIGCHLD, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGURG, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
];

/// Gives every child process the default signals, also those that daymark was started with ignored
/// (`nohup`, `&` in a script). A child inherits an ignored signal, but not a handler, so daymark
/// handles them, without effect.
pub(in crate::service) fn reset_signals() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ignored = ignored_signals();
        for signal in DEFAULT {
            if ignored & 1 << (signal - 1) != 0 {
                // A signal that cannot be handled stays ignored in children too.
                let _ = signal_hook::flag::register(signal, Arc::default());
            }
        }
    });
}

/// Returns the ignored signals as a bit mask. Only Linux reports them without `unsafe`.
fn ignored_signals() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or_default()
}

/// Returns the operator's home, where local shells and checks start.
pub(in crate::service) fn home() -> PathBuf {
    directories::BaseDirs::new()
        .map_or_else(|| PathBuf::from("/"), |dirs| dirs.home_dir().to_owned())
}

/// Options of every ssh but the master. Without them, the operator's configuration would add its
/// own command and forwardings.
pub(super) const SSH_ALONE: [&str; 4] =
    ["-o", "RemoteCommand=none", "-o", "ClearAllForwardings=yes"];
