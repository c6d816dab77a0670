//! Where a script runs, and the script.

use super::Value;

/// A host, ready to be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its name in the plan; panes and connections are kept by it.
    pub host: String,
    /// How it is reached.
    pub transport: Transport,
    /// The shell that scripts are written for, such as `bash`.
    pub shell: String,
}

/// How a host is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// On this machine.
    Local,
    /// Through the operator's own ssh, to this destination; all names filled in.
    Ssh(String),
}

/// A script with what it needs to run. Nothing is substituted into its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// Its text, as the plan has it.
    pub text: String,
    /// Variables it gets as environment variables.
    pub variables: Vec<(String, Value)>,
    /// The user it runs as, through sudo on the host.
    pub user: Option<String>,
}
