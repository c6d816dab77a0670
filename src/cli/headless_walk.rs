//! Opens a walk that runs without a screen.

use std::sync::Arc;

use tokio::sync::Notify;
use tokio::sync::mpsc::unbounded_channel;

use super::arguments::Globals;
use super::exit::Exit;
use super::loaded_plan::{LoadedPlan, secrets};
use super::theme::theme;
use crate::app::Engine;
use crate::output::complain;
use crate::run::{Headless, StepTerminal};
use crate::service::{Backend, BackendOptions, Journal};
use crate::term::{Panes, Size};

/// Opens a walk without a screen. Running a plan's folder this way trusts the plan. With a
/// terminal, interactive steps may use it.
///
/// # Errors
/// After reporting why it cannot be opened.
pub(super) fn open_headless(
    plan: &LoadedPlan,
    globals: &Globals,
    has_terminal: bool,
) -> Result<Headless, Exit> {
    let theme = theme(globals)?;
    let (mut engine, journal) = engine_of(plan, globals)?;
    engine.set_trust(true, None);
    let secrets = secrets(engine.values());
    let (responses, received) = unbounded_channel();
    let (panes, changed) = (Panes::default(), Arc::new(Notify::new()));
    let backend = Backend::open(BackendOptions {
        folder: plan.folder.clone(),
        journal,
        screen: false,
        size: Size::new(120, 40),
        secrets,
        responses,
        panes: panes.clone(),
        changed: changed.clone(),
    });
    let terminal = has_terminal.then(|| StepTerminal::new(panes, changed, theme));
    backend
        .and_then(|backend| Headless::open(engine, backend, received, terminal))
        .map_err(|error| {
            complain!("Error: {error}");
            Exit::Failed
        })
}

/// Returns the engine, and the journal unless the walk is read-only.
fn engine_of(
    plan: &LoadedPlan,
    globals: &Globals,
) -> Result<(Engine, Option<Box<dyn Journal>>), Exit> {
    if globals.read_only {
        let mut engine = plan.open_read_only(globals)?.0;
        plan.warn_of_changes(&mut engine);
        return Ok((engine, None));
    }
    let mut writer = plan.open_for_writing(globals, false)?;
    for notice in &writer.notices {
        complain!("{notice}");
    }
    plan.consent(&mut writer)?;
    let journal: Box<dyn Journal> = Box::new(writer.journal);
    Ok((writer.engine, Some(journal)))
}
