//! The task of a host: runs its state machine and performs the effects.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::sleep_until;

use super::context::Context;
use super::local::Local;
use super::master::Master;
use super::pane_shell::PaneShell;
use super::probe::{self, look};
use super::ssh::Ssh;
use super::transport::HostTransport;
use crate::host::{
    ForegroundReading, Host, HostCommand, HostEffect, HostEvent, is_input_prompt, run_ended,
};
use crate::port::{Probe, Target, Transport};
use crate::service::clock::instant;
use crate::term::shell_integration::{Signal, foreground_script, read_foreground, signal_script};
use crate::term::{SharedPane, ShellId, Size};

/// The task of a host.
pub(super) struct HostTask {
    host: Host,
    target: Target,
    context: Arc<Context>,
    pane: SharedPane,
    transport: Arc<dyn HostTransport>,
    master: Option<Master>,
    shell: Option<PaneShell>,
    sender: UnboundedSender<(u64, HostEvent)>,
    events: UnboundedReceiver<(u64, HostEvent)>,
}

impl HostTask {
    pub(super) fn new(target: Target, pane: SharedPane, context: Arc<Context>) -> Self {
        let (sender, events) = unbounded_channel();
        Self {
            host: Host::new(target.clone(), context.screen, instant()),
            transport: transport(&target.transport, None),
            target,
            context,
            pane,
            master: None,
            shell: None,
            sender,
            events,
        }
    }

    /// Runs until the commands end.
    pub(super) async fn serve(mut self, mut commands: UnboundedReceiver<HostCommand>) {
        loop {
            let deadline = self.host.deadline();
            let effects = tokio::select! {
                biased;
                command = commands.recv() => match command {
                    Some(command) => self.host.command(command, instant()),
                    None => return,
                },
                Some((number, event)) = self.events.recv() => {
                    self.host.event(number, event, instant())
                }
                () = until(deadline) => self.host.tick(instant()),
            };
            self.perform_all(effects);
        }
    }

    /// Performs effects. The events that they cause at once come last.
    fn perform_all(&mut self, effects: Vec<HostEffect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            if let Some((number, event)) = self.perform(effect) {
                effects.extend(self.host.event(number, event, instant()));
            }
        }
    }

    fn perform(&mut self, effect: HostEffect) -> Option<(u64, HostEvent)> {
        match effect {
            HostEffect::Respond(response) => {
                self.context.respond(*response);
                // The bar above the pane shows the state of the connection.
                self.context.pane_changed();
            }
            HostEffect::Retarget(target) => {
                self.transport = transport(&target.transport, None);
                self.target = target;
            }
            HostEffect::Connect(number) => return self.connect(number),
            HostEffect::Disconnect => {
                self.master = None;
                self.transport = transport(&self.target.transport, None);
            }
            HostEffect::TypeToSsh(bytes) => {
                if let Some(master) = &self.master {
                    master.type_bytes(bytes);
                }
            }
            HostEffect::StartShell(number) => return self.start_shell(number),
            HostEffect::StopShell => self.shell = None,
            HostEffect::EndRun {
                run,
                termination,
                shell,
            } => {
                let captured = self.shell.as_ref().and_then(|pane| pane.drop_step(shell));
                self.context
                    .respond(run_ended(&run, &termination, captured));
            }
            HostEffect::RunEnded {
                run,
                termination,
                captured,
            } => {
                let captured = captured.map(|captured| *captured);
                self.context
                    .respond(run_ended(&run, &termination, captured));
            }
            HostEffect::Note(text, kind) => {
                self.pane.lock().annotate(&text, kind);
                self.context.pane_changed();
            }
            HostEffect::ScrollToBottom => self.pane.lock().scroll_to_bottom(),
            HostEffect::HoldReplies => self.pane.lock().hold_answers(true),
            HostEffect::DropReplies => self.pane.lock().drop_answers(),
            HostEffect::Resize(size) => self.resize(size),
            HostEffect::ReadForeground { shell, process } => self.read_foreground(shell, process),
            HostEffect::Signal(pid, how) => self.signal(pid, how),
            HostEffect::Probe(probe) => self.probe(*probe),
            effect => {
                let shell = self.shell.as_mut()?;
                let event = shell.perform(effect, &self.pane, &self.context)?;
                return Some((shell.number(), event));
            }
        }
        None
    }

    fn connect(&mut self, number: u64) -> Option<(u64, HostEvent)> {
        let Transport::Ssh(destination) = &self.target.transport else {
            return None;
        };
        let started = Master::start(destination, number, &self.pane, &self.sender, &self.context);
        match started {
            Ok(master) => {
                self.transport = transport(&self.target.transport, Some(master.socket()));
                self.master = Some(master);
                None
            }
            Err(error) => Some((number, HostEvent::ConnectFailed(error.to_string()))),
        }
    }

    fn start_shell(&mut self, number: u64) -> Option<(u64, HostEvent)> {
        let started = PaneShell::start(
            &self.target,
            &*self.transport,
            number,
            &self.pane,
            &self.sender,
            &self.context,
        );
        match started {
            Ok(shell) => {
                self.shell = Some(shell);
                None
            }
            Err(error) => Some((number, HostEvent::ShellNotStarted(error.to_string()))),
        }
    }

    fn resize(&mut self, size: Size) {
        self.pane.lock().resize(size);
        if let Some(shell) = &self.shell {
            shell.resize(size);
        }
        // When its own terminal changes, ssh reads the sizes of its sessions too.
        if let Some(master) = &self.master {
            master.resize(size);
        }
        self.context.pane_changed();
    }

    fn read_foreground(&self, shell: ShellId, process: Option<(u32, String)>) {
        let (sender, number) = (self.sender.clone(), self.shell_number());
        let (transport, pane) = (self.transport.clone(), self.pane.clone());
        tokio::spawn(async move {
            let read = match process {
                Some((pid, tty)) => look(&*transport, &foreground_script(pid, &tty)).await,
                None => None,
            };
            let reading = match read {
                None => ForegroundReading::Unknown { asks: asks(&pane) },
                Some((_, output)) => read_foreground(&output)
                    .map_or(ForegroundReading::Shell, ForegroundReading::Process),
            };
            send(&sender, number, HostEvent::Foreground(shell, reading));
        });
    }

    fn signal(&self, pid: u32, how: Signal) {
        let (sender, number) = (self.sender.clone(), self.shell_number());
        let transport = self.transport.clone();
        tokio::spawn(async move {
            let sent = look(&*transport, &signal_script(pid, how)).await;
            let exit = sent.map(|(exit, _)| exit);
            send(&sender, number, HostEvent::Signaled(how, exit));
        });
    }

    fn probe(&self, probe: Probe) {
        let (sender, transport) = (self.sender.clone(), self.transport.clone());
        let context = self.context.clone();
        tokio::spawn(async move {
            let (completion, taken) = probe::run(&probe, &*transport, &context).await;
            let event = HostEvent::ProbeEnded {
                request_id: probe.request_id,
                completion: Box::new(completion),
                taken,
            };
            send(&sender, 0, event);
        });
    }

    fn shell_number(&self) -> u64 {
        self.shell.as_ref().map_or(0, PaneShell::number)
    }
}

/// Returns the transport of a target. `socket` is that of its connection, if it is open.
fn transport(to: &Transport, socket: Option<&Path>) -> Arc<dyn HostTransport> {
    match to {
        Transport::Local => Arc::new(Local),
        Transport::Ssh(destination) => Arc::new(Ssh::new(destination, socket)),
    }
}

/// Returns whether the last line of a pane prompts for a password or a yes.
fn asks(pane: &SharedPane) -> bool {
    let lines = pane.lock().last_lines(2);
    lines.last().is_some_and(|line| is_input_prompt(line))
}

fn send(sender: &UnboundedSender<(u64, HostEvent)>, number: u64, event: HostEvent) {
    // The task is gone when the program is about to exit.
    let _ = sender.send((number, event));
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
