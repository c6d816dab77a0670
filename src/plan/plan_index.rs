//! The index of ids and references that the rules over the whole plan read.

use std::time::Duration;

use super::{DayRange, diagnostic::RawDiagnostic, yaml::file::FileSpan};

/// A name and its span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SpannedName {
    pub(super) name: String,
    pub(super) span: FileSpan,
}

/// The kind of item that has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdKind {
    Step,
    Check,
    Recurring,
}

/// The kind of item that a reference requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExpectedKind {
    Step,
    Check,
    StepOrCheck,
}

/// The `after` of a step.
#[derive(Debug)]
pub(super) struct After {
    pub(super) step: String,
    pub(super) ids: Vec<SpannedName>,
}

/// The diagnostics so far, and the facts that need the whole plan to be judged.
#[derive(Debug, Default)]
pub(super) struct PlanIndex {
    /// Diagnostics, each with the index of its file.
    pub(super) diagnostics: Vec<(usize, RawDiagnostic)>,
    /// Ids of steps, checks and recurring work, in reading order.
    pub(super) ids: Vec<(IdKind, SpannedName)>,
    /// References to ids, with the kind that each requires.
    pub(super) references: Vec<(ExpectedKind, SpannedName)>,
    /// The `after` of every step.
    pub(super) afters: Vec<After>,
    /// Hosts that `plan.yaml` declares. `None` if the file could not be read.
    pub(super) declared_hosts: Option<Vec<SpannedName>>,
    /// Host groups with their members.
    pub(super) groups: Vec<(String, Vec<SpannedName>)>,
    pub(super) used_hosts: Vec<SpannedName>,
    /// Guards that `plan.yaml` declares. `None` if the file could not be read.
    pub(super) declared_guards: Option<Vec<SpannedName>>,
    /// Guards that steps refer to.
    pub(super) used_guards: Vec<SpannedName>,
    /// Steps and checks that run a script but have no `on`.
    pub(super) hostless: Vec<FileSpan>,
    /// The span of each `serial`, with the hosts of its step's `on`.
    pub(super) serials: Vec<(Vec<String>, FileSpan)>,
    /// The span of each `save`, with the hosts of its step's `on`.
    pub(super) saves: Vec<(Vec<String>, FileSpan)>,
    /// Variables that `plan.yaml` declares. `None` if the file could not be read.
    pub(super) declared_variables: Option<Vec<SpannedName>>,
    /// Names of variables with `secret: true`.
    pub(super) secrets: Vec<String>,
    /// Variables that `uses` and `when` name.
    pub(super) used_variables: Vec<SpannedName>,
    /// Variables that `save` assigns.
    pub(super) saved_variables: Vec<SpannedName>,
    /// Variables in the addresses of hosts.
    pub(super) address_variables: Vec<SpannedName>,
    /// Whether the parser supports the plan's shell.
    pub(super) knows_shell: bool,
    /// Variables that a script reads but neither sets nor gets from the shell.
    pub(super) unexplained: Vec<SpannedName>,
    /// The same for scripts on the operator's machine, which get no variables of the plan.
    pub(super) local_names: Vec<SpannedName>,
    /// The longest time of each `wait`.
    pub(super) waits: Vec<(Duration, FileSpan)>,
    /// The `days` of every readable runbook.
    pub(super) entries: Vec<(DayRange, FileSpan)>,
    /// The `days` of phases, weeks and risks.
    pub(super) day_ranges: Vec<(DayRange, FileSpan)>,
}
