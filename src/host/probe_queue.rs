//! The queue of a host's probes: they wait for their time, the connection and a session.

use std::time::{Duration, Instant};

use super::connection::{Availability, Connection};
use crate::port::{Completion, Probe, RequestId};
use crate::progress::{ScriptResult, Termination};

/// The limit of simultaneous probes: sshd accepts ten sessions (`MaxSessions`).
const MOST_AT_ONCE: usize = 5;
/// How long to wait for ssh's exit after the connection rejects a probe. The exit arrives on
/// another channel.
const EXIT_COMES: Duration = Duration::from_secs(2);

/// The probes of a host, oldest first.
#[derive(Default)]
pub(super) struct ProbeQueue(Vec<Entry>);

struct Entry {
    probe: Box<Probe>,
    state: State,
}

enum State {
    /// It runs at this time or later.
    Waiting(Instant),
    /// It runs over the connection of this number.
    Running(u64),
    /// The connection of this number did not take it. Its result counts if the connection is still
    /// open.
    Rejected {
        connection: u64,
        completion: Box<Completion>,
        until: Instant,
    },
}

/// The next action for a probe.
pub(super) enum ProbeStep {
    /// It runs now.
    Run(Box<Probe>),
    End(RequestId, Box<Completion>),
}

impl ProbeQueue {
    pub(super) fn push(&mut self, probe: Probe, now: Instant) {
        let at = now + probe.after;
        self.0.push(Entry {
            probe: Box::new(probe),
            state: State::Waiting(at),
        });
    }

    /// Handles the end of a probe; `taken` is true if the connection took its script.
    pub(super) fn ended(
        &mut self,
        request_id: RequestId,
        completion: Box<Completion>,
        taken: bool,
        connection: &Connection,
        now: Instant,
    ) -> Option<ProbeStep> {
        let at = self.0.iter().position(|entry| {
            entry.probe.request_id == request_id && matches!(entry.state, State::Running(_))
        })?;
        let entry = &mut self.0[at];
        match entry.state {
            State::Running(number) if !taken && is_over_ssh(&entry.probe, connection) => {
                entry.state = State::Rejected {
                    connection: number,
                    completion,
                    until: now + EXIT_COMES,
                };
                None
            }
            _ => {
                self.0.remove(at);
                Some(ProbeStep::End(request_id, completion))
            }
        }
    }

    /// Returns the actions that are possible now.
    pub(super) fn advance(&mut self, connection: &Connection, now: Instant) -> Vec<ProbeStep> {
        let mut steps = Vec::new();
        let mut free = MOST_AT_ONCE.saturating_sub(self.running());
        self.0.retain_mut(|entry| {
            if let State::Rejected {
                connection: number,
                completion,
                until,
            } = &entry.state
            {
                if !(connection.is_open() && connection.is(*number)) {
                    entry.state = State::Waiting(now);
                } else if *until <= now {
                    steps.push(ProbeStep::End(entry.probe.request_id, completion.clone()));
                    return false;
                }
            }
            let State::Waiting(at) = entry.state else {
                return true;
            };
            if at > now || free == 0 {
                return true;
            }
            let availability = if needs_connection(&entry.probe, connection) {
                connection.availability()
            } else {
                Availability::Open
            };
            match availability {
                Availability::Later => true,
                Availability::Open => {
                    free -= 1;
                    entry.state = State::Running(connection.number());
                    steps.push(ProbeStep::Run(entry.probe.clone()));
                    true
                }
                Availability::Never(why) => {
                    steps.push(ProbeStep::End(entry.probe.request_id, refused(why)));
                    false
                }
            }
        });
        steps
    }

    /// Ends the probes that do not run yet, with this reason.
    pub(super) fn refuse_waiting(&mut self, why: &str) -> Vec<ProbeStep> {
        let waiting = |entry: &mut Entry| !matches!(entry.state, State::Running(_));
        self.0
            .extract_if(.., waiting)
            .map(|entry| ProbeStep::End(entry.probe.request_id, refused(why)))
            .collect()
    }

    /// Returns how many probes run.
    pub(super) fn running(&self) -> usize {
        let runs = |entry: &&Entry| matches!(entry.state, State::Running(_));
        self.0.iter().filter(runs).count()
    }

    /// Returns the next time after `now` at which something changes.
    pub(super) fn deadline(&self, now: Instant) -> Option<Instant> {
        let times = self.0.iter().filter_map(|entry| match entry.state {
            State::Waiting(at) => Some(at),
            State::Rejected { until, .. } => Some(until),
            State::Running(_) => None,
        });
        times.filter(|at| *at > now).min()
    }
}

/// Returns whether a probe needs the host's connection, or runs on this machine. A fresh probe
/// opens a connection of its own.
pub(super) fn needs_connection(probe: &Probe, connection: &Connection) -> bool {
    !probe.fresh || connection.is_local()
}

fn is_over_ssh(probe: &Probe, connection: &Connection) -> bool {
    !probe.fresh && !connection.is_local()
}

fn refused(why: &str) -> Box<Completion> {
    Box::new(Completion {
        outcome: ScriptResult::silent(Termination::NotStarted(why.to_owned())),
        evidence: None,
        seconds: 0.0,
    })
}
