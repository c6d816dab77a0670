//! What all hosts share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;

use super::sockets::Sockets;
use crate::port::{Response, Value};
use crate::service::WalkFolder;
use crate::term::{Panes, Secrets, Size};

/// The secrets that are known, and how they are found.
pub(in crate::service) struct KnownSecrets {
    values: Vec<Value>,
    secrets: Secrets,
}

impl KnownSecrets {
    /// These are known.
    pub(in crate::service) fn new(values: Vec<Value>) -> Self {
        let secrets = Secrets::new(values.iter().map(Value::reveal));
        Self { values, secrets }
    }

    /// This one is known, too.
    pub(super) fn add(&mut self, value: Value) {
        if !self.values.contains(&value) {
            self.values.push(value);
            self.secrets = Secrets::new(self.values.iter().map(Value::reveal));
        }
    }
}

/// What all hosts share.
pub(in crate::service) struct Context {
    /// Where outputs and recordings are kept.
    pub(in crate::service) folder: WalkFolder,
    /// Where answers go.
    pub(in crate::service) answers: UnboundedSender<Response>,
    /// Told whenever a pane shows something new; many at once are one.
    pub(in crate::service) changed: Arc<Notify>,
    /// The newest grids.
    pub(in crate::service) panes: Panes,
    /// Where control sockets are.
    pub(in crate::service) sockets: Sockets,
    /// Whether a person sits at a screen: then ssh may ask them, and every connection has a pane.
    pub(in crate::service) screen: bool,
    /// Whether panes are recorded.
    pub(in crate::service) records: bool,
    /// The size of a pane that no request has resized.
    pub(in crate::service) size: Size,
    /// What must not be kept.
    pub(in crate::service) known: Mutex<KnownSecrets>,
}

impl Context {
    /// Tells an answer; nobody listens any more when the program is about to end.
    pub(super) fn respond(&self, answer: Response) {
        let _ = self.answers.send(answer);
    }

    /// Tells that a pane shows something new.
    pub(super) fn pane_changed(&self) {
        self.changed.notify_one();
    }

    /// What must not be kept, as of now.
    pub(super) fn secrets(&self) -> Secrets {
        lock(&self.known).secrets.clone()
    }
}

/// What is behind a lock stays whole where a thread that held it has died.
pub(in crate::service) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
