//! The parts of a plan, and the reader of `plan.yaml`.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    Calendar, Entry, Guard, Host, Phase, Procedure, Recurring, Risk, Variable, Week, calendar,
    check,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    host, id, phase, recurring, shell, variable, variable_refs,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// The parts of a plan, as its files declare them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanParts {
    /// The id in kebab-case. Walks of this plan are stored under it.
    pub id: String,
    /// The title that screens and reports show.
    pub title: String,
    /// The shell that the scripts are written for, such as `bash`.
    pub shell: String,
    /// Hosts, in the order the plan declares them.
    pub hosts: Vec<Host>,
    /// Variables, in the order the plan declares them.
    pub variables: Vec<Variable>,
    /// Checks that run right before steps, in the order the plan declares them.
    pub guards: Vec<Guard>,
    /// The weekdays and dates without work.
    pub calendar: Calendar,
    /// Weeks, by first day.
    pub weeks: Vec<Week>,
    /// Phases, by first day.
    pub phases: Vec<Phase>,
    /// Entries, by first day; together they cover day 1 to [`PlanParts::last_day`] without a gap.
    pub entries: Vec<Entry>,
    /// Risks, in the author's order.
    pub risks: Vec<Risk>,
    /// Recurring work, during the plan and after it.
    pub recurring: Vec<Recurring>,
    /// The actions that the author requests right after reading.
    pub next_actions: Vec<String>,
    /// SHA-256 over all files of the plan, in hexadecimal.
    pub digest: String,
}

/// The position of a procedure in a plan, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) enum Position {
    Entry(usize),
    Success(usize),
    Rollback(usize),
    Recurring(usize),
}

impl PlanParts {
    /// Returns the highest day number, or 0 for a plan without entries.
    pub fn last_day(&self) -> u32 {
        self.entries.last().map_or(0, |entry| entry.days.last)
    }

    /// Returns the entry that includes a day.
    pub fn entry_of(&self, day: u32) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.days.contains(day))
    }

    /// Returns the host with this name.
    pub fn host(&self, name: &str) -> Option<&Host> {
        self.hosts.iter().find(|host| host.name == name)
    }

    /// Returns the variable with this name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// Returns the guard with this name.
    pub fn guard(&self, name: &str) -> Option<&Guard> {
        self.guards.iter().find(|guard| guard.name == name)
    }

    /// Returns every procedure: the entries, each phase's acceptance and rollback, recurring work.
    pub fn procedures(&self) -> impl Iterator<Item = Procedure<'_>> {
        self.positions().map(|(_, procedure)| procedure)
    }

    /// Returns every procedure with its position.
    pub(super) fn positions(&self) -> impl Iterator<Item = (Position, Procedure<'_>)> {
        let entries = (0..self.entries.len()).map(Position::Entry);
        let phases = self.phases.iter().enumerate().flat_map(|(at, phase)| {
            let success = (!phase.success.is_empty()).then_some(Position::Success(at));
            let rollback = phase.rollback.is_some().then_some(Position::Rollback(at));
            success.into_iter().chain(rollback)
        });
        let recurring = (0..self.recurring.len()).map(Position::Recurring);
        let all = entries.chain(phases).chain(recurring);
        all.filter_map(|position| Some((position, self.procedure_at(position)?)))
    }

    /// Returns the procedure at a position.
    pub(super) fn procedure_at(&self, position: Position) -> Option<Procedure<'_>> {
        Some(match position {
            Position::Entry(at) => Procedure::Entry(self.entries.get(at)?),
            Position::Success(at) => Procedure::Success(at + 1, self.phases.get(at)?),
            Position::Rollback(at) => {
                let phase = self.phases.get(at)?;
                Procedure::Rollback(at + 1, phase, phase.rollback.as_ref()?)
            }
            Position::Recurring(at) => Procedure::Recurring(self.recurring.get(at)?),
        })
    }

    /// Returns the variables that a script gets, in the order the plan declares them: those it
    /// names and those in `uses`.
    ///
    /// `$NAME` and `${NAME…}` count even in quotes and here-documents, because a shell started by
    /// the script reads its variables from the environment.
    pub fn required_variables(&self, script: &str, uses: &[String]) -> Vec<&Variable> {
        let referenced: HashSet<&str> = variable_refs::variable_refs(script).collect();
        let is_required = |variable: &&Variable| {
            referenced.contains(variable.name.as_str()) || uses.contains(&variable.name)
        };
        self.variables.iter().filter(is_required).collect()
    }

    /// Returns the phase that includes an entry's first day.
    pub fn phase_of(&self, entry: &Entry) -> Option<&Phase> {
        self.phases
            .iter()
            .find(|phase| phase.days.contains(entry.days.first))
    }

    /// Returns the week that includes an entry's first day.
    pub fn week_of(&self, entry: &Entry) -> Option<&Week> {
        self.weeks
            .iter()
            .find(|week| week.days.contains(entry.days.first))
    }

    /// Returns the ids of all steps and checks, in plan order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.procedures().flat_map(|procedure| {
            let steps = procedure.steps().iter().map(|step| step.id.as_str());
            steps.chain(procedure.all_checks().map(|check| check.id.as_str()))
        })
    }
}

/// The only supported version of the format.
const FORMAT: i64 = 1;

/// The file `plan.yaml`.
pub static PLAN: ObjectFormat = ObjectFormat::new(
    "plan",
    "`plan.yaml`",
    "The file `plan.yaml` of a plan's folder.",
    &[&[
        KeyRecord::new(
            "daymark",
            ValueFormat::Integer(FORMAT, FORMAT),
            "1",
            "The version of the format.",
        )
        .required(),
        KeyRecord::new(
            "id",
            ValueFormat::Id,
            "bakery",
            "The id, which names the folder of its walks. It stays for the life of the plan.",
        )
        .required(),
        KeyRecord::new(
            "title",
            ValueFormat::Text,
            "A bakery goes online",
            "The title.",
        )
        .required(),
        KeyRecord::new(
            "shell",
            ValueFormat::Text,
            "bash",
            "The shell that the scripts are written for.",
        )
        .default("bash"),
        KeyRecord::new(
            "hosts",
            ValueFormat::Map("", &host::HOST),
            "{control: {local: true}, shop: {ssh: root@203.0.113.7}}",
            "The hosts and groups, by name.",
        ),
        KeyRecord::new(
            "variables",
            ValueFormat::Map("^[A-Z][A-Z0-9_]*$", &variable::VARIABLE),
            "{ADDRESS: {ask: The server's address}}",
            "The variables, by name. A name is upper-case letters, digits and `_`, a letter first.",
        ),
        KeyRecord::new(
            "guards",
            ValueFormat::Map("^[a-z0-9]+(-[a-z0-9]+)*$", &check::GUARD),
            "{market: {about: The market is closed, on: control, run: ./is-market-closed}}",
            "The guards, by name.",
        ),
        KeyRecord::new(
            "calendar",
            ValueFormat::Object(&calendar::CALENDAR),
            "{skip: [sat, sun], holidays: [2026-12-25]}",
            "The days without work. Without it, every day is a working day.",
        ),
        KeyRecord::new(
            "weeks",
            ValueFormat::List(&phase::WEEK),
            "[{title: First week, days: 1-5}]",
            "The weeks.",
        ),
        KeyRecord::new(
            "phases",
            ValueFormat::List(&phase::PHASE),
            "[{title: Foundation, days: 1-14, goal: The shop answers.}]",
            "The phases.",
        ),
        KeyRecord::new(
            "risks",
            ValueFormat::List(&phase::RISK),
            "[{risk: The provider loses the server., mitigation: A backup every night.}]",
            "The risks.",
        ),
        KeyRecord::new(
            "recurring",
            ValueFormat::List(&recurring::RECURRING),
            "[{id: read-logs, every: week, do: Read the logs}]",
            "The recurring work.",
        ),
        KeyRecord::new(
            "next_actions",
            ValueFormat::Texts,
            "[Order the domain]",
            "What to do before the first day.",
        ),
    ]],
);

/// Reads `plan.yaml`. The caller adds the entries and the digest later.
pub(super) fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<PlanParts> {
    Fields::read(node, &PLAN, context, |fields| {
        let format = read_format(fields.required("daymark"));
        let id = id::read_plan(fields.required("id"));
        let title = fields.required("title").text();
        let shell = fields
            .optional("shell")
            .text()
            .unwrap_or_else(|| "bash".to_owned());
        context.index().knows_shell = shell::knows(&shell);
        context.index().declared_hosts = Some(Vec::new());
        context.index().declared_variables = Some(Vec::new());
        context.index().declared_guards = Some(Vec::new());
        let hosts = fields
            .optional("hosts")
            .mapping("names of hosts and what they are", |name, span, node| {
                host::read(name, span, node, context)
            });
        let variables = fields.optional("variables").mapping(
            "names of variables and what they are",
            |name, span, node| variable::read(name, span, node, context),
        );
        let guards = fields
            .optional("guards")
            .mapping("names of guards and their scripts", |name, span, node| {
                check::read_guard(name, span, node, context)
            });
        let calendar = calendar::read(fields.optional("calendar"));
        let mut weeks = fields
            .optional("weeks")
            .list("a list of weeks", |item| phase::read_week(item, context));
        weeks.sort_by_key(|week| week.days);
        let mut phases = fields
            .optional("phases")
            .list("a list of phases", |item| phase::read(item, context));
        phases.sort_by_key(|phase| phase.days);
        let risks = fields
            .optional("risks")
            .list("a list of risks", |item| phase::read_risk(item, context));
        let recurring = fields
            .optional("recurring")
            .list("a list of recurring work", |item| {
                recurring::read(item, context)
            });
        let next_actions = fields.optional("next_actions").texts("sentences");
        format?;
        Some(PlanParts {
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
