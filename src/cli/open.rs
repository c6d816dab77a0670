//! `daymark [PLAN]`: opens the plan on the screen as you left it.

use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::Notify;
use tokio::sync::mpsc::unbounded_channel;

use super::arguments::Globals;
use super::disk::all_on_disk;
use super::exit::Exit;
use super::loaded_plan::{LoadedPlan, Writer, operator, secrets};
use super::theme::theme;
use crate::app::{App, Engine, NoticeLevel, Screen, UiState, ask_about_breaks, pane_size};
use crate::output::{complain, is_terminal};
use crate::run::{Left, Session, walk};
use crate::service::{Backend, BackendOptions, Journal, now, read_place};
use crate::term::{Panes, Size};
use crate::view::Theme;

/// Opens a plan on the screen.
pub(super) fn open(globals: &Globals, plan: Option<&Path>) -> Exit {
    opened(globals, plan).err().unwrap_or(Exit::Done)
}

fn opened(globals: &Globals, plan: Option<&Path>) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, plan)?;
    let theme = theme(globals)?;
    if !std::io::stdin().is_terminal() || !is_terminal() {
        complain!("Error: The screen needs a terminal.");
        complain!("Hint: Without a terminal, use `daymark status` and `daymark run`");
        return Err(Exit::Usage);
    }
    // After a break is accepted, the walk opens again.
    loop {
        let work = shown(&opened, globals, theme.clone())?;
        all_on_disk(&work)?;
        let Some(why) = work.accepts else {
            return Ok(());
        };
        opened.accept(globals, &why)?;
    }
}

/// Shows the walk until the operator quits; returns the engine.
fn shown(opened: &LoadedPlan, globals: &Globals, theme: Theme) -> Result<Engine, Exit> {
    let (mut work, journal, mut notices) = walk_of(opened, globals)?;
    notices.extend(opened.judge_trust(&mut work));
    let failed = |error: std::io::Error| {
        complain!("Error: {error}");
        Exit::Failed
    };
    let size = crossterm::terminal::size().map_err(failed)?;
    let (answers, received) = unbounded_channel();
    let panes = Panes::default();
    let changed = Arc::new(Notify::new());
    let (columns, rows) = pane_size(size.0, size.1, false);
    let world = Backend::open(BackendOptions {
        folder: opened.folder.clone(),
        journal,
        screen: true,
        size: Size::new(columns, rows),
        secrets: secrets(&work.values),
        responses: answers,
        panes: panes.clone(),
        changed: changed.clone(),
    });
    let Left { work, result } = walk(Session {
        app: screens(work, opened, globals, size, &notices),
        world: world.map_err(failed)?.trusting(opened.trust.clone()),
        answers: received,
        panes,
        changed,
        theme,
        plan_folder: opened.path.clone(),
    })
    .map_err(failed)?;
    if let Err(error) = result {
        let exit = failed(error);
        all_on_disk(&work)?;
        return Err(exit);
    }
    Ok(work)
}

/// Opens the walk for writing, or else read-only.
fn walk_of(
    opened: &LoadedPlan,
    globals: &Globals,
) -> Result<(Engine, Option<Journal>, Vec<String>), Exit> {
    if !globals.read_only
        && let Ok(writer) = opened.open_unless_locked(globals, true)?
    {
        let Writer {
            work,
            journal,
            notices,
        } = writer;
        return Ok((work, Some(journal), notices));
    }
    let work = opened.open_read_only(globals)?;
    opened.same_plan(&work.walk, true)?;
    Ok((work, None, Vec::new()))
}

/// Restores the screens; a plan that is not trusted asks first.
fn screens(
    work: Engine,
    opened: &LoadedPlan,
    globals: &Globals,
    size: (u16, u16),
    notices: &[String],
) -> App {
    let asks_trust = !work.trusted && work.read_only_reason.is_none();
    let mut app = App::new(work, &globals.walk, &operator(globals), now(), size);
    let place =
        read_place(&opened.folder).and_then(|text| serde_json::from_str::<UiState>(&text).ok());
    place.unwrap_or_default().restore(&mut app);
    if asks_trust {
        app.ask_trust();
    }
    if !app.engine.breaks.is_empty() {
        let question = ask_about_breaks(&app.engine.breaks);
        app.screens.push(Screen::Dialog(question));
    }
    if !notices.is_empty() {
        app.notify(NoticeLevel::Plain, notices.join("; "));
    }
    app
}
