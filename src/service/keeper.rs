//! The thread that writes the journal: nothing else waits for the disk.

use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use tokio::sync::mpsc::UnboundedSender;

use super::journal::Journal;
use crate::port::Answer;
use crate::progress::Event;

/// The thread that writes the journal; it has written everything once it is dropped.
pub(super) struct Keeper {
    events: Option<Sender<Vec<Event>>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Starts to write; what is kept is told to `answers`.
    pub(super) fn start(mut journal: Journal, answers: UnboundedSender<Answer>) -> Self {
        let (events, received) = channel::<Vec<Event>>();
        let thread = thread::spawn(move || {
            while let Ok(events) = received.recv() {
                let answer = match journal.keep(events) {
                    Ok(records) => Answer::Kept(records),
                    Err(error) => Answer::NotKept(error.to_string()),
                };
                // Whoever asked may have left; the event is kept all the same.
                let _ = answers.send(answer);
            }
        });
        Self {
            events: Some(events),
            thread: Some(thread),
        }
    }

    /// Writes events, in this order.
    pub(super) fn keep(&self, events: Vec<Event>) {
        if let Some(sender) = &self.events {
            // The thread ends only when this is dropped.
            let _ = sender.send(events);
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.events = None;
        if let Some(thread) = self.thread.take() {
            // A panic there was told already.
            let _ = thread.join();
        }
    }
}
