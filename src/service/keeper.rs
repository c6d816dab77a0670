//! The thread that writes the journal: nothing else waits for the disk.

use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use tokio::sync::mpsc::UnboundedSender;

use super::journal::Journal;
use crate::port::Answer;
use crate::progress::Event;
use crate::term::Secrets;

/// The thread that writes the journal; it has written everything once it is dropped.
pub(super) struct Keeper {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread is asked for.
enum Order {
    Keep(Vec<Event>),
    Strike(Secrets),
}

impl Keeper {
    /// Starts to write; what is kept is told to `answers`.
    pub(super) fn start(mut journal: Journal, answers: UnboundedSender<Answer>) -> Self {
        let (orders, received) = channel();
        let thread = thread::spawn(move || {
            while let Ok(order) = received.recv() {
                let answer = match order {
                    Order::Strike(secrets) => {
                        journal.set_secrets(secrets);
                        continue;
                    }
                    Order::Keep(events) => match journal.keep(events) {
                        Ok(records) => Answer::Kept(records),
                        Err(error) => Answer::NotKept(error.to_string()),
                    },
                };
                // Whoever asked may have left; the event is kept all the same.
                let _ = answers.send(answer);
            }
        });
        Self {
            orders: Some(orders),
            thread: Some(thread),
        }
    }

    /// Writes events, in this order.
    pub(super) fn keep(&self, events: Vec<Event>) {
        self.order(Order::Keep(events));
    }

    /// From now on these are struck from all that is written.
    pub(super) fn strike(&self, secrets: Secrets) {
        self.order(Order::Strike(secrets));
    }

    fn order(&self, order: Order) {
        if let Some(sender) = &self.orders {
            // The thread ends only when this is dropped.
            let _ = sender.send(order);
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A panic there was told already.
            let _ = thread.join();
        }
    }
}
