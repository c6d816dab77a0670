//! The choices for a run whose result is unknown.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use chrono::{DateTime, FixedOffset};

use crate::app::engine::{Command, Engine, ProcessState};
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::text_prompt::PromptPurpose;
use crate::plan::Step;
use crate::port::{ConnectionState, Request};
use crate::progress::{Outcome, StepState, step_state, step_state_on};

/// The choices for a run whose result is unknown. They keep their positions while the screen is
/// open.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovery {
    /// The id of the step.
    pub id: String,
    /// The chosen answer, counted from 0.
    pub cursor: usize,
    /// The command that runs it again.
    pub again: Command,
    /// Whether daymark looks for its process every few seconds.
    pub waits: bool,
    /// The time of the last look.
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
    /// Returns the dialog with the present facts.
    pub fn choices(&self, engine: &Engine) -> Dialog {
        let Some((_, step)) = engine.plan().step(&self.id) else {
            return Dialog::new("", Vec::new());
        };
        let mut choice = Dialog::new(step.title.clone(), self.answers(engine, step));
        choice.text = process_text(engine, step, self.waits);
        choice.cursor = self.cursor;
        choice
    }

    fn answers(&self, engine: &Engine, step: &Step) -> Vec<(String, DialogAction)> {
        let id = || self.id.clone();
        let hosts = in_doubt(engine, step).join(", ");
        let mut answers = vec![("Decide later".to_owned(), DialogAction::Nothing)];
        if engine.has_detached_run(step) {
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
        if !engine.has_detached_run(step) {
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
        // Last, as its number changes.
        for host in gone(engine, step) {
            let host = host.clone();
            answers.push((
                format!("Reconnect to {host}"),
                DialogAction::Request(Request::Reconnect { host }),
            ));
        }
        answers
    }

    /// Returns whether the process has ended on every host.
    pub fn is_gone(&self, engine: &Engine) -> bool {
        let found: Vec<&ProcessState> = engine
            .previews()
            .processes(&self.id)
            .map(|(_, remains)| remains)
            .collect();
        let gone = |remains: &&ProcessState| {
            matches!(remains, ProcessState::Gone | ProcessState::Rebooted)
        };
        !found.is_empty() && found.iter().all(gone)
    }

    /// Returns whether a look is in progress.
    pub fn is_looking(&self, engine: &Engine) -> bool {
        engine
            .previews()
            .processes(&self.id)
            .any(|(_, remains)| *remains == ProcessState::Looking)
    }
}

/// Returns the hosts on which the result is unknown.
fn in_doubt<'s>(engine: &Engine, step: &'s Step) -> Vec<&'s str> {
    let doubtful = |host: &&String| {
        let state = step_state_on(step, host, engine.walk());
        matches!(state, StepState::Interrupted | StepState::Unknown)
    };
    let hosts = step.hosts.iter().filter(doubtful);
    hosts.map(String::as_str).collect()
}

/// Returns the hosts that are disconnected.
fn gone<'s>(engine: &Engine, step: &'s Step) -> impl Iterator<Item = &'s String> {
    let is_gone = |host: &&String| {
        let state = engine.hosts().connection(host);
        matches!(
            state,
            Some(ConnectionState::Lost(_) | ConnectionState::Refused(_))
        )
    };
    step.hosts
        .iter()
        .filter(is_gone)
        .collect::<Vec<_>>()
        .into_iter()
}

fn process_text(engine: &Engine, step: &Step, waits: bool) -> Vec<String> {
    let what = if step_state(step, engine.walk()) == StepState::Interrupted {
        "daymark or the connection stopped while this step was running. The result is unknown."
    } else {
        "daymark did not receive the result of this step."
    };
    let damaged = engine.walk().doubts(&step.id, None).next().is_some();
    let what = if damaged {
        "Records of this step are damaged or missing. Its result is unknown: check its hosts."
    } else {
        what
    };
    let mut text = vec![what.to_owned()];
    text.extend(engine.walk().attempts(&step.id).last().map(|attempt| {
        format!(
            "It started on {} by {}, {}.",
            attempt.host,
            attempt.started.operator,
            attempt.started.at.format("%-d %b %H:%M"),
        )
    }));
    text.extend(
        engine
            .previews()
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
