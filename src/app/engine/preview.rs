//! What is only looked at, and not kept.

use crate::term::shell_integration::Comparison;

/// What a copy step would change on a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyPreview {
    /// It is being looked at.
    Looking,
    /// Nothing: all is there already.
    None,
    /// This.
    Some(String),
    /// This, and it was edited since daymark wrote it.
    Edited(Comparison),
    /// It could not be looked at, for this reason.
    Unknown(String),
}

/// Something that is only looked at, and not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum UnrecordedProbe {
    /// What a copy step would change, by step and host.
    Difference(String, String),
    /// What is left of a run, by step and host.
    Remains(String, String),
    /// A guard, by name and host.
    Guard(String, String),
    /// What a run left on its host is taken away.
    Clearing,
}

/// What was found on a host of a run whose end nobody saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcessState {
    /// It is being looked for.
    Looking,
    /// It still lives: these are its processes.
    Alive(Vec<String>),
    /// None of its processes lives.
    Gone,
    /// The host was started anew since.
    Rebooted,
    /// It could not be looked for, for this reason.
    Unknown(String),
}
