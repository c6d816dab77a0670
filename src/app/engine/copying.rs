//! Copy steps: scripts that write the plan's files to a host.

use super::{CopyPreview, Job, needed};
use crate::app::engine::engine::Engine;
use crate::app::engine::lookup::{find_step, values_missing};
use crate::app::engine::preview::UnrecordedProbe;
use crate::plan::{Expectation, FileCopy, Procedure, Step, fill_declared};
use crate::port::{self, Probe, Request, Script};
use crate::progress::{
    Outcome, OutcomeSource, Query, Refusal, RunResult, ScriptResult, Termination, Verdict, judge,
};
use crate::term::shell_integration::{
    Comparison, CopiedFile, Copying, EDITED, EditedFile, compare_put_back_script, compare_script,
    compare_undo_script, copy_script, keep_edited_script, restore_script,
};

/// The line in place of the omitted part of a difference.
const LEFT_OUT: &str = "[… the middle of the difference is left out …]";

impl Engine {
    /// Runs a comparison for a copy step on all its hosts. Nothing is recorded or changed.
    pub(in crate::app) fn compare(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let (_, step) = find_step(&self.plan, id)?;
        let step = step.clone();
        if step.files().is_empty() {
            return Err(Refusal::new("this step copies nothing", ""));
        }
        if !self.is_trusted() {
            return Err(crate::app::engine::can_run::not_trusted());
        }
        let texts: Vec<&str> = filled_texts(&step).collect();
        let needed = needed(&self.plan, &texts, &step.uses, &step.hosts);
        let (_, missing) = self.values.resolve(&needed, &self.walk);
        if !missing.is_empty() {
            return Err(values_missing(missing));
        }
        let mut asks = Vec::new();
        for host in &step.hosts {
            let request_id = self.request_id();
            let target = self.target(host)?;
            self.previews.set_copy(id, host, CopyPreview::Looking);
            let probe = UnrecordedProbe::Difference(id.to_owned(), host.clone());
            self.previews.begin(request_id, probe);
            asks.push(Request::Probe(Probe {
                request_id,
                target,
                script: self.compare_script(&step, host),
                timeout: crate::plan::Check::TIMEOUT,
                fresh: false,
                after: std::time::Duration::ZERO,
                query: Box::new(Query::verbatim()),
                evidence: None,
            }));
        }
        Ok(asks)
    }

    /// Forgets the preview of a copy step.
    pub fn forget_copy_preview(&mut self, step: &str) {
        self.previews.forget_copy(step);
    }

    /// Returns the preview from the result of a comparison, with secrets masked.
    pub(in crate::app) fn difference(&self, result: &port::Completion) -> CopyPreview {
        let strike = |text: &str| self.values.secrets().mask(text);
        if result.outcome.termination.exit() == Some(EDITED) {
            return CopyPreview::Edited(self.comparison(result));
        }
        let verdict = compared(&result.outcome);
        match verdict.state {
            Outcome::Passed => CopyPreview::None,
            Outcome::Failed => CopyPreview::Some(strike(&result.outcome.stdout.text(LEFT_OUT))),
            _ => CopyPreview::Unknown(strike(&verdict.reason)),
        }
    }

    /// Returns the parsed result of a comparison, with secrets masked.
    pub fn comparison(&self, result: &port::Completion) -> Comparison {
        let printed = result.outcome.stdout.text(LEFT_OUT);
        Comparison::read(&self.values.secrets().mask(&printed))
    }

    pub(in crate::app) fn compare_script(&self, step: &Step, host: &str) -> Script {
        self.copying(step, host, &[], compare_script)
    }

    pub(super) fn compare_undo_script(&self, step: &Step, host: &str) -> Script {
        match step.undo {
            Some(_) => self.copying(step, host, &[], compare_undo_script),
            None => self.undoing(step, host, &[], compare_put_back_script),
        }
    }

    pub(in crate::app) fn copy_text(&self, step: &Step, job: &Job) -> String {
        self.copying(step, &job.host, &job.overwrites, copy_script)
            .text
    }

    /// Returns the undo script: the plan's own `undo`, or else one that restores the files from
    /// before the copy. If the plan's own may overwrite edited files, they are backed up first.
    pub(super) fn undo_text(&self, step: &Step, job: &Job) -> String {
        let (host, overwrites) = (&job.host, &job.overwrites);
        match &step.undo {
            Some(undo) if overwrites.is_empty() => undo.clone(),
            Some(undo) => {
                let keep = self.copying(step, host, overwrites, keep_edited_script);
                let keep = keep.text;
                format!("if {keep}\nthen\n{undo}\nelse\n(exit {EDITED})\nfi")
            }
            None => self.undoing(step, host, overwrites, restore_script).text,
        }
    }

    /// Returns a script that copies files. The plan's own undo may overwrite any file that a copy
    /// found or wrote, so such a script also runs before it.
    fn copying(
        &self,
        step: &Step,
        host: &str,
        overwrites: &[EditedFile],
        script: impl Fn(&Copying<'_>) -> String,
    ) -> Script {
        let known = |file: &FileCopy| self.was_copied(&file.to, host);
        self.carrying(step, overwrites, known, script)
    }

    /// Returns a script that restores the files as they were before this step wrote them.
    fn undoing(
        &self,
        step: &Step,
        host: &str,
        overwrites: &[EditedFile],
        script: impl Fn(&Copying<'_>) -> String,
    ) -> Script {
        let may_have_written = self.may_have_written(step, host);
        self.carrying(step, overwrites, |_| may_have_written, script)
    }

    fn carrying(
        &self,
        step: &Step,
        overwrites: &[EditedFile],
        known: impl Fn(&FileCopy) -> bool,
        script: impl Fn(&Copying<'_>) -> String,
    ) -> Script {
        let contents: Vec<Vec<u8>> = step.files().iter().map(|file| self.content(file)).collect();
        let files: Vec<CopiedFile<'_>> = (0..)
            .zip(step.files())
            .zip(&contents)
            .map(|((index, file), content)| CopiedFile {
                to: &file.to,
                owner: file.owner.as_deref(),
                mode: file.mode,
                backup: file.backup,
                content,
                known: known(file),
                overwrites: overwrites
                    .iter()
                    .find(|edited| edited.index == index)
                    .map(|edited| edited.fingerprint.as_str()),
            })
            .collect();
        Script {
            text: script(&Copying {
                step: &step.id,
                salt: &self.session.salt,
                walk: &self.walk.first,
                files: &files,
            }),
            variables: Vec::new(),
            user: step.user.clone(),
            shell: None,
        }
    }

    /// Returns whether a copy to this path passed on a host and was not undone since.
    fn was_copied(&self, to: &str, host: &str) -> bool {
        let steps = self.plan.procedures().flat_map(Procedure::steps);
        let mut copies = steps.filter(|step| step.files().iter().any(|file| file.to == to));
        copies.any(|step| {
            let mut newest = self.walk.attempts(&step.id).iter().rev();
            let passed = newest.find(|attempt| {
                let ended = attempt.ended.as_ref();
                attempt.host == host && ended.is_some_and(|(ended, _)| ended.state.holds())
            });
            passed.is_some_and(|attempt| !attempt.undo)
        })
    }

    /// Returns whether a step may have written on a host since its last undo: its script started
    /// there, and not only a precondition.
    fn may_have_written(&self, step: &Step, host: &str) -> bool {
        let newest = self.walk.attempts(&step.id).iter().rev();
        let newest = newest.filter(|attempt| attempt.host == host);
        let mut since = newest
            .map(|attempt| (attempt.undo, attempt.ended.as_ref().map(|(ended, _)| ended)))
            .take_while(|(undo, ended)| !(*undo && ended.is_some_and(|ended| ended.state.holds())));
        let only_asked = |ended: &RunResult| {
            ended.state == Outcome::NotRun
                || matches!(
                    ended.source,
                    OutcomeSource::Equal | OutcomeSource::Unless | OutcomeSource::When
                )
        };
        since.any(|(undo, ended)| !undo && !ended.is_some_and(only_asked))
    }

    /// Returns the content of a file on the host: the plan's bytes, with variables filled in where
    /// the plan says so.
    fn content(&self, file: &FileCopy) -> Vec<u8> {
        let text = std::str::from_utf8(&file.content)
            .ok()
            .filter(|_| file.fill);
        let Some(text) = text else {
            return file.content.to_vec();
        };
        let value = |name: &str| {
            let variable = self.plan.variable(name)?;
            let value = self.values.get(variable, &self.walk);
            Some(value.map_or_else(String::new, |value| value.reveal().to_owned()))
        };
        fill_declared(text, value).into_bytes()
    }
}

/// Judges a comparison: equal, different, or unknown if it did not finish.
pub(in crate::app) fn compared(outcome: &ScriptResult) -> Verdict {
    let mut verdict = judge(&Expectation::default(), outcome);
    if let Termination::Exited(exit) = outcome.termination
        && !matches!(exit, 0 | 1 | EDITED)
    {
        let said = outcome.stderr.last_line().unwrap_or("no message");
        verdict.state = Outcome::Unknown;
        verdict.reason = format!("the comparison did not run, exit {exit}: {said}");
    }
    verdict
}

/// Returns the texts of a step's files that contain variables to fill in.
pub(in crate::app) fn filled_texts(step: &Step) -> impl Iterator<Item = &str> {
    let filled = step.files().iter().filter(|file| file.fill);
    filled.filter_map(|file| std::str::from_utf8(&file.content).ok())
}
