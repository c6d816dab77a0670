//! The program's state.

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
use crate::plan::{Entry, Facts, Procedure, Step};
use crate::progress::{Durations, Spread};
use crate::term::PaneId;

/// The program's state: the engine, and the screens over the home screen.
#[derive(Debug, Clone)]
pub struct App {
    /// The engine, which knows no screen.
    pub engine: Engine,
    /// The home screen, always at the bottom.
    pub home: Home,
    /// The screens over it. The last one takes the keys.
    pub screens: Vec<Screen>,
    /// The newest notice.
    pub notice: Option<Notice>,
    /// The search.
    pub find: Find,
    /// Width and height of the operator's terminal, in cells.
    pub size: (u16, u16),
    /// The time of the newest message.
    pub now: DateTime<FixedOffset>,
    pub walk_name: String,
    /// The operator's name.
    pub operator: String,
    /// Commands that wait until values are on disk.
    pub pending: Vec<Command>,
    /// The operator's reason to accept a broken journal. The walk is then opened again.
    pub accepted_breaks: Option<String>,
    /// How long steps took in the other walks of the plan.
    pub durations: Durations,
    /// The action that the palette chose, to be performed on the screen below it.
    pub chosen_action: Option<Action>,
}

/// One line for the operator, in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The line.
    pub text: String,
    pub level: NoticeLevel,
}

/// The level of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeLevel {
    /// Something succeeded.
    Good,
    /// Something was refused or failed, for this reason.
    Refused,
    /// For information.
    Plain,
}

impl App {
    /// Returns the program on the home screen, at the day of the next step.
    pub fn new(
        mut engine: Engine,
        walk_name: &str,
        operator: &str,
        now: DateTime<FixedOffset>,
        size: (u16, u16),
    ) -> Self {
        let next =
            crate::progress::next_item(engine.plan(), engine.walk()).map(|(entry, _)| entry.days);
        let cursor = engine
            .plan()
            .entries
            .iter()
            .position(|entry| Some(entry.days) == next);
        engine.set_now(now);
        engine.set_operator(true);
        Self {
            engine,
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
            durations: Durations::default(),
            chosen_action: None,
        }
    }

    /// Returns how long a step takes, in this walk and in the others of the plan.
    pub fn spread(&self, id: &str) -> Option<Spread> {
        self.durations.spread_with(id, self.engine.walk())
    }

    /// Returns the seconds that a step is expected to take: as measured in several runs, else as the
    /// plan says.
    pub fn expected_seconds(&self, step: &Step) -> Option<f64> {
        let spread = self.spread(&step.id).filter(Spread::is_telling);
        let planned = || step.minutes.map(|minutes| f64::from(minutes) * 60.0);
        spread.map(|spread| spread.median).or_else(planned)
    }

    /// Returns today's date in the operator's time zone.
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

    /// Returns the day's screen if one is open, also below other screens.
    pub fn day(&self) -> Option<&Day> {
        self.screens.iter().find_map(|screen| {
            if let Screen::Day(day) = screen {
                Some(day)
            } else {
                None
            }
        })
    }

    /// Returns the day's screen, to change it.
    pub fn day_mut(&mut self) -> Option<&mut Day> {
        self.screens.iter_mut().find_map(|screen| {
            if let Screen::Day(day) = screen {
                Some(day)
            } else {
                None
            }
        })
    }

    /// Returns the procedure of the open day, or of the chosen day on the home screen.
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

    /// Returns the same if it is a day of the plan.
    pub fn entry(&self) -> Option<&Entry> {
        self.procedure()?.entry()
    }

    /// Returns the chosen step or check of the open day.
    pub fn item(&self) -> Option<Item<'_>> {
        let day = self.day()?;
        Item::at(self.engine.plan().procedure(&day.procedure)?, day.cursor)
    }

    /// Returns the host of the pane on the screen: the last one where a step ran, else the first host
    /// of the chosen step or check.
    pub fn pane_host(&self) -> Option<&str> {
        let day = self.day()?;
        let chosen = || {
            self.item()
                .and_then(|item| item.hosts().first())
                .map(String::as_str)
        };
        day.host.as_deref().or_else(chosen)
    }

    /// Returns the pane on the screen.
    pub fn pane(&self) -> Option<PaneId> {
        self.pane_host().map(PaneId::of)
    }

    /// Shows a notice.
    pub fn notify(&mut self, level: NoticeLevel, text: impl Into<String>) {
        self.notice = Some(Notice {
            text: text.into(),
            level,
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

    /// Asks for a free text.
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
            | PromptPurpose::PassBefore { check: id, .. }
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

    /// Returns the title of a step, a check or recurring work; its id if the plan has none with it.
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
