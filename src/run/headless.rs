//! The same loop without a screen: commands in, what was kept out.

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

/// How long a disk is tried again that did not take the end of something, while all else that runs
/// may come to its end.
const PATIENCE: Duration = Duration::from_secs(5);

/// A walk without a screen.
pub struct Headless {
    /// The work at hand.
    pub work: Engine,
    /// How long a step may put nothing out before it is remarked upon.
    pub silent_after: TimeDelta,
    world: Backend,
    answers: UnboundedReceiver<Response>,
    /// Where a person sits who can be asked; none where nobody is.
    seat: Option<StepTerminal>,
    runtime: Runtime,
}

/// Why commands were not carried out to their end.
#[derive(Debug)]
pub enum RunError {
    /// The rules of a walk do not allow it.
    Refused(Refusal),
    /// A signal asked the program to end; what was running is interrupted. What ran but is not on
    /// disk stands in [`Work::unsaved`].
    Interrupted,
    /// The disk took nothing more, for this reason. What ran but is not on disk stands in
    /// [`Work::unsaved`], what still runs in [`Work::under_way`].
    Disk(String),
    /// The loop could not be run.
    Failed(io::Error),
}

/// What is heard while commands are carried out, as it happens.
pub trait Listener {
    /// Events are on disk.
    fn appended(&mut self, work: &Engine, record: &Record);
    /// A script has put this out and ended.
    fn ended(&mut self, work: &Engine, ticket: RequestId, ended: &Ended);
    /// Something was not done, or wants a person.
    fn refused(&mut self, refusal: &Refusal);
    /// A step waits for its time.
    fn waits(&mut self, held: &WaitingStep);
    /// A step that runs has put nothing out for a while.
    fn silent(&mut self, work: &Engine, job: &Job);
}

impl Headless {
    /// A walk without a screen; where a person sits, steps may ask them.
    ///
    /// # Errors
    /// Where the loop cannot be made.
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

    /// Carries commands out, all at once, and waits until all is done and on disk.
    ///
    /// # Errors
    /// The first command that is refused; what was begun before it is carried to its end.
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

/// Commands on their way.
struct Serving<'a> {
    work: &'a mut Engine,
    world: &'a mut Backend,
    answers: &'a mut UnboundedReceiver<Response>,
    seat: Option<&'a mut StepTerminal>,
    silences: StallWatch,
    /// What is to be fetched; nothing goes on without it.
    fetches: VecDeque<Fetch>,
    /// The first decision that was refused.
    refused: Option<Refusal>,
    /// Why the disk took nothing more, where it once did not.
    fault: Option<String>,
    /// Until when a disk is tried again that did not take an end.
    patience: Option<Instant>,
    listener: &'a mut dyn Listener,
}

/// What happens next.
enum Input {
    Answer(Response),
    /// A person whose terminal is lent asks this.
    Typed(Request),
    Silence,
    /// A disk did not take an end for too long.
    DiskFailed,
}

impl Serving<'_> {
    /// Waits until all is done and on disk.
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

    /// Whether something is still awaited: once the disk was full, only the end of what runs.
    fn goes_on(&self) -> bool {
        let work = &self.work;
        if self.fault.is_none() {
            return work.is_busy() || work.is_saving();
        }
        !work.under_way().is_empty() || work.is_saving()
    }

    /// What happens next; none where nothing more will.
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

    /// What is told next is seen, and not drawn over.
    fn take_back(&mut self) {
        if let Some(seat) = &mut self.seat {
            seat.take_back();
        }
    }

    /// Keeps what is to be fetched. Without a screen there is nothing to leave and nobody to edit.
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

/// Whether something that was kept is told as a result.
fn reports(answer: &Response) -> bool {
    let is_result = |record: &Record| {
        !matches!(
            record.event,
            Event::StepStarted { .. } | Event::StepReached { .. } | Event::CheckAsked { .. }
        )
    };
    matches!(answer, Response::Appended(records) if records.iter().any(is_result))
}

/// What a person does whose terminal is lent; for ever, where nobody sits there.
async fn typed(seat: Option<&mut StepTerminal>, work: &Engine) -> io::Result<Request> {
    match seat {
        Some(seat) => seat.next(work).await,
        None => std::future::pending().await,
    }
}

/// Waits for a time; for ever where there is none.
async fn come(time: Option<DateTime<FixedOffset>>) {
    match time {
        Some(time) => {
            let left = time - now();
            tokio::time::sleep(left.to_std().unwrap_or_default()).await;
        }
        None => std::future::pending().await,
    }
}
