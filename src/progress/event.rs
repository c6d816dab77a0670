//! One thing that happened; all that is known of a walk is its events.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::broken::Break;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A walk through a plan began.
    WalkStarted {
        /// The plan's id.
        plan: String,
        /// The plan's title, for readers of the journal alone.
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
    /// The operator trusted the plan to run what it says.
    PlanTrusted {
        /// SHA-256 over the facts of the plan that trust covers.
        digest: String,
    },
    /// The plan's files were found changed.
    PlanChanged {
        /// SHA-256 over the plan's files, as they are now.
        digest: String,
    },
    /// A daymark opened the walk to write.
    SessionOpened {
        /// The program's version.
        daymark: String,
        /// Whether a person sat at a screen.
        screen: bool,
    },
    /// A variable that is no secret got a value.
    VariableSet {
        /// The variable.
        name: String,
        /// Its value.
        value: String,
    },
    /// A step is about to run; on disk before the host is touched.
    StepStarted {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// Where it runs.
        host: String,
        /// Counted from 1, a step and host.
        attempt: u32,
        /// The script as it runs.
        command: String,
        /// Whether the step is taken back: its `undo` runs.
        #[serde(default, skip_serializing_if = "is_no")]
        undo: bool,
    },
    /// The host has received a step; what it is known by there, should its end not be seen.
    StepReached {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// Where it runs.
        host: String,
        /// Counted from 1, a step and host.
        attempt: u32,
        /// How it is known there.
        #[serde(flatten)]
        trace: SessionRef,
    },
    /// A session waits for a run that another one began.
    StepResumed {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// Where it runs.
        host: String,
        /// Counted from 1, a step and host.
        attempt: u32,
    },
    /// A run of a step came to its end.
    StepEnded {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// Where it ran.
        host: String,
        /// Counted from 1, a step and host.
        attempt: u32,
        /// How it ended.
        #[serde(flatten)]
        ended: RunResult,
    },
    /// A person says that a step done by hand is done.
    StepAttested {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// What they say.
        why: String,
    },
    /// A step is left out, with a reason.
    StepSkipped {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// The reason.
        why: String,
    },
    /// A check is about to be asked; on disk before the host is touched.
    CheckAsked {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
        /// Where it is asked.
        host: String,
        /// The script as it runs.
        command: String,
    },
    /// A check was answered.
    CheckAnswered {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
        /// Where it was asked.
        host: String,
        /// How it ended.
        #[serde(flatten)]
        ended: RunResult,
    },
    /// A person saw that a check holds.
    CheckAttested {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
        /// What they say; may be empty.
        why: String,
    },
    /// A check is left out, with a reason.
    CheckWaived {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
        /// The reason.
        why: String,
    },
    /// A tick was taken back.
    CheckUnticked {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
    },
    /// A guard was asked right before a step.
    GuardAnswered {
        /// The entry's id.
        day: String,
        /// The step it guards.
        id: String,
        /// The guard's name.
        guard: String,
        /// Where it was asked.
        host: String,
        /// How it ended.
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
        /// Whether it is the right one.
        right: bool,
    },
    /// Recurring work is walked once more: its steps and checks are open again.
    RoundBegun {
        /// The recurring work.
        id: String,
        /// The date it was due.
        due: NaiveDate,
        /// Its steps and checks.
        items: Vec<String>,
    },
    /// Recurring work was done once more.
    RoundEnded {
        /// The recurring work.
        id: String,
        /// The date it was due.
        due: NaiveDate,
        /// What a person says; may be empty.
        why: String,
    },
    /// What was done otherwise, and why.
    DeviationNoted {
        /// The entry's id.
        day: String,
        /// The step or check it belongs to; else the day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The note.
        text: String,
    },
    /// A person accepted the journal as it is before this line, with what is broken in it.
    JournalAccepted {
        /// Where the chain is broken.
        breaks: Vec<Break>,
        /// The hash of the last line that is believed.
        head: String,
        /// SHA-256 over all bytes of the journal before this line: a later change of any of them
        /// is not accepted.
        sha256: String,
        /// The steps that the damage leaves in doubt.
        doubts: Vec<Doubt>,
        /// Files of outputs that no record explains.
        outputs: Vec<String>,
        /// The reason.
        why: String,
    },
}

impl Event {
    /// The output that it cites.
    pub fn output(&self) -> Option<&Evidence> {
        let (Self::StepEnded { ended, .. }
        | Self::CheckAnswered { ended, .. }
        | Self::GuardAnswered { ended, .. }) = self
        else {
            return None;
        };
        ended.output.as_ref()
    }

    /// Whether it acknowledges something that runs already: its end, or that its host has it. Room
    /// on the disk is set aside for such events, and for no other.
    pub fn ends(&self) -> bool {
        matches!(
            self,
            Self::StepReached { .. }
                | Self::StepEnded { .. }
                | Self::CheckAnswered { .. }
                | Self::GuardAnswered { .. }
        )
    }

    /// Whether it cites an output of which only a part is kept.
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

    /// What a person wrote, a script said or was: whatever may hold what must not be kept. What
    /// ties events together, such as ids, names of hosts and digests, is not among it.
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
            // The plan's own words, by which an answer finds its question.
            | Self::QuizAnswered { .. }
            | Self::RoundBegun { .. } => Vec::new(),
        }
    }
}

/// How a run or an asking ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunResult {
    /// What it amounts to.
    pub state: Outcome,
    /// The exit status, where one is known.
    pub exit: Option<i32>,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What tells.
    #[serde(rename = "manner")]
    pub source: OutcomeSource,
    /// Why it stands so, in words.
    #[serde(rename = "because", default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The output kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Evidence>,
}

/// What a run or an asking amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It holds, with a warning.
    Warned,
    /// It does not hold.
    Failed,
    /// It cannot be known.
    Unknown,
    /// It never reached the host, so nothing changed.
    NotRun,
    /// Its `when` does not hold: there is nothing to do.
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

    /// Whether it holds, be it with a warning.
    pub fn holds(self) -> bool {
        matches!(self, Outcome::Passed | Outcome::Warned)
    }
}

/// What tells how a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeSource {
    /// The exit status the host gave.
    Exit,
    /// The step's own `unless`.
    Unless,
    /// The step's own `when`, which did not hold.
    When,
    /// A guard, which did not hold.
    Guard,
    /// What was to be copied, which was there already.
    Equal,
    /// A file that would have been overwritten, which was edited since daymark wrote it.
    Edited,
    /// The operator's word.
    Operator,
    /// A lost connection, an ended shell, a time-out: nothing told.
    Lost,
}

/// What a run is known by on its host, for those who look for it later: the session of processes
/// that the pane's shell leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRef {
    /// The session's number, which is its first process's.
    #[serde(rename = "processes")]
    pub session: u32,
    /// When its shell started, in the host's ticks since it was booted: numbers are given again.
    pub started: u64,
    /// The host's boot id: another one later means that the host was started anew.
    pub boot: String,
}

/// Output kept beside the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its file under `outputs/`.
    pub file: String,
    /// SHA-256 of what is kept, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What is missing, where not all of it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<Cut>,
}

impl Evidence {
    /// The same, where the pane's recording lacks some of it.
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

/// What is missing of an output or a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The first bytes of the output that are kept.
    pub kept: u64,
    /// The size of the whole output in bytes.
    pub of: u64,
    /// Whether the pane's recording lacks some of it, too.
    #[serde(default, skip_serializing_if = "is_no")]
    pub recording: bool,
    /// Why the rest of the output is not kept; none where the disk had no room.
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

/// A step about which records are damaged or missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The step.
    pub id: String,
    /// Where it ran, as in the names of outputs; none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The number of the last record that may be older than what is missing.
    pub line: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands fields over by reference"
)]
fn is_no(flag: &bool) -> bool {
    !*flag
}
