//! `daymark [PLAN]`: opens the plan on the screen as you left it.

use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::arguments::Globals;
use super::disk::all_on_disk;
use super::exit::Exit;
use super::loaded_plan::{LoadedPlan, Writer, data_folder, operator, secrets};
use super::theme::theme;
use crate::app::{App, Engine, NoticeLevel, Screen, UiState, ask_about_breaks, pane_size};
use crate::output::{complain, is_terminal};
use crate::port::Response;
use crate::progress::Break;
use crate::run::{Left, Session, walk};
use crate::service::{
    Backend, BackendOptions, Follower, Journal, durations_of_others, now, read_ui_state,
};
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
        let (engine, accepted_breaks) = shown(&opened, globals, theme.clone())?;
        all_on_disk(&engine)?;
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
        mut engine,
        journal,
        follower,
        breaks,
        mut notices,
    } = walk_of(opened, globals)?;
    notices.extend(opened.judge_trust(&mut engine));
    let failed = |error: std::io::Error| {
        complain!("Error: {error}");
        Exit::Failed
    };
    let size = crossterm::terminal::size().map_err(failed)?;
    let (answers, received) = unbounded_channel();
    send_durations(answers.clone(), opened, globals)?;
    let panes = Panes::default();
    let changed = Arc::new(Notify::new());
    let (columns, rows) = pane_size(size.0, size.1, false);
    let backend = Backend::open(BackendOptions {
        folder: opened.folder.clone(),
        journal,
        screen: true,
        size: Size::new(columns, rows),
        secrets: secrets(engine.values()),
        responses: answers,
        panes: panes.clone(),
        changed: changed.clone(),
    });
    let mut app = screens(engine, opened, globals, size);
    if !breaks.is_empty() {
        let question = ask_about_breaks(&breaks);
        app.screens.push(Screen::Dialog(question));
    }
    if !notices.is_empty() {
        notices.extend(app.notice.take().map(|notice| notice.text));
        app.notify(NoticeLevel::Plain, notices.join("; "));
    }
    let Left {
        engine,
        accepted_breaks,
        result,
    } = walk(Session {
        app,
        backend: backend.map_err(failed)?.trusting(opened.trust.clone()),
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
        all_on_disk(&engine)?;
        return Err(exit);
    }
    Ok((engine, accepted_breaks))
}

/// Sends how long steps took in the other walks of the plan, beside the first frames.
fn send_durations(
    answers: UnboundedSender<Response>,
    opened: &LoadedPlan,
    globals: &Globals,
) -> Result<(), Exit> {
    let (data, plan) = (data_folder(globals)?, opened.plan.id.clone());
    let walk = globals.walk.clone();
    std::thread::spawn(move || {
        let durations = durations_of_others(&data, &plan, &walk);
        // The receiver is gone when the program is about to exit.
        let _ = answers.send(Response::Durations(durations));
    });
    Ok(())
}

/// A walk opened for the screen: with its journal to write, or a follower of it.
struct Opened {
    engine: Engine,
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
            engine,
            journal,
            notices,
        } = writer;
        return Ok(Opened {
            engine,
            journal: Some(Box::new(journal)),
            follower: None,
            breaks: Vec::new(),
            notices,
        });
    }
    let (engine, contents) = opened.open_read_only(globals)?;
    opened.same_plan(engine.walk(), true)?;
    let follower = Follower::behind(&opened.folder, &contents);
    let may_accept =
        contents.holder.is_none() && contents.chain.newer.is_none() && !globals.read_only;
    let breaks = contents.chain.breaks.into_iter().filter(|_| may_accept);
    Ok(Opened {
        engine,
        journal: None,
        follower,
        breaks: breaks.collect(),
        notices: Vec::new(),
    })
}

/// Restores the screens; a plan that is not trusted asks first.
fn screens(engine: Engine, opened: &LoadedPlan, globals: &Globals, size: (u16, u16)) -> App {
    let asks_trust = !engine.is_trusted() && !engine.is_read_only();
    let mut app = App::new(engine, &globals.walk, &operator(globals), now(), size);
    let place =
        read_ui_state(&opened.folder).and_then(|text| serde_json::from_str::<UiState>(&text).ok());
    place.unwrap_or_default().restore(&mut app);
    if asks_trust {
        app.ask_trust();
    }
    app
}
