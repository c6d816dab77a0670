//! The exit statuses of daymark's own scripts.
//!
//! Each has one meaning. No known program uses them: podman, timeout and env have 125.

/// The detached run is gone, and its result is unknown.
pub const DETACHED_GONE: i32 = 217;

/// A file was edited since daymark wrote it, and was left unchanged.
pub const EDITED: i32 = 218;

/// The detached script did not start. The last line of the output then begins with
/// [`SAYS_NOT_STARTED`]. Without that line, the script itself exited with this status.
pub const DETACHED_NOT_STARTED: i32 = 219;

/// The text before the reason why a detached script did not start.
pub const SAYS_NOT_STARTED: &str = "daymark did not start the script: ";
