//! The hosts of a walk, by name.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::context::{Context, lock};
use super::host_task::HostTask;
use crate::host::HostCommand;
use crate::port::{Probe, RequestId, StepRun, Target, Value};
use crate::term::shell_integration::Signal;
use crate::term::{Key, Pane, PaneId, Secrets, SharedPane, Size, key_bytes, paste_bytes};

/// The number of lines that a pane keeps above its screen.
const SCROLLBACK: usize = 10_000;

/// The hosts of a walk, by name. A host gets its task and its pane with its first command.
pub(in crate::service) struct Hosts {
    context: Arc<Context>,
    tasks: HashMap<String, UnboundedSender<HostCommand>>,
    /// The sizes of panes that a request has resized, including panes that are not open.
    sizes: HashMap<PaneId, Size>,
}

impl Drop for Hosts {
    fn drop(&mut self) {
        // The reader threads keep the context until the program exits.
        self.context.sockets.remove();
    }
}

impl Hosts {
    pub(in crate::service) fn new(context: Context) -> Self {
        Self {
            context: Arc::new(context),
            tasks: HashMap::new(),
            sizes: HashMap::new(),
        }
    }

    /// Opens a host's connection and its pane.
    pub(in crate::service) fn open(&mut self, target: &Target) {
        self.command(target, HostCommand::Open(target.clone()));
    }

    /// Runs a step.
    pub(in crate::service) fn run(&mut self, run: StepRun) {
        let target = run.target.clone();
        self.command(&target, HostCommand::Run(run));
    }

    /// Runs a probe.
    pub(in crate::service) fn probe(&mut self, probe: Probe) {
        let target = probe.target.clone();
        self.command(&target, HostCommand::Probe(probe));
    }

    /// Stops watching a run, on any host.
    pub(in crate::service) fn stop_watching(&self, request_id: RequestId) {
        self.send_all(|| HostCommand::StopWatching(request_id));
    }

    /// Ends the processes of a run, on any host.
    pub(in crate::service) fn stop(&self, request_id: RequestId, how: Signal) {
        self.send_all(|| HostCommand::Stop(request_id, how));
    }

    /// Attaches to the foreground shell in a pane.
    pub(in crate::service) fn attach(&self, pane: &PaneId) {
        self.send(pane.host(), HostCommand::Attach);
    }

    /// Connects to a host again, and keeps trying.
    pub(in crate::service) fn reconnect(&self, host: &str) {
        self.send(host, HostCommand::Reconnect);
    }

    /// Cancels the attempts to connect.
    pub(in crate::service) fn stop_reconnecting(&self, host: &str) {
        self.send(host, HostCommand::StopReconnecting);
    }

    /// Presses a key in a pane.
    pub(in crate::service) fn press(&self, id: &PaneId, key: Key) {
        if let Some(pane) = self.context.panes.get(id) {
            let bytes = key_bytes(key, pane.lock().modes());
            self.send(id.host(), HostCommand::Type(bytes));
        }
    }

    /// Pastes into a pane.
    pub(in crate::service) fn paste(&self, id: &PaneId, text: &str) {
        if let Some(pane) = self.context.panes.get(id) {
            let bytes = paste_bytes(text, pane.lock().modes());
            self.send(id.host(), HostCommand::Type(bytes));
        }
    }

    /// Scrolls a pane by lines; above 0 is up.
    pub(in crate::service) fn scroll(&self, id: &PaneId, lines: i32) {
        if let Some(pane) = self.context.panes.get(id) {
            pane.lock().scroll(lines);
            self.context.pane_changed();
        }
    }

    /// Resizes a pane, now or when it opens.
    pub(in crate::service) fn resize(&mut self, id: PaneId, size: Size) {
        self.send(id.host(), HostCommand::Resize(size));
        self.sizes.insert(id, size);
    }

    /// Masks a secret in everything that is kept from now on.
    pub(in crate::service) fn mask(&self, secret: Value) {
        lock(&self.context.known).add(secret);
        self.send_all(|| HostCommand::MaskSecrets);
    }

    /// Returns the secrets that are known now.
    pub(in crate::service) fn secrets(&self) -> Secrets {
        self.context.secrets()
    }

    fn command(&mut self, target: &Target, command: HostCommand) {
        if !self.tasks.contains_key(&target.host) {
            self.add(target);
        }
        self.send(&target.host, command);
    }

    fn add(&mut self, target: &Target) {
        let id = PaneId::of(&target.host);
        let size = self.sizes.get(&id).copied().unwrap_or(self.context.size);
        let pane = SharedPane::new(Pane::new(size, SCROLLBACK));
        self.context.panes.put(id, pane.clone());
        let (commands, received) = unbounded_channel();
        let task = HostTask::new(target.clone(), pane, self.context.clone());
        tokio::spawn(task.serve(received));
        self.tasks.insert(target.host.clone(), commands);
    }

    fn send(&self, host: &str, command: HostCommand) {
        if let Some(commands) = self.tasks.get(host) {
            // A task runs for as long as it is listed here.
            let _ = commands.send(command);
        }
    }

    fn send_all(&self, command: impl Fn() -> HostCommand) {
        for commands in self.tasks.values() {
            let _ = commands.send(command());
        }
    }
}
