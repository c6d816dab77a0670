//! Judging what a step prints, beside the thread that reads its pane.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::super::raw_judge::{Judged, RawJudge};
use crate::progress::Query;
use crate::term::Secrets;

/// How many reads wait for the judge at most; then the pane waits for it.
const MOST_WAITING: usize = 16;

/// Judges what a step prints, on a thread of its own: the pane is drawn meanwhile.
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

    /// Takes the next bytes.
    pub(super) fn push(&self, bytes: &[u8]) {
        self.send(Message::Bytes(bytes.to_vec()));
    }

    /// From now on these are masked.
    pub(super) fn set_secrets(&self, secrets: Secrets) {
        self.send(Message::Secrets(secrets));
    }

    /// What was found: the output has ended.
    pub(super) fn finish(self) -> Judged {
        drop(self.sender);
        // A judge that died has found nothing, and what has to be found is unknown then.
        self.thread.join().unwrap_or_default()
    }

    fn send(&self, message: Message) {
        // A judge that died hears nothing.
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
