//! The exit statuses of daymark's own scripts.
//!
//! Each has one meaning. No known program uses them: podman, timeout and env have 125.

/// The host could not keep the whole output of a detached script, where the last line of the output
/// is [`SAYS_CUT`] and the script's own exit status; without it, the script itself ended with this
/// status.
pub const DETACHED_CUT: i32 = 216;

/// The detached run is gone, and it is not known how it ended.
pub const DETACHED_GONE: i32 = 217;

/// A file that may be overwritten only with consent was left unchanged.
pub const EDITED: i32 = 218;

/// The detached script did not start. The last line of the output then begins with
/// [`SAYS_NOT_STARTED`]. Without that line, the script itself exited with this status.
pub const DETACHED_NOT_STARTED: i32 = 219;

/// The text before the reason why a detached script did not start.
pub const SAYS_NOT_STARTED: &str = "daymark did not start the script: ";

/// What daymark's own part of a detached script says before the exit status of a script whose output
/// is incomplete.
pub const SAYS_CUT: &str = "daymark could not keep the whole output on the host; exit status: ";
