//! One host: what is asked of it, and what is heard from it, one thing after another.
//!
//! What it does stands in rooms of its own: the connection, the prompts of its shells, the runs,
//! the shells inside one another, looking at what stands in front, and questions beside the pane.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Semaphore, watch};
use tokio::time::sleep_until;

use super::connection::{Connection, Retry};
use super::context::Context;
use super::master::Master;
use super::messages::{HostCommand, HostEvent};
use super::run::PendingDisconnect;
use super::shell::Shell;
use crate::port::{ConnectionState, Response, StepRun, Target, Transport};
use crate::term::{AnnotationKind, SharedPane, ShellId, Size, key_bytes, paste_bytes};

/// How many scripts are asked beside the pane at once: sshd takes ten sessions (`MaxSessions`).
const MOST_AT_ONCE: usize = 5;

/// One host.
pub(super) struct Host {
    pub(super) target: Target,
    pub(super) context: Arc<Context>,
    pub(super) pane: SharedPane,
    pub(super) respond: UnboundedSender<(u64, HostEvent)>,
    pub(super) events: UnboundedReceiver<(u64, HostEvent)>,
    /// The number of the newest terminal.
    pub(super) number: u64,
    pub(super) master: Option<Master>,
    pub(super) connection: watch::Sender<Connection>,
    pub(super) retry: Option<Retry>,
    /// Until when a lost connection is the doing of a step that said so.
    pub(super) cut_until: Option<Instant>,
    /// The host's boot id, as its last shell told.
    pub(super) boot: Option<String>,
    pub(super) shell: Option<Shell>,
    pub(super) wants_shell: bool,
    /// The run that waits for its place: for the shell, and for the way inside.
    pub(super) wanted: Option<StepRun>,
    /// The run that has ended well and is about to cut its connection.
    pub(super) cut: Option<PendingDisconnect>,
    pub(super) at_once: Arc<Semaphore>,
}

impl Host {
    /// A host that nothing was asked of yet.
    pub(super) fn new(target: Target, pane: SharedPane, context: Arc<Context>) -> Self {
        let (tell, heard) = unbounded_channel();
        let connection = match target.transport {
            Transport::Local => Connection::Open(None),
            Transport::Ssh(_) => Connection::Closed,
        };
        Self {
            target,
            context,
            pane,
            respond: tell,
            events: heard,
            number: 0,
            master: None,
            connection: watch::Sender::new(connection),
            retry: None,
            cut_until: None,
            boot: None,
            shell: None,
            wants_shell: false,
            wanted: None,
            cut: None,
            at_once: Arc::new(Semaphore::new(MOST_AT_ONCE)),
        }
    }

    /// Serves until nobody can ask any more.
    pub(super) async fn serve(mut self, mut orders: UnboundedReceiver<HostCommand>) {
        loop {
            let deadline = self.deadline();
            tokio::select! {
                biased;
                order = orders.recv() => match order {
                    Some(order) => self.handle_command(order),
                    None => return,
                },
                Some((number, heard)) = self.events.recv() => self.handle_event(number, heard),
                () = until(deadline) => self.time_is_up(Instant::now()),
            }
        }
    }

    fn handle_command(&mut self, order: HostCommand) {
        match order {
            HostCommand::Open => self.open_shell(),
            HostCommand::Run(run) => self.run(run),
            HostCommand::Release(ticket) => self.release(ticket),
            HostCommand::Stop(ticket, how) => self.stop(ticket, how),
            HostCommand::Attach => self.attach_by_hand(),
            HostCommand::Reconnect => self.reconnect(),
            HostCommand::StopReconnecting => self.stop_reconnecting(),
            HostCommand::Ask(ask) => self.ask(ask),
            HostCommand::Press(key) => {
                let bytes = key_bytes(key, self.pane.lock().modes());
                self.type_bytes(bytes);
            }
            HostCommand::Paste(text) => {
                let bytes = paste_bytes(&text, self.pane.lock().modes());
                self.type_bytes(bytes);
            }
            HostCommand::Resize(size) => self.resize(size),
            HostCommand::Secrets => {
                if let Some(shell) = &self.shell {
                    shell.feed.set_secrets(self.context.secrets());
                }
            }
        }
    }

    fn handle_event(&mut self, number: u64, heard: HostEvent) {
        match heard {
            HostEvent::Asks(question) if self.is_master(number) => {
                self.link(question.map_or(ConnectionState::Opening, ConnectionState::Asking));
            }
            HostEvent::Connected if self.is_master(number) => self.connected(),
            HostEvent::Disconnected { said, refused } if self.is_master(number) => {
                self.disconnected(&said, refused);
            }
            _ if !self.is_shell(number) => {}
            HostEvent::Front(level, front) => self.foreground_seen(level, front),
            HostEvent::NotInterrupted => self.type_break(),
            HostEvent::Ended(exit) => self.shell_ended(exit),
            heard => {
                self.on_output();
                match heard {
                    HostEvent::Mark(level, kind) => self.marked(level, kind),
                    HostEvent::StepBegan(level) => self.step_began(level),
                    HostEvent::StepEnded(level, end) => self.step_ended(level, end),
                    _ => {}
                }
            }
        }
    }

    /// The shell puts something out.
    fn on_output(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        if shell.speaks() {
            let host = self.target.host.clone();
            self.context.respond(Response::Printed { host });
        }
    }

    pub(super) fn is_shell(&self, number: u64) -> bool {
        let shell = self.shell.as_ref();
        shell.is_some_and(|shell| shell.number == number)
    }

    pub(super) fn with_shell(&mut self, change: impl FnOnce(&mut Shell)) {
        if let Some(shell) = &mut self.shell {
            change(shell);
        }
    }

    // The operator's hands.

    fn type_bytes(&mut self, bytes: Vec<u8>) {
        self.pane.lock().scroll_to_bottom();
        match (&mut self.shell, &self.master) {
            (Some(shell), _) if shell.holds_keys() => shell.queued_keys.push_back(bytes),
            (Some(shell), _) => {
                shell.typed(&bytes);
                shell.pty.type_bytes(bytes);
            }
            (None, Some(master)) if !master.is_open() => master.pty.type_bytes(bytes),
            (None, _) => {}
        }
    }

    fn resize(&mut self, size: Size) {
        self.pane.lock().resize(size);
        if let Some(shell) = &self.shell {
            shell.pty.resize(size);
            shell.feed.resized(size);
        }
        // Told of a new size of its own terminal, ssh looks at those of its sessions, too.
        if let Some(master) = &self.master {
            master.pty.resize(size);
        }
        self.context.pane_changed();
    }

    // Time.

    fn deadline(&self) -> Option<Instant> {
        let shell = self.shell.as_ref();
        let of_shell = shell.map(|shell| {
            let watch = &shell.watch;
            [shell.patience, shell.until, watch.next, watch.give_up]
        });
        let own = [
            self.retry.as_ref().and_then(|retry| retry.at),
            self.cut.as_ref().map(|cut| cut.until),
        ];
        let all = of_shell.into_iter().flatten().chain(own);
        all.flatten().min()
    }

    fn time_is_up(&mut self, now: Instant) {
        let is_due = |at: Option<Instant>| at.is_some_and(|at| at <= now);
        if is_due(self.cut.as_ref().map(|cut| cut.until)) {
            self.not_cut();
        }
        if is_due(self.retry.as_ref().and_then(|retry| retry.at)) {
            self.try_again();
        }
        let Some(shell) = &self.shell else { return };
        let (patience, until) = (shell.patience, shell.until);
        let (next, give_up) = (shell.watch.next, shell.watch.give_up);
        if is_due(patience) {
            self.shell_is_plain();
        }
        if is_due(until) {
            self.no_response();
        }
        if is_due(give_up) {
            self.nesting_fails();
        }
        if is_due(next) {
            self.look_at_foreground();
        }
    }

    // Telling.

    pub(super) fn link(&self, link: ConnectionState) {
        let host = self.target.host.clone();
        self.context.respond(Response::Link { host, link });
        self.context.pane_changed();
    }

    /// Tells which shells stand inside the pane's own.
    pub(super) fn send_inside(&self) {
        let levels = self.shell.as_ref().map_or(&[][..], Shell::levels);
        self.context.respond(Response::Inside {
            host: self.target.host.clone(),
            commands: levels
                .iter()
                .filter_map(super::nested_shell::NestedShell::command)
                .collect(),
        });
    }

    pub(super) fn note(&self, text: &str, role: AnnotationKind) {
        self.pane.lock().annotate(text, role);
        self.context.pane_changed();
    }

    /// Tells an answer about one of the shells inside one another, should it still be there.
    pub(super) fn teller(&self) -> impl Fn(HostEvent) + Send + use<> {
        let (tell, number) = (self.respond.clone(), self.number_of_shell());
        move |heard| {
            // The host has gone where nobody hears.
            let _ = tell.send((number, heard));
        }
    }

    fn number_of_shell(&self) -> u64 {
        self.shell.as_ref().map_or(0, |shell| shell.number)
    }

    /// The identity of one of the shells, where its processes are the pane's own host's.
    pub(super) fn on_this_host(&self, level: ShellId) -> Option<&crate::term::ShellIdentity> {
        let levels = self.shell.as_ref()?.levels();
        let first = levels.first()?.identity.as_ref()?;
        let found = levels.iter().find(|other| other.id == level)?;
        let identity = found
            .identity
            .as_ref()
            .filter(|identity| identity.pid != 0)?;
        let is_first = found.id == ShellId::PANE;
        (is_first || identity.shares_processes_with(first)).then_some(identity)
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
