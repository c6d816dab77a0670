//! Refusals on the command line.

use super::exit::Exit;
use crate::app::Engine;
use crate::output::complain;
use crate::plan::StepAction;
use crate::progress::{Needs, Refusal};

/// Reports a refusal, and the option that lifts it. Without such an option, something is not so.
pub(super) fn refused(engine: &Engine, id: &str, refusal: &Refusal) -> Exit {
    let why = &refusal.reason;
    match &refusal.needs {
        Needs::Nothing if refusal.hint.is_empty() => complain!("Error: {id}: {why}"),
        Needs::Operator
            if engine
                .plan()
                .step(id)
                .is_some_and(|(_, step)| step.is_manual()) =>
        {
            complain!("Error: {id} is a manual step.");
            complain!("Hint: Do it, then attest it with `--attest {id} WHY`");
            if let Some((_, step)) = engine.plan().step(id)
                && let StepAction::Manual(text) = &step.action
            {
                complain!("\n{text}");
            }
        }
        Needs::Nothing
        | Needs::Operator
        | Needs::Before(_)
        | Needs::Override(_)
        | Needs::Overwrite(_) => {
            complain!("Error: {id}: {why}");
            complain!("Hint: {}", refusal.hint);
        }
        Needs::Values(names) => {
            for name in names {
                complain!("Error: {id} needs {name}: {}", how_to_give(engine, name));
                if let Some(why) = engine.values().fetch_error(name) {
                    complain!("  {why}");
                }
            }
        }
        Needs::Consent(danger) => {
            complain!("Error: {id} is dangerous: {danger}");
            complain!("Hint: It runs only with `--yes`");
        }
        Needs::HostName(host) => {
            complain!("Error: {id} is dangerous, and {host} is a production host.");
            complain!("Hint: Allow this host with `--production {host}`");
        }
    }
    if refusal.needs == Needs::Nothing {
        Exit::Failed
    } else {
        Exit::NeedsOperator
    }
}

fn how_to_give(engine: &Engine, name: &str) -> String {
    let variable = engine.plan().variable(name);
    let ask = variable
        .and_then(|variable| variable.ask.as_deref())
        .unwrap_or("a value");
    let secret = variable.is_some_and(|variable| variable.secret);
    let flag = if secret {
        ""
    } else {
        &format!("`--var {name}=VALUE`, ")
    };
    format!("{ask}: {flag}`--vars-file FILE`, or DAYMARK_VAR_{name}")
}
