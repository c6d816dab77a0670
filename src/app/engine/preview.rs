//! Probes whose results are shown but not recorded.

use std::collections::{BTreeMap, HashMap};

use crate::port::RequestId;
use crate::progress::RunResult;
use crate::term::shell_integration::Comparison;

/// The results of probes that are shown but not recorded, and the probes that are running.
#[derive(Debug, Clone, Default)]
pub struct Previews {
    checks: ByHost<RunResult>,
    guards: ByHost<RunResult>,
    copies: ByHost<CopyPreview>,
    processes: ByHost<ProcessState>,
    running: HashMap<RequestId, UnrecordedProbe>,
}

/// A value for each host, by the id of a step or check or the name of a guard.
type ByHost<T> = BTreeMap<String, BTreeMap<String, T>>;

impl Previews {
    /// Returns the results of a check that ran in a read-only session, by host.
    pub fn check(&self, id: &str) -> impl Iterator<Item = (&str, &RunResult)> {
        by_host(&self.checks, id)
    }

    /// Returns the results of a guard that ran on its own, by host.
    pub fn guard(&self, name: &str) -> impl Iterator<Item = (&str, &RunResult)> {
        by_host(&self.guards, name)
    }

    /// Returns the changes that a copy step would make on a host.
    pub fn copy(&self, step: &str, host: &str) -> Option<&CopyPreview> {
        self.copies.get(step)?.get(host)
    }

    /// Returns the state of the processes of an interrupted step, by host.
    pub fn processes(&self, step: &str) -> impl Iterator<Item = (&str, &ProcessState)> {
        by_host(&self.processes, step)
    }

    pub(super) fn set_check(&mut self, id: &str, host: &str, result: RunResult) {
        set(&mut self.checks, id, host, result);
    }

    pub(super) fn set_guard(&mut self, name: &str, host: &str, result: RunResult) {
        set(&mut self.guards, name, host, result);
    }

    pub(super) fn set_copy(&mut self, step: &str, host: &str, preview: CopyPreview) {
        set(&mut self.copies, step, host, preview);
    }

    pub(super) fn forget_copy(&mut self, step: &str) {
        self.copies.remove(step);
    }

    pub(super) fn set_process(&mut self, step: &str, host: &str, state: ProcessState) {
        set(&mut self.processes, step, host, state);
    }

    pub(super) fn begin(&mut self, request_id: RequestId, probe: UnrecordedProbe) {
        self.running.insert(request_id, probe);
    }

    pub(super) fn finish(&mut self, request_id: RequestId) -> Option<UnrecordedProbe> {
        self.running.remove(&request_id)
    }

    pub(super) fn is_busy(&self) -> bool {
        !self.running.is_empty()
    }
}

fn by_host<'v, T>(values: &'v ByHost<T>, id: &str) -> impl Iterator<Item = (&'v str, &'v T)> {
    let hosts = values.get(id).into_iter().flatten();
    hosts.map(|(host, value)| (host.as_str(), value))
}

fn set<T>(values: &mut ByHost<T>, id: &str, host: &str, value: T) {
    let hosts = values.entry(id.to_owned()).or_default();
    hosts.insert(host.to_owned(), value);
}

/// The changes that a copy step would make on a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyPreview {
    /// The comparison is running.
    Looking,
    /// None: the host has the files already.
    None,
    /// This difference.
    Some(String),
    /// A difference with files that were edited since daymark wrote them.
    Edited(Comparison),
    /// The comparison failed, for this reason.
    Unknown(String),
}

/// A probe whose result is not recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum UnrecordedProbe {
    /// The changes that a copy step would make, by step and host.
    Difference(String, String),
    /// The processes of a run, by step and host.
    Remains(String, String),
    /// A guard, by name and host.
    Guard(String, String),
    /// The deletion of a detached run's files.
    Clearing,
}

/// The state of the processes of an interrupted run on a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcessState {
    /// The probe is running.
    Looking,
    /// These processes are still running.
    Alive(Vec<String>),
    /// None of its processes is running.
    Gone,
    /// The host has rebooted since.
    Rebooted,
    /// The probe failed, for this reason.
    Unknown(String),
}
