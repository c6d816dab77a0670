//! Reports a full disk: what ran, and what did not.

use super::exit::Exit;
use crate::app::Engine;
use crate::output::complain;
use crate::plan::Procedure;
use crate::progress::{StepState, step_state};

/// What to do about a result that is not on disk.
const BY_HAND: &str =
    "Hint: Record such a result with `daymark run --end ID passed WHY` (or `failed WHY`)";

/// Reports why a run ended early, which results are not on disk, and which steps did not run.
pub(super) fn print_fault(engine: &Engine, procedure: Procedure<'_>, why: &str) -> Exit {
    complain!("Error: No further step or check starts: {why}");
    if all_on_disk(engine).is_ok() {
        complain!("The results of all steps and checks that ended are on disk.");
    }
    for (id, host) in engine.under_way() {
        complain!("Error: {id} on {host} is still running, and its end will not be on disk");
    }
    let not_run: Vec<&str> = not_run(engine, procedure).collect();
    if !not_run.is_empty() {
        complain!("Did not run: {}", not_run.join(", "));
    }
    complain!("Hint: Free disk space or repair the disk, then run the same command again.");
    Exit::Failed
}

/// Reports results that are not on disk.
///
/// # Errors
/// After reporting them, if there are any.
pub(super) fn all_on_disk(engine: &Engine) -> Result<(), Exit> {
    let lines = engine.unsaved_lines();
    if lines.is_empty() {
        return Ok(());
    }
    for line in lines {
        complain!("Error: {line}, but this is not on disk");
    }
    complain!("{BY_HAND}");
    Err(Exit::Failed)
}

/// Returns the open steps of a procedure that did not start.
fn not_run<'w>(engine: &'w Engine, procedure: Procedure<'w>) -> impl Iterator<Item = &'w str> {
    let open = |step: &&crate::plan::Step| {
        matches!(
            step_state(step, engine.walk()),
            StepState::Open | StepState::Undone
        )
    };
    let steps = procedure.steps().iter().filter(open);
    steps.map(|step| step.id.as_str())
}
