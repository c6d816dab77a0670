//! The walk so far as Markdown (`CommonMark` 0.31): days, steps, checks with their proof,
//! deviations.

use chrono::{DateTime, FixedOffset};

use super::words::{escaped, stamp};
use crate::plan::{Entry, Plan, Procedure};
use crate::progress::{DayState, Evidence, Walk, check_state, day_state, schedule, step_state};
use crate::report::text::counted;
use crate::text::Printable;

/// What all parts of a report share.
pub(super) struct Report<'a> {
    /// What has happened.
    pub(super) walk: &'a Walk,
    /// What an evidence's file holds.
    pub(super) output: &'a dyn Fn(&Evidence) -> Option<String>,
    text: String,
}

/// The walk so far; `output` gives what an evidence's file holds, where it can.
pub fn markdown(
    plan: &Plan,
    walk: &Walk,
    walk_name: &str,
    now: DateTime<FixedOffset>,
    output: &dyn Fn(&Evidence) -> Option<String>,
) -> String {
    let mut report = Report {
        walk,
        output,
        text: String::new(),
    };
    report.head(plan, walk_name, now);
    report.overview(plan);
    for entry in &plan.entries {
        if is_reported(entry, walk) {
            let state = day_state(entry, walk).word();
            let heading = format!("Day {}: {} ({state})", entry.days, escaped(&entry.title));
            report.procedure(Procedure::Entry(entry), &heading);
        }
    }
    report.phases(plan);
    report.recurring(plan, now.date_naive());
    report.guards(plan);
    report.risks(plan);
    report.next_actions(plan);
    report.text
}

/// Entries that nothing happened to stand in the overview alone.
fn is_reported(entry: &Entry, walk: &Walk) -> bool {
    let id = entry.days.to_string();
    let noted = walk.deviations.iter().any(|noted| noted.day == id);
    noted || day_state(entry, walk) != DayState::Open
}

impl Report<'_> {
    pub(super) fn line(&mut self, text: impl std::fmt::Display) {
        self.text.push_str(&Printable::prose(&text.to_string()));
        self.text.push('\n');
    }

    fn head(&mut self, plan: &Plan, walk_name: &str, now: DateTime<FixedOffset>) {
        let walk = self.walk;
        self.line(format!("# {}\n", escaped(&plan.title)));
        let schedule = schedule(plan, walk, now.date_naive());
        self.line(format!("- Walk: {}", escaped(walk_name)));
        self.line(format!("- Made: {}", stamp(now)));
        match walk.start {
            None => self.line("- Not begun"),
            Some(start) => {
                let slip = match schedule.slip {
                    None => "done".to_owned(),
                    Some(0) => "on time".to_owned(),
                    Some(days) => {
                        let count = usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX);
                        let side = if days > 0 { "behind" } else { "ahead" };
                        format!("{} {side}", counted(count, "day"))
                    }
                };
                self.line(format!(
                    "- Started: {start}; day {} of {}; {slip}; ends {}",
                    schedule.day,
                    plan.last_day(),
                    schedule.end
                ));
            }
        }
        let free = plan.calendar.skip.iter().map(ToString::to_string);
        let holidays = plan.calendar.holidays.iter().map(ToString::to_string);
        let free: Vec<String> = free.chain(holidays).collect();
        if !free.is_empty() {
            self.line(format!("- Nobody works on: {}", free.join(", ")));
        }
        self.line(format!("- Plan: `{}`, digest `{}`", plan.id, plan.digest));
        self.line(format!(
            "- Journal: {}, head `{}`\n",
            counted(usize::try_from(walk.events).unwrap_or(usize::MAX), "event"),
            walk.head
        ));
    }

    fn overview(&mut self, plan: &Plan) {
        self.line("| day | | week | state | steps | checks | deviations |");
        self.line("|---|---|---|---|---|---|---|");
        for entry in &plan.entries {
            let walk = self.walk;
            let steps = entry.steps.iter();
            let steps = steps
                .filter(|step| step_state(step, walk).is_done())
                .count();
            let checks = entry.checks.iter();
            let checks = checks
                .filter(|check| check_state(check, walk).is_done())
                .count();
            let id = entry.days.to_string();
            let deviations = walk
                .deviations
                .iter()
                .filter(|noted| noted.day == id)
                .count();
            self.line(format!(
                "| {id} | {} | {} | {} | {steps}/{} | {checks}/{} | {deviations} |",
                escaped(&entry.title),
                escaped(plan.week_of(entry).map_or("", |week| &week.title)),
                day_state(entry, walk).word(),
                entry.steps.len(),
                entry.checks.len()
            ));
        }
    }
}
