//! What readers write down for the rules over the whole plan.

use std::time::Duration;

use super::{DayRange, diagnostic::RawDiagnostic, yaml::file::FileSpan};

/// A name, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SpannedName {
    /// The name as written.
    pub(super) name: String,
    /// Where.
    pub(super) span: FileSpan,
}

/// What has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdKind {
    Step,
    Check,
    Recurring,
}

/// What an id that is named elsewhere must belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExpectedKind {
    Step,
    Check,
    StepOrCheck,
}

/// A step that names what must have passed before it.
#[derive(Debug)]
pub(super) struct After {
    /// The step's id.
    pub(super) step: String,
    /// What it names.
    pub(super) ids: Vec<SpannedName>,
}

/// What is wrong so far, and all that only makes sense beside the rest of the plan.
#[derive(Debug, Default)]
pub(super) struct PlanIndex {
    /// What is wrong, and in which file.
    pub(super) diagnostics: Vec<(usize, RawDiagnostic)>,
    /// Ids of steps, checks and recurring work, in reading order.
    pub(super) ids: Vec<(IdKind, SpannedName)>,
    /// Ids that are named elsewhere.
    pub(super) references: Vec<(ExpectedKind, SpannedName)>,
    /// Steps that must come after others.
    pub(super) afters: Vec<After>,
    /// Hosts that `plan.yaml` declares; none if it could not be read.
    pub(super) declared_hosts: Option<Vec<SpannedName>>,
    /// Groups of hosts, and their members.
    pub(super) groups: Vec<(String, Vec<SpannedName>)>,
    /// Hosts that `on` names.
    pub(super) used_hosts: Vec<SpannedName>,
    /// Guards that `plan.yaml` declares; none if it could not be read.
    pub(super) declared_guards: Option<Vec<SpannedName>>,
    /// Guards that steps name.
    pub(super) used_guards: Vec<SpannedName>,
    /// Steps and checks that run something and have no `on`.
    pub(super) hostless: Vec<FileSpan>,
    /// Where a step goes host by host: what its `on` names.
    pub(super) serials: Vec<(Vec<String>, FileSpan)>,
    /// Where a step's output is kept: what its `on` names.
    pub(super) saves: Vec<(Vec<String>, FileSpan)>,
    /// Variables that `plan.yaml` declares; none if it could not be read.
    pub(super) declared_variables: Option<Vec<SpannedName>>,
    /// Variables whose values are secret.
    pub(super) secrets: Vec<String>,
    /// Variables that `uses` and `when` name.
    pub(super) used_variables: Vec<SpannedName>,
    /// Variables that get what a step puts out.
    pub(super) saved_variables: Vec<SpannedName>,
    /// Variables that addresses of hosts name.
    pub(super) address_variables: Vec<SpannedName>,
    /// Whether the grammar of the plan's shell is known.
    pub(super) knows_shell: bool,
    /// Names in scripts that nothing in the script explains.
    pub(super) unexplained: Vec<SpannedName>,
    /// The same in scripts that run where no variable of the plan is.
    pub(super) local_names: Vec<SpannedName>,
    /// How long steps wait.
    pub(super) waits: Vec<(Duration, FileSpan)>,
    /// The `days` of day files, as far as they could be read.
    pub(super) entries: Vec<(DayRange, FileSpan)>,
    /// The `days` of phases, weeks and risks.
    pub(super) day_ranges: Vec<(DayRange, FileSpan)>,
}
