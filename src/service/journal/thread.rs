//! The thread that writes the journal: nothing else waits for the disk.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use tokio::sync::mpsc::UnboundedSender;

use super::journal::{AppendError, Journal};
use crate::port::Response;
use crate::progress::{Event, Head, Record};
use crate::service::clock::now;
use crate::term::Secrets;

/// How often a disk that failed is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// The thread that writes the journal; it has written everything once it is dropped.
pub(in crate::service) struct JournalThread {
    orders: Option<Sender<JournalCommand>>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread is asked for.
enum JournalCommand {
    Keep(Vec<Event>),
    SetSecrets(Secrets),
}

impl JournalThread {
    /// Starts to write; what is kept is told to `answers`.
    pub(in crate::service) fn start(
        journal: Box<dyn Journal>,
        responses: UnboundedSender<Response>,
    ) -> Self {
        let (orders, received) = channel();
        let desk = Desk {
            head: journal.head().clone(),
            journal,
            answers: responses,
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
    pub(in crate::service) fn append(&self, events: Vec<Event>) {
        self.order(JournalCommand::Keep(events));
    }

    /// From now on these are struck from all that is written.
    pub(in crate::service) fn strike(&self, secrets: Secrets) {
        self.order(JournalCommand::SetSecrets(secrets));
    }

    fn order(&self, order: JournalCommand) {
        if let Some(sender) = &self.orders {
            // The thread ends only when this is dropped.
            let _ = sender.send(order);
        }
    }
}

impl Drop for JournalThread {
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
    journal: Box<dyn Journal>,
    /// The last head that this session knows.
    head: Head,
    answers: UnboundedSender<Response>,
    /// Ends that the disk did not take, each with the time at which it happened, oldest first.
    unsaved: VecDeque<(DateTime<FixedOffset>, Vec<Event>)>,
    /// Why nothing further may start.
    fault: Option<String>,
    /// What is being written.
    at_hand: Vec<Event>,
}

impl Desk {
    /// Carries orders out. Each is answered, also after a panic: somebody waits for it.
    fn work(mut self, orders: &Receiver<JournalCommand>) {
        // The state is not used again but for what is to be answered.
        let served = catch_unwind(AssertUnwindSafe(|| self.serve(orders)));
        if served.is_err() {
            self.give_up(orders);
        }
    }

    fn serve(&mut self, orders: &Receiver<JournalCommand>) {
        loop {
            match self.next(orders) {
                Ok(JournalCommand::Keep(events)) => {
                    self.at_hand.clone_from(&events);
                    self.keep(events);
                    self.at_hand.clear();
                }
                Ok(JournalCommand::SetSecrets(secrets)) => self.journal.set_secrets(secrets),
                Err(RecvTimeoutError::Timeout) => self.try_again(),
                Err(RecvTimeoutError::Disconnected) => return self.save(),
            }
        }
    }

    /// Writes no more, and answers so whatever is at hand and still comes.
    fn give_up(&mut self, orders: &Receiver<JournalCommand>) {
        let why = "the part of daymark that writes the journal has failed".to_owned();
        self.fault = Some(why.clone());
        self.tell(Response::Disk(Err(why)));
        let at_hand = std::mem::take(&mut self.at_hand);
        let coming = orders.iter().filter_map(|order| match order {
            JournalCommand::Keep(events) => Some(events),
            JournalCommand::SetSecrets(_) => None,
        });
        for events in std::iter::once(at_hand).chain(coming) {
            let ends = events.iter().any(Event::ends);
            self.append_failed(now(), events, ends);
        }
    }

    /// The next order; a disk that failed is not waited for longer than [`RETRY`].
    fn next(&self, orders: &Receiver<JournalCommand>) -> Result<JournalCommand, RecvTimeoutError> {
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
            return self.append_failed(at, events, ends);
        }
        match self.write(at, events.clone()) {
            Ok(records) => {
                if ends {
                    self.look();
                } else {
                    self.stand(Ok(()));
                }
                self.tell(Response::Appended(records));
            }
            Err(error) => {
                self.stand(Err(error));
                self.append_failed(at, events, ends);
            }
        }
    }

    fn write(
        &mut self,
        at: DateTime<FixedOffset>,
        events: Vec<Event>,
    ) -> Result<Vec<Record>, AppendError> {
        let records = self.journal.append(&self.head, at, events)?;
        if let Some(last) = records.last() {
            self.head = last.head();
        }
        Ok(records)
    }

    /// Holds ends in memory; gives all else up.
    fn append_failed(&mut self, at: DateTime<FixedOffset>, events: Vec<Event>, ends: bool) {
        let why = self.fault.clone().unwrap_or_default();
        if ends {
            self.unsaved.push_back((at, events.clone()));
            self.tell(Response::Unsaved { events, why });
        } else {
            self.tell(Response::AppendFailed { events, why });
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
            match self.write(at, events) {
                Ok(records) => {
                    self.unsaved.pop_front();
                    self.tell(Response::Appended(records));
                }
                Err(error) => return self.stand(Err(error)),
            }
        }
    }

    /// Looks whether more may start.
    fn look(&mut self) {
        let space = self.journal.has_space();
        self.stand(space);
    }

    /// Tells how the disk stands, where that has changed.
    fn stand(&mut self, space: Result<(), AppendError>) {
        let fault = space.err().map(|error| error.to_string());
        if fault.is_some() != self.fault.is_some() {
            self.tell(Response::Disk(fault.clone().map_or(Ok(()), Err)));
        }
        self.fault = fault;
    }

    /// Whoever asked may have left; the events are kept all the same.
    fn tell(&self, answer: Response) {
        let _ = self.answers.send(answer);
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;
    use crate::progress::{Outcome, OutcomeSource, RunResult};
    use crate::service::{JournalFile, WalkFolder};

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
            ended: RunResult {
                state: Outcome::Passed,
                exit: Some(0),
                seconds: 0.0,
                source: OutcomeSource::Exit,
                reason: String::new(),
                output: None,
            },
        }
    }

    #[test]
    fn after_a_panic_every_order_is_answered() {
        let data = tempfile::tempdir().unwrap();
        let folder = WalkFolder::new(data.path(), "small", "main");
        let (journal, ..) = JournalFile::open(&folder, "bea").unwrap();
        let (answers, mut told) = unbounded_channel();
        let (orders, received) = channel();
        let mut desk = Desk {
            head: journal.head().clone(),
            journal: Box::new(journal),
            answers,
            unsaved: VecDeque::new(),
            fault: None,
            at_hand: vec![end()],
        };
        orders.send(JournalCommand::Keep(vec![note()])).unwrap();
        orders.send(JournalCommand::Keep(vec![end()])).unwrap();
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
                    Response::Disk(Err(_)),
                    Response::Unsaved { .. },
                    Response::AppendFailed { .. },
                    Response::Unsaved { .. },
                ]
            ),
            "{answers:?}"
        );
        let written = std::fs::read(folder.journal()).unwrap();
        assert!(written.is_empty());
    }
}
