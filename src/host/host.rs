//! A host as a state machine: connection × pane, and the probes beside the pane.
//!
//! Inputs are commands, events and the time. Outputs are effects. The other files contain the
//! transitions: `connecting` for the connection, `prompts`, `running`, `nesting`, `foreground` and
//! `stopping` for the pane, `readdress` for a change of the address.

use std::time::Instant;

use super::connection::Connection;
use super::effect::HostEffect;
use super::messages::{HostCommand, HostEvent};
use super::nested_shell::NestedShell;
use super::probe_queue::{ProbeQueue, ProbeStep, needs_connection};
use super::run::PendingDisconnect;
use super::shell::Shell;
use crate::port::{ConnectionState, Probe, Response, StepRun, Target};
use crate::term::{AnnotationKind, Size};

/// A host.
pub struct Host {
    pub(super) target: Target,
    /// Whether an operator sees the pane on screen.
    pub(super) has_screen: bool,
    /// The time of the newest input.
    pub(super) now: Instant,
    effects: Vec<HostEffect>,
    /// The number of terminals opened so far.
    terminals: u64,
    pub(super) connection: Connection,
    /// The boot id that the newest shell reported.
    pub(super) boot: Option<String>,
    pub(super) shell: Option<Shell>,
    pub(super) wants_shell: bool,
    /// The run that waits for the shell, or for its nested shell.
    pub(super) waiting_run: Option<Box<StepRun>>,
    pub(super) pending_disconnect: Option<PendingDisconnect>,
    pub(super) probes: ProbeQueue,
    /// Commands for another address, which wait until this one is idle.
    pub(super) deferred: Vec<HostCommand>,
}

impl Host {
    /// Returns a host that is not connected.
    pub fn new(target: Target, has_screen: bool, now: Instant) -> Self {
        Self {
            connection: Connection::new(!target.transport.connects()),
            target,
            has_screen,
            now,
            effects: Vec::new(),
            terminals: 0,
            boot: None,
            shell: None,
            wants_shell: false,
            waiting_run: None,
            pending_disconnect: None,
            probes: ProbeQueue::default(),
            deferred: Vec::new(),
        }
    }

    /// Handles a command of the program.
    pub fn command(&mut self, command: HostCommand, now: Instant) -> Vec<HostEffect> {
        self.now = now;
        self.take_command(command);
        self.settle()
    }

    /// Handles an event of the terminal of this number. Events of probes ignore the number.
    pub fn event(&mut self, number: u64, event: HostEvent, now: Instant) -> Vec<HostEffect> {
        self.now = now;
        self.take_event(number, event);
        self.settle()
    }

    /// Advances the time to `now`; a deadline may have passed.
    pub fn tick(&mut self, now: Instant) -> Vec<HostEffect> {
        self.now = now;
        self.take_time();
        self.settle()
    }

    /// Returns the time of the next [`tick`](Self::tick); none if only an input changes something.
    pub fn deadline(&self) -> Option<Instant> {
        let pending = self.pending_disconnect.as_ref();
        let all = [
            self.shell.as_ref().and_then(Shell::deadline),
            self.connection.deadline(),
            pending.map(|pending| pending.until),
            self.probes.deadline(self.now),
        ];
        all.into_iter().flatten().min()
    }

    pub(super) fn take_command(&mut self, command: HostCommand) {
        let Some(command) = self.defer_to_address(command) else {
            return;
        };
        match command {
            HostCommand::Open(_) => self.open_shell(),
            HostCommand::Run(run) => self.run(Box::new(run)),
            HostCommand::Probe(probe) => self.probe(probe),
            HostCommand::StopWatching(request_id) => self.stop_watching(request_id),
            HostCommand::Stop(request_id, how) => self.stop(request_id, how),
            HostCommand::Attach => self.attach_by_operator(),
            HostCommand::Reconnect => self.reconnect(),
            HostCommand::StopReconnecting => self.stop_reconnecting(),
            HostCommand::Type(bytes) => self.type_keys(bytes),
            HostCommand::Resize(size) => self.resize(size),
            HostCommand::MaskSecrets => self.perform(HostEffect::MaskSecrets),
        }
    }

    fn take_event(&mut self, number: u64, event: HostEvent) {
        match event {
            HostEvent::ProbeEnded {
                request_id,
                completion,
                taken,
            } => {
                let probes = &mut self.probes;
                let step = probes.ended(request_id, completion, taken, &self.connection, self.now);
                if let Some(step) = step {
                    self.take_probe_step(step);
                }
            }
            _ if self.connection.is(number) => self.take_ssh_event(event),
            _ if self.is_shell(number) => self.take_shell_event(event),
            _ => {}
        }
    }

    fn take_ssh_event(&mut self, event: HostEvent) {
        match event {
            HostEvent::ConnectFailed(why) => self.connect_failed(&why),
            HostEvent::Asks(question) => {
                self.report(question.map_or(ConnectionState::Opening, ConnectionState::Asking));
            }
            HostEvent::Connected => self.connected(),
            HostEvent::Disconnected { said, refused } => self.disconnected(&said, refused),
            _ => {}
        }
    }

    fn take_shell_event(&mut self, event: HostEvent) {
        match event {
            HostEvent::ShellNotStarted(why) => self.shell_not_started(&why),
            HostEvent::Output => self.on_output(),
            HostEvent::Mark(shell, kind) => {
                self.on_output();
                self.marked(shell, kind);
            }
            HostEvent::StepNotSent(why) => self.step_not_sent(&why),
            HostEvent::StepBegan(shell) => {
                self.on_output();
                self.step_began(shell);
            }
            HostEvent::StepEnded(shell, end) => {
                self.on_output();
                self.step_ended(shell, end);
            }
            HostEvent::NotAttached(why) => self.not_attached(&why),
            HostEvent::Foreground(shell, reading) => self.foreground_read(shell, reading),
            HostEvent::Signaled(how, exit) => self.signaled(how, exit),
            HostEvent::ShellEnded(exit) => self.shell_ended(exit),
            _ => {}
        }
    }

    fn take_time(&mut self) {
        let now = self.now;
        let pending = self.pending_disconnect.as_ref();
        if pending.is_some_and(|pending| pending.until <= now) {
            self.stays_connected();
        }
        if self.connection.deadline().is_some_and(|at| at <= now) {
            self.try_again();
        }
        if self.shell_timeout(Shell::take_integration_timeout) {
            self.shell_is_plain();
        }
        if self.shell_timeout(Shell::take_answer_timeout) {
            self.no_answer();
        }
        if self.shell_timeout(|shell, now| shell.foreground.take_nesting_timeout(now)) {
            self.nesting_fails();
        }
        if self.shell_timeout(|shell, now| shell.foreground.take_reading(now)) {
            self.read_foreground();
        }
    }

    fn shell_timeout(&mut self, take: impl FnOnce(&mut Shell, Instant) -> bool) -> bool {
        let now = self.now;
        self.shell.as_mut().is_some_and(|shell| take(shell, now))
    }

    /// Performs what is possible after any input. Returns the effects.
    fn settle(&mut self) -> Vec<HostEffect> {
        self.leave_address_if_idle();
        for step in self.probes.advance(&self.connection, self.now) {
            self.take_probe_step(step);
        }
        std::mem::take(&mut self.effects)
    }

    // Probes.

    /// Queues a probe. A retry opens no connection, because hosts ban clients that connect too
    /// often.
    fn probe(&mut self, probe: Probe) {
        let needs_connection = needs_connection(&probe, &self.connection);
        if needs_connection && self.connection.is_closed() && probe.after.is_zero() {
            self.connect();
        }
        self.probes.push(probe, self.now);
    }

    pub(super) fn take_probe_step(&mut self, step: ProbeStep) {
        match step {
            ProbeStep::Run(probe) => self.perform(HostEffect::Probe(probe)),
            ProbeStep::End(request_id, completion) => {
                self.respond(Response::ProbeEnded(request_id, *completion));
            }
        }
    }

    // The operator's input.

    fn type_keys(&mut self, bytes: Vec<u8>) {
        self.perform(HostEffect::ScrollToBottom);
        match &mut self.shell {
            Some(shell) => {
                if let Some(bytes) = shell.type_keys(bytes, self.now) {
                    self.perform(HostEffect::Type(bytes));
                }
            }
            None if self.connection.has_ssh() && !self.connection.is_open() => {
                self.perform(HostEffect::TypeToSsh(bytes));
            }
            None => {}
        }
    }

    fn resize(&mut self, size: Size) {
        self.perform(HostEffect::Resize(size));
    }

    fn on_output(&mut self) {
        let now = self.now;
        if self
            .shell
            .as_mut()
            .is_some_and(|shell| shell.on_output(now))
        {
            let host = self.target.host.clone();
            self.respond(Response::Printed { host });
        }
    }

    // Shared by the transitions.

    pub(super) fn perform(&mut self, effect: HostEffect) {
        self.effects.push(effect);
    }

    pub(super) fn respond(&mut self, response: Response) {
        self.perform(HostEffect::Respond(Box::new(response)));
    }

    /// Reports the state of the connection.
    pub(super) fn report(&mut self, state: ConnectionState) {
        let host = self.target.host.clone();
        self.respond(Response::Connection { host, state });
    }

    /// Reports the nested shells.
    pub(super) fn report_nesting(&mut self) {
        let levels = self.shell.as_ref().map_or(&[][..], Shell::levels);
        let commands = levels.iter().filter_map(NestedShell::command).collect();
        let host = self.target.host.clone();
        self.respond(Response::Inside { host, commands });
    }

    /// Reports why a request of the operator failed.
    pub(super) fn report_refusal(&mut self, why: &str) {
        let host = &self.target.host;
        let message = format!("{host}: {why}");
        self.respond(Response::OperatorMessage(Err(message)));
    }

    pub(super) fn note(&mut self, text: &str, kind: AnnotationKind) {
        self.perform(HostEffect::Note(text.to_owned(), kind));
    }

    pub(super) fn new_terminal(&mut self) -> u64 {
        self.terminals += 1;
        self.terminals
    }

    fn is_shell(&self, number: u64) -> bool {
        let shell = self.shell.as_ref();
        shell.is_some_and(|shell| shell.number() == number)
    }

    pub(super) fn with_shell(&mut self, change: impl FnOnce(&mut Shell)) {
        if let Some(shell) = &mut self.shell {
            change(shell);
        }
    }

    /// Returns the keyboard to the operator, and types the keys that were queued.
    pub(super) fn end_input(&mut self) {
        let keys = self.shell.as_mut().map_or_else(Vec::new, Shell::end_input);
        for bytes in keys {
            self.perform(HostEffect::Type(bytes));
        }
    }
}
