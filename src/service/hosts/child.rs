//! The environment of the programs that daymark starts.

use std::ffi::OsString;
use std::path::PathBuf;

/// The prefix of daymark's own variables. Its child processes do not get them.
const OURS: &str = "DAYMARK_";

/// Returns the names of the variables that no child process gets.
pub(in crate::service) fn hidden_names() -> impl Iterator<Item = OsString> {
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.as_encoded_bytes().starts_with(OURS.as_bytes()))
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
