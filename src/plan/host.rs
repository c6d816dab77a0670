//! Where steps run.

/// Where steps run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Its name in the plan.
    pub name: String,
    /// How it is reached.
    pub address: Address,
    /// What it is.
    pub about: Option<String>,
    /// Whether people depend on it.
    pub production: bool,
}

/// How a host is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The machine daymark runs on.
    Local,
    /// An ssh destination as written, `$NAME` not yet filled in.
    Ssh(String),
    /// Several hosts under one name.
    Group(Vec<String>),
}

impl Host {
    /// Its ssh destination as written; none for this machine and for groups.
    pub fn ssh(&self) -> Option<&str> {
        match &self.address {
            Address::Ssh(destination) => Some(destination),
            Address::Local | Address::Group(_) => None,
        }
    }
}
