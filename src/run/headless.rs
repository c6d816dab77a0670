//! The same loop without a screen: commands in, what was kept out.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::UnboundedReceiver;

use super::closing::close;
use super::frames::until;
use super::seat::Seat;
use super::signals::Signals;
use super::silences::Silences;
use crate::app::{Command, Held, Job, SILENT, Work};
use crate::port::{Answer, Fetch, Request, Result as Ended, Ticket};
use crate::progress::{Event, Record, Refusal};
use crate::service::{World, fetch, now};

/// How long a disk is tried again that did not take the end of something, while all else that runs
/// may come to its end.
const PATIENCE: Duration = Duration::from_secs(5);

/// A walk without a screen.
pub struct Headless {
    /// The work at hand.
    pub work: Work,
    /// How long a step may put nothing out before it is remarked upon.
    pub silent_after: TimeDelta,
    world: World,
    answers: UnboundedReceiver<Answer>,
    /// Where a person sits who can be asked; none where nobody is.
    seat: Option<Seat>,
    runtime: Runtime,
}

/// Why commands were not carried out to their end.
#[derive(Debug)]
pub enum Stopped {
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
    fn kept(&mut self, work: &Work, record: &Record);
    /// A script has put this out and ended.
    fn ended(&mut self, work: &Work, ticket: Ticket, ended: &Ended);
    /// Something was not done, or wants a person.
    fn refused(&mut self, refusal: &Refusal);
    /// A step waits for its time.
    fn waits(&mut self, held: &Held);
    /// A step that runs has put nothing out for a while.
    fn silent(&mut self, work: &Work, job: &Job);
}

impl Headless {
    /// A walk without a screen; where a person sits, steps may ask them.
    ///
    /// # Errors
    /// Where the loop cannot be made.
    pub fn open(
        mut work: Work,
        world: World,
        answers: UnboundedReceiver<Answer>,
        seat: Option<Seat>,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        work.attended = seat.is_some();
        Ok(Self {
            work,
            silent_after: SILENT,
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
    ) -> Result<(), Stopped> {
        let mut refused = None;
        let mut requests = Vec::new();
        self.work.now = now();
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
            silences: Silences::new(self.silent_after),
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
            let kept = |work: &Work, record: &Record| listener.kept(work, record);
            close(&mut self.work, &mut self.world, &mut self.answers, kept);
        }
        served?;
        refused.map_or(Ok(()), |refusal| Err(Stopped::Refused(refusal)))
    }
}

/// Commands on their way.
struct Serving<'a> {
    work: &'a mut Work,
    world: &'a mut World,
    answers: &'a mut UnboundedReceiver<Answer>,
    seat: Option<&'a mut Seat>,
    silences: Silences,
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
enum Heard {
    Answer(Answer),
    /// A person whose terminal is lent asks this.
    Typed(Request),
    Silence,
    /// A disk did not take an end for too long.
    DiskFailed,
}

impl Serving<'_> {
    /// Waits until all is done and on disk.
    async fn serve(&mut self, requests: Vec<Request>) -> Result<(), Stopped> {
        let mut signals = Signals::listen().map_err(Stopped::Failed)?;
        self.perform(requests);
        while self.goes_on() {
            let heard = tokio::select! {
                biased;
                () = signals.any() => return Err(Stopped::Interrupted),
                heard = self.next() => heard.map_err(Stopped::Failed)?,
            };
            match heard {
                None | Some(Heard::DiskFailed) => break,
                Some(Heard::Answer(answer)) => self.answered(&answer),
                Some(Heard::Silence) => self.tell_silences(),
                Some(Heard::Typed(Request::Leave)) => return Err(Stopped::Interrupted),
                Some(Heard::Typed(request)) => self.perform(vec![request]),
            }
        }
        self.fault
            .take()
            .map_or(Ok(()), |why| Err(Stopped::Disk(why)))
    }

    /// Whether something is still awaited: once the disk was full, only the end of what runs.
    fn goes_on(&self) -> bool {
        let work = &self.work;
        if self.fault.is_none() {
            return work.is_busy() || work.saving > 0;
        }
        !work.under_way().is_empty() || work.saving > 0
    }

    /// What happens next; none where nothing more will.
    async fn next(&mut self) -> io::Result<Option<Heard>> {
        if let Some(next) = self.fetches.pop_front() {
            self.take_back();
            return Ok(Some(Heard::Answer(fetch(&next).await)));
        }
        if let Some(seat) = &mut self.seat {
            seat.attend(self.work, self.world)?;
        }
        let silence = self.silences.due(self.work);
        tokio::select! {
            biased;
            () = until(self.patience) => Ok(Some(Heard::DiskFailed)),
            () = come(silence) => Ok(Some(Heard::Silence)),
            answer = self.answers.recv() => Ok(answer.map(Heard::Answer)),
            typed = typed(self.seat.as_deref_mut(), self.work) => Ok(Some(Heard::Typed(typed?))),
        }
    }

    fn answered(&mut self, answer: &Answer) {
        if let Answer::RunEnded(ticket, ended) | Answer::Asked(ticket, ended) = answer {
            self.listener.ended(self.work, *ticket, ended);
        }
        self.work.now = now();
        let reaction = self.work.answer(answer);
        if let Some(why) = &self.work.disk_fault {
            self.fault.get_or_insert(why.clone());
        }
        let deadline = Instant::now() + PATIENCE;
        let unsaved = !self.work.unsaved.is_empty();
        self.patience = unsaved.then(|| self.patience.unwrap_or(deadline));
        if !reaction.refusals.is_empty() || tells(answer) {
            self.take_back();
        }
        for refusal in &reaction.refusals {
            self.listener.refused(refusal);
        }
        self.perform(reaction.requests);
        if let Answer::Kept(records) = answer {
            for record in records {
                self.listener.kept(self.work, record);
            }
        }
        let first = reaction.refused.into_iter().next();
        self.refused = self.refused.take().or(first.map(|(_, refusal)| refusal));
    }

    fn tell_silences(&mut self) {
        self.work.now = now();
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
fn tells(answer: &Answer) -> bool {
    let is_result = |record: &Record| {
        !matches!(
            record.event,
            Event::StepStarted { .. } | Event::StepReached { .. } | Event::CheckAsked { .. }
        )
    };
    matches!(answer, Answer::Kept(records) if records.iter().any(is_result))
}

/// What a person does whose terminal is lent; for ever, where nobody sits there.
async fn typed(seat: Option<&mut Seat>, work: &Work) -> io::Result<Request> {
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
