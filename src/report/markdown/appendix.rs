//! What a report tells besides its days: phases, recurring work, guards and risks.

use chrono::NaiveDate;

use super::markdown::Report;
use super::words::{escaped, how, stamp};
use crate::plan::{Plan, Procedure};
use crate::progress::{CheckState, StepState, check_state, recurrence, reopened_by, step_state};
use crate::report::text::counted;

impl Report<'_> {
    /// The success of phases and the ways back from them, as far as anybody asked or went.
    pub(super) fn phases(&mut self, plan: &Plan) {
        for sheet in plan.procedures() {
            let heading = match sheet {
                Procedure::Success(number, phase) => {
                    format!("The success of phase {number}: {}", escaped(&phase.title))
                }
                Procedure::Rollback(number, phase, _) => {
                    format!(
                        "The way back from phase {number}: {}",
                        escaped(&phase.title)
                    )
                }
                Procedure::Entry(_) | Procedure::Recurring(_) => continue,
            };
            if self.is_touched(sheet) {
                self.procedure(sheet, &heading);
            }
        }
    }

    fn is_touched(&self, sheet: Procedure<'_>) -> bool {
        let walk = self.walk;
        let id = sheet.id();
        walk.deviations.iter().any(|noted| noted.day == id)
            || sheet.steps().iter().any(|step| {
                step_state(step, walk) != StepState::Open || reopened_by(step, walk).is_some()
            })
            || sheet
                .all_checks()
                .any(|check| check_state(check, walk) != CheckState::Open)
    }

    /// Work that comes again: how it stands, and the newest round in full.
    pub(super) fn recurring(&mut self, plan: &Plan, today: NaiveDate) {
        if plan.recurring.is_empty() || self.walk.start.is_none() {
            return;
        }
        self.line("\n## Work that comes again\n");
        for work in &plan.recurring {
            let stands = recurrence(plan, work, self.walk, today);
            let mut facts = vec![format!("done {}", counted(stands.done, "time"))];
            facts.extend(stands.due.map(|date| format!("due since {date}")));
            if !stands.missed.is_empty() {
                facts.push(format!("missed {}", counted(stands.missed.len(), "time")));
            }
            facts.extend(stands.next.map(|date| format!("next on {date}")));
            let (what, every) = (escaped(&work.what), work.every.word());
            self.line(format!("- {what} (every {every}): {}", facts.join(", ")));
            let walk = self.walk;
            for round in walk.occurrences(&work.id) {
                if let Some(ended) = &round.ended {
                    let words = if ended.text.is_empty() {
                        String::new()
                    } else {
                        format!(": {}", escaped(&ended.text))
                    };
                    let (who, at) = (escaped(&ended.operator), stamp(ended.at));
                    self.line(format!("  - for {}: {who}, {at}{words}", round.due));
                }
            }
        }
        for work in &plan.recurring {
            let sheet = Procedure::Recurring(work);
            if self.is_touched(sheet) {
                let heading = format!("{} (the newest round)", escaped(&work.what));
                self.procedure(sheet, &heading);
            }
        }
    }

    /// What guards said last.
    pub(super) fn guards(&mut self, plan: &Plan) {
        let walk = self.walk;
        let asked: Vec<_> = plan
            .guards
            .iter()
            .filter_map(|guard| Some((guard, walk.guard(&guard.name)?)))
            .collect();
        if asked.is_empty() {
            return;
        }
        self.line("\n## Guards, as they were asked last\n");
        for (guard, (ended, said)) in asked {
            let about = escaped(&guard.check.text);
            let (at, how) = (stamp(said.at), how(ended, said));
            self.line(format!("- {} ({about}), {at}: {how}", guard.name));
        }
    }

    /// What the plan's author asks for right after reading.
    pub(super) fn next_actions(&mut self, plan: &Plan) {
        if !plan.next_actions.is_empty() {
            self.line("\n## Next, in the author's words\n");
        }
        for action in &plan.next_actions {
            self.line(format!("- {}", escaped(action)));
        }
    }

    /// What may go wrong, and how the checks stand that would show it.
    pub(super) fn risks(&mut self, plan: &Plan) {
        if plan.risks.is_empty() {
            return;
        }
        self.line("\n## Risks\n");
        for risk in &plan.risks {
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
            for id in &risk.checks {
                if let Some((_, check)) = plan.check(id) {
                    let state = check_state(check, self.walk).word();
                    self.line(format!("  - {}: {state}", escaped(&check.text)));
                }
            }
        }
    }
}
