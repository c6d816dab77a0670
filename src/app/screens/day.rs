//! The state of a day's screen.

use crate::app::keys::keymap::When;
use crate::app::screens::state::{ScreenState, TextInput};
use crate::plan::{Check, Plan, Procedure, Step};

/// The state of a day's screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Day {
    /// The id of the procedure: a day, a phase's acceptance or rollback, or recurring work.
    pub procedure: String,
    /// The chosen step or check, counted from 0: checks before, then steps, then checks.
    pub cursor: usize,
    /// The number of lines by which the details are scrolled.
    pub scroll: u16,
    /// The part with the keyboard.
    pub focus: Focus,
    /// Whether the pane fills the screen.
    pub zoom: bool,
    /// Whether the details replace the list if both do not fit.
    pub details: bool,
    /// The host of the pane; none for that of the chosen line.
    pub host: Option<String>,
    /// Whether the day was reopened at the start, and `enter` was not pressed since.
    pub is_reopened: bool,
    /// The step that got the keyboard automatically and returns it at its end.
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

/// The part with the keyboard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Focus {
    #[default]
    List,
    /// The frame of the pane: scrolling, zoom.
    Pane,
    /// The program in the pane.
    Typing,
}

/// A step or a check.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Item<'p> {
    Step(&'p Step),
    Check(&'p Check),
}

impl<'p> Item<'p> {
    /// Returns all items of a procedure: checks before, then steps, then checks.
    pub fn all(procedure: impl Into<Procedure<'p>>) -> impl Iterator<Item = Self> {
        let procedure = procedure.into();
        let before = procedure.before().iter().map(Item::Check);
        let steps = procedure.steps().iter().map(Item::Step);
        let checks = procedure.checks().iter().map(Item::Check);
        before.chain(steps).chain(checks)
    }

    /// Returns an item by its position.
    pub fn at(procedure: impl Into<Procedure<'p>>, cursor: usize) -> Option<Self> {
        Self::all(procedure).nth(cursor)
    }

    /// Returns the number of items.
    pub fn count(procedure: impl Into<Procedure<'p>>) -> usize {
        Self::all(procedure).count()
    }

    /// Returns the position of an id.
    pub fn position(procedure: impl Into<Procedure<'p>>, id: &str) -> Option<usize> {
        Self::all(procedure).position(|item| item.id() == id)
    }

    /// Returns its id.
    pub fn id(&self) -> &'p str {
        match self {
            Item::Step(step) => &step.id,
            Item::Check(check) => &check.id,
        }
    }

    /// Returns its title.
    pub fn title(&self) -> &'p str {
        match self {
            Item::Step(step) => &step.title,
            Item::Check(check) => &check.text,
        }
    }

    /// Returns the hosts that it runs on.
    pub fn hosts(&self) -> &'p [String] {
        match self {
            Item::Step(step) => &step.hosts,
            Item::Check(check) => &check.hosts,
        }
    }

    /// Returns its script.
    pub fn script(&self) -> Option<&'p str> {
        match self {
            Item::Step(step) => step.script(),
            Item::Check(check) => check.run.as_deref(),
        }
    }

    /// Returns the link of a step.
    pub fn link(&self) -> Option<&'p str> {
        match self {
            Item::Step(step) => step.link.as_deref(),
            Item::Check(_) => None,
        }
    }

    /// Returns its location in the runbook.
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
    Heading(&'static str),
    /// An item. The number counts as in [`Day::cursor`].
    Item(usize),
    /// A task, counted from 0.
    Task(usize),
    /// The note that the day has no steps yet.
    NothingWritten,
    /// A blank line.
    Blank,
}

/// Returns the lines of a procedure's list, with headings, blank lines and tasks if they fit into
/// `height`. They depend on the plan and not on the walk, so that nothing moves during the walk.
pub fn rows(procedure: Procedure<'_>, height: u16) -> Vec<Row> {
    let fits = |rows: &Vec<Row>| rows.len() <= usize::from(height);
    let roomiest = [(true, true), (true, false), (false, true), (false, false)]
        .map(|(tasks, room)| with_headings(procedure, tasks, room))
        .into_iter()
        .find(fits);
    roomiest.unwrap_or_else(|| plain(procedure))
}

/// Returns the lines with headings, and with tasks and blank lines on request.
fn with_headings(procedure: Procedure<'_>, tasks: bool, room: bool) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (heading, part) in parts(procedure) {
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        rows.push(Row::Heading(heading));
        rows.extend(room.then_some(Row::Blank));
        rows.extend(part);
    }
    let count = procedure.entry().map_or(0, |entry| entry.tasks.len());
    if tasks && count > 0 {
        rows.push(Row::Blank);
        rows.push(Row::Heading("TASKS"));
        rows.extend(room.then_some(Row::Blank));
        rows.extend((0..count).map(Row::Task));
    }
    rows
}

fn plain(procedure: Procedure<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (_, part) in parts(procedure) {
        rows.extend((!rows.is_empty()).then_some(Row::Blank));
        rows.extend(part);
    }
    rows
}

/// Returns the checks before, the steps and the checks, each with its heading.
fn parts(procedure: Procedure<'_>) -> Vec<(&'static str, Vec<Row>)> {
    let steps = procedure.before().len();
    let checks = steps + procedure.steps().len();
    let items = |from: usize, to: usize| (from..to).map(Row::Item).collect::<Vec<_>>();
    let mut parts = vec![
        ("BEFORE", items(0, steps)),
        ("STEPS", items(steps, checks)),
        ("CHECKS", items(checks, Item::count(procedure))),
    ];
    if procedure.entry().is_some() && procedure.steps().is_empty() {
        parts[1].1.push(Row::NothingWritten);
    }
    parts.retain(|(_, rows)| !rows.is_empty());
    parts
}
