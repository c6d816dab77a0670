//! What to do about a run nobody saw the end of.

use chrono::{DateTime, FixedOffset};

use super::choice::{Choice, Pick};
use super::words::Purpose;
use super::work::{Command, Remains, Work};
use crate::plan::Step;
use crate::port::{Link, Request};
use crate::progress::{Standing, StepState, step_state, step_state_on};

/// What to do about a run nobody saw the end of. Its answers keep their places, whatever is found
/// out while it is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// The step.
    pub id: String,
    /// The chosen answer, counted from 0.
    pub cursor: usize,
    /// What runs it again.
    pub again: Command,
    /// Whether it is looked for again and again.
    pub waits: bool,
    /// When it was last looked for.
    pub looked: Option<DateTime<FixedOffset>>,
}

impl Lost {
    /// The question with all that is known now.
    pub fn choice(&self, work: &Work) -> Choice {
        let Some((_, step)) = work.plan.step(&self.id) else {
            return Choice::new("", Vec::new());
        };
        let mut choice = Choice::new(step.title.clone(), self.answers(work, step));
        choice.text = told(work, step, self.waits);
        choice.cursor = self.cursor;
        choice
    }

    fn answers(&self, work: &Work, step: &Step) -> Vec<(String, Pick)> {
        let id = || self.id.clone();
        let hosts = in_doubt(work, step).join(", ");
        let mut answers = vec![("decide later".to_owned(), Pick::Nothing)];
        if work.is_left_behind(step) {
            answers.push((
                format!("pick it up: wait for its end on {hosts}"),
                Pick::Command(self.again.clone()),
            ));
        }
        answers.push((
            format!("look whether it still runs on {hosts}"),
            Pick::Command(Command::Look(id())),
        ));
        answers.push((
            "wait for it: look again every few seconds".to_owned(),
            Pick::Wait,
        ));
        if step.unless.is_some() {
            answers.push((
                format!("ask {} whether it is done", step.hosts.join(", ")),
                Pick::Command(Command::Done(id())),
            ));
        }
        let words = |state| Pick::Words(Purpose::EndByHand { id: id(), state });
        if !work.is_left_behind(step) {
            answers.push(("run it again".to_owned(), Pick::Command(self.again.clone())));
        }
        answers.extend([
            ("it is done: I saw it".to_owned(), words(Standing::Passed)),
            ("it failed: I saw it".to_owned(), words(Standing::Failed)),
            ("skip it".to_owned(), Pick::Words(Purpose::LeaveOut(id()))),
        ]);
        // Last, for it comes and goes.
        for host in gone(work, step) {
            let host = host.clone();
            answers.push((
                format!("connect to {host} again"),
                Pick::Request(Request::Reconnect { host }),
            ));
        }
        answers
    }

    /// Whether nothing is left that could be waited for.
    pub fn is_gone(&self, work: &Work) -> bool {
        let found: Vec<&Remains> = found(work, &self.id).map(|(_, remains)| remains).collect();
        let gone = |remains: &&Remains| matches!(remains, Remains::Gone | Remains::Rebooted);
        !found.is_empty() && found.iter().all(gone)
    }

    /// Whether it is being looked for now.
    pub fn is_looking(&self, work: &Work) -> bool {
        found(work, &self.id).any(|(_, remains)| *remains == Remains::Looking)
    }
}

fn found<'w>(work: &'w Work, id: &'w str) -> impl Iterator<Item = (&'w str, &'w Remains)> {
    let of_step = work.remains.iter().filter(move |((step, _), _)| step == id);
    of_step.map(|((_, host), remains)| (host.as_str(), remains))
}

/// The hosts on which nobody saw the end.
fn in_doubt<'s>(work: &Work, step: &'s Step) -> Vec<&'s str> {
    let doubtful = |host: &&String| {
        let state = step_state_on(step, host, &work.walk);
        matches!(state, StepState::Interrupted | StepState::Unknown)
    };
    let hosts = step.hosts.iter().filter(doubtful);
    hosts.map(String::as_str).collect()
}

/// The hosts whose connection is lost.
fn gone<'s>(work: &Work, step: &'s Step) -> impl Iterator<Item = &'s String> {
    let is_gone = |host: &&String| {
        let link = work.links.get(*host);
        matches!(link, Some(Link::Gone(_) | Link::Refused(_)))
    };
    step.hosts
        .iter()
        .filter(is_gone)
        .collect::<Vec<_>>()
        .into_iter()
}

fn told(work: &Work, step: &Step, waits: bool) -> Vec<String> {
    let what = if step_state(step, &work.walk) == StepState::Interrupted {
        "It was running when daymark or its connection went away; what it did since is not known."
    } else {
        "It ended in a way that daymark could not see."
    };
    let damaged = work.walk.doubts(&step.id, None).next().is_some();
    let what = if damaged {
        "Records of this step are damaged or missing. Its result is unknown: check its hosts."
    } else {
        what
    };
    let mut text = vec![what.to_owned()];
    text.extend(work.walk.attempts(&step.id).last().map(|attempt| {
        format!(
            "It was started on {} by {}, {}.",
            attempt.host,
            attempt.started.operator,
            attempt.started.at.format("%-d %b %H:%M"),
        )
    }));
    text.extend(found(work, &step.id).map(|(host, remains)| remains_told(host, remains)));
    if waits {
        text.push("It is looked for again every few seconds, until you choose.".to_owned());
    }
    text
}

fn remains_told(host: &str, remains: &Remains) -> String {
    match remains {
        Remains::Looking => format!("{host} is being asked what still lives."),
        Remains::Alive(processes) => {
            let first: Vec<&str> = processes.iter().take(3).map(String::as_str).collect();
            let more = processes.len() - first.len();
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            format!("It still runs on {host}: {}{more}.", first.join(", "))
        }
        Remains::Gone => format!("Nothing of it runs on {host} any more."),
        Remains::Rebooted => format!("{host} was started anew since: nothing of it is left."),
        Remains::Unknown(why) => format!("{host} could not be looked at: {why}."),
    }
}
