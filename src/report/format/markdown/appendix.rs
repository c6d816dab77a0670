//! The parts of a report after its days: phases, recurring work, guards and risks.

use super::markdown::MarkdownWriter;
use super::words::{escaped, result_text, stamp};
use crate::plan::Procedure;
use crate::report::report::{RecurringWork, Report};
use crate::report::text::counted;

impl MarkdownWriter<'_> {
    /// Writes the success checks and rollbacks of phases, if something happened there.
    pub(super) fn phases(&mut self, report: &Report<'_>) {
        for section in report
            .sections
            .iter()
            .filter(|section| section.is_touched())
        {
            let heading = match section.procedure {
                Procedure::Success(..) | Procedure::Rollback(..) => {
                    let title = escaped(section.procedure.title());
                    format!("{}: {title}", section.procedure.name())
                }
                Procedure::Entry(_) | Procedure::Recurring(_) => continue,
            };
            self.section(section, &heading);
        }
    }

    /// Writes recurring work: one line each, then the newest occurrence in full.
    pub(super) fn recurring(&mut self, report: &Report<'_>) {
        if report.recurring.is_empty() {
            return;
        }
        self.line("\n## Recurring work\n");
        report
            .recurring
            .iter()
            .for_each(|work| self.recurring_work(work));
        for section in report
            .sections
            .iter()
            .filter(|section| section.is_touched())
        {
            if let Procedure::Recurring(work) = section.procedure {
                let heading = format!("{} (newest occurrence)", escaped(&work.what));
                self.section(section, &heading);
            }
        }
    }

    fn recurring_work(&mut self, recurring: &RecurringWork<'_>) {
        let RecurringWork {
            work,
            status,
            occurrences,
        } = recurring;
        let mut facts = vec![format!("done {}", counted(status.done, "time"))];
        facts.extend(status.due.map(|date| format!("due since {date}")));
        if !status.missed.is_empty() {
            facts.push(format!("missed {}", counted(status.missed.len(), "time")));
        }
        facts.extend(status.next.map(|date| format!("next on {date}")));
        let (what, every) = (escaped(&work.what), work.every.word());
        self.line(format!("- {what} (every {every}): {}", facts.join(", ")));
        for occurrence in *occurrences {
            let Some(ended) = &occurrence.ended else {
                continue;
            };
            let words = match ended.text.as_str() {
                "" => String::new(),
                text => format!(": {}", escaped(text)),
            };
            let (who, at) = (escaped(&ended.operator), stamp(ended.at));
            self.line(format!("  - for {}: {who}, {at}{words}", occurrence.due));
        }
    }

    /// Writes the newest results of guards.
    pub(super) fn guards(&mut self, report: &Report<'_>) {
        if !report.guards.is_empty() {
            self.line("\n## Guards: newest results\n");
        }
        for ran in &report.guards {
            let (name, about) = (&ran.guard.name, escaped(&ran.guard.check.text));
            let (at, result) = (
                stamp(ran.attribution.at),
                result_text(ran.result, ran.attribution),
            );
            self.line(format!("- {name} ({about}), {at}: {result}"));
        }
    }

    /// Writes the next actions that the plan's author lists.
    pub(super) fn next_actions(&mut self, report: &Report<'_>) {
        let actions = &report.plan.next_actions;
        if !actions.is_empty() {
            self.line("\n## Next, in the author's words\n");
        }
        for action in actions {
            self.line(format!("- {}", escaped(action)));
        }
    }

    /// Writes risks, with the states of the checks that reveal them.
    pub(super) fn risks(&mut self, report: &Report<'_>) {
        if !report.risks.is_empty() {
            self.line("\n## Risks\n");
        }
        for state in &report.risks {
            let risk = state.risk;
            self.line(format!("- {}", escaped(&risk.risk)));
            for (word, text) in [
                ("mitigation", &risk.mitigation),
                ("contingency", &risk.contingency),
            ] {
                if let Some(text) = text {
                    self.line(format!("  - {word}: {}", escaped(text)));
                }
            }
            if !risk.days.is_empty() {
                let days: Vec<String> = risk.days.iter().map(ToString::to_string).collect();
                self.line(format!("  - on day {}", days.join(", ")));
            }
            for (check, state) in &state.checks {
                self.line(format!("  - {}: {}", escaped(&check.text), state.word()));
            }
        }
    }
}
