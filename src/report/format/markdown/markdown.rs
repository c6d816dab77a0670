//! A report as Markdown: header, overview, then the parts in their order.

use super::words::{escaped, stamp};
use crate::progress::DayState;
use crate::report::report::{OutputReader, Report};
use crate::report::section::count_done;
use crate::report::text::counted;
use crate::text::Printable;

/// A report's text, while it is written.
pub(super) struct MarkdownWriter<'a> {
    /// The reader of kept outputs.
    pub(super) output: &'a OutputReader<'a>,
    text: String,
}

/// Returns a report as Markdown. A section without events appears in the overview only.
pub fn markdown(report: &Report<'_>, output: &OutputReader<'_>) -> String {
    let mut writer = MarkdownWriter {
        output,
        text: String::new(),
    };
    writer.head(report);
    writer.overview(report);
    for section in report.entries().filter(|section| section.is_touched()) {
        let state = section.state.map_or("", DayState::word);
        let title = escaped(section.procedure.title());
        writer.section(section, &format!("Day {}: {title} ({state})", section.id));
    }
    writer.phases(report);
    writer.recurring(report);
    writer.guards(report);
    writer.risks(report);
    writer.next_actions(report);
    writer.text
}

impl MarkdownWriter<'_> {
    pub(super) fn line(&mut self, text: impl std::fmt::Display) {
        self.text.push_str(&Printable::prose(&text.to_string()));
        self.text.push('\n');
    }

    fn head(&mut self, report: &Report<'_>) {
        let plan = report.plan;
        self.line(format!("# {}\n", escaped(&plan.title)));
        self.line(format!("- Walk: {}", escaped(report.walk_name)));
        self.line(format!("- Made: {}", stamp(report.made_at)));
        match report.started {
            None => self.line("- Not started"),
            Some(start) => self.line(format!(
                "- Started: {start}; day {} of {}; {}; ends {}",
                report.schedule.day,
                plan.last_day(),
                report.slip_text(),
                report.schedule.end
            )),
        }
        let free = plan.calendar.skip.iter().map(ToString::to_string);
        let holidays = plan.calendar.holidays.iter().map(ToString::to_string);
        let free: Vec<String> = free.chain(holidays).collect();
        if !free.is_empty() {
            self.line(format!("- Days off: {}", free.join(", ")));
        }
        self.line(format!("- Plan: `{}`, digest `{}`", plan.id, plan.digest));
        self.line(format!(
            "- Journal: {}, head `{}`\n",
            counted(
                usize::try_from(report.journal.events).unwrap_or(usize::MAX),
                "event"
            ),
            report.journal.head
        ));
    }

    fn overview(&mut self, report: &Report<'_>) {
        self.line("| day | | week | state | steps | checks | deviations |");
        self.line("|---|---|---|---|---|---|---|");
        for section in report.entries() {
            let week = section.procedure.entry();
            let week = week.and_then(|entry| report.plan.week_of(entry));
            self.line(format!(
                "| {} | {} | {} | {} | {}/{} | {}/{} | {} |",
                section.id,
                escaped(section.procedure.title()),
                escaped(week.map_or("", |week| &week.title)),
                section.state.map_or("", DayState::word),
                count_done(&section.steps),
                section.steps.len(),
                count_done(&section.checks),
                section.checks.len(),
                section.deviations.len()
            ));
        }
    }
}
