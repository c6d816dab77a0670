//! The exit statuses that daymark's own scripts end with.
//!
//! Each says one thing. No program is known to end with one of them: podman, timeout and env have 125
//! of their own.

/// The detached run is gone, and it is not known how it ended.
pub const DETACHED_GONE: i32 = 217;

/// A file was edited since daymark wrote it, and is left as it is.
pub const EDITED: i32 = 218;

/// The detached script was not started, where the last line of the output begins with
/// [`SAYS_NOT_STARTED`]; without it, the script itself ended with this status.
pub const DETACHED_NOT_STARTED: i32 = 219;

/// What daymark's own part of a detached script says before the reason why it did not start the rest.
pub const SAYS_NOT_STARTED: &str = "daymark did not start the script: ";
