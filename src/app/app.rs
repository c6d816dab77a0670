//! The program as the operator sees it.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::find::Find;
use crate::app::engine::{Command, Engine};
use crate::app::keys::action::Action;
use crate::app::keys::keymap::When;
use crate::app::screens::day::{Day, Item};
use crate::app::screens::home::Home;
use crate::app::screens::screen::Screen;
use crate::app::screens::state::ScreenState;
use crate::app::screens::text_prompt::{PromptPurpose, TextPrompt};
use crate::app::screens::trust::Trust;
use crate::plan::{Entry, Facts, Procedure};
use crate::term::PaneId;

/// The program as the operator sees it: the work at hand, and the screens that lie on it.
#[derive(Debug, Clone)]
pub struct App {
    /// The work at hand.
    pub engine: Engine,
    /// The plan's screen, always at the bottom.
    pub home: Home,
    /// The screens that lie on it; the last is the one seen and used.
    pub screens: Vec<Screen>,
    /// What was last told.
    pub notice: Option<Notice>,
    /// What is looked for.
    pub find: Find,
    /// Width and height of the operator's terminal, in cells.
    pub size: (u16, u16),
    /// The time of the newest message.
    pub now: DateTime<FixedOffset>,
    /// The name of the walk, and who walks it.
    pub walk_name: String,
    /// Who sits here.
    pub operator: String,
    /// Commands that wait until values are on disk.
    pub pending: Vec<Command>,
    /// The reason for which the operator accepts a broken journal; the walk is then opened again.
    pub accepted_breaks: Option<String>,
    /// The action that the palette chose, to be performed on the screen below it.
    pub chosen_action: Option<Action>,
}

/// One line told to the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The line.
    pub text: String,
    /// How it is meant.
    pub level: NoticeLevel,
}

/// How a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeLevel {
    /// It went well.
    Good,
    /// It was not done, for this reason.
    Refused,
    /// For information.
    Plain,
}

impl App {
    /// The program on the plan's screen.
    pub fn new(
        mut work: Engine,
        walk_name: &str,
        operator: &str,
        now: DateTime<FixedOffset>,
        size: (u16, u16),
    ) -> Self {
        let next =
            crate::progress::next_item(work.plan(), work.walk()).map(|(entry, _)| entry.days);
        let cursor = work
            .plan()
            .entries
            .iter()
            .position(|entry| Some(entry.days) == next);
        work.set_now(now);
        work.set_operator(true);
        Self {
            engine: work,
            home: Home {
                cursor: cursor.unwrap_or(0),
            },
            screens: Vec::new(),
            notice: None,
            find: Find::default(),
            size,
            now,
            walk_name: walk_name.to_owned(),
            operator: operator.to_owned(),
            pending: Vec::new(),
            accepted_breaks: None,
            chosen_action: None,
        }
    }

    /// Today's date, where the operator sits.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Returns whether a clock on the screen moves.
    pub fn needs_ticks(&self) -> bool {
        let has_clock = |screen: &Screen| screen.state().has_clock();
        self.engine.is_busy() || self.screens.iter().any(has_clock)
    }

    /// Returns the state of the screen on top.
    pub fn top(&self) -> &dyn ScreenState {
        self.screens.last().map_or(&self.home, Screen::state)
    }

    /// Returns the state of the screen on top, to change it.
    pub fn top_mut(&mut self) -> &mut dyn ScreenState {
        match self.screens.last_mut() {
            Some(screen) => screen.state_mut(),
            None => &mut self.home,
        }
    }

    /// Returns the context of the keys on the screen on top.
    pub fn when(&self) -> When {
        self.top().when()
    }

    /// The day's screen, where one is open, under whatever lies on it.
    pub fn day(&self) -> Option<&Day> {
        self.screens.iter().find_map(|screen| {
            if let Screen::Day(day) = screen {
                Some(day)
            } else {
                None
            }
        })
    }

    /// The day's screen, to be changed.
    pub fn day_mut(&mut self) -> Option<&mut Day> {
        self.screens.iter_mut().find_map(|screen| {
            if let Screen::Day(day) = screen {
                Some(day)
            } else {
                None
            }
        })
    }

    /// What the operator looks at: the open day's sheet, else the day chosen on the plan's screen.
    pub fn procedure(&self) -> Option<Procedure<'_>> {
        match self.day() {
            Some(day) => self.engine.plan().procedure(&day.procedure),
            None => self
                .engine
                .plan()
                .entries
                .get(self.home.cursor)
                .map(Procedure::Entry),
        }
    }

    /// The same, where it is one of the plan's days.
    pub fn entry(&self) -> Option<&Entry> {
        self.procedure()?.entry()
    }

    /// The step or check chosen on the day's screen.
    pub fn item(&self) -> Option<Item<'_>> {
        let day = self.day()?;
        Item::at(self.engine.plan().procedure(&day.procedure)?, day.cursor)
    }

    /// The host whose pane is shown: the one a step last ran on, else the chosen thing's.
    pub fn pane_host(&self) -> Option<&str> {
        let day = self.day()?;
        let chosen = || {
            self.item()
                .and_then(|item| item.hosts().first())
                .map(String::as_str)
        };
        day.host.as_deref().or_else(chosen)
    }

    /// The pane that is shown.
    pub fn pane(&self) -> Option<PaneId> {
        self.pane_host().map(PaneId::of)
    }

    /// Tells the operator a line.
    pub fn notify(&mut self, tone: NoticeLevel, text: impl Into<String>) {
        self.notice = Some(Notice {
            text: text.into(),
            level: tone,
        });
    }

    /// Asks whether the plan may run commands.
    pub fn ask_trust(&mut self) {
        if self.engine.is_trusted() {
            return self.notify(NoticeLevel::Plain, "You trust this plan already.");
        }
        let facts = Facts::of(self.engine.plan());
        let trust = Trust::new(&facts, self.engine.trusted_facts());
        self.screens.push(Screen::Trust(trust));
    }

    /// Asks for a person's own words.
    pub fn ask_text(&mut self, purpose: PromptPurpose) {
        let about = match &purpose {
            PromptPurpose::Note { id: None, day } => self
                .engine
                .plan()
                .procedure(day)
                .map_or_else(|| day.clone(), Procedure::name),
            PromptPurpose::Note { id: Some(id), .. }
            | PromptPurpose::LeaveOut(id)
            | PromptPurpose::Attest(id)
            | PromptPurpose::AttestInstead(id)
            | PromptPurpose::SetResult { id, .. }
            | PromptPurpose::RunNow { id, .. }
            | PromptPurpose::EndRound(id) => self.title_of(id),
            PromptPurpose::AcceptBreaks => String::new(),
            PromptPurpose::NameHost { command, .. } | PromptPurpose::Override { command, .. } => {
                match command.as_ref() {
                    Command::Run { id, .. } | Command::Undo { id, .. } => self.title_of(id),
                    _ => String::new(),
                }
            }
        };
        let prompt = TextPrompt::new(purpose, about);
        self.screens.push(Screen::TextPrompt(prompt));
    }

    /// What a step, a check or recurring work is called.
    pub fn title_of(&self, id: &str) -> String {
        let step = self
            .engine
            .plan()
            .step(id)
            .map(|(_, step)| step.title.clone());
        let check = || {
            self.engine
                .plan()
                .check(id)
                .map(|(_, check)| check.text.clone())
        };
        let work = || {
            let mut all = self.engine.plan().recurring.iter();
            all.find(|work| work.id == id).map(|work| work.what.clone())
        };
        step.or_else(check)
            .or_else(work)
            .unwrap_or_else(|| id.to_owned())
    }
}
