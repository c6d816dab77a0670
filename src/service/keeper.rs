//! The thread that writes the journal: nothing else waits for the disk.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use tokio::sync::mpsc::UnboundedSender;

use super::clock::now;
use super::journal::Journal;
use crate::port::Answer;
use crate::progress::Event;
use crate::term::Secrets;

/// How often a disk that failed is tried again.
const RETRY: Duration = Duration::from_secs(1);

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
    pub(super) fn start(journal: Journal, answers: UnboundedSender<Answer>) -> Self {
        let (orders, received) = channel();
        let desk = Desk {
            journal,
            answers,
            unsaved: VecDeque::new(),
            fault: None,
            at_hand: Vec::new(),
        };
        let thread = thread::spawn(move || desk.work(&received));
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
            // A panic there was caught and answered.
            let _ = thread.join();
        }
    }
}

/// The thread's own state.
struct Desk {
    journal: Journal,
    answers: UnboundedSender<Answer>,
    /// Ends that the disk did not take, each with the time at which it happened, oldest first.
    unsaved: VecDeque<(DateTime<FixedOffset>, Vec<Event>)>,
    /// Why nothing further may start.
    fault: Option<String>,
    /// What is being written.
    at_hand: Vec<Event>,
}

impl Desk {
    /// Carries orders out. Each is answered, also after a panic: somebody waits for it.
    fn work(mut self, orders: &Receiver<Order>) {
        // The state is not used again but for what is to be answered.
        let served = catch_unwind(AssertUnwindSafe(|| self.serve(orders)));
        if served.is_err() {
            self.give_up(orders);
        }
    }

    fn serve(&mut self, orders: &Receiver<Order>) {
        loop {
            match self.next(orders) {
                Ok(Order::Keep(events)) => {
                    self.at_hand.clone_from(&events);
                    self.keep(events);
                    self.at_hand.clear();
                }
                Ok(Order::Strike(secrets)) => self.journal.set_secrets(secrets),
                Err(RecvTimeoutError::Timeout) => self.try_again(),
                Err(RecvTimeoutError::Disconnected) => return self.save(),
            }
        }
    }

    /// Writes no more, and answers so whatever is at hand and still comes.
    fn give_up(&mut self, orders: &Receiver<Order>) {
        let why = "the part of daymark that writes the journal has failed".to_owned();
        self.fault = Some(why.clone());
        self.tell(Answer::Disk(Err(why)));
        let at_hand = std::mem::take(&mut self.at_hand);
        let coming = orders.iter().filter_map(|order| match order {
            Order::Keep(events) => Some(events),
            Order::Strike(_) => None,
        });
        for events in std::iter::once(at_hand).chain(coming) {
            let ends = events.iter().any(Event::ends);
            self.not_kept(now(), events, ends);
        }
    }

    /// The next order; a disk that failed is not waited for longer than [`RETRY`].
    fn next(&self, orders: &Receiver<Order>) -> Result<Order, RecvTimeoutError> {
        if self.fault.is_some() {
            return orders.recv_timeout(RETRY);
        }
        orders.recv().map_err(|_| RecvTimeoutError::Disconnected)
    }

    fn keep(&mut self, events: Vec<Event>) {
        self.save();
        let at = now();
        let ends = events.iter().any(Event::ends);
        if !self.unsaved.is_empty() {
            return self.not_kept(at, events, ends);
        }
        match self.journal.keep_as_of(at, events.clone()) {
            Ok(records) => {
                if ends {
                    self.look();
                } else {
                    self.stand(Ok(()));
                }
                self.tell(Answer::Kept(records));
            }
            Err(error) => {
                self.stand(Err(error));
                self.not_kept(at, events, ends);
            }
        }
    }

    /// Holds ends in memory; gives all else up.
    fn not_kept(&mut self, at: DateTime<FixedOffset>, events: Vec<Event>, ends: bool) {
        let why = self.fault.clone().unwrap_or_default();
        if ends {
            self.unsaved.push_back((at, events.clone()));
            self.tell(Answer::Unsaved { events, why });
        } else {
            self.tell(Answer::NotKept { events, why });
        }
    }

    /// Writes what is unsaved, and looks whether there is room again.
    fn try_again(&mut self) {
        self.save();
        if self.unsaved.is_empty() {
            self.look();
        }
    }

    /// Writes what is unsaved, as far as the disk takes it.
    fn save(&mut self) {
        while let Some((at, events)) = self.unsaved.front().cloned() {
            match self.journal.keep_as_of(at, events) {
                Ok(records) => {
                    self.unsaved.pop_front();
                    self.tell(Answer::Kept(records));
                }
                Err(error) => return self.stand(Err(error)),
            }
        }
    }

    /// Looks whether more may start.
    fn look(&mut self) {
        let room = self.journal.has_room();
        self.stand(room);
    }

    /// Tells how the disk stands, where that has changed.
    fn stand(&mut self, room: io::Result<()>) {
        let fault = room.err().map(|error| self.journal.fault(&error));
        if fault.is_some() != self.fault.is_some() {
            self.tell(Answer::Disk(fault.clone().map_or(Ok(()), Err)));
        }
        self.fault = fault;
    }

    /// Whoever asked may have left; the events are kept all the same.
    fn tell(&self, answer: Answer) {
        let _ = self.answers.send(answer);
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;
    use crate::progress::{Ended, Manner, Standing};
    use crate::service::WalkFolder;

    fn note() -> Event {
        Event::DeviationNoted {
            day: "1".to_owned(),
            id: None,
            text: "so".to_owned(),
        }
    }

    fn end() -> Event {
        Event::StepEnded {
            day: "1".to_owned(),
            id: "a".to_owned(),
            host: "here".to_owned(),
            attempt: 1,
            ended: Ended {
                state: Standing::Passed,
                exit: Some(0),
                seconds: 0.0,
                manner: Manner::Exit,
                because: String::new(),
                output: None,
            },
        }
    }

    #[test]
    fn after_a_panic_every_order_is_answered() {
        let data = tempfile::tempdir().unwrap();
        let folder = WalkFolder::new(data.path(), "small", "main");
        let (journal, ..) = Journal::open(&folder, "bea").unwrap();
        let (answers, mut told) = unbounded_channel();
        let (orders, received) = channel();
        let mut desk = Desk {
            journal,
            answers,
            unsaved: VecDeque::new(),
            fault: None,
            at_hand: vec![end()],
        };
        orders.send(Order::Keep(vec![note()])).unwrap();
        orders.send(Order::Keep(vec![end()])).unwrap();
        drop(orders);
        desk.give_up(&received);
        let mut answers = Vec::new();
        while let Ok(answer) = told.try_recv() {
            answers.push(answer);
        }
        assert!(
            matches!(
                answers.as_slice(),
                [
                    Answer::Disk(Err(_)),
                    Answer::Unsaved { .. },
                    Answer::NotKept { .. },
                    Answer::Unsaved { .. },
                ]
            ),
            "{answers:?}"
        );
        let written = std::fs::read(folder.journal()).unwrap();
        assert!(written.is_empty());
    }
}
