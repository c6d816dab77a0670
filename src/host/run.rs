//! A run in a shell, and the response that reports its end.

use std::time::Instant;

use crate::port::{Completion, Response, Script, StepRun};
use crate::progress::{Evidence, Excerpt, Findings, ScriptResult, Termination};
use crate::term::shell_integration::Dialect;

/// A script that a shell runs for daymark.
pub(super) enum ShellTask {
    Step(Box<StepRun>),
    /// A command of the plan that opens the nested shell where a step runs.
    Enter(Script),
}

impl ShellTask {
    /// Returns the line that the pane shows above the output.
    pub(super) fn title(&self) -> &str {
        match self {
            Self::Step(run) => &run.title,
            Self::Enter(script) => &script.text,
        }
    }

    /// Returns the shell of the script; none for the shell at its prompt. A command that opens a
    /// nested shell needs only the kind of shell that is there.
    pub(super) fn shell(&self, prompt: Dialect) -> Option<String> {
        match self {
            Self::Step(run) if run.in_shell => None,
            Self::Step(run) => Some(script_shell(run).to_owned()),
            Self::Enter(_) => Some(prompt.name().to_owned()),
        }
    }

    pub(super) fn script(&self) -> &Script {
        match self {
            Self::Step(run) => &run.script,
            Self::Enter(script) => script,
        }
    }

    pub(super) fn into_step(self) -> Option<Box<StepRun>> {
        match self {
            Self::Step(run) => Some(run),
            Self::Enter(_) => None,
        }
    }
}

/// Returns the shell that the script of a run is written for.
pub(super) fn script_shell(run: &StepRun) -> &str {
    run.script.shell.as_deref().unwrap_or(&run.target.shell)
}

/// A step that ended with 0 and is about to disconnect.
pub(super) struct PendingDisconnect {
    pub(super) run: Box<StepRun>,
    pub(super) exit: i32,
    pub(super) captured: Option<Box<Captured>>,
    /// When daymark stops waiting for the disconnect.
    pub(super) until: Instant,
}

/// The output of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Captured {
    /// The kept output, or the reason why it was not kept.
    pub evidence: Result<Evidence, String>,
    /// The matches of the query in it.
    pub findings: Findings,
    /// The excerpt that the screen shows.
    pub excerpt: Excerpt,
    /// The duration in seconds. If the end is unknown, how long daymark saw it run.
    pub seconds: f64,
    /// Whether another user's script has begun; false if the step runs as the shell's user.
    pub as_user: bool,
}

/// Returns the response for a script that never reached the host.
pub(super) fn not_run(run: &StepRun, why: impl Into<String>) -> Response {
    run_ended(run, &Termination::NotStarted(why.into()), None)
}

/// Returns the termination of a run whose connection or shell ended first.
pub(super) fn lost(run: &StepRun, why: impl Into<String>) -> Termination {
    if run.disconnects {
        Termination::Disconnected(why.into())
    } else {
        Termination::Lost(why.into())
    }
}

/// Returns the response that reports the end of a run. A run without its kept output is lost,
/// because an exit status alone proves nothing.
pub fn run_ended(run: &StepRun, termination: &Termination, captured: Option<Captured>) -> Response {
    let mut completion = Completion {
        outcome: ScriptResult::silent(termination.clone()),
        evidence: None,
        seconds: 0.0,
    };
    if let Some(captured) = captured {
        completion.seconds = captured.seconds;
        *completion.outcome.findings = captured.findings;
        *completion.outcome.stdout = captured.excerpt;
        match captured.evidence {
            Ok(evidence) => completion.evidence = Some(evidence),
            // A script that never began needs no proof.
            Err(_) if matches!(termination, Termination::NotStarted(_)) => {}
            Err(why) => completion.outcome.termination = not_proved(termination, &why),
        }
    }
    Response::RunEnded(run.request_id, completion)
}

fn not_proved(termination: &Termination, why: &str) -> Termination {
    let why = format!("its output could not be kept: {why}");
    Termination::Lost(match termination.exit() {
        Some(exit) => format!("it ended with exit {exit}, but {why}"),
        None => why,
    })
}
