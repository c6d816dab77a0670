//! What a living shell runs for us, and how it is told.

use std::time::Instant;

use super::super::raw_judge::Judged;
use super::captured::Captured;
use crate::port::{Completion as Ended, Response, Script, StepRun};
use crate::progress::{ScriptResult, Termination};

/// What a shell runs for us.
pub(super) enum ShellTask {
    /// A step, whose end is told.
    Step(Box<StepRun>),
    /// A command of the plan that leads to the shell where a step is to run.
    Enter(Script),
}

impl ShellTask {
    /// What the pane shows above its output.
    pub(super) fn title(&self) -> &str {
        match self {
            Self::Step(run) => &run.title,
            Self::Enter(script) => &script.text,
        }
    }

    /// What is run.
    pub(super) fn script(&self) -> &Script {
        match self {
            Self::Step(run) => &run.script,
            Self::Enter(script) => script,
        }
    }

    /// The step, where it is one.
    pub(super) fn step(self) -> Option<StepRun> {
        match self {
            Self::Step(run) => Some(*run),
            Self::Enter(_) => None,
        }
    }
}

/// A step that has ended well and is about to cut its connection.
pub(super) struct PendingDisconnect {
    /// The step.
    pub(super) run: StepRun,
    /// Its exit status.
    pub(super) exit: i32,
    /// What it put out.
    pub(super) captured: Option<Captured>,
    /// Until when the cut is awaited.
    pub(super) until: Instant,
}

/// The answer: it never reached the host.
pub(super) fn not_run(run: &StepRun, why: impl Into<String>) -> Response {
    ended(run, Termination::NotStarted(why.into()), None)
}

/// The answer: the connection or the shell went away while it ran.
pub(super) fn lost(run: &StepRun, why: impl Into<String>, captured: Option<Captured>) -> Response {
    let why = why.into();
    let fate = if run.disconnects {
        Termination::Disconnected(why)
    } else {
        Termination::Lost(why)
    };
    ended(run, fate, captured)
}

/// The fate of a run whose output could not be kept: without proof nothing is passed.
fn not_proved(fate: &Termination, why: &str) -> Termination {
    let why = format!("its output could not be kept: {why}");
    Termination::Lost(match fate.exit() {
        Some(exit) => format!("it ended with exit {exit}, but {why}"),
        None => why,
    })
}

/// The answer; an output that could not be kept leaves no proof.
pub(super) fn ended(run: &StepRun, fate: Termination, captured: Option<Captured>) -> Response {
    let seconds = captured.as_ref().map_or(0.0, |captured| captured.seconds);
    let (fate, evidence, judged) = match captured {
        None => (fate, None, Box::<Judged>::default()),
        Some(Captured {
            evidence: Ok(evidence),
            judged,
            ..
        }) => (fate, Some(evidence), judged),
        Some(Captured {
            evidence: Err(why),
            judged,
            ..
        }) => match fate {
            // What did not begin needs no proof.
            Termination::NotStarted(_) => (fate, None, judged),
            fate => (not_proved(&fate, &why), None, judged),
        },
    };
    let outcome = ScriptResult {
        findings: Box::new(judged.findings),
        stdout: Box::new(judged.excerpt),
        ..ScriptResult::silent(fate)
    };
    Response::RunEnded(
        run.ticket,
        Ended {
            outcome,
            evidence,
            seconds,
        },
    )
}
