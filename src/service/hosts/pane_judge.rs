//! Judging of a step's output, beside the thread that reads its pane.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::super::raw_judge::{Judged, RawJudge};
use crate::progress::Query;
use crate::term::Secrets;

/// How many reads wait for the judge at most; then the pane waits.
const MOST_WAITING: usize = 16;

/// Judges a step's output on a thread of its own, so that the pane is drawn meanwhile.
pub(super) struct PaneJudge {
    sender: SyncSender<Message>,
    thread: JoinHandle<Judged>,
}

enum Message {
    Bytes(Vec<u8>),
    Secrets(Secrets),
}

impl PaneJudge {
    /// Starts to judge an output.
    pub(super) fn start(query: &Query, secrets: Secrets) -> Self {
        let judge = RawJudge::new(query, secrets);
        let (sender, receiver) = sync_channel(MOST_WAITING);
        let thread = thread::spawn(move || work(judge, &receiver));
        Self { sender, thread }
    }

    /// Passes bytes to the judge.
    pub(super) fn push(&self, bytes: &[u8]) {
        self.send(Message::Bytes(bytes.to_vec()));
    }

    /// Masks these secrets from now on.
    pub(super) fn set_secrets(&self, secrets: Secrets) {
        self.send(Message::Secrets(secrets));
    }

    /// Ends the output. Returns the findings.
    pub(super) fn finish(self) -> Judged {
        drop(self.sender);
        // A judge that panicked found nothing. Then a required finding is unknown.
        self.thread.join().unwrap_or_default()
    }

    fn send(&self, message: Message) {
        // A judge that panicked receives nothing.
        let _ = self.sender.send(message);
    }
}

fn work(mut judge: RawJudge, messages: &Receiver<Message>) -> Judged {
    for message in messages {
        match message {
            Message::Bytes(bytes) => judge.push(&bytes),
            Message::Secrets(secrets) => judge.set_secrets(secrets),
        }
    }
    judge.finish()
}
