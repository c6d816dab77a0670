//! One sheet of a report: what was asked, done and verified there.

use super::markdown::Report;
use super::words::{escaped, how, stamp};
use crate::plan::{Check, Entry, Procedure, Step, StepAction};
use crate::progress::{
    Attempt, CheckRun, ManualDecision, changed_since_run, check_state, reopened_by, step_state,
    undo_list,
};

impl Report<'_> {
    /// A sheet that something happened to: its questions, steps, checks and answers.
    pub(super) fn procedure(&mut self, sheet: Procedure<'_>, heading: &str) {
        let id = sheet.id();
        self.line(format!("\n## {heading}"));
        if let Some(entry) = sheet.entry() {
            self.aim(entry);
        }
        self.deviations(&id, None);
        self.checks(sheet.before(), &id, "Asked before");
        if !sheet.steps().is_empty() {
            self.line("\n### Steps");
        }
        for step in sheet.steps() {
            self.step(step);
            self.deviations(&id, Some(&step.id));
        }
        self.checks(sheet.checks(), &id, "Checks");
        self.undo(sheet);
        self.quiz(&id);
    }

    /// What the days are for.
    fn aim(&mut self, entry: &Entry) {
        if let Some(objective) = &entry.objective {
            self.line(format!("\n{}\n", escaped(objective)));
        }
        for task in &entry.tasks {
            self.line(format!("- {}", escaped(task)));
        }
        if !entry.see.is_empty() {
            self.line(format!("\nSee {}.", escaped(&entry.see.join(", "))));
        }
        if let Some(author) = &entry.author {
            self.line("\nThe author's own commands:");
            self.fenced("sh", author);
        }
    }

    fn checks(&mut self, checks: &[Check], sheet: &str, heading: &str) {
        if !checks.is_empty() {
            self.line(format!("\n### {heading}"));
        }
        for check in checks {
            self.check(check);
            self.deviations(sheet, Some(&check.id));
        }
    }

    fn step(&mut self, step: &Step) {
        let state = step_state(step, self.walk).word();
        self.line(format!(
            "\n#### {} (`{}`): {state}\n",
            escaped(&step.title),
            step.id
        ));
        if let Some(undone) = reopened_by(step, self.walk) {
            self.line(format!("Open again: `{undone}` was undone.\n"));
        }
        if changed_since_run(step, self.walk).is_some() {
            self.line("Changed in the plan since it was done.\n");
        }
        if let StepAction::Manual(_) = step.action {
            self.line("Done by hand.");
        }
        if let Some(differs) = &step.differs {
            self.line(format!("Differs from the author: {}\n", escaped(differs)));
        }
        if let Some(explain) = &step.explain {
            self.line(format!("{}\n", escaped(explain)));
        }
        let walk = self.walk;
        if let StepAction::Copy(_) = step.action {
            self.line(
                step.summary()
                    .lines()
                    .map(|file| format!("- {}\n", escaped(file)))
                    .collect::<String>(),
            );
        }
        for attempt in walk.attempts(&step.id) {
            self.attempt(attempt);
        }
        match walk.fix(&step.id) {
            Some(ManualDecision::Attested(said)) => self.said("Attested", said),
            Some(ManualDecision::LeftOut(said)) => self.said("Skipped", said),
            Some(ManualDecision::Unticked(_)) | None => {}
        }
    }

    fn attempt(&mut self, attempt: &Attempt) {
        let Attempt {
            host,
            number,
            started,
            ..
        } = attempt;
        let what = if attempt.undo {
            "taken back"
        } else {
            "attempt"
        };
        let who = format!(
            "{what} {number} on {host}, started {} by {}",
            stamp(started.at),
            escaped(&started.operator)
        );
        match &attempt.ended {
            None => self.line(format!("- {who}: no end was seen")),
            Some((ended, said)) => {
                self.line(format!("- {who}: {}", how(ended, said)));
                self.proof(&attempt.command, ended);
            }
        }
    }

    fn check(&mut self, check: &Check) {
        let state = check_state(check, self.walk);
        let tick = if state.is_done() { "x" } else { " " };
        let word = state.word();
        self.line(format!(
            "\n- [{tick}] {} (`{}`): {word}",
            escaped(&check.text),
            check.id
        ));
        let walk = self.walk;
        match walk.fix(&check.id) {
            Some(ManualDecision::Attested(said)) => self.said("Attested", said),
            Some(ManualDecision::LeftOut(said)) => self.said("Waived", said),
            Some(ManualDecision::Unticked(said)) => self.said("Unticked", said),
            None => {
                for host in &check.hosts {
                    if let Some(asking) = walk.last_answer(&check.id, host) {
                        self.asking(asking);
                    }
                }
            }
        }
    }

    fn asking(&mut self, asking: &CheckRun) {
        let Some((ended, said)) = &asking.ended else {
            return;
        };
        let (at, host) = (stamp(said.at), &asking.host);
        let who = escaped(&said.operator);
        self.line(format!(
            "  - asked on {host}, {at} by {who}: {}",
            how(ended, said)
        ));
        self.proof(&asking.command, ended);
    }

    /// What was done and has a way back, newest first.
    fn undo(&mut self, sheet: Procedure<'_>) {
        let done = undo_list(sheet, self.walk);
        if done.is_empty() {
            return;
        }
        self.line("\n### Way back, newest first\n");
        for done in done {
            let way = match (done.can_undo(), &done.step.no_undo) {
                (true, _) => "can be taken back".to_owned(),
                (false, Some(why)) => format!("no way back: {}", escaped(why)),
                (false, None) => "no way back".to_owned(),
            };
            let title = escaped(&done.step.title);
            let at = stamp(done.at);
            let again = if done.is_open { ", open again" } else { "" };
            self.line(format!("- {title} on {}, {at}{again}: {way}", done.host));
        }
    }

    fn quiz(&mut self, day: &str) {
        let walk = self.walk;
        let mut answers = walk
            .quiz
            .iter()
            .filter(|answer| answer.day == day)
            .peekable();
        if answers.peek().is_some() {
            self.line("\n### Quiz\n");
        }
        for answer in answers {
            let right = if answer.right { "right" } else { "wrong" };
            let (ask, text) = (escaped(&answer.ask), escaped(&answer.said.text));
            let who = escaped(&answer.said.operator);
            self.line(format!("- {ask} {text}: {right}, {who}"));
        }
    }
}
