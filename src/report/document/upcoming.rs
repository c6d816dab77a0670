//! What is next and what is overdue.

use super::draft::Draft;
use super::items::numbers;
use super::types::Upcoming;
use crate::plan::Procedure;
use crate::progress::{CheckState, DayState, StepState, next_check_at};
use crate::report::field::minutes_text;
use crate::report::item::{ItemSource, ItemState, SectionItem};
use crate::report::section::Section;
use crate::report::text::counted;
use crate::report::words::hosts_text;

impl Draft<'_> {
    /// Returns what is next and overdue, most urgent first.
    pub(super) fn upcoming(&self) -> Vec<Upcoming> {
        if self.report.started.is_none() {
            return Vec::new();
        }
        let mut all = self.needs_attention();
        all.extend(self.next_item());
        all.extend(self.recurring_due());
        all.extend(self.due_checks());
        all.extend(self.late_days());
        all.extend(self.next_day());
        all
    }

    /// Returns what runs, what was interrupted, and what fails or is unknown.
    fn needs_attention(&self) -> Vec<Upcoming> {
        let mut all = Vec::new();
        for section in &self.report.sections {
            for (_, number, item) in numbers(section) {
                let about = match item.state {
                    ItemState::Step(StepState::Running) => "It runs now.",
                    ItemState::Step(StepState::Interrupted) => {
                        "It was interrupted: check the host, then set its result."
                    }
                    ItemState::Step(StepState::Failed) | ItemState::Check(CheckState::Failed) => {
                        "It failed: find the cause and run it again."
                    }
                    ItemState::Check(CheckState::Drifted) => {
                        "It passed once and fails now: find the cause."
                    }
                    ItemState::Step(StepState::Unknown) | ItemState::Check(CheckState::Unknown) => {
                        "Its result is unknown: check the host."
                    }
                    _ => continue,
                };
                let urgent = item.state != ItemState::Step(StepState::Running);
                all.push(Upcoming {
                    urgent,
                    ..self.item_upcoming(section, &number, item, about)
                });
            }
        }
        all
    }

    /// Returns the first open step or check of the walk.
    fn next_item(&self) -> Option<Upcoming> {
        let (procedure, id) = self.report.next?;
        let id = id?;
        let mut sections = self.report.sections.iter();
        let section = sections.find(|section| section.id == procedure.id())?;
        let (_, number, item) = numbers(section)
            .into_iter()
            .find(|(_, _, item)| item.id() == id)?;
        let open = || section.items().filter(|item| !item.state.is_done());
        let minutes: u32 = open().map(SectionItem::minutes).sum();
        let time = match minutes {
            0 => String::new(),
            minutes => format!(", about {}", minutes_text(minutes)),
        };
        let (open, day) = (open().count(), section.procedure.name());
        let place = place_text(item);
        let about = match open {
            1 => format!("{place}; the last open item of {}{time}", lower(&day)),
            open => format!(
                "{place}; the first of {open} open items of {}{time}",
                lower(&day)
            ),
        };
        Some(self.item_upcoming(section, &number, item, &about))
    }

    fn recurring_due(&self) -> Vec<Upcoming> {
        let due = self.report.recurring.iter().filter_map(|recurring| {
            let due = recurring.status.due?;
            let missed = match recurring.status.missed.len() {
                0 => String::new(),
                missed => format!("; missed {}", counted(missed, "time")),
            };
            let today = self.report.made_at.date_naive();
            Some(Upcoming {
                day: recurring.work.id.clone(),
                id: None,
                number: format!("every {}", recurring.work.every.word()),
                what: self.text(&recurring.work.what),
                about: format!("due since {due}{missed}"),
                due: Some(due),
                urgent: due < today || !recurring.status.missed.is_empty(),
            })
        });
        due.collect()
    }

    /// Returns the checks that passed and are due again.
    fn due_checks(&self) -> Vec<Upcoming> {
        let mut all = Vec::new();
        for section in &self.report.sections {
            for (_, number, item) in numbers(section) {
                let ItemSource::Check(check) = item.source else {
                    continue;
                };
                let at = next_check_at(check, self.report.walk);
                if let Some(at) = at.filter(|at| *at <= self.report.made_at) {
                    let about = "It passed, and is due again.";
                    all.push(Upcoming {
                        due: Some(at.date_naive()),
                        urgent: true,
                        ..self.item_upcoming(section, &number, item, about)
                    });
                }
            }
        }
        all
    }

    /// Returns the days whose planned dates are over and that are not done.
    fn late_days(&self) -> Vec<Upcoming> {
        let late = self.report.entries().filter_map(|section| {
            let days = section.procedure.days()?;
            let (_, last) = self.planned(days);
            let is_late = i64::from(days.last) < self.report.schedule.day;
            (is_late && section.state != Some(DayState::Done)).then(|| Upcoming {
                about: format!("planned until {last}; not done"),
                due: Some(last),
                urgent: true,
                ..self.day_upcoming(section)
            })
        });
        late.collect()
    }

    /// Returns the day after the one that is being worked on.
    fn next_day(&self) -> Option<Upcoming> {
        let current = self.report.next.map(|(procedure, _)| procedure.id())?;
        let mut entries = self.report.entries();
        entries.find(|section| section.id == current)?;
        let section = entries.find(|section| section.state != Some(DayState::Done))?;
        let days = section.procedure.days()?;
        let (first, _) = self.planned(days);
        let is_late = i64::from(days.last) < self.report.schedule.day;
        (!is_late).then(|| Upcoming {
            about: format!("the day after; planned from {first}"),
            ..self.day_upcoming(section)
        })
    }

    fn day_upcoming(&self, section: &Section<'_>) -> Upcoming {
        Upcoming {
            day: section.id.clone(),
            id: None,
            number: match section.procedure {
                Procedure::Entry(entry) => format!("day {}", entry.days),
                _ => section.id.clone(),
            },
            what: self.text(section.procedure.title()),
            about: String::new(),
            due: None,
            urgent: false,
        }
    }

    fn item_upcoming(
        &self,
        section: &Section<'_>,
        number: &str,
        item: &SectionItem<'_>,
        about: &str,
    ) -> Upcoming {
        Upcoming {
            id: Some(item.id().to_owned()),
            number: number.to_owned(),
            what: self.text(item.title()),
            about: about.to_owned(),
            ..self.day_upcoming(section)
        }
    }
}

fn place_text(item: &SectionItem<'_>) -> String {
    match item.hosts() {
        [] => hosts_text(&[]),
        hosts => format!("on {}", hosts_text(hosts)),
    }
}

fn lower(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters
        .next()
        .map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
