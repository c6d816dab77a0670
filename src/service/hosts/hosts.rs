//! All hosts of a walk, by name.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::context::{Context, lock};
use super::host::Host;
use super::messages::HostCommand;
use crate::port::{Probe, RequestId, StepRun, Target, Value};
use crate::term::shell_integration::Signal;
use crate::term::{Key, Pane, Secrets, SharedPane, Size};

/// How many lines a pane keeps above its screen.
const SCROLLBACK: usize = 10_000;

/// All hosts of a walk, by name; a host is opened when something is asked of it.
pub(in crate::service) struct Hosts {
    context: Arc<Context>,
    known: HashMap<String, Known>,
}

struct Known {
    target: Target,
    orders: UnboundedSender<HostCommand>,
}

impl Drop for Hosts {
    fn drop(&mut self) {
        // Threads that read terminals hold what is shared until the program is gone.
        self.context.sockets.remove();
    }
}

impl Hosts {
    /// No host is open yet.
    pub(in crate::service) fn new(context: Context) -> Self {
        Self {
            context: Arc::new(context),
            known: HashMap::new(),
        }
    }

    /// Opens a host's connection and its pane.
    pub(in crate::service) fn open(&mut self, target: &Target) {
        self.order(target, HostCommand::Open);
    }

    /// Runs a step.
    pub(in crate::service) fn run(&mut self, run: StepRun) {
        let target = run.target.clone();
        self.order(&target, HostCommand::Run(run));
    }

    /// Asks a script.
    pub(in crate::service) fn ask(&mut self, ask: Probe) {
        let target = ask.target.clone();
        self.order(&target, HostCommand::Ask(ask));
    }

    /// Stops watching a run, wherever it is.
    pub(in crate::service) fn release(&self, ticket: RequestId) {
        self.send_all(|| HostCommand::Release(ticket));
    }

    /// Ends what a run has started, wherever it is.
    pub(in crate::service) fn stop(&self, ticket: RequestId, how: Signal) {
        self.send_all(|| HostCommand::Stop(ticket, how));
    }

    /// Brings our marks to the shell in front in a host's pane.
    pub(in crate::service) fn attach(&self, host: &str) {
        self.send(host, HostCommand::Attach);
    }

    /// Tries to connect to a host again, and goes on trying.
    pub(in crate::service) fn reconnect(&self, host: &str) {
        self.send(host, HostCommand::Reconnect);
    }

    /// Gives that up.
    pub(in crate::service) fn stop_reconnecting(&self, host: &str) {
        self.send(host, HostCommand::StopReconnecting);
    }

    /// Presses a key in a host's pane.
    pub(in crate::service) fn press(&self, host: &str, key: Key) {
        self.send(host, HostCommand::Press(key));
    }

    /// Pastes into a host's pane.
    pub(in crate::service) fn paste(&self, host: &str, text: String) {
        self.send(host, HostCommand::Paste(text));
    }

    /// Scrolls a host's pane; above 0 is back in time.
    pub(in crate::service) fn scroll(&self, host: &str, lines: i32) {
        if let Some(pane) = self.context.panes.get(host) {
            pane.lock().scroll(lines);
            self.context.changed.notify_one();
        }
    }

    /// Gives every pane this size.
    pub(in crate::service) fn resize(&self, size: Size) {
        *lock(&self.context.size) = size;
        self.send_all(|| HostCommand::Resize(size));
    }

    /// Strikes a secret from everything that is kept from now on.
    pub(in crate::service) fn mask(&self, secret: Value) {
        lock(&self.context.known).add(secret);
        self.send_all(|| HostCommand::Secrets);
    }

    /// What must not be kept, as of now.
    pub(in crate::service) fn secrets(&self) -> Secrets {
        self.context.secrets()
    }

    /// Asks a host; one whose address has changed is another host.
    fn order(&mut self, target: &Target, order: HostCommand) {
        let is_known = self
            .known
            .get(&target.host)
            .is_some_and(|known| known.target == *target);
        if !is_known {
            self.meet(target);
        }
        self.send(&target.host, order);
    }

    fn meet(&mut self, target: &Target) {
        let pane = SharedPane::new(Pane::new(self.context.size(), SCROLLBACK));
        self.context.panes.put(&target.host, pane.clone());
        let (orders, received) = unbounded_channel();
        let host = Host::new(target.clone(), pane, self.context.clone());
        tokio::spawn(host.serve(received));
        let known = Known {
            target: target.clone(),
            orders,
        };
        self.known.insert(target.host.clone(), known);
    }

    fn send(&self, host: &str, order: HostCommand) {
        if let Some(known) = self.known.get(host) {
            // A host serves for as long as it is known.
            let _ = known.orders.send(order);
        }
    }

    fn send_all(&self, order: impl Fn() -> HostCommand) {
        for known in self.known.values() {
            let _ = known.orders.send(order());
        }
    }
}
