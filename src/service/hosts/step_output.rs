//! The output of a step: kept and judged.

use std::io;

use super::super::WalkFolder;
use super::super::evidence::EvidenceFile;
use super::pane_judge::PaneJudge;
use super::recorder::Recorded;
use crate::host::{Captured, OutputName};
use crate::term::Secrets;

/// The output of a step: kept and judged.
pub(super) struct StepOutput {
    /// The name of the run in recordings.
    run: String,
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
    /// Its place in the recording.
    pub(super) recorded: Recorded,
}

impl EndedOutput {
    /// Finishes the output, and returns it.
    pub(super) fn finish(self) -> Captured {
        Captured {
            as_user: self.as_user,
            ..self.output.finish(self.seconds, self.recorded)
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
            run: name.evidence.trim_end_matches(".txt").to_owned(),
            file: file.buffer_until_end(name.secret),
            judge: PaneJudge::start(&name.query, secrets),
        })
    }

    /// Returns the name of the run in recordings: that of its evidence, without `.txt`.
    pub(super) fn run(&self) -> &str {
        &self.run
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

    /// Ends the output after so many seconds.
    fn finish(self, seconds: f64, recorded: Recorded) -> Captured {
        let is_withheld = self.file.is_withheld();
        let judged = self.judge.finish();
        let evidence = self.file.finish(judged.secret()).map(|evidence| {
            let evidence = evidence.recorded_in(recorded.files);
            if recorded.cut {
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
