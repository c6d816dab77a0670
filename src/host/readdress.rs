//! The change of a host's address: the old connection ends when it is idle.

use super::connection::Connection;
use super::effect::HostEffect;
use super::host::Host;
use super::messages::HostCommand;
use super::run::not_run;
use super::shell::{Shell, ShellInput};
use crate::port::{ConnectionState, RequestId, StepRun, Target};
use crate::term::{AnnotationKind, ShellId};

/// The reason for ending everything that waits for the old connection.
const READDRESSED: &str = "the plan now names another address or shell for this host";

impl Host {
    /// Returns a command for the address in use. Keeps a command for another address until this one
    /// is idle, and rejects a step that cannot wait.
    pub(super) fn defer_to_address(&mut self, command: HostCommand) -> Option<HostCommand> {
        let Some(target) = target(&command) else {
            return self.stop_deferred(command);
        };
        if *target == self.target {
            return Some(command);
        }
        if let HostCommand::Run(run) = &command
            && self.has_run()
        {
            let why = "another step is running in this pane, at the host's former address";
            self.respond(not_run(run, why));
            return None;
        }
        if self.deferred.is_empty() && !self.is_idle() {
            self.report_refusal(&format!(
                "{READDRESSED}. daymark connects there when nothing runs at the old one: end the \
                 program in the pane, or wait for it"
            ));
        }
        self.deferred.push(command);
        None
    }

    /// Removes the commands in the queue that a command stops.
    fn stop_deferred(&mut self, command: HostCommand) -> Option<HostCommand> {
        let (HostCommand::Stop(request_id, _) | HostCommand::StopWatching(request_id)) = command
        else {
            return Some(command);
        };
        let Some(run) = self.take_deferred_run(request_id) else {
            return Some(command);
        };
        if let HostCommand::Stop(..) = command {
            self.respond(not_run(&run, "it was stopped before it began"));
        }
        None
    }

    fn take_deferred_run(&mut self, request_id: RequestId) -> Option<StepRun> {
        let is_it = |command: &HostCommand| matches!(command, HostCommand::Run(run) if run.request_id == request_id);
        let at = self.deferred.iter().position(is_it)?;
        match self.deferred.remove(at) {
            HostCommand::Run(run) => Some(run),
            _ => None,
        }
    }

    /// Returns whether a step runs or waits in the pane.
    fn has_run(&self) -> bool {
        let is_deferred = |command: &HostCommand| matches!(command, HostCommand::Run(_));
        let levels = self.shell.as_ref().map_or(&[][..], Shell::levels);
        self.pending_disconnect.is_some()
            || levels.iter().any(|level| level.task.is_some())
            || self.deferred.iter().any(is_deferred)
    }

    /// Returns whether nothing runs over the connection: no step, no probe, no program of the
    /// operator.
    fn is_idle(&self) -> bool {
        self.pending_disconnect.is_none()
            && self.probes.running() == 0
            && !self.shell.as_ref().is_some_and(Shell::is_in_use)
    }

    /// Ends the old connection when it is idle, and takes the commands for the new address.
    pub(super) fn leave_address_if_idle(&mut self) {
        while !self.deferred.is_empty() && self.is_idle() {
            let mut commands = std::mem::take(&mut self.deferred).into_iter();
            if let Some(target) = commands.as_slice().first().and_then(target)
                && *target != self.target
            {
                self.readdress(target.clone());
            }
            // A later one may be for a third address.
            commands
                .by_ref()
                .for_each(|command| self.take_command(command));
        }
    }

    fn readdress(&mut self, target: Target) {
        if self.shell.is_some() {
            self.leave_to(ShellId::PANE, None);
            self.release_line();
            self.shell = None;
            self.perform(HostEffect::StopShell);
        }
        if let Some(run) = self.waiting_run.take() {
            self.respond(not_run(&run, READDRESSED));
        }
        for step in self.probes.refuse_waiting(READDRESSED) {
            self.take_probe_step(step);
        }
        if self.connection.has_ssh() {
            self.perform(HostEffect::Disconnect);
        }
        self.note(READDRESSED, AnnotationKind::Quiet);
        self.report(ConnectionState::Lost(READDRESSED.to_owned()));
        self.connection = Connection::new(!target.transport.connects());
        self.boot = None;
        self.wants_shell = false;
        self.target = target.clone();
        self.perform(HostEffect::Retarget(target));
    }

    /// Stops waiting for the answer to a line of daymark.
    pub(super) fn release_line(&mut self) {
        if self.shell.is_some() {
            self.perform(HostEffect::ReleaseLine);
            self.end_input();
        }
    }

    /// Returns whether daymark makes the innermost shell exit.
    pub(super) fn is_leaving(&self) -> bool {
        let input = self.shell.as_ref().map(Shell::input);
        matches!(input, Some(ShellInput::Leaving { .. }))
    }
}

/// Returns the target of a command; none if it is for the open connection.
fn target(command: &HostCommand) -> Option<&Target> {
    match command {
        HostCommand::Open(target) => Some(target),
        HostCommand::Run(run) => Some(&run.target),
        HostCommand::Probe(probe) => Some(&probe.target),
        _ => None,
    }
}
