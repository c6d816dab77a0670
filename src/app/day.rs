//! A day's screen.

use crate::plan::{Check, Entry, Sheet, Step};

/// A day's screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Day {
    /// The entry shown, counted from 0.
    pub entry: usize,
    /// The chosen step or check: steps first, then checks, counted from 0.
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
    /// All items of a sheet: steps first, then checks.
    pub fn all(sheet: impl Into<Sheet<'p>>) -> impl Iterator<Item = Self> {
        let sheet = sheet.into();
        let steps = sheet.steps().iter().map(Item::Step);
        steps.chain(sheet.checks().iter().map(Item::Check))
    }

    /// The item at a place in a sheet.
    pub fn at(sheet: impl Into<Sheet<'p>>, cursor: usize) -> Option<Self> {
        Self::all(sheet).nth(cursor)
    }

    /// How many items a sheet has.
    pub fn count(sheet: impl Into<Sheet<'p>>) -> usize {
        Self::all(sheet).count()
    }

    /// The place of an id in a sheet.
    pub fn position(sheet: impl Into<Sheet<'p>>, id: &str) -> Option<usize> {
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

    /// Where it stands in its file.
    pub fn place(&self) -> &'p crate::plan::Place {
        match self {
            Item::Step(step) => &step.place,
            Item::Check(check) => &check.place,
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

/// The lines of a day's list: with headings, room and tasks as far as `height` allows. What has
/// happened changes none of them.
pub fn rows(entry: &Entry, height: u16) -> Vec<Row> {
    let fits = |rows: &Vec<Row>| rows.len() <= usize::from(height);
    let roomiest = [(true, true), (true, false), (false, true), (false, false)]
        .map(|(tasks, room)| dressed(entry, tasks, room))
        .into_iter()
        .find(fits);
    roomiest.unwrap_or_else(|| plain(entry))
}

/// With headings, the tasks if asked for, and room below the headings if asked for.
fn dressed(entry: &Entry, tasks: bool, room: bool) -> Vec<Row> {
    let below = |heading| {
        let room = room.then_some(Row::Blank);
        [Row::Heading(heading)].into_iter().chain(room)
    };
    let mut rows: Vec<Row> = below("STEPS").collect();
    rows.extend(steps(entry));
    if !entry.checks.is_empty() {
        rows.push(Row::Blank);
        rows.extend(below("CHECKS"));
        rows.extend(checks(entry));
    }
    if tasks && !entry.tasks.is_empty() {
        rows.push(Row::Blank);
        rows.extend(below("TASKS"));
        rows.extend((0..entry.tasks.len()).map(Row::Task));
    }
    rows
}

fn plain(entry: &Entry) -> Vec<Row> {
    let room = (!entry.checks.is_empty()).then_some(Row::Blank);
    steps(entry)
        .into_iter()
        .chain(room)
        .chain(checks(entry))
        .collect()
}

fn steps(entry: &Entry) -> Vec<Row> {
    if entry.steps.is_empty() {
        return vec![Row::NothingWritten];
    }
    (0..entry.steps.len()).map(Row::Item).collect()
}

fn checks(entry: &Entry) -> impl Iterator<Item = Row> {
    (entry.steps.len()..Item::count(entry)).map(Row::Item)
}
