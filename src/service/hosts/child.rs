//! What programs we start are given.

use std::ffi::OsString;
use std::path::PathBuf;

/// Values for daymark come in these; no program we start gets them.
const OURS: &str = "DAYMARK_";

/// The names in our environment that no child may see.
pub(in crate::service) fn hidden_names() -> impl Iterator<Item = OsString> {
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.as_encoded_bytes().starts_with(OURS.as_bytes()))
}

/// The operator's home, where local shells and checks begin.
pub(in crate::service) fn home() -> PathBuf {
    directories::BaseDirs::new()
        .map_or_else(|| PathBuf::from("/"), |dirs| dirs.home_dir().to_owned())
}

/// How ssh is started for anything but the master: what the operator's configuration adds to a
/// connection of their own would be in the way.
pub(super) const SSH_ALONE: [&str; 4] =
    ["-o", "RemoteCommand=none", "-o", "ClearAllForwardings=yes"];
