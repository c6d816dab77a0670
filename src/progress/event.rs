//! The events of a walk. Its state is the fold of its events.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::broken::Break;

/// One thing that happened in a walk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A walk started.
    WalkStarted {
        /// The plan's id.
        plan: String,
        /// The plan's title, for a reader who has only the journal.
        title: String,
        /// SHA-256 over the plan's files.
        digest: String,
        /// The date of day 1.
        start: NaiveDate,
    },
    /// The operator moved the date of day 1.
    StartMoved {
        /// The date of day 1.
        start: NaiveDate,
    },
    /// The operator trusted the plan to run its scripts.
    PlanTrusted {
        /// SHA-256 over the facts that the operator trusts.
        digest: String,
    },
    /// The plan's files changed since the last session.
    PlanChanged {
        /// SHA-256 over the plan's files now.
        digest: String,
    },
    /// A session opened the walk for writing.
    SessionOpened {
        /// The program's version.
        daymark: String,
        /// Whether it has a screen.
        screen: bool,
    },
    /// A variable got a value. A secret is never recorded.
    VariableSet {
        /// The variable.
        name: String,
        /// Its value.
        value: String,
    },
    /// A step starts. This event is on disk before the host is touched.
    StepStarted {
        /// The procedure's id.
        day: String,
        /// The step.
        id: String,
        /// The host.
        host: String,
        /// The number among the attempts of the step on this host, from 1. The journal counts
        /// ([`AttemptNumbers`]): 0 before it has the event.
        ///
        /// [`AttemptNumbers`]: super::AttemptNumbers
        attempt: u32,
        /// The script as it runs.
        command: String,
        /// Whether the step's `undo` runs.
        #[serde(default, skip_serializing_if = "is_no")]
        undo: bool,
    },
    /// The host received a step.
    StepReached {
        /// The procedure's id.
        day: String,
        /// The step.
        id: String,
        /// The host.
        host: String,
        /// The number of the attempt.
        attempt: u32,
        /// Its processes there, to find them if its end is lost.
        #[serde(flatten)]
        trace: SessionRef,
    },
    /// A session reattached to a run that another session started.
    StepResumed {
        /// The procedure's id.
        day: String,
        /// The step.
        id: String,
        /// The host.
        host: String,
        /// The number of the attempt.
        attempt: u32,
    },
    /// A run of a step ended.
    StepEnded {
        /// The procedure's id.
        day: String,
        /// The step.
        id: String,
        /// The host.
        host: String,
        /// The number of the attempt.
        attempt: u32,
        /// The result.
        #[serde(flatten)]
        ended: RunResult,
    },
    /// The operator attested a manual step.
    StepAttested {
        /// The procedure's id.
        day: String,
        /// The step.
        id: String,
        /// The operator's words.
        why: String,
    },
    /// The operator skipped a step.
    StepSkipped {
        /// The procedure's id.
        day: String,
        /// The step.
        id: String,
        /// The reason.
        why: String,
    },
    /// A check starts. This event is on disk before the host is touched.
    CheckAsked {
        /// The procedure's id.
        day: String,
        /// The check.
        id: String,
        /// The host.
        host: String,
        /// The script as it runs.
        command: String,
    },
    /// A run of a check ended.
    CheckAnswered {
        /// The procedure's id.
        day: String,
        /// The check.
        id: String,
        /// The host.
        host: String,
        /// The result.
        #[serde(flatten)]
        ended: RunResult,
    },
    /// The operator attested a check.
    CheckAttested {
        /// The procedure's id.
        day: String,
        /// The check.
        id: String,
        /// The operator's words; may be empty.
        why: String,
    },
    /// The operator waived a check.
    CheckWaived {
        /// The procedure's id.
        day: String,
        /// The check.
        id: String,
        /// The reason.
        why: String,
    },
    /// The operator withdrew the tick of a check.
    CheckUnticked {
        /// The procedure's id.
        day: String,
        /// The check.
        id: String,
    },
    /// A guard ran before a step.
    GuardAnswered {
        /// The procedure's id.
        day: String,
        /// The step.
        id: String,
        /// The guard's name.
        guard: String,
        /// The host on which the guard ran.
        host: String,
        /// The result.
        #[serde(flatten)]
        ended: RunResult,
    },
    /// A question of a day's quiz was answered.
    QuizAnswered {
        /// The entry's id.
        day: String,
        /// The question, word for word.
        ask: String,
        /// The answer chosen, word for word.
        answer: String,
        /// Whether the answer is right.
        right: bool,
    },
    /// An occurrence of recurring work started. Its steps and checks are open again.
    RoundBegun {
        /// The recurring work.
        id: String,
        /// The due date.
        due: NaiveDate,
        /// Its steps and checks.
        items: Vec<String>,
    },
    /// An occurrence of recurring work was finished.
    RoundEnded {
        /// The recurring work.
        id: String,
        /// The due date.
        due: NaiveDate,
        /// The operator's words; may be empty.
        why: String,
    },
    /// The operator or daymark noted a deviation from the plan.
    DeviationNoted {
        /// The entry's id.
        day: String,
        /// The step or check that it belongs to; `None` for the whole day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The note.
        text: String,
    },
    /// The operator accepted a damaged journal, as it is before this line.
    JournalAccepted {
        /// The breaks of the hash chain.
        breaks: Vec<Break>,
        /// The hash of the last valid line.
        head: String,
        /// SHA-256 over all bytes of the journal before this line. A later change of them is a new
        /// break.
        sha256: String,
        /// The doubts that the damage causes.
        doubts: Vec<Doubt>,
        /// Evidence files that no record names.
        outputs: Vec<String>,
        /// The reason.
        why: String,
    },
}

impl Event {
    /// Returns the step, host and number of the attempt that the event is about.
    pub fn attempt(&self) -> Option<(&str, &str, u32)> {
        match self {
            Self::StepStarted {
                id, host, attempt, ..
            }
            | Self::StepReached {
                id, host, attempt, ..
            }
            | Self::StepResumed {
                id, host, attempt, ..
            }
            | Self::StepEnded {
                id, host, attempt, ..
            } => Some((id, host, *attempt)),
            _ => None,
        }
    }

    /// Returns the evidence that the event names.
    pub fn output(&self) -> Option<&Evidence> {
        let (Self::StepEnded { ended, .. }
        | Self::CheckAnswered { ended, .. }
        | Self::GuardAnswered { ended, .. }) = self
        else {
            return None;
        };
        ended.output.as_ref()
    }

    /// Returns whether the event acknowledges something that runs already: its end, or its arrival
    /// on the host. Only these events may use the disk space that the journal reserves.
    pub fn ends(&self) -> bool {
        matches!(
            self,
            Self::StepReached { .. }
                | Self::StepEnded { .. }
                | Self::CheckAnswered { .. }
                | Self::GuardAnswered { .. }
        )
    }

    /// Returns whether the event names evidence that is incomplete.
    pub fn is_cut(&self) -> bool {
        let (Self::StepEnded { ended, .. }
        | Self::CheckAnswered { ended, .. }
        | Self::GuardAnswered { ended, .. }) = self
        else {
            return false;
        };
        let cut = ended.output.as_ref().and_then(|output| output.cut.as_ref());
        cut.is_some_and(|cut| cut.kept < cut.of)
    }

    /// Returns every text that may contain a secret: scripts, their output and operators' words.
    /// Ids, host names and digests are not among them, because they connect events.
    pub fn maskable_text(&mut self) -> Vec<&mut String> {
        match self {
            Self::VariableSet { value: text, .. }
            | Self::StepStarted { command: text, .. }
            | Self::CheckAsked { command: text, .. }
            | Self::StepAttested { why: text, .. }
            | Self::StepSkipped { why: text, .. }
            | Self::CheckAttested { why: text, .. }
            | Self::CheckWaived { why: text, .. }
            | Self::RoundEnded { why: text, .. }
            | Self::JournalAccepted { why: text, .. }
            | Self::DeviationNoted { text, .. }
            | Self::StepEnded {
                ended: RunResult { reason: text, .. },
                ..
            }
            | Self::CheckAnswered {
                ended: RunResult { reason: text, .. },
                ..
            }
            | Self::GuardAnswered {
                ended: RunResult { reason: text, .. },
                ..
            } => vec![text],
            Self::WalkStarted { .. }
            | Self::StartMoved { .. }
            | Self::PlanTrusted { .. }
            | Self::PlanChanged { .. }
            | Self::SessionOpened { .. }
            | Self::StepReached { .. }
            | Self::StepResumed { .. }
            | Self::CheckUnticked { .. }
            // The plan's own words. They connect an answer with its question.
            | Self::QuizAnswered { .. }
            | Self::RoundBegun { .. } => Vec::new(),
        }
    }
}

/// The result of one run of a step or a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunResult {
    /// The outcome.
    pub state: Outcome,
    /// The exit status, if it is known.
    pub exit: Option<i32>,
    /// The duration in seconds.
    pub seconds: f64,
    /// The source of the outcome.
    #[serde(rename = "manner")]
    pub source: OutcomeSource,
    /// The reason for the outcome; empty if it simply passed.
    #[serde(rename = "because", default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The stored output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Evidence>,
}

/// The outcome of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It passed with a warning.
    Warned,
    /// It failed.
    Failed,
    /// The result is unknown.
    Unknown,
    /// It never reached the host, so nothing changed.
    NotRun,
    /// A `when` of the step failed, so there is nothing to do.
    Skipped,
}

impl Outcome {
    /// Returns the word for screens, text and messages.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Passed => "passed",
            Outcome::Warned => "warned",
            Outcome::Failed => "failed",
            Outcome::Unknown => "unknown",
            Outcome::NotRun => "not run",
            Outcome::Skipped => "skipped",
        }
    }

    /// Returns whether it passed, also with a warning.
    pub fn holds(self) -> bool {
        matches!(self, Outcome::Passed | Outcome::Warned)
    }
}

/// The source of an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeSource {
    /// The exit status on the host.
    Exit,
    /// The step's own `unless`.
    Unless,
    /// The step's own `when`, which failed.
    When,
    /// A guard, which failed.
    Guard,
    /// A comparison: the host already had the files to copy.
    Equal,
    /// A comparison: the operator edited a file on the host since daymark wrote it.
    Edited,
    /// The operator.
    Operator,
    /// Nothing: the connection was lost, the shell ended, or the time was up.
    Lost,
}

/// The process session of a run on its host, to find its processes later. The pane's shell leads
/// the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRef {
    /// The session id: the id of its first process.
    #[serde(rename = "processes")]
    pub session: u32,
    /// The start of its shell, in clock ticks since the host booted. Process ids are used again.
    pub started: u64,
    /// The host's boot id. A different one later means that the host rebooted.
    pub boot: String,
}

/// Output that is stored beside the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its file under `outputs/`.
    pub file: String,
    /// SHA-256 of the stored bytes, in hexadecimal.
    pub sha256: String,
    /// The stored size in bytes.
    pub bytes: u64,
    /// What is missing, if it is incomplete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<Cut>,
    /// The files under `recordings/` that show the run, oldest first; empty if no pane showed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recordings: Vec<String>,
}

impl Evidence {
    /// Returns the same evidence with the recordings that show the run.
    #[must_use]
    pub fn recorded_in(self, recordings: Vec<String>) -> Self {
        Self { recordings, ..self }
    }

    /// Returns the same evidence, marked as missing from the pane's recording.
    #[must_use]
    pub fn without_recording(mut self) -> Self {
        let whole = Cut {
            kept: self.bytes,
            of: self.bytes,
            recording: true,
            why: None,
        };
        self.cut.get_or_insert(whole).recording = true;
        self
    }
}

/// The missing part of an output or a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The stored size: the first bytes of the output.
    pub kept: u64,
    /// The size of the whole output in bytes.
    pub of: u64,
    /// Whether the pane's recording is incomplete, too.
    #[serde(default, skip_serializing_if = "is_no")]
    pub recording: bool,
    /// The reason why the rest is not stored; `None` if the disk was full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Cut {
    /// A summary for the operator.
    pub fn text(&self) -> String {
        let Self {
            kept,
            of,
            recording,
            why,
        } = self;
        if kept == of {
            return "its whole output is kept, but its recording lacks some of it".to_owned();
        }
        let recording = if *recording {
            ", and its recording lacks some of it"
        } else {
            ""
        };
        let why = why.as_deref().unwrap_or("the disk had no room");
        format!("{why}: the first {kept} of {of} bytes of its output are kept{recording}")
    }
}

/// A step or check with damaged or missing records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The step or check.
    pub id: String,
    /// The host, as in the names of evidence files; `None` if it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The number of the last record that may be older than the missing ones.
    pub line: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands fields over by reference"
)]
fn is_no(flag: &bool) -> bool {
    !*flag
}
