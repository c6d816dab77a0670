//! Files on a host that were edited since daymark wrote them: left as they are, until a person agrees.

use crate::app::engine::engine::Engine;
use crate::app::engine::{CopyPreview, Effects, Intent, Job, Stage};
use crate::plan::Step;
use crate::port;
use crate::progress::{Event, Outcome, OutcomeSource, Refusal, RunResult};
use crate::term::shell_integration::{Comparison, EditedFile};

impl Engine {
    /// A comparison found edited files: they are overwritten where the person agreed to just these,
    /// else the step does not run.
    pub(in crate::app) fn edited(
        &mut self,
        job: &Job,
        step: &Step,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        let found = self.comparison(result);
        if job.consent.overwrite.allows(&job.host, &found.edited) {
            self.with_job(job.ticket, |job| job.overwrites.clone_from(&found.edited));
            let job = Job {
                overwrites: found.edited,
                ..job.clone()
            };
            return self.advance(&job, step);
        }
        let ended = RunResult {
            state: Outcome::NotRun,
            exit: None,
            seconds: result.seconds,
            source: OutcomeSource::Edited,
            reason: edits_summary(step, &found.edited),
            output: result.evidence.clone(),
        };
        let preview = CopyPreview::Edited(found);
        self.previews.set_copy(&job.id, &job.host, preview);
        Ok(self.end(job, ended))
    }

    /// That a step overwrites edited files is a deviation, on disk before its host is touched.
    pub(in crate::app) fn note_overwriting(&mut self, job: &Job, step: &Step) -> Effects {
        let what = match job.intent {
            Intent::Undo => "the undo of this step",
            _ => "this step",
        };
        let files = job.overwrites.iter().map(|edited| {
            let (to, kept) = (path(step, edited), &edited.kept);
            format!("{to} (the edited file is kept as {kept})")
        });
        let files: Vec<String> = files.collect();
        let text = format!(
            "on {}, {what} overwrites what was edited on the host: {}",
            job.host,
            files.join(", ")
        );
        // As the journal has it, for that is how it is known again.
        let text = self.values.secrets().mask(&text);
        self.set_stage(job, Stage::Noting(text.clone()));
        Effects::requests(self.append(vec![Event::DeviationNoted {
            day: self.day_of(&job.id),
            id: Some(job.id.clone()),
            text,
        }]))
    }

    /// The deviation is on disk: the run that waits for it goes on.
    pub(in crate::app) fn overwriting_noted(&mut self, id: &str, text: &str) -> Effects {
        self.noting(id, text)
            .map_or_else(Effects::default, |job| self.move_on(&job, Self::advance))
    }

    /// The run of a step that waits for this note, which names its host.
    pub(super) fn noting(&self, id: &str, text: &str) -> Option<Job> {
        let waits = |job: &&Job| {
            job.id == id && matches!(&job.stage, Stage::Noting(awaited) if awaited == text)
        };
        self.jobs.iter().find(waits).cloned()
    }
}

/// Which files of a step were edited, in one line.
fn edits_summary(step: &Step, edited: &[EditedFile]) -> String {
    let lines: Vec<String> = edited.iter().map(|file| edit_line(step, file)).collect();
    match lines.as_slice() {
        [] => "a file was edited since daymark wrote it".to_owned(),
        lines => lines.join("; "),
    }
}

/// A line for each edited file of a comparison: what it is, and where it would be kept.
pub fn edit_lines(step: &Step, comparison: &Comparison) -> Vec<String> {
    let line = |file| {
        let what = edit_line(step, file);
        format!(
            "{what}. If you overwrite it, the edited file is kept as {}",
            file.kept
        )
    };
    comparison.edited.iter().map(line).collect()
}

fn edit_line(step: &Step, file: &EditedFile) -> String {
    let to = path(step, file);
    if file.listed {
        format!("{to} was edited since daymark wrote it")
    } else {
        format!(
            "{to} may be edited: ~/.daymark/written on the host does not show that daymark wrote it"
        )
    }
}

fn path<'s>(step: &'s Step, file: &EditedFile) -> &'s str {
    step.files()
        .get(file.index)
        .map_or("a file", |file| &file.to)
}
