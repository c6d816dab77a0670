//! The state of a day's screen.

use crate::app::keys::keymap::When;
use crate::app::screens::state::{ScreenState, TextInput};
use crate::plan::{Check, Plan, Procedure, Step};

/// The state of a day's screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Day {
    /// The id of the procedure: a day, a phase or recurring work.
    pub procedure: String,
    /// The chosen item, counted from 0: the checks that must pass before, the steps, then the
    /// checks.
    pub cursor: usize,
    /// The first visible line of the details.
    pub scroll: u16,
    /// The part of the screen that receives keys.
    pub focus: Focus,
    /// Whether the pane fills the screen.
    pub zoom: bool,
    /// Whether the details replace the list because both do not fit.
    pub details: bool,
    /// The host whose pane is shown.
    pub host: Option<String>,
    /// The step that got the keyboard automatically. The list gets it back when the step ends.
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

/// The part of the screen that receives keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The frame of the pane, for scrolling and zoom.
    Pane,
    /// The program in the pane.
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
    /// Returns all items of a procedure: the checks that must pass before, the steps, then the
    /// checks.
    pub fn all(sheet: impl Into<Procedure<'p>>) -> impl Iterator<Item = Self> {
        let sheet = sheet.into();
        let before = sheet.before().iter().map(Item::Check);
        let steps = sheet.steps().iter().map(Item::Step);
        let checks = sheet.checks().iter().map(Item::Check);
        before.chain(steps).chain(checks)
    }

    /// Returns the item at a position, counted from 0.
    pub fn at(sheet: impl Into<Procedure<'p>>, cursor: usize) -> Option<Self> {
        Self::all(sheet).nth(cursor)
    }

    /// Returns the number of items in a procedure.
    pub fn count(sheet: impl Into<Procedure<'p>>) -> usize {
        Self::all(sheet).count()
    }

    /// Returns the position of an item, counted from 0.
    pub fn position(sheet: impl Into<Procedure<'p>>, id: &str) -> Option<usize> {
        Self::all(sheet).position(|item| item.id() == id)
    }

    /// Returns the id of the step or check.
    pub fn id(&self) -> &'p str {
        match self {
            Item::Step(step) => &step.id,
            Item::Check(check) => &check.id,
        }
    }

    /// Returns the title of the step or check.
    pub fn title(&self) -> &'p str {
        match self {
            Item::Step(step) => &step.title,
            Item::Check(check) => &check.text,
        }
    }

    /// Returns the hosts of the step or check.
    pub fn hosts(&self) -> &'p [String] {
        match self {
            Item::Step(step) => &step.hosts,
            Item::Check(check) => &check.hosts,
        }
    }

    /// Returns the script, if there is one.
    pub fn script(&self) -> Option<&'p str> {
        match self {
            Item::Step(step) => step.script(),
            Item::Check(check) => check.run.as_deref(),
        }
    }

    /// Returns the link to open, if there is one.
    pub fn link(&self) -> Option<&'p str> {
        match self {
            Item::Step(step) => step.link.as_deref(),
            Item::Check(_) => None,
        }
    }

    /// Returns the file and line of the step or check.
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
    /// An item. The number counts as in [`Day::cursor`].
    Item(usize),
    /// A task, counted from 0.
    Task(usize),
    /// A placeholder for a day without steps.
    NothingWritten,
    /// An empty line.
    Blank,
}

/// Returns the lines of a procedure's list. `height` decides on headings, empty lines and tasks.
/// Progress changes no line.
pub fn rows(sheet: Procedure<'_>, height: u16) -> Vec<Row> {
    let fits = |rows: &Vec<Row>| rows.len() <= usize::from(height);
    let roomiest = [(true, true), (true, false), (false, true), (false, false)]
        .map(|(tasks, room)| dressed(sheet, tasks, room))
        .into_iter()
        .find(fits);
    roomiest.unwrap_or_else(|| plain(sheet))
}

/// Returns the lines with headings, and with tasks and empty lines below headings on request.
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

/// Returns the checks that must pass before, the steps and the checks, each with its heading.
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
