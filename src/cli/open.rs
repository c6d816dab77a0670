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
use crate::progress::Break;
use crate::run::{Left, Session, walk};
use crate::service::{Backend, BackendOptions, Follower, Journal, now, read_ui_state};
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
        let (work, accepted_breaks) = shown(&opened, globals, theme.clone())?;
        all_on_disk(&work)?;
        let Some(why) = accepted_breaks else {
            return Ok(());
        };
        opened.accept(globals, &why)?;
    }
}

/// Shows the walk until the operator quits. Returns the engine, and the reason for which they accept
/// a broken journal.
fn shown(
    opened: &LoadedPlan,
    globals: &Globals,
    theme: Theme,
) -> Result<(Engine, Option<String>), Exit> {
    let Opened {
        mut work,
        journal,
        follower,
        breaks,
        mut notices,
    } = walk_of(opened, globals)?;
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
        secrets: secrets(work.values()),
        responses: answers,
        panes: panes.clone(),
        changed: changed.clone(),
    });
    let mut app = screens(work, opened, globals, size);
    if !breaks.is_empty() {
        let question = ask_about_breaks(&breaks);
        app.screens.push(Screen::Dialog(question));
    }
    if !notices.is_empty() {
        app.notify(NoticeLevel::Plain, notices.join("; "));
    }
    let Left {
        work,
        accepted_breaks,
        result,
    } = walk(Session {
        app,
        world: world.map_err(failed)?.trusting(opened.trust.clone()),
        follower,
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
    Ok((work, accepted_breaks))
}

/// A walk opened for the screen: with its journal to write, or a follower of it.
struct Opened {
    work: Engine,
    journal: Option<Box<dyn Journal>>,
    follower: Option<Follower>,
    /// Where the journal is broken, if the operator can accept that.
    breaks: Vec<Break>,
    notices: Vec<String>,
}

/// Opens the walk to write it, else read-only.
fn walk_of(opened: &LoadedPlan, globals: &Globals) -> Result<Opened, Exit> {
    if !globals.read_only
        && let Ok(writer) = opened.open_unless_locked(globals, true)?
    {
        let Writer {
            work,
            journal,
            notices,
        } = writer;
        return Ok(Opened {
            work,
            journal: Some(Box::new(journal)),
            follower: None,
            breaks: Vec::new(),
            notices,
        });
    }
    let (work, contents) = opened.open_read_only(globals)?;
    opened.same_plan(work.walk(), true)?;
    let follower = Follower::behind(&opened.folder, &contents);
    let may_accept =
        contents.holder.is_none() && contents.chain.newer.is_none() && !globals.read_only;
    let breaks = contents.chain.breaks.into_iter().filter(|_| may_accept);
    Ok(Opened {
        work,
        journal: None,
        follower,
        breaks: breaks.collect(),
        notices: Vec::new(),
    })
}

/// Restores the screens; a plan that is not trusted asks first.
fn screens(work: Engine, opened: &LoadedPlan, globals: &Globals, size: (u16, u16)) -> App {
    let asks_trust = !work.is_trusted() && !work.is_read_only();
    let mut app = App::new(work, &globals.walk, &operator(globals), now(), size);
    let place =
        read_ui_state(&opened.folder).and_then(|text| serde_json::from_str::<UiState>(&text).ok());
    place.unwrap_or_default().restore(&mut app);
    if asks_trust {
        app.ask_trust();
    }
    app
}
