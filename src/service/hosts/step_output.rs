//! The output of a step: kept and judged.

use std::io;

use super::super::WalkFolder;
use super::super::evidence::EvidenceFile;
use super::pane_judge::PaneJudge;
use crate::host::{Captured, OutputName};
use crate::term::Secrets;

/// The output of a step: kept and judged.
pub(super) struct StepOutput {
    file: EvidenceFile,
    judge: PaneJudge,
}

/// The output of a step that has ended. Finishing it waits for the disk and the judge, so it must
/// be done without a lock.
pub(super) struct EndedOutput {
    pub(super) output: StepOutput,
    /// The seconds until the end.
    pub(super) seconds: f64,
    /// Whether the script of another user has begun.
    pub(super) as_user: bool,
    /// Whether the recording lacks some of it.
    pub(super) recording_cut: bool,
}

impl EndedOutput {
    /// Finishes the output, and returns it.
    pub(super) fn finish(self) -> Captured {
        Captured {
            as_user: self.as_user,
            ..self.output.finish(self.seconds, self.recording_cut)
        }
    }
}

impl StepOutput {
    /// Starts to keep and judge the output of a step.
    pub(super) fn begin(
        folder: &WalkFolder,
        name: &OutputName,
        secrets: Secrets,
    ) -> io::Result<Self> {
        let file = EvidenceFile::create(folder, &name.evidence, secrets.clone())?;
        Ok(Self {
            file: file.buffer_until_end(name.secret),
            judge: PaneJudge::start(&name.query, secrets),
        })
    }

    /// Appends bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.file.push(bytes);
        self.judge.push(bytes);
    }

    /// Masks these secrets from now on.
    pub(super) fn set_secrets(&mut self, secrets: Secrets) {
        self.file.set_secrets(secrets.clone());
        self.judge.set_secrets(secrets);
    }

    /// Returns whether the output is buffered because it contains a new secret.
    pub(super) fn is_withheld(&self) -> bool {
        self.file.is_withheld()
    }

    /// Ends the output after so many seconds. The recording may lack some of it.
    fn finish(self, seconds: f64, recording_cut: bool) -> Captured {
        let is_withheld = self.file.is_withheld();
        let judged = self.judge.finish();
        let evidence = self.file.finish(judged.secret()).map(|evidence| {
            if recording_cut {
                evidence.without_recording()
            } else {
                evidence
            }
        });
        let judged = if is_withheld {
            judged.withheld()
        } else {
            judged
        };
        Captured {
            evidence: evidence.map_err(|error| error.to_string()),
            findings: judged.findings,
            excerpt: judged.excerpt,
            seconds,
            as_user: false,
        }
    }
}
