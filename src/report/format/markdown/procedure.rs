//! One section of a report: its items with attempts, decisions and evidence.

use super::markdown::MarkdownWriter;
use super::words::{escaped, result_text, stamp};
use crate::plan::{Entry, Step, StepAction};
use crate::progress::{Deviation, ManualDecision};
use crate::report::item::{AttemptKind, ItemAttempt, ItemSource, SectionItem};
use crate::report::section::Section;

impl MarkdownWriter<'_> {
    /// Writes a section: preceding checks, steps, checks, undo list and quiz.
    pub(super) fn section(&mut self, section: &Section<'_>, heading: &str) {
        self.line(format!("\n## {heading}"));
        if let Some(entry) = section.procedure.entry() {
            self.objective(entry);
        }
        let of_no_item = |noted: &&Deviation| noted.id.is_none();
        let deviations = section.deviations.iter().copied();
        deviations
            .filter(of_no_item)
            .for_each(|noted| self.deviation(noted));
        self.items(&section.before, "Checks before the steps");
        self.items(&section.steps, "Steps");
        self.items(&section.checks, "Checks");
        self.undo_list(section);
        self.quiz(section);
    }

    /// Writes the objective of the days.
    fn objective(&mut self, entry: &Entry) {
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

    fn items(&mut self, items: &[SectionItem<'_>], heading: &str) {
        if !items.is_empty() {
            self.line(format!("\n### {heading}"));
        }
        for item in items {
            match item.source {
                ItemSource::Step(step) => self.step(item, step),
                ItemSource::Check(_) => self.check(item),
            }
            item.deviations
                .iter()
                .for_each(|noted| self.deviation(noted));
        }
    }

    fn step(&mut self, item: &SectionItem<'_>, step: &Step) {
        let (title, state) = (escaped(item.title()), item.state.word());
        self.line(format!("\n#### {title} (`{}`): {state}\n", item.id()));
        if let Some(undone) = item.reopened_by {
            self.line(format!("Reopened: `{undone}` was undone.\n"));
        }
        if item.changed_since.is_some() {
            self.line("The plan changed this step after it ran.\n");
        }
        if step.is_manual() {
            self.line("Done by hand.");
        }
        if let Some(differs) = &step.differs {
            self.line(format!("Differs from the author: {}\n", escaped(differs)));
        }
        if let Some(explain) = &step.explain {
            self.line(format!("{}\n", escaped(explain)));
        }
        if let StepAction::Copy(_) = step.action {
            let files = step.summary();
            let files = files.lines().map(|file| format!("- {}\n", escaped(file)));
            self.line(files.collect::<String>());
        }
        item.attempts().for_each(|attempt| self.attempt(&attempt));
        match item.decision {
            Some(ManualDecision::Attested(attribution)) => self.decision("Attested", attribution),
            Some(ManualDecision::LeftOut(attribution)) => self.decision("Skipped", attribution),
            Some(ManualDecision::Unticked(_)) | None => {}
        }
    }

    fn attempt(&mut self, attempt: &ItemAttempt<'_>) {
        let kind = match attempt.kind {
            AttemptKind::Undo => "undo",
            AttemptKind::Run | AttemptKind::Check => "attempt",
        };
        let ItemAttempt {
            number,
            host,
            started,
            ..
        } = attempt;
        let (at, who) = (stamp(started.at), escaped(&started.operator));
        let start = format!("{kind} {number} on {host}, started {at} by {who}");
        match attempt.ended {
            None => self.line(format!("- {start}: no end is recorded")),
            Some((result, attribution)) => {
                self.line(format!("- {start}: {}", result_text(result, attribution)));
                self.evidence(attempt);
            }
        }
    }

    fn check(&mut self, item: &SectionItem<'_>) {
        let tick = if item.state.is_done() { "x" } else { " " };
        let (title, state) = (escaped(item.title()), item.state.word());
        self.line(format!("\n- [{tick}] {title} (`{}`): {state}", item.id()));
        match item.decision {
            Some(ManualDecision::Attested(attribution)) => self.decision("Attested", attribution),
            Some(ManualDecision::LeftOut(attribution)) => self.decision("Waived", attribution),
            Some(ManualDecision::Unticked(attribution)) => self.decision("Unticked", attribution),
            None => item.last_results().for_each(|run| self.check_run(&run)),
        }
    }

    fn check_run(&mut self, run: &ItemAttempt<'_>) {
        let Some((result, attribution)) = run.ended else {
            return;
        };
        let (host, at, who) = (
            run.host,
            stamp(attribution.at),
            escaped(&attribution.operator),
        );
        let result = result_text(result, attribution);
        self.line(format!("  - ran on {host}, {at} by {who}: {result}"));
        self.evidence(run);
    }

    fn undo_list(&mut self, section: &Section<'_>) {
        if section.undo_list.is_empty() {
            return;
        }
        self.line("\n### Undo list, newest first\n");
        for done in &section.undo_list {
            let undo = match (done.can_undo(), &done.step.no_undo) {
                (true, _) => "can be undone".to_owned(),
                (false, Some(why)) => format!("cannot be undone: {}", escaped(why)),
                (false, None) => "cannot be undone".to_owned(),
            };
            let (title, at) = (escaped(&done.step.title), stamp(done.at));
            let reopened = if done.is_open { ", reopened" } else { "" };
            self.line(format!(
                "- {title} on {}, {at}{reopened}: {undo}",
                done.host
            ));
        }
    }

    fn quiz(&mut self, section: &Section<'_>) {
        if !section.quiz.is_empty() {
            self.line("\n### Quiz\n");
        }
        for answer in &section.quiz {
            let right = if answer.right { "right" } else { "wrong" };
            let (question, text) = (escaped(&answer.ask), escaped(&answer.attribution.text));
            let who = escaped(&answer.attribution.operator);
            self.line(format!("- {question} {text}: {right}, {who}"));
        }
    }
}
