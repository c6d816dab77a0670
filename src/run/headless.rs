//! The event loop without a screen: commands in, records out.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::UnboundedReceiver;

use super::closing::close;
use super::frames::until;
use super::signals::Signals;
use super::stall_watch::StallWatch;
use super::step_terminal::StepTerminal;
use crate::app::{Command, Engine, Job, STALL_AFTER, WaitingStep};
use crate::port::{Completion as Ended, Fetch, Request, RequestId, Response};
use crate::progress::{Event, Record, Refusal};
use crate::service::instant;
use crate::service::{Backend, fetch, now};

/// How long to retry a disk that did not take a result. Other runs may end meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);

/// A walk without a screen.
pub struct Headless {
    /// The engine that runs the commands.
    pub work: Engine,
    /// How long a step may print nothing before a warning.
    pub silent_after: TimeDelta,
    world: Backend,
    answers: UnboundedReceiver<Response>,
    /// The operator's terminal, for interactive steps; none if no operator is there.
    seat: Option<StepTerminal>,
    runtime: Runtime,
}

/// The reason why commands did not run to their end.
#[derive(Debug)]
pub enum RunError {
    /// The rules of a walk forbid it.
    Refused(Refusal),
    /// A signal stopped the program. The running steps are interrupted. [`Engine::unsaved_lines`]
    /// lists the results that are not on disk.
    Interrupted,
    /// The disk failed, for this reason. [`Engine::unsaved_lines`] lists the results that are not
    /// on disk, [`Engine::under_way`] the steps that still run.
    Disk(String),
    /// The loop failed.
    Failed(io::Error),
}

/// A receiver of what happens while commands run.
pub trait Listener {
    /// Receives a record that is on disk.
    fn appended(&mut self, work: &Engine, record: &Record);
    /// Receives the end of a script, with its output.
    fn ended(&mut self, work: &Engine, ticket: RequestId, ended: &Ended);
    /// Receives the refusal of a command, or the need for the operator.
    fn refused(&mut self, refusal: &Refusal);
    /// Receives a step that waits for its time.
    fn waits(&mut self, held: &WaitingStep);
    /// Receives a running step that has printed nothing for a while.
    fn silent(&mut self, work: &Engine, job: &Job);
}

impl Headless {
    /// Returns a walk without a screen. With `seat`, interactive steps use its terminal.
    ///
    /// # Errors
    /// Fails if the runtime cannot be created.
    pub fn open(
        mut work: Engine,
        world: Backend,
        answers: UnboundedReceiver<Response>,
        seat: Option<StepTerminal>,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        work.set_operator(seat.is_some());
        Ok(Self {
            work,
            silent_after: STALL_AFTER,
            world,
            answers,
            seat,
            runtime,
        })
    }

    /// Runs commands at the same time, and waits until everything has ended and is on disk.
    ///
    /// # Errors
    /// Returns the first refused command. Commands before it run to their end.
    pub fn carry_out(
        &mut self,
        commands: impl IntoIterator<Item = Command>,
        listener: &mut dyn Listener,
    ) -> Result<(), RunError> {
        let mut refused = None;
        let mut requests = Vec::new();
        self.work.set_now(now());
        for command in commands {
            match self.work.command(command) {
                Ok(more) => requests.extend(more),
                Err(refusal) => {
                    refused = Some(refusal);
                    break;
                }
            }
        }
        let held = self.work.held().iter();
        held.for_each(|held| listener.waits(held));
        let mut serving = Serving {
            work: &mut self.work,
            world: &mut self.world,
            answers: &mut self.answers,
            seat: self.seat.as_mut(),
            silences: StallWatch::new(self.silent_after),
            fetches: VecDeque::new(),
            refused,
            fault: None,
            patience: None,
            listener,
        };
        let served = self.runtime.block_on(serving.serve(requests));
        let refused = serving.refused.take();
        if let Some(seat) = &mut self.seat {
            seat.take_back();
        }
        if served.is_err() {
            let kept = |work: &Engine, record: &Record| listener.appended(work, record);
            close(&mut self.work, &mut self.world, &mut self.answers, kept);
        }
        served?;
        refused.map_or(Ok(()), |refusal| Err(RunError::Refused(refusal)))
    }
}

/// The commands that are running.
struct Serving<'a> {
    work: &'a mut Engine,
    world: &'a mut Backend,
    answers: &'a mut UnboundedReceiver<Response>,
    seat: Option<&'a mut StepTerminal>,
    silences: StallWatch,
    /// Values to fetch; everything else waits for them.
    fetches: VecDeque<Fetch>,
    /// The first decision that was refused.
    refused: Option<Refusal>,
    /// Why the disk failed, if it did.
    fault: Option<String>,
    /// Until when to retry a disk that did not take a result.
    patience: Option<Instant>,
    listener: &'a mut dyn Listener,
}

/// The next input of the loop.
enum Input {
    Answer(Response),
    /// The operator typed a request in a step's terminal.
    Typed(Request),
    Silence,
    /// The disk did not take a result for too long.
    DiskFailed,
}

impl Serving<'_> {
    /// Waits until everything has ended and is on disk.
    async fn serve(&mut self, requests: Vec<Request>) -> Result<(), RunError> {
        let mut signals = Signals::listen().map_err(RunError::Failed)?;
        self.perform(requests);
        while self.goes_on() {
            let heard = tokio::select! {
                biased;
                () = signals.any() => return Err(RunError::Interrupted),
                heard = self.next() => heard.map_err(RunError::Failed)?,
            };
            match heard {
                None | Some(Input::DiskFailed) => break,
                Some(Input::Answer(answer)) => self.answered(&answer),
                Some(Input::Silence) => self.report_stalls(),
                Some(Input::Typed(Request::Leave)) => return Err(RunError::Interrupted),
                Some(Input::Typed(request)) => self.perform(vec![request]),
            }
        }
        self.fault
            .take()
            .map_or(Ok(()), |why| Err(RunError::Disk(why)))
    }

    /// Returns whether something is still awaited. After the disk is full, only the end of what
    /// runs.
    fn goes_on(&self) -> bool {
        let work = &self.work;
        if self.fault.is_none() {
            return work.is_busy() || work.is_saving();
        }
        !work.under_way().is_empty() || work.is_saving()
    }

    /// Waits for the next input; none if nothing more comes.
    async fn next(&mut self) -> io::Result<Option<Input>> {
        if let Some(next) = self.fetches.pop_front() {
            self.take_back();
            return Ok(Some(Input::Answer(fetch(&next).await)));
        }
        if let Some(seat) = &mut self.seat {
            seat.attend(self.work, self.world)?;
        }
        let silence = self.silences.due(self.work);
        tokio::select! {
            biased;
            () = until(self.patience) => Ok(Some(Input::DiskFailed)),
            () = come(silence) => Ok(Some(Input::Silence)),
            answer = self.answers.recv() => Ok(answer.map(Input::Answer)),
            typed = typed(self.seat.as_deref_mut(), self.work) => Ok(Some(Input::Typed(typed?))),
        }
    }

    fn answered(&mut self, answer: &Response) {
        if let Response::RunEnded(ticket, ended) | Response::ProbeEnded(ticket, ended) = answer {
            self.listener.ended(self.work, *ticket, ended);
        }
        self.work.set_now(now());
        let reaction = self.work.handle_response(answer);
        if let Some(why) = self.work.disk_fault() {
            self.fault.get_or_insert(why.to_owned());
        }
        let deadline = instant() + PATIENCE;
        let unsaved = self.work.has_unsaved();
        self.patience = unsaved.then(|| self.patience.unwrap_or(deadline));
        if !reaction.refusals.is_empty() || reports(answer) {
            self.take_back();
        }
        for refusal in &reaction.refusals {
            self.listener.refused(refusal);
        }
        self.perform(reaction.requests);
        if let Response::Appended(records) = answer {
            for record in records {
                self.listener.appended(self.work, record);
            }
        }
        let first = reaction.refused.into_iter().next();
        self.refused = self.refused.take().or(first.map(|(_, refusal)| refusal));
    }

    fn report_stalls(&mut self) {
        self.work.set_now(now());
        for job in self.silences.take(self.work) {
            self.take_back();
            self.listener.silent(self.work, &job);
        }
    }

    /// Takes the terminal back, so that it does not draw over the next lines.
    fn take_back(&mut self) {
        if let Some(seat) = &mut self.seat {
            seat.take_back();
        }
    }

    /// Queues the values to fetch. Without a screen, requests to quit or to edit are ignored.
    fn perform(&mut self, requests: Vec<Request>) {
        let world = &mut *self.world;
        let left = requests
            .into_iter()
            .filter_map(|request| world.perform(request));
        self.fetches
            .extend(left.filter_map(|request| match request {
                Request::Fetch(fetch) => Some(fetch),
                _ => None,
            }));
    }
}

/// Returns whether saved records report a result.
fn reports(answer: &Response) -> bool {
    let is_result = |record: &Record| {
        !matches!(
            record.event,
            Event::StepStarted { .. } | Event::StepReached { .. } | Event::CheckAsked { .. }
        )
    };
    matches!(answer, Response::Appended(records) if records.iter().any(is_result))
}

/// Waits for a request that the operator types in a step's terminal. Without one it waits without
/// end.
async fn typed(seat: Option<&mut StepTerminal>, work: &Engine) -> io::Result<Request> {
    match seat {
        Some(seat) => seat.next(work).await,
        None => std::future::pending().await,
    }
}

/// Waits until a time, or without end if there is none.
async fn come(time: Option<DateTime<FixedOffset>>) {
    match time {
        Some(time) => {
            let left = time - now();
            tokio::time::sleep(left.to_std().unwrap_or_default()).await;
        }
        None => std::future::pending().await,
    }
}
