//! The plan as a whole.

use super::{Check, Entry, Host, Phase, Recurring, Risk, Step, Variable, Week};

/// A deployment plan: everything its folder says, read and found sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Kebab-case name that walks of this plan are kept under.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The shell its scripts are written for, such as `bash`.
    pub shell: String,
    /// Hosts, in the order the plan declares them.
    pub hosts: Vec<Host>,
    /// Variables, in the order the plan declares them.
    pub variables: Vec<Variable>,
    /// Weeks, by first day.
    pub weeks: Vec<Week>,
    /// Phases, by first day.
    pub phases: Vec<Phase>,
    /// Entries, by first day; together they cover day 1 to [`Plan::last_day`] without a gap.
    pub entries: Vec<Entry>,
    /// What may go wrong, as the author saw it.
    pub risks: Vec<Risk>,
    /// Work that comes again, during the plan and after it.
    pub recurring: Vec<Recurring>,
    /// What the author asks for right after reading.
    pub next_actions: Vec<String>,
    /// SHA-256 over all files of the plan, in hexadecimal.
    pub digest: String,
}

impl Plan {
    /// The highest day number.
    pub fn last_day(&self) -> u32 {
        self.entries.last().map_or(0, |entry| entry.days.last)
    }

    /// The entry that holds this day.
    pub fn entry_of(&self, day: u32) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.days.holds(day))
    }

    /// A host by name.
    pub fn host(&self, name: &str) -> Option<&Host> {
        self.hosts.iter().find(|host| host.name == name)
    }

    /// A variable by name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// A step by its id, with the entry it stands in.
    pub fn step(&self, id: &str) -> Option<(&Entry, &Step)> {
        self.entries.iter().find_map(|entry| {
            let step = entry.steps.iter().find(|step| step.id == id)?;
            Some((entry, step))
        })
    }

    /// A check by its id, with the entry it stands in.
    pub fn check(&self, id: &str) -> Option<(&Entry, &Check)> {
        self.entries.iter().find_map(|entry| {
            let check = entry.checks.iter().find(|check| check.id == id)?;
            Some((entry, check))
        })
    }

    /// The phase that holds an entry's first day.
    pub fn phase_of(&self, entry: &Entry) -> Option<&Phase> {
        self.phases
            .iter()
            .find(|phase| phase.days.holds(entry.days.first))
    }

    /// The week that holds an entry's first day.
    pub fn week_of(&self, entry: &Entry) -> Option<&Week> {
        self.weeks
            .iter()
            .find(|week| week.days.holds(entry.days.first))
    }

    /// Every id of a step or check, in plan order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(|entry| {
            let steps = entry.steps.iter().map(|step| step.id.as_str());
            steps.chain(entry.checks.iter().map(|check| check.id.as_str()))
        })
    }
}
