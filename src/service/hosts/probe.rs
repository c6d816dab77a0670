//! Probes: scripts beside the pane, each in a session of its own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::context::Context;
use super::intake::{Intake, Printed};
use super::session::{ProbeSession, not_started};
use super::transport::HostTransport;
use crate::port::{Completion, Probe, Script};
use crate::progress::{ScriptResult, Termination};
use crate::service::clock::instant;

/// The time limit of a short script of daymark's. Only another such script waits for it.
const LOOK: Duration = Duration::from_secs(5);

/// Runs a probe. Returns its result, and whether a connection took the script.
pub(super) async fn run(
    probe: &Probe,
    transport: &dyn HostTransport,
    context: &Arc<Context>,
) -> (Completion, bool) {
    let began = instant();
    let (intake, inlet) = Intake::begin(probe, context);
    let target = &probe.target;
    let is_remote = transport.is_remote();
    let shell = probe.script.shell.as_ref().unwrap_or(&target.shell);
    let session = ProbeSession::new(is_remote, shell, &probe.script, probe.timeout);
    let output = match session.map(|session| session.through(inlet)) {
        Err(why) => not_started(why),
        Ok(session) if probe.fresh => transport.probe_fresh(session).await,
        Ok(session) => transport.probe(session).await,
    };
    let mut termination = output.termination;
    if let Termination::NotStarted(why) | Termination::Lost(why) = &mut termination {
        // It may quote the host's output.
        *why = context.secrets().mask(why);
    }
    (ended(termination, intake, began).await, output.taken)
}

/// Runs a POSIX script of daymark's beside the pane. Returns its exit status and standard output;
/// none if its end is unknown.
pub(super) async fn look(transport: &dyn HostTransport, script: &str) -> Option<(i32, String)> {
    let script = Script {
        text: script.to_owned(),
        variables: Vec::new(),
        user: None,
        shell: None,
    };
    let session = ProbeSession::new(transport.is_remote(), "sh", &script, LOOK).ok()?;
    let output = transport.probe(session).await;
    let exit = output.termination.exit()?;
    Some((exit, String::from_utf8_lossy(&output.head).into_owned()))
}

async fn ended(termination: Termination, intake: Intake, began: Instant) -> Completion {
    let seconds = began.elapsed().as_secs_f64();
    let ran = !matches!(termination, Termination::NotStarted(_));
    let (printed, kept) = match intake.end(ran).await {
        Ok(mut printed) => {
            let kept = printed.evidence.take().transpose();
            (printed, kept)
        }
        Err(error) => (Printed::default(), Err(error)),
    };
    let (termination, evidence) = match kept {
        Ok(evidence) => (termination, evidence),
        Err(error) => {
            let why = format!("its output could not be kept: {error}");
            (Termination::Lost(why), None)
        }
    };
    Completion {
        outcome: ScriptResult {
            termination,
            findings: Box::new(printed.findings),
            stdout: Box::new(printed.stdout),
            stderr: Box::new(printed.stderr),
        },
        evidence,
        seconds,
    }
}
