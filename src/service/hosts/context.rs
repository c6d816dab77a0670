//! State that all hosts share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;

use super::sockets::Sockets;
use crate::port::{Response, Value};
use crate::service::WalkFolder;
use crate::term::{Panes, Secrets, Size};

/// The known secrets, with their search structure.
pub(in crate::service) struct KnownSecrets {
    values: Vec<Value>,
    secrets: Secrets,
}

impl KnownSecrets {
    /// Returns a set of known secrets.
    pub(in crate::service) fn new(values: Vec<Value>) -> Self {
        let secrets = Secrets::new(values.iter().map(Value::reveal));
        Self { values, secrets }
    }

    /// Adds a known secret.
    pub(super) fn add(&mut self, value: Value) {
        if !self.values.contains(&value) {
            self.values.push(value);
            self.secrets = Secrets::new(self.values.iter().map(Value::reveal));
        }
    }
}

/// State that all hosts share.
pub(in crate::service) struct Context {
    /// The folder of outputs and recordings.
    pub(in crate::service) folder: WalkFolder,
    /// The channel for responses.
    pub(in crate::service) answers: UnboundedSender<Response>,
    /// A signal that a pane shows something new. Several at once count as one.
    pub(in crate::service) changed: Arc<Notify>,
    /// The newest grids of the panes.
    pub(in crate::service) panes: Panes,
    /// The folder of control sockets.
    pub(in crate::service) sockets: Sockets,
    /// Whether an operator sees a screen. If so, ssh may prompt them, and every connection has a
    /// pane.
    pub(in crate::service) screen: bool,
    /// Whether daymark records panes.
    pub(in crate::service) records: bool,
    /// The size of a pane that no request has resized.
    pub(in crate::service) size: Size,
    /// The secrets to mask.
    pub(in crate::service) known: Mutex<KnownSecrets>,
}

impl Context {
    /// Sends a response. The receiver is gone when the program is about to exit.
    pub(super) fn respond(&self, answer: Response) {
        let _ = self.answers.send(answer);
    }

    /// Signals that a pane shows something new.
    pub(super) fn pane_changed(&self) {
        self.changed.notify_one();
    }

    /// Returns the secrets to mask now.
    pub(super) fn secrets(&self) -> Secrets {
        lock(&self.known).secrets.clone()
    }
}

/// Locks a mutex. Its data stays valid if a thread panicked while it had the lock.
pub(in crate::service) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
