//! What a step prints: kept, and judged.

use std::io;

use super::super::WalkFolder;
use super::super::evidence::EvidenceFile;
use super::pane_judge::PaneJudge;
use crate::host::{Captured, OutputName};
use crate::term::Secrets;

/// What a step prints: kept, and judged.
pub(super) struct StepOutput {
    file: EvidenceFile,
    judge: PaneJudge,
}

/// A step's output that has ended. To finish it takes as long as the disk and the judge take, so
/// no lock is held meanwhile.
pub(super) struct EndedOutput {
    pub(super) output: StepOutput,
    /// After how many seconds it ended.
    pub(super) seconds: f64,
    /// Whether the script of another user has begun.
    pub(super) as_user: bool,
    /// Whether the recording lacks some of it.
    pub(super) recording_cut: bool,
}

impl EndedOutput {
    /// What it left behind.
    pub(super) fn finish(self) -> Captured {
        Captured {
            as_user: self.as_user,
            ..self.output.finish(self.seconds, self.recording_cut)
        }
    }
}

impl StepOutput {
    /// Begins to take in what a step prints.
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

    /// Takes the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.file.push(bytes);
        self.judge.push(bytes);
    }

    /// From now on these are masked.
    pub(super) fn set_secrets(&mut self, secrets: Secrets) {
        self.file.set_secrets(secrets.clone());
        self.judge.set_secrets(secrets);
    }

    /// Whether a secret is about to come out of it.
    pub(super) fn is_withheld(&self) -> bool {
        self.file.is_withheld()
    }

    /// The output has ended, after so many seconds; the recording may lack some of it.
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
