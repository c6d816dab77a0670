//! The same loop without a screen: commands in, what was kept out.

use std::collections::VecDeque;
use std::io;

use chrono::Local;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::UnboundedReceiver;

use super::signals::Signals;
use crate::app::{Command, Held, Reaction, Work};
use crate::port::{Answer, Fetch, Request, Result as Ended, Ticket};
use crate::progress::{Record, Refusal};
use crate::service::{World, fetch};

/// A walk without a screen.
pub struct Headless {
    /// The work at hand.
    pub work: Work,
    world: World,
    answers: UnboundedReceiver<Answer>,
    runtime: Runtime,
}

/// Why commands were not carried out to their end.
#[derive(Debug)]
pub enum Stopped {
    /// The rules of a walk do not allow it.
    Refused(Refusal),
    /// A signal asked the program to end; what was running is interrupted.
    Interrupted,
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
}

impl Headless {
    /// A walk without a screen.
    ///
    /// # Errors
    /// Where the loop cannot be made.
    pub fn open(work: Work, world: World, answers: UnboundedReceiver<Answer>) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        Ok(Self {
            work,
            world,
            answers,
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
        self.work.now = Local::now().fixed_offset();
        for command in commands {
            match self.work.command(command) {
                Ok(more) => requests.extend(more),
                Err(refusal) => {
                    refused = Some(refusal);
                    break;
                }
            }
        }
        self.work
            .held()
            .iter()
            .for_each(|held| listener.waits(held));
        let Self {
            work,
            world,
            answers,
            runtime,
        } = self;
        runtime.block_on(async {
            let mut signals = Signals::listen().map_err(Stopped::Failed)?;
            let mut fetches = perform(world, requests);
            while work.is_busy() || work.saving > 0 {
                let answer = tokio::select! {
                    biased;
                    () = signals.any() => return Err(Stopped::Interrupted),
                    answer = next(answers, &mut fetches) => answer,
                };
                let Some(answer) = answer else { break };
                let reaction = hear(work, &answer, listener);
                fetches.extend(perform(world, reaction.requests));
                tell_kept(work, &answer, listener);
                let first = reaction.refused.into_iter().next();
                refused = refused.take().or(first.map(|(_, refusal)| refusal));
            }
            Ok(())
        })?;
        refused.map_or(Ok(()), |refusal| Err(Stopped::Refused(refusal)))
    }
}

/// The next answer: first of what is to be fetched, for nothing goes on without it.
async fn next(
    answers: &mut UnboundedReceiver<Answer>,
    fetches: &mut VecDeque<Fetch>,
) -> Option<Answer> {
    match fetches.pop_front() {
        Some(next) => Some(fetch(&next).await),
        None => answers.recv().await,
    }
}

fn hear(work: &mut Work, answer: &Answer, listener: &mut dyn Listener) -> Reaction {
    if let Answer::RunEnded(ticket, ended) | Answer::Asked(ticket, ended) = answer {
        listener.ended(work, *ticket, ended);
    }
    work.now = Local::now().fixed_offset();
    let reaction = work.answer(answer);
    for refusal in &reaction.refusals {
        listener.refused(refusal);
    }
    reaction
}

fn tell_kept(work: &Work, answer: &Answer, listener: &mut dyn Listener) {
    if let Answer::Kept(records) = answer {
        for record in records {
            listener.kept(work, record);
        }
    }
}

/// Gives back what is to be fetched. Without a screen there is nothing to leave and nobody to
/// edit.
fn perform(world: &mut World, requests: Vec<Request>) -> VecDeque<Fetch> {
    let left = requests
        .into_iter()
        .filter_map(|request| world.perform(request));
    left.filter_map(|request| match request {
        Request::Fetch(fetch) => Some(fetch),
        _ => None,
    })
    .collect()
}
