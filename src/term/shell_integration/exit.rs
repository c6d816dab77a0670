//! The exit statuses that daymark's own scripts end with.
//!
//! Each says one thing. No program is known to end with one of them: podman, timeout and env have 125
//! of their own.

/// The host could not keep the whole output of a detached script, where the last line of the output
/// is [`SAYS_CUT`] and the script's own exit status; without it, the script itself ended with this
/// status.
pub const DETACHED_CUT: i32 = 216;

/// The detached run is gone, and it is not known how it ended.
pub const DETACHED_GONE: i32 = 217;

/// A file was edited since daymark wrote it, and is left as it is.
pub const EDITED: i32 = 218;

/// The detached script was not started, where the last line of the output begins with
/// [`SAYS_NOT_STARTED`]; without it, the script itself ended with this status.
pub const DETACHED_NOT_STARTED: i32 = 219;

/// What daymark's own part of a detached script says before the reason why it did not start the rest.
pub const SAYS_NOT_STARTED: &str = "daymark did not start the script: ";

/// What daymark's own part of a detached script says before the exit status of a script whose output
/// is incomplete.
pub const SAYS_CUT: &str = "daymark could not keep the whole output on the host; exit status: ";
