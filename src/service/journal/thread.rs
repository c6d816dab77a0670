//! The thread that writes the journal, so that no other thread waits for the disk.
//!
//! It keeps ends that the disk did not take, and serves every kind of journal.

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

/// How often a failed write is retried.
const RETRY: Duration = Duration::from_secs(1);

/// The thread that writes the journal. Dropping it waits until everything is written.
pub(in crate::service) struct JournalThread {
    commands: Option<Sender<JournalCommand>>,
    thread: Option<JoinHandle<()>>,
}

/// A command to the thread.
enum JournalCommand {
    Append(Vec<Event>),
    SetSecrets(Secrets),
}

impl JournalThread {
    /// Starts the thread, which reports to `responses`.
    pub(in crate::service) fn start(
        journal: Box<dyn Journal>,
        responses: UnboundedSender<Response>,
    ) -> Self {
        let (commands, received) = channel();
        let writer = Writer {
            head: journal.head().clone(),
            journal,
            responses,
            unsaved: VecDeque::new(),
            fault: None,
            current: Vec::new(),
        };
        let thread = thread::spawn(move || writer.run(&received));
        Self {
            commands: Some(commands),
            thread: Some(thread),
        }
    }

    /// Appends events, in this order.
    pub(in crate::service) fn append(&self, events: Vec<Event>) {
        self.send(JournalCommand::Append(events));
    }

    /// Masks these secrets in every event from now on.
    pub(in crate::service) fn set_secrets(&self, secrets: Secrets) {
        self.send(JournalCommand::SetSecrets(secrets));
    }

    fn send(&self, command: JournalCommand) {
        if let Some(sender) = &self.commands {
            // The thread ends only when this is dropped.
            let _ = sender.send(command);
        }
    }
}

impl Drop for JournalThread {
    fn drop(&mut self) {
        self.commands = None;
        if let Some(thread) = self.thread.take() {
            // A panic there was caught.
            let _ = thread.join();
        }
    }
}

/// The thread's own state.
struct Writer {
    journal: Box<dyn Journal>,
    /// The last head that this session knows.
    head: Head,
    responses: UnboundedSender<Response>,
    /// Ends that the disk did not take, each with its time, oldest first.
    unsaved: VecDeque<(DateTime<FixedOffset>, Vec<Event>)>,
    /// The reason why no further step may start.
    fault: Option<String>,
    /// The events that are being written.
    current: Vec<Event>,
}

impl Writer {
    /// Runs commands. Each gets a response, also after a panic: the engine waits for it.
    fn run(mut self, orders: &Receiver<JournalCommand>) {
        // After a panic the state only serves to reject the remaining events.
        let served = catch_unwind(AssertUnwindSafe(|| self.serve(orders)));
        if served.is_err() {
            self.reject_all(orders);
        }
    }

    fn serve(&mut self, orders: &Receiver<JournalCommand>) {
        loop {
            match self.next(orders) {
                Ok(JournalCommand::Append(events)) => {
                    self.current.clone_from(&events);
                    self.keep(events);
                    self.current.clear();
                }
                Ok(JournalCommand::SetSecrets(secrets)) => self.journal.set_secrets(secrets),
                Err(RecvTimeoutError::Timeout) => self.try_again(),
                Err(RecvTimeoutError::Disconnected) => return self.save(),
            }
        }
    }

    /// Rejects the current events and all later ones.
    fn reject_all(&mut self, orders: &Receiver<JournalCommand>) {
        let why = "the part of daymark that writes the journal has failed".to_owned();
        self.fault = Some(why.clone());
        self.respond(Response::Disk(Err(why)));
        let current = std::mem::take(&mut self.current);
        let coming = orders.iter().filter_map(|order| match order {
            JournalCommand::Append(events) => Some(events),
            JournalCommand::SetSecrets(_) => None,
        });
        for events in std::iter::once(current).chain(coming) {
            let ends = events.iter().any(Event::ends);
            self.append_failed(now(), events, ends);
        }
    }

    /// Returns the next command; after a failed write it waits at most [`RETRY`].
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
                    self.check_space();
                } else {
                    self.report_disk(Ok(()));
                }
                self.respond(Response::Appended(records));
            }
            Err(error) => {
                self.report_disk(Err(error));
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

    /// Holds ends in memory, and rejects all other events.
    fn append_failed(&mut self, at: DateTime<FixedOffset>, events: Vec<Event>, ends: bool) {
        let why = self.fault.clone().unwrap_or_default();
        if ends {
            self.unsaved.push_back((at, events.clone()));
            self.respond(Response::Unsaved { events, why });
        } else {
            self.respond(Response::AppendFailed { events, why });
        }
    }

    /// Writes unsaved ends, then checks the disk space.
    fn try_again(&mut self) {
        self.save();
        if self.unsaved.is_empty() {
            self.check_space();
        }
    }

    /// Writes unsaved ends, as far as the disk takes them.
    fn save(&mut self) {
        while let Some((at, events)) = self.unsaved.front().cloned() {
            match self.write(at, events) {
                Ok(records) => {
                    self.unsaved.pop_front();
                    self.respond(Response::Appended(records));
                }
                Err(error) => return self.report_disk(Err(error)),
            }
        }
    }

    /// Checks whether more steps may start.
    fn check_space(&mut self) {
        let space = self.journal.has_space();
        self.report_disk(space);
    }

    /// Reports a disk that failed or recovered.
    fn report_disk(&mut self, space: Result<(), AppendError>) {
        let fault = space.err().map(|error| error.to_string());
        if fault.is_some() != self.fault.is_some() {
            self.respond(Response::Disk(fault.clone().map_or(Ok(()), Err)));
        }
        self.fault = fault;
    }

    /// The receiver may be closed; the events are written all the same.
    fn respond(&self, response: Response) {
        let _ = self.responses.send(response);
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
    fn after_a_panic_every_command_gets_a_response() {
        let data = tempfile::tempdir().unwrap();
        let folder = WalkFolder::new(data.path(), "small", "main");
        let (journal, ..) = JournalFile::open(&folder, "bea").unwrap();
        let (answers, mut replies) = unbounded_channel();
        let (orders, received) = channel();
        let mut writer = Writer {
            head: journal.head().clone(),
            journal: Box::new(journal),
            responses: answers,
            unsaved: VecDeque::new(),
            fault: None,
            current: vec![end()],
        };
        orders.send(JournalCommand::Append(vec![note()])).unwrap();
        orders.send(JournalCommand::Append(vec![end()])).unwrap();
        drop(orders);
        writer.reject_all(&received);
        let mut answers = Vec::new();
        while let Ok(answer) = replies.try_recv() {
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
