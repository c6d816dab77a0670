//! A host, ready to be reached.

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
