//! Files on a host that are not what daymark wrote for the step. They stay unchanged until the operator
//! approves the overwriting.

use crate::app::engine::engine::Engine;
use crate::app::engine::{CopyPreview, Effects, Intent, Job, Stage};
use crate::plan::Step;
use crate::port;
use crate::progress::{Event, Outcome, OutcomeSource, Refusal, RunResult};
use crate::term::shell_integration::{Comparison, EditReason, EditedFile};

impl Engine {
    /// Handles a comparison that found files that need consent. If the operator approved the
    /// overwriting of exactly these, the step continues; otherwise it does not run.
    pub(in crate::app) fn edited(
        &mut self,
        job: &Job,
        step: &Step,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        let found = self.comparison(result);
        if job.consent.overwrite.allows(&job.host, &found.edited) {
            self.with_job(job.request_id, |job| {
                job.overwrites.clone_from(&found.edited);
            });
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

    /// Records a deviation for the overwriting of such files. It is on disk before the host is
    /// touched.
    pub(in crate::app) fn note_overwriting(&mut self, job: &Job, step: &Step) -> Effects {
        let what = match job.intent {
            Intent::Undo => "the undo of this step",
            _ => "this step",
        };
        let files = job.overwrites.iter().map(|edited| {
            let (to, kept) = (path(step, edited), &edited.kept);
            format!("{to}, {} (kept as {kept})", clause(edited))
        });
        let files: Vec<String> = files.collect();
        let text = format!("on {}, {what} overwrites {}", job.host, files.join("; "));
        // Masked like the journal's text, to find the job again by it.
        let text = self.values.secrets().mask(&text);
        self.set_stage(job, Stage::Noting(text.clone()));
        Effects::requests(self.append(vec![Event::DeviationNoted {
            day: self.day_of(&job.id),
            id: Some(job.id.clone()),
            text,
        }]))
    }

    /// Continues the run whose deviation is on disk.
    pub(in crate::app) fn overwriting_noted(&mut self, id: &str, text: &str) -> Effects {
        self.noting(id, text)
            .map_or_else(Effects::default, |job| self.move_on(&job, Self::advance))
    }

    /// Returns the job that waits for this note. The note names its host.
    pub(super) fn noting(&self, id: &str, text: &str) -> Option<Job> {
        let waits = |job: &&Job| {
            job.id == id && matches!(&job.stage, Stage::Noting(awaited) if awaited == text)
        };
        self.jobs.iter().find(waits).cloned()
    }
}

/// Returns a summary of the files that need consent in one line.
fn edits_summary(step: &Step, edited: &[EditedFile]) -> String {
    let lines: Vec<String> = edited.iter().map(|file| edit_line(step, file)).collect();
    match lines.as_slice() {
        [] => "a file was edited since daymark wrote it".to_owned(),
        lines => lines.join("; "),
    }
}

/// Returns a line for each file of a comparison that needs consent, with the path of its copy.
pub fn edit_lines(step: &Step, comparison: &Comparison) -> Vec<String> {
    let line = |file| {
        let what = edit_line(step, file);
        format!(
            "{what}. If you overwrite it, the present file is kept as {}",
            file.kept
        )
    };
    comparison.edited.iter().map(line).collect()
}

fn edit_line(step: &Step, file: &EditedFile) -> String {
    let to = path(step, file);
    match &file.reason {
        EditReason::Edited => format!("{to} was edited since daymark wrote it"),
        EditReason::Unlisted => format!(
            "{to} may be edited: ~/.daymark/written on the host does not show that daymark wrote it"
        ),
        EditReason::Found => {
            format!("{to} is there already: daymark did not write it, and the plan keeps no backup")
        }
        EditReason::Later(id) => format!("{to} was written later by step {id}"),
        EditReason::Backup => format!("the backup of {to} was changed since this step kept it"),
    }
}

/// Returns the reason for the deviation, after the path.
fn clause(file: &EditedFile) -> String {
    match &file.reason {
        EditReason::Edited => "which was edited on the host".to_owned(),
        EditReason::Unlisted => "which may have been edited on the host".to_owned(),
        EditReason::Found => "which daymark did not write".to_owned(),
        EditReason::Later(id) => format!("which step {id} wrote later"),
        EditReason::Backup => "from a backup that was changed on the host".to_owned(),
    }
}

fn path<'s>(step: &'s Step, file: &EditedFile) -> &'s str {
    step.files()
        .get(file.index)
        .map_or("a file", |file| &file.to)
}
