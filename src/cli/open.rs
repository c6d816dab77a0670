//! `daymark [PLAN]`: the plan on the screen, where it was left.

use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::Arc;

use chrono::Local;
use tokio::sync::Notify;
use tokio::sync::mpsc::unbounded_channel;

use super::arguments::Globals;
use super::exit::Exit;
use super::opened::{Opened, Writer, operator, secrets};
use super::theme::theme;
use crate::app::{App, Place, Screen, Tone, Trust, Work, pane_size};
use crate::output::{complain, is_terminal};
use crate::run::{Session, walk};
use crate::service::{Journal, Opening, World, read_place};
use crate::term::{Panes, Size};

/// Opens a plan on the screen.
pub(super) fn open(globals: &Globals, plan: Option<&Path>) -> Exit {
    opened(globals, plan).err().unwrap_or(Exit::Done)
}

fn opened(globals: &Globals, plan: Option<&Path>) -> Result<(), Exit> {
    let opened = Opened::plan(globals, plan)?;
    let theme = theme(globals)?;
    if !std::io::stdin().is_terminal() || !is_terminal() {
        complain!(
            "this is no terminal; without a screen there are `daymark status` and `daymark run`"
        );
        return Err(Exit::Usage);
    }
    let (work, journal, notices) = walk_of(&opened, globals)?;
    let failed = |error: std::io::Error| {
        complain!("{error}");
        Exit::NotSo
    };
    let size = crossterm::terminal::size().map_err(failed)?;
    let (answers, received) = unbounded_channel();
    let panes = Panes::default();
    let changed = Arc::new(Notify::new());
    let (columns, rows) = pane_size(size.0, size.1, false);
    let world = World::open(Opening {
        folder: opened.folder.clone(),
        journal,
        screen: true,
        size: Size::new(columns, rows),
        secrets: secrets(&work.values),
        answers,
        panes: panes.clone(),
        changed: changed.clone(),
    });
    walk(Session {
        app: screens(work, &opened, globals, size, &notices),
        world: world.map_err(failed)?,
        answers: received,
        panes,
        changed,
        theme,
        plan_folder: opened.path,
    })
    .map_err(failed)
}

/// The walk to be written; where somebody else writes it, to be looked at.
fn walk_of(
    opened: &Opened,
    globals: &Globals,
) -> Result<(Work, Option<Journal>, Vec<String>), Exit> {
    if !globals.read_only
        && let Ok(writer) = opened.unless_held(globals, true)?
    {
        let Writer {
            work,
            journal,
            notices,
        } = writer;
        return Ok((work, Some(journal), notices));
    }
    let work = opened.to_read(globals)?;
    opened.same_plan(&work.walk, true)?;
    Ok((work, None, Vec::new()))
}

/// The screens as they were left; a plan that is not trusted asks first.
fn screens(
    work: Work,
    opened: &Opened,
    globals: &Globals,
    size: (u16, u16),
    notices: &[String],
) -> App {
    let asks_trust = !work.trusted && work.only_looking.is_none();
    let now = Local::now().fixed_offset();
    let mut app = App::new(work, &globals.walk, &operator(globals), now, size);
    let place =
        read_place(&opened.folder).and_then(|text| serde_json::from_str::<Place>(&text).ok());
    place.unwrap_or_default().restore(&mut app);
    if asks_trust {
        app.screens.push(Screen::Trust(Trust::new(&app.work.plan)));
    }
    if let Some(notice) = notices.first() {
        app.tell(Tone::Plain, notice.clone());
    }
    app
}
