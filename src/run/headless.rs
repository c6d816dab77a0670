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
    pub engine: Engine,
    /// How long a step may print nothing before a warning.
    pub silent_after: TimeDelta,
    backend: Backend,
    answers: UnboundedReceiver<Response>,
    /// The operator's terminal, for interactive steps; none if no operator is there.
    step_terminal: Option<StepTerminal>,
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
    fn appended(&mut self, engine: &Engine, record: &Record);
    /// Receives the end of a script, with its output.
    fn ended(&mut self, engine: &Engine, request_id: RequestId, ended: &Ended);
    /// Receives the refusal of a command, or the need for the operator.
    fn refused(&mut self, refusal: &Refusal);
    /// Receives a step that waits for its time.
    fn waits(&mut self, waiting: &WaitingStep);
    /// Receives a running step that has printed nothing for a while.
    fn silent(&mut self, engine: &Engine, job: &Job);
}

impl Headless {
    /// Returns a walk without a screen. With `step_terminal`, interactive steps use its terminal.
    ///
    /// # Errors
    /// Fails if the runtime cannot be created.
    pub fn open(
        mut engine: Engine,
        backend: Backend,
        answers: UnboundedReceiver<Response>,
        step_terminal: Option<StepTerminal>,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        engine.set_operator(step_terminal.is_some());
        Ok(Self {
            engine,
            silent_after: STALL_AFTER,
            backend,
            answers,
            step_terminal,
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
        self.engine.set_now(now());
        for command in commands {
            match self.engine.command(command) {
                Ok(more) => requests.extend(more),
                Err(refusal) => {
                    refused = Some(refusal);
                    break;
                }
            }
        }
        let waiting = self.engine.waiting().iter();
        waiting.for_each(|waiting| listener.waits(waiting));
        let mut serving = Serving {
            engine: &mut self.engine,
            backend: &mut self.backend,
            answers: &mut self.answers,
            step_terminal: self.step_terminal.as_mut(),
            silences: StallWatch::new(self.silent_after),
            fetches: VecDeque::new(),
            refused,
            fault: None,
            patience: None,
            listener,
        };
        let served = self.runtime.block_on(serving.serve(requests));
        let refused = serving.refused.take();
        if let Some(step_terminal) = &mut self.step_terminal {
            step_terminal.take_back();
        }
        if served.is_err() {
            let kept = |engine: &Engine, record: &Record| listener.appended(engine, record);
            close(&mut self.engine, &mut self.backend, &mut self.answers, kept);
        }
        served?;
        refused.map_or(Ok(()), |refusal| Err(RunError::Refused(refusal)))
    }
}

/// The commands that are running.
struct Serving<'a> {
    engine: &'a mut Engine,
    backend: &'a mut Backend,
    answers: &'a mut UnboundedReceiver<Response>,
    step_terminal: Option<&'a mut StepTerminal>,
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
        let engine = &self.engine;
        if self.fault.is_none() {
            return engine.is_busy() || engine.is_saving();
        }
        !engine.under_way().is_empty() || engine.is_saving()
    }

    /// Waits for the next input; none if nothing more comes.
    async fn next(&mut self) -> io::Result<Option<Input>> {
        if let Some(next) = self.fetches.pop_front() {
            self.take_back();
            return Ok(Some(Input::Answer(fetch(&next).await)));
        }
        if let Some(step_terminal) = &mut self.step_terminal {
            step_terminal.attend(self.engine, self.backend)?;
        }
        let silence = self.silences.due(self.engine);
        tokio::select! {
            biased;
            () = until(self.patience) => Ok(Some(Input::DiskFailed)),
            () = come(silence) => Ok(Some(Input::Silence)),
            answer = self.answers.recv() => Ok(answer.map(Input::Answer)),
            typed = typed(self.step_terminal.as_deref_mut(), self.engine) => Ok(Some(Input::Typed(typed?))),
        }
    }

    fn answered(&mut self, answer: &Response) {
        if let Response::RunEnded(request_id, ended) | Response::ProbeEnded(request_id, ended) =
            answer
        {
            self.listener.ended(self.engine, *request_id, ended);
        }
        self.engine.set_now(now());
        let effects = self.engine.handle_response(answer);
        if let Some(why) = self.engine.disk_fault() {
            self.fault.get_or_insert(why.to_owned());
        }
        let deadline = instant() + PATIENCE;
        let unsaved = self.engine.has_unsaved();
        self.patience = unsaved.then(|| self.patience.unwrap_or(deadline));
        if !effects.refusals.is_empty() || reports(answer) {
            self.take_back();
        }
        for refusal in &effects.refusals {
            self.listener.refused(refusal);
        }
        self.perform(effects.requests);
        if let Response::Appended(records) = answer {
            for record in records {
                self.listener.appended(self.engine, record);
            }
        }
        let first = effects.refused.into_iter().next();
        self.refused = self.refused.take().or(first.map(|(_, refusal)| refusal));
    }

    fn report_stalls(&mut self) {
        self.engine.set_now(now());
        for job in self.silences.take(self.engine) {
            self.take_back();
            self.listener.silent(self.engine, &job);
        }
    }

    /// Takes the terminal back, so that it does not draw over the next lines.
    fn take_back(&mut self) {
        if let Some(step_terminal) = &mut self.step_terminal {
            step_terminal.take_back();
        }
    }

    /// Queues the values to fetch. Without a screen, requests to quit or to edit are ignored.
    fn perform(&mut self, requests: Vec<Request>) {
        let backend = &mut *self.backend;
        let left = requests
            .into_iter()
            .filter_map(|request| backend.perform(request));
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
async fn typed(step_terminal: Option<&mut StepTerminal>, engine: &Engine) -> io::Result<Request> {
    match step_terminal {
        Some(step_terminal) => step_terminal.next(engine).await,
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
