//! The plan as a whole.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    Calendar, Check, Entry, Guard, Host, Phase, Procedure, Recurring, Risk, Step, Variable, Week,
    calendar, check, host, id, phase, recurring, shell, variable, variable_refs,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// A deployment plan: everything its folder says, read and found sound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// What is asked right before steps, in the order the plan declares it.
    pub guards: Vec<Guard>,
    /// The days on which nobody works.
    pub calendar: Calendar,
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
        self.entries.iter().find(|entry| entry.days.contains(day))
    }

    /// A host by name.
    pub fn host(&self, name: &str) -> Option<&Host> {
        self.hosts.iter().find(|host| host.name == name)
    }

    /// A variable by name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// A guard by name.
    pub fn guard(&self, name: &str) -> Option<&Guard> {
        self.guards.iter().find(|guard| guard.name == name)
    }

    /// Everything that is walked: the entries, each phase's proof of success and way back, and what
    /// comes again.
    pub fn procedures(&self) -> impl Iterator<Item = Procedure<'_>> {
        let phases = self.phases.iter().zip(1..).flat_map(|(phase, number)| {
            let success = (!phase.success.is_empty()).then_some(Procedure::Success(number, phase));
            let rollback = phase.rollback.as_ref();
            let rollback = rollback.map(|rollback| Procedure::Rollback(number, phase, rollback));
            success.into_iter().chain(rollback)
        });
        let entries = self.entries.iter().map(Procedure::Entry);
        entries
            .chain(phases)
            .chain(self.recurring.iter().map(Procedure::Recurring))
    }

    /// What is walked under this id, such as `8-9`, `rollback-1` or the id of recurring work.
    pub fn procedure(&self, id: &str) -> Option<Procedure<'_>> {
        self.procedures().find(|sheet| sheet.id() == id)
    }

    /// A step by its id, with the sheet it stands in.
    pub fn step(&self, id: &str) -> Option<(Procedure<'_>, &Step)> {
        self.procedures().find_map(|sheet| {
            let step = sheet.steps().iter().find(|step| step.id == id)?;
            Some((sheet, step))
        })
    }

    /// A check by its id, with the sheet it stands in.
    pub fn check(&self, id: &str) -> Option<(Procedure<'_>, &Check)> {
        self.procedures().find_map(|sheet| {
            let check = sheet.all_checks().find(|check| check.id == id)?;
            Some((sheet, check))
        })
    }

    /// Returns the variables that a script gets, in the order the plan declares them: those it
    /// names, and those that `uses` adds.
    ///
    /// `$NAME` and `${NAME…}` name a variable also in quotes and here-documents, because a shell
    /// that the script starts takes its variables from the environment.
    pub fn required_variables(&self, script: &str, uses: &[String]) -> Vec<&Variable> {
        let referenced: HashSet<&str> = variable_refs::variable_refs(script).collect();
        let is_required = |variable: &&Variable| {
            referenced.contains(variable.name.as_str()) || uses.contains(&variable.name)
        };
        self.variables.iter().filter(is_required).collect()
    }

    /// The phase that holds an entry's first day.
    pub fn phase_of(&self, entry: &Entry) -> Option<&Phase> {
        self.phases
            .iter()
            .find(|phase| phase.days.contains(entry.days.first))
    }

    /// The week that holds an entry's first day.
    pub fn week_of(&self, entry: &Entry) -> Option<&Week> {
        self.weeks
            .iter()
            .find(|week| week.days.contains(entry.days.first))
    }

    /// Every id of a step or check, in plan order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.procedures().flat_map(|sheet| {
            let steps = sheet.steps().iter().map(|step| step.id.as_str());
            steps.chain(sheet.all_checks().map(|check| check.id.as_str()))
        })
    }
}

/// The one version of the format that this reader knows.
const FORMAT: i64 = 1;

/// Reads `plan.yaml`. Entries and the digest are not in it: they come later.
pub(super) fn read<'p>(node: &'p Node<'p>, page: ReadContext<'p>) -> Option<Plan> {
    Fields::read(node, "`plan.yaml`", page, |fields| {
        let format = read_format(fields.required("daymark"));
        let id = id::read_plan(fields.required("id"));
        let title = fields.required("title").text();
        let shell = fields
            .optional("shell")
            .text()
            .unwrap_or_else(|| "bash".to_owned());
        page.index().knows_shell = shell::knows(&shell);
        page.index().declared_hosts = Some(Vec::new());
        page.index().declared_variables = Some(Vec::new());
        page.index().declared_guards = Some(Vec::new());
        let hosts = fields
            .optional("hosts")
            .mapping("names of hosts and what they are", |name, span, node| {
                host::read(name, span, node, page)
            });
        let variables = fields.optional("variables").mapping(
            "names of variables and what they are",
            |name, span, node| variable::read(name, span, node, page),
        );
        let guards = fields.optional("guards").mapping(
            "names of guards and how they are asked",
            |name, span, node| check::read_guard(name, span, node, page),
        );
        let calendar = calendar::read(fields.optional("calendar"));
        let mut weeks = fields
            .optional("weeks")
            .list("a list of weeks", |item| phase::read_week(item, page));
        weeks.sort_by_key(|week| week.days);
        let mut phases = fields
            .optional("phases")
            .list("a list of phases", |item| phase::read(item, page));
        phases.sort_by_key(|phase| phase.days);
        let risks = fields
            .optional("risks")
            .list("a list of risks", |item| phase::read_risk(item, page));
        let recurring = fields
            .optional("recurring")
            .list("a list of recurring work", |item| {
                recurring::read(item, page)
            });
        let next_actions = fields.optional("next_actions").texts("sentences");
        format?;
        Some(Plan {
            id: id?,
            title: title?,
            shell,
            hosts,
            variables,
            guards,
            calendar,
            weeks,
            phases,
            entries: Vec::new(),
            risks,
            recurring,
            next_actions,
            digest: String::new(),
        })
    })
}

fn read_format(field: Field) -> Option<i64> {
    let format = field.integer(1..i64::MAX)?;
    if format != FORMAT {
        let span = field
            .node()
            .map(|node| node.span.clone())
            .unwrap_or_default();
        let message =
            format!("this plan is written for a newer daymark: format {format}, known is {FORMAT}");
        field.context().error("newer-format", &span, message);
    }
    Some(format)
}
