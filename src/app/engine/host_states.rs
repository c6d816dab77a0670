//! The state of the hosts, as responses report it.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use crate::port::{ConnectionState, Foreground};

/// The reported state of every host.
#[derive(Debug, Clone, Default)]
pub struct HostStates {
    states: BTreeMap<String, HostState>,
}

#[derive(Debug, Clone, Default)]
struct HostState {
    connection: Option<ConnectionState>,
    foreground: Option<Foreground>,
    nested: Vec<String>,
    last_output_at: Option<DateTime<FixedOffset>>,
}

impl HostStates {
    /// Returns the connection state of a host; `None` before its first connection.
    pub fn connection(&self, host: &str) -> Option<&ConnectionState> {
        self.states.get(host)?.connection.as_ref()
    }

    /// Returns every host that was ever connected, by name.
    pub fn connections(&self) -> impl Iterator<Item = (&str, &ConnectionState)> {
        let states = self.states.iter();
        states.filter_map(|(host, state)| Some((host.as_str(), state.connection.as_ref()?)))
    }

    /// Returns the foreground process of a host's pane, if it is known and is not the shell.
    pub fn foreground(&self, host: &str) -> Option<&Foreground> {
        self.states.get(host)?.foreground.as_ref()
    }

    /// Returns every known foreground process with its host.
    pub fn foregrounds(&self) -> impl Iterator<Item = (&str, &Foreground)> {
        let states = self.states.iter();
        states.filter_map(|(host, state)| Some((host.as_str(), state.foreground.as_ref()?)))
    }

    /// Returns the commands that started the nested shells of a host's pane, outermost first.
    pub fn nested_shells(&self, host: &str) -> &[String] {
        self.states.get(host).map_or(&[], |state| &state.nested)
    }

    /// Returns the time of the last output in a host's pane since its last step started.
    pub fn last_output_at(&self, host: &str) -> Option<DateTime<FixedOffset>> {
        self.states.get(host)?.last_output_at
    }

    pub(super) fn set_connection(&mut self, host: &str, connection: ConnectionState) {
        self.state(host).connection = Some(connection);
    }

    pub(super) fn set_foreground(&mut self, host: &str, foreground: Option<Foreground>) {
        self.state(host).foreground = foreground;
    }

    pub(super) fn set_nested_shells(&mut self, host: &str, commands: Vec<String>) {
        self.state(host).nested = commands;
    }

    /// Records output at a time; `None` forgets the output of an earlier step.
    pub(super) fn set_last_output(&mut self, host: &str, at: Option<DateTime<FixedOffset>>) {
        self.state(host).last_output_at = at;
    }

    fn state(&mut self, host: &str) -> &mut HostState {
        self.states.entry(host.to_owned()).or_default()
    }
}
