//! Hosts and scripts with their variables.

use super::Value;

/// A host with its address, all variables filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name in the plan. Panes and connections are found by it.
    pub host: String,
    /// The way to run a command there.
    pub transport: Transport,
    /// The shell that scripts are written for, such as `bash`.
    pub shell: String,
}

/// The way to run a command on a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// On this machine.
    Local,
    /// Through the operator's own ssh, to this destination.
    Ssh(String),
}

impl Transport {
    /// Returns whether it needs a connection. Only the operator opens one.
    pub fn connects(&self) -> bool {
        match self {
            Self::Local => false,
            Self::Ssh(_) => true,
        }
    }
}

/// A script with its variables. Nothing is substituted into its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// The text, as in the plan.
    pub text: String,
    /// The environment variables that it gets.
    pub variables: Vec<(String, Value)>,
    /// The user as which it runs, through sudo on the host.
    pub user: Option<String>,
    /// The shell that it is written for; none for the shell of its [`Target`].
    pub shell: Option<String>,
}
