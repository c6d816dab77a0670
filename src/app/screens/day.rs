//! A day's screen.

use crate::app::keys::keymap::When;
use crate::app::screens::state::{ScreenState, TextInput};
use crate::plan::{Check, Plan, Procedure, Step};

/// A day's screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Day {
    /// The id of the sheet shown: a day's, a phase's, or that of recurring work.
    pub procedure: String,
    /// The chosen step or check: what must hold before, then steps, then checks, counted from 0.
    pub cursor: usize,
    /// How far the details are scrolled, in lines.
    pub scroll: u16,
    /// Where keys go.
    pub focus: Focus,
    /// Whether the pane has the whole screen.
    pub zoom: bool,
    /// Whether the details stand in the list's place, where there is no room for both.
    pub details: bool,
    /// The host whose pane is shown.
    pub host: Option<String>,
    /// The step that was given the keyboard without a key, and gives it back at its end.
    pub keyboard_step: Option<String>,
}

impl ScreenState for Day {
    fn when(&self) -> When {
        match self.focus {
            Focus::List => When::Day,
            Focus::Pane => When::Pane,
            Focus::Typing => When::Typing,
        }
    }

    fn lines(&self, plan: &Plan) -> Vec<String> {
        let procedure = plan.procedure(&self.procedure);
        let items = procedure.into_iter().flat_map(Item::all);
        items.map(|item| item.title().to_owned()).collect()
    }

    fn line(&self) -> usize {
        self.cursor
    }

    fn go_to_line(&mut self, line: usize) {
        self.cursor = line;
    }

    fn text_input(&mut self) -> Option<TextInput<'_>> {
        (self.focus == Focus::Typing).then_some(TextInput::Pane)
    }
}

/// Where keys go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Focus {
    /// To the list.
    #[default]
    List,
    /// To the pane's frame: scrolling, zoom.
    Pane,
    /// To the program in the pane.
    Typing,
}

/// A step or a check.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Item<'p> {
    /// A step.
    Step(&'p Step),
    /// A check.
    Check(&'p Check),
}

impl<'p> Item<'p> {
    /// All items of a sheet: what must hold before, then steps, then checks.
    pub fn all(sheet: impl Into<Procedure<'p>>) -> impl Iterator<Item = Self> {
        let sheet = sheet.into();
        let before = sheet.before().iter().map(Item::Check);
        let steps = sheet.steps().iter().map(Item::Step);
        let checks = sheet.checks().iter().map(Item::Check);
        before.chain(steps).chain(checks)
    }

    /// The item at a place in a sheet.
    pub fn at(sheet: impl Into<Procedure<'p>>, cursor: usize) -> Option<Self> {
        Self::all(sheet).nth(cursor)
    }

    /// How many items a sheet has.
    pub fn count(sheet: impl Into<Procedure<'p>>) -> usize {
        Self::all(sheet).count()
    }

    /// The place of an id in a sheet.
    pub fn position(sheet: impl Into<Procedure<'p>>, id: &str) -> Option<usize> {
        Self::all(sheet).position(|item| item.id() == id)
    }

    /// Its id.
    pub fn id(&self) -> &'p str {
        match self {
            Item::Step(step) => &step.id,
            Item::Check(check) => &check.id,
        }
    }

    /// What it is called.
    pub fn title(&self) -> &'p str {
        match self {
            Item::Step(step) => &step.title,
            Item::Check(check) => &check.text,
        }
    }

    /// Where it runs.
    pub fn hosts(&self) -> &'p [String] {
        match self {
            Item::Step(step) => &step.hosts,
            Item::Check(check) => &check.hosts,
        }
    }

    /// Its script.
    pub fn script(&self) -> Option<&'p str> {
        match self {
            Item::Step(step) => step.script(),
            Item::Check(check) => check.run.as_deref(),
        }
    }

    /// Where to go for it.
    pub fn link(&self) -> Option<&'p str> {
        match self {
            Item::Step(step) => step.link.as_deref(),
            Item::Check(_) => None,
        }
    }

    /// Where it stands in its file.
    pub fn place(&self) -> &'p crate::plan::Location {
        match self {
            Item::Step(step) => &step.location,
            Item::Check(check) => &check.location,
        }
    }
}

/// One line of a day's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A heading.
    Heading(&'static str),
    /// An item, counted as [`Day::cursor`] counts.
    Item(usize),
    /// A task, counted from 0.
    Task(usize),
    /// No steps are written yet.
    NothingWritten,
    /// Room.
    Blank,
}

/// The lines of a sheet's list: with headings, room and tasks as far as `height` allows. What has
/// happened changes none of them.
pub fn rows(sheet: Procedure<'_>, height: u16) -> Vec<Row> {
    let fits = |rows: &Vec<Row>| rows.len() <= usize::from(height);
    let roomiest = [(true, true), (true, false), (false, true), (false, false)]
        .map(|(tasks, room)| dressed(sheet, tasks, room))
        .into_iter()
        .find(fits);
    roomiest.unwrap_or_else(|| plain(sheet))
}

/// With headings, the tasks if asked for, and room below the headings if asked for.
fn dressed(sheet: Procedure<'_>, tasks: bool, room: bool) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (heading, part) in parts(sheet) {
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        rows.push(Row::Heading(heading));
        rows.extend(room.then_some(Row::Blank));
        rows.extend(part);
    }
    let count = sheet.entry().map_or(0, |entry| entry.tasks.len());
    if tasks && count > 0 {
        rows.push(Row::Blank);
        rows.push(Row::Heading("TASKS"));
        rows.extend(room.then_some(Row::Blank));
        rows.extend((0..count).map(Row::Task));
    }
    rows
}

fn plain(sheet: Procedure<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (_, part) in parts(sheet) {
        rows.extend((!rows.is_empty()).then_some(Row::Blank));
        rows.extend(part);
    }
    rows
}

/// What must hold before, the steps and the checks, each under its heading.
fn parts(sheet: Procedure<'_>) -> Vec<(&'static str, Vec<Row>)> {
    let steps = sheet.before().len();
    let checks = steps + sheet.steps().len();
    let items = |from: usize, to: usize| (from..to).map(Row::Item).collect::<Vec<_>>();
    let mut parts = vec![
        ("BEFORE", items(0, steps)),
        ("STEPS", items(steps, checks)),
        ("CHECKS", items(checks, Item::count(sheet))),
    ];
    if sheet.entry().is_some() && sheet.steps().is_empty() {
        parts[1].1.push(Row::NothingWritten);
    }
    parts.retain(|(_, rows)| !rows.is_empty());
    parts
}
