//! The state of the recovery screen, for a run whose result is unknown.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use chrono::{DateTime, FixedOffset};

use crate::app::engine::{Command, Engine, ProcessState};
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::text_prompt::PromptPurpose;
use crate::plan::Step;
use crate::port::{ConnectionState, Request};
use crate::progress::{Outcome, StepState, step_state, step_state_on};

/// The state of the recovery screen. Its answers keep their order while results arrive.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovery {
    /// The id of the step.
    pub id: String,
    /// The chosen answer, counted from 0.
    pub cursor: usize,
    /// The command that runs the step again.
    pub again: Command,
    /// Whether daymark checks the process every few seconds.
    pub waits: bool,
    /// The time of the last check.
    pub looked: Option<DateTime<FixedOffset>>,
}

impl ScreenState for Recovery {
    fn when(&self) -> When {
        When::Dialog
    }

    fn has_clock(&self) -> bool {
        self.waits
    }
}

impl Recovery {
    /// Returns the dialog with the current results.
    pub fn choices(&self, work: &Engine) -> Dialog {
        let Some((_, step)) = work.plan().step(&self.id) else {
            return Dialog::new("", Vec::new());
        };
        let mut choice = Dialog::new(step.title.clone(), self.answers(work, step));
        choice.text = process_text(work, step, self.waits);
        choice.cursor = self.cursor;
        choice
    }

    fn answers(&self, work: &Engine, step: &Step) -> Vec<(String, DialogAction)> {
        let id = || self.id.clone();
        let hosts = in_doubt(work, step).join(", ");
        let mut answers = vec![("Decide later".to_owned(), DialogAction::Nothing)];
        if work.has_detached_run(step) {
            answers.push((
                format!("Reattach on {hosts} and wait"),
                DialogAction::Command(self.again.clone()),
            ));
        }
        answers.push((
            format!("Look for its process on {hosts}"),
            DialogAction::Command(Command::Look(id())),
        ));
        answers.push((
            "Wait, and look every few seconds".to_owned(),
            DialogAction::Wait,
        ));
        if step.unless.is_some() {
            answers.push((
                format!("Run `unless` on {}", step.hosts.join(", ")),
                DialogAction::Command(Command::Done(id())),
            ));
        }
        let words = |state| DialogAction::Text(PromptPurpose::SetResult { id: id(), state });
        if !work.has_detached_run(step) {
            answers.push((
                "Run again".to_owned(),
                DialogAction::Command(self.again.clone()),
            ));
        }
        answers.extend([
            ("Set result: passed".to_owned(), words(Outcome::Passed)),
            ("Set result: failed".to_owned(), words(Outcome::Failed)),
            (
                "Skip".to_owned(),
                DialogAction::Text(PromptPurpose::LeaveOut(id())),
            ),
        ]);
        // These answers appear and disappear. They come last, so the others keep their positions.
        for host in gone(work, step) {
            let host = host.clone();
            answers.push((
                format!("Reconnect to {host}"),
                DialogAction::Request(Request::Reconnect { host }),
            ));
        }
        answers
    }

    /// Returns whether the process is gone on every checked host; false before the first check.
    pub fn is_gone(&self, work: &Engine) -> bool {
        let found: Vec<&ProcessState> = work
            .previews()
            .processes(&self.id)
            .map(|(_, remains)| remains)
            .collect();
        let gone = |remains: &&ProcessState| {
            matches!(remains, ProcessState::Gone | ProcessState::Rebooted)
        };
        !found.is_empty() && found.iter().all(gone)
    }

    /// Returns whether a check of the process is in progress.
    pub fn is_looking(&self, work: &Engine) -> bool {
        work.previews()
            .processes(&self.id)
            .any(|(_, remains)| *remains == ProcessState::Looking)
    }
}

/// Returns the hosts where the result is unknown.
fn in_doubt<'s>(work: &Engine, step: &'s Step) -> Vec<&'s str> {
    let doubtful = |host: &&String| {
        let state = step_state_on(step, host, work.walk());
        matches!(state, StepState::Interrupted | StepState::Unknown)
    };
    let hosts = step.hosts.iter().filter(doubtful);
    hosts.map(String::as_str).collect()
}

/// Returns the hosts without a connection.
fn gone<'s>(work: &Engine, step: &'s Step) -> impl Iterator<Item = &'s String> {
    let is_gone = |host: &&String| {
        let link = work.hosts().connection(host);
        matches!(
            link,
            Some(ConnectionState::Lost(_) | ConnectionState::Refused(_))
        )
    };
    step.hosts
        .iter()
        .filter(is_gone)
        .collect::<Vec<_>>()
        .into_iter()
}

fn process_text(work: &Engine, step: &Step, waits: bool) -> Vec<String> {
    let what = if step_state(step, work.walk()) == StepState::Interrupted {
        "daymark or the connection stopped while this step was running. The result is unknown."
    } else {
        "daymark did not receive the result of this step."
    };
    let damaged = work.walk().doubts(&step.id, None).next().is_some();
    let what = if damaged {
        "Records of this step are damaged or missing. Its result is unknown: check its hosts."
    } else {
        what
    };
    let mut text = vec![what.to_owned()];
    text.extend(work.walk().attempts(&step.id).last().map(|attempt| {
        format!(
            "It started on {} by {}, {}.",
            attempt.host,
            attempt.started.operator,
            attempt.started.at.format("%-d %b %H:%M"),
        )
    }));
    text.extend(
        work.previews()
            .processes(&step.id)
            .map(|(host, remains)| remains_text(host, remains)),
    );
    if waits {
        text.push("daymark looks again every few seconds until you choose.".to_owned());
    }
    text
}

fn remains_text(host: &str, remains: &ProcessState) -> String {
    match remains {
        ProcessState::Looking => format!("Looking for the process on {host}."),
        ProcessState::Alive(processes) => {
            let first: Vec<&str> = processes.iter().take(3).map(String::as_str).collect();
            let more = processes.len() - first.len();
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            format!("It is still running on {host}: {}{more}.", first.join(", "))
        }
        ProcessState::Gone => format!("It is no longer running on {host}."),
        ProcessState::Rebooted => {
            format!("{host} has rebooted since then. The step is no longer running.")
        }
        ProcessState::Unknown(why) => format!("daymark could not look on {host}: {why}."),
    }
}
