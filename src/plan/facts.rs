//! The facts that an operator's trust in a plan covers.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{
    Address, Check, Condition, Expectation, FileCopy, Guard, Host, Plan, Procedure, Step, Variable,
    digest::FramedHash, fill_declared, variable_refs,
};

/// The facts of a plan that trust covers. daymark asks for trust again when any of them changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(pub Vec<Fact>);

/// One property of a host, a variable, a guard, a step or a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its owner: `plan`, `host web01`, `variable KEY`, `guard market`, `step install`, `check load`.
    pub of: String,
    /// The owner's title. It is shown, and not compared.
    #[serde(default)]
    pub title: String,
    /// The section that lists it when daymark asks for trust. It is not compared.
    pub part: Part,
    /// The property, such as `address`, `as` or `run`. Several facts of an owner may have the same
    /// name.
    pub name: String,
    /// The value. Empty if only the digest is kept. In a copied file, bytes that are not UTF-8 are
    /// written as `<FF>`.
    pub text: String,
    /// SHA-256 of a copied file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// A section of the facts shown when daymark asks for trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Hosts reached over ssh.
    Hosts,
    /// Scripts and commands that run on the operator's machine.
    Here,
    /// Scripts that run elsewhere as another user, in production or with danger, or that decide
    /// what runs on the operator's machine.
    Elsewhere,
    /// Facts that are compared, and shown only if they change.
    Unlisted,
}

/// A difference between the trusted facts and the plan's facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'f> {
    /// The plan has a new fact.
    Added(&'f Fact),
    /// The plan no longer has a trusted fact.
    Removed(&'f Fact),
    /// The value changed: the trusted fact, then the new one.
    Changed(&'f Fact, &'f Fact),
}

impl Change<'_> {
    /// Returns the plan's fact, or the trusted one if the plan no longer has it.
    pub fn fact(&self) -> &Fact {
        match self {
            Self::Added(fact) | Self::Removed(fact) | Self::Changed(_, fact) => fact,
        }
    }
}

impl Facts {
    /// Returns the facts of a plan. Values entered by the operator are excluded.
    pub fn of(plan: &Plan) -> Self {
        let mut gatherer = Gatherer {
            plan,
            facts: Vec::new(),
            used: BTreeSet::new(),
            addressed: BTreeSet::new(),
        };
        gatherer.plan();
        plan.hosts.iter().for_each(|host| gatherer.host(host));
        for variable in &plan.variables {
            gatherer.commands(variable);
        }
        plan.guards.iter().for_each(|guard| gatherer.guard(guard));
        for procedure in plan.procedures() {
            let before = procedure.before().iter();
            before.for_each(|check| gatherer.check("check", check));
            procedure
                .steps()
                .iter()
                .for_each(|step| gatherer.step(step));
            let checks = procedure.checks().iter();
            checks.for_each(|check| gatherer.check("check", check));
        }
        gatherer.values();
        Self(gatherer.facts)
    }

    /// Returns the differences from `self` to `new`, grouped by owner. The order of owners and
    /// their titles are ignored.
    pub fn changes<'f>(&'f self, new: &'f Self) -> Vec<Change<'f>> {
        let mut old: HashMap<_, &Fact> = keyed(&self.0).collect();
        let mut changes = Vec::new();
        for (key, fact) in keyed(&new.0) {
            match old.remove(&key) {
                None => changes.push(Change::Added(fact)),
                Some(before) if before.says(fact) => {}
                Some(before) => changes.push(Change::Changed(before, fact)),
            }
        }
        let gone = keyed(&self.0).filter(|(key, _)| old.contains_key(key));
        changes.extend(gone.map(|(_, fact)| Change::Removed(fact)));
        let mut owners: HashMap<&str, usize> = HashMap::new();
        for fact in new.0.iter().chain(&self.0) {
            let next = owners.len();
            owners.entry(&fact.of).or_insert(next);
        }
        changes.sort_by_key(|change| owners.get(change.fact().of.as_str()));
        changes
    }

    /// Returns SHA-256 over all facts, in hexadecimal.
    pub fn digest(&self) -> String {
        let mut frames = FramedHash::default();
        for fact in &self.0 {
            for part in [&fact.of, &fact.name, &fact.text] {
                frames.add(part.as_bytes());
            }
            frames.add(fact.sha256.as_deref().unwrap_or_default().as_bytes());
        }
        frames.finish()
    }
}

impl Fact {
    fn says(&self, other: &Self) -> bool {
        self.text == other.text && self.sha256 == other.sha256
    }
}

/// Returns each fact with its key: owner, name, and its number among facts of that owner and name.
fn keyed(facts: &[Fact]) -> impl Iterator<Item = ((&str, &str, usize), &Fact)> {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    facts.iter().map(move |fact| {
        let number = seen.entry((&fact.of, &fact.name)).or_default();
        *number += 1;
        ((fact.of.as_str(), fact.name.as_str(), *number), fact)
    })
}

/// The owner of facts, and the section that lists them.
#[derive(Clone, Copy)]
struct Owner<'o> {
    of: &'o str,
    title: &'o str,
    part: Part,
}

/// The hosts, user and shells of a script.
struct Terms<'t> {
    /// The prefix of its facts' names: `when ` for the first condition of a step.
    prefix: &'t str,
    hosts: &'t [String],
    user: Option<&'t str>,
    /// Commands that open the shells the script runs in, outermost first.
    inside: &'t [String],
    danger: Option<&'t str>,
    /// Whether the script decides what runs on the operator's machine.
    decides: bool,
}

/// The facts collected so far.
struct Gatherer<'p> {
    plan: &'p Plan,
    facts: Vec<Fact>,
    /// The variables that scripts on the operator's machine get.
    used: BTreeSet<&'p str>,
    /// The variables in the addresses of hosts.
    addressed: BTreeSet<&'p str>,
}

impl<'p> Gatherer<'p> {
    fn add(&mut self, owner: Owner<'_>, name: impl Into<String>, text: impl Into<String>) {
        self.facts.push(Fact {
            of: owner.of.to_owned(),
            title: owner.title.to_owned(),
            part: owner.part,
            name: name.into(),
            text: text.into(),
            sha256: None,
        });
    }

    fn optional(&mut self, owner: Owner<'_>, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.add(owner, name, text);
        }
    }

    /// Adds the plan's facts. The id is one of them because the keyring stores secrets under it.
    fn plan(&mut self) {
        let owner = unlisted("plan");
        self.add(owner, "id", &self.plan.id);
        self.add(owner, "shell", &self.plan.shell);
    }

    fn host(&mut self, host: &'p Host) {
        let of = format!("host {}", host.name);
        let mut owner = unlisted(&of);
        match &host.address {
            Address::Local => self.add(owner, "address", "this machine"),
            Address::Group(members) => self.add(owner, "group", members.join(", ")),
            Address::Ssh(address) => {
                owner.part = Part::Hosts;
                self.addressed
                    .extend(variable_refs::address_variables(address));
                self.add(owner, "address", self.with_defaults(address));
            }
        }
        if host.production {
            self.add(owner, "production", "yes");
        }
        self.optional(owner, "shell", host.shell.as_deref());
    }

    /// Returns an address as written, and with the defaults of its variables filled in.
    fn with_defaults(&self, address: &str) -> String {
        let default = |name: &str| self.plan.variable(name)?.default.clone();
        let filled = fill_declared(address, default);
        if filled == address {
            filled
        } else {
            format!("{address}, by default {filled}")
        }
    }

    fn commands(&mut self, variable: &'p Variable) {
        let of = format!("variable {}", variable.name);
        let mut owner = unlisted(&of);
        if variable.secret {
            self.add(owner, "secret", "yes");
        }
        owner.title = &variable.name;
        owner.part = Part::Here;
        let commands = [
            ("from", &variable.from),
            ("generate", &variable.generate),
            ("keep", &variable.keep),
        ];
        for (name, command) in commands {
            self.optional(owner, name, command.as_deref());
        }
    }

    fn check(&mut self, kind: &str, check: &'p Check) {
        let of = format!("{kind} {}", check.id);
        let owner = self.owner(&of, &check.text, &check.hosts);
        self.asking(owner, check, false);
    }

    /// Adds a guard. The guard of a local step decides what runs locally, on any host it runs on.
    fn guard(&mut self, guard: &'p Guard) {
        let of = format!("guard {}", guard.name);
        let check = &guard.check;
        let owner = self.owner(&of, &check.text, &check.hosts);
        let mut steps = self.plan.procedures().flat_map(Procedure::steps);
        let decides =
            steps.any(|step| step.guards.contains(&guard.name) && self.is_here(&step.hosts));
        self.asking(owner, check, decides);
        if decides {
            self.expectation(owner, &check.expect);
        }
    }

    /// Adds where a check or guard runs. The script is added if it runs locally or decides what
    /// does.
    fn asking(&mut self, owner: Owner<'_>, check: &'p Check, decides: bool) {
        self.terms(
            owner,
            &Terms {
                prefix: "",
                hosts: &check.hosts,
                user: check.user.as_deref(),
                inside: &[],
                danger: None,
                decides: decides && owner.part != Part::Here,
            },
        );
        match &check.run {
            Some(run) if owner.part == Part::Here => {
                self.script(owner, "run", run, &check.uses);
                self.uses(owner, &check.uses);
            }
            Some(run) if decides => self.add(owner, "run", run),
            _ => {}
        }
    }

    /// Adds the parts of an expectation that differ from the default.
    fn expectation(&mut self, owner: Owner<'_>, expect: &Expectation) {
        let usual = Expectation::default();
        let joined = |statuses: &[i32]| {
            let statuses: Vec<String> = statuses.iter().map(i32::to_string).collect();
            statuses.join(", ")
        };
        let number = |number: Option<f64>| number.map(|number| number.to_string());
        let exit = (expect.exit != usual.exit).then(|| joined(&expect.exit));
        let warns = (expect.warns != usual.warns).then(|| joined(&expect.warns));
        for (name, text) in [
            ("exit", exit),
            ("warns", warns),
            ("expect", expect.matches.clone()),
            ("expect_not", expect.not_matches.clone()),
            ("at_most", number(expect.at_most)),
            ("at_least", number(expect.at_least)),
        ] {
            self.optional(owner, name, text.as_deref());
        }
    }

    fn step(&mut self, step: &'p Step) {
        let of = format!("step {}", step.id);
        let owner = self.owner(&of, &step.title, &step.hosts);
        self.terms(
            owner,
            &Terms {
                prefix: "",
                hosts: &step.hosts,
                user: step.user.as_deref(),
                inside: &step.inside,
                danger: step.danger.as_deref(),
                decides: false,
            },
        );
        for (number, condition) in step.when.iter().enumerate() {
            let name = match number {
                0 => "when".to_owned(),
                _ => format!("when {}", number + 1),
            };
            self.condition(owner, &name, step, condition);
        }
        if owner.part != Part::Here {
            return;
        }
        self.optional(owner, "shell", step.shell.as_deref());
        if step.in_shell {
            self.add(owner, "in_shell", "yes");
        }
        let scripts = [
            ("unless", step.unless.as_deref()),
            ("run", step.script()),
            ("undo", step.undo.as_deref()),
        ];
        for (name, script) in scripts {
            if let Some(script) = script {
                self.script(owner, name, script, &step.uses);
            }
        }
        for opener in &step.inside {
            self.reach(opener, &step.uses);
        }
        self.uses(owner, &step.uses);
        if !step.guards.is_empty() {
            self.add(owner, "guards", step.guards.join(", "));
        }
        for file in step.files() {
            self.copy(owner, step, file);
        }
    }

    /// Adds a condition that runs locally or decides what runs locally. `name` includes its number
    /// in the step, so that two conditions cannot be swapped unnoticed.
    fn condition(
        &mut self,
        mut owner: Owner<'_>,
        name: &str,
        step: &'p Step,
        condition: &'p Condition,
    ) {
        match condition {
            Condition::Script { hosts, user, run } => {
                let hosts = if hosts.is_empty() { &step.hosts } else { hosts };
                let here = self.is_here(hosts);
                let decides = owner.part == Part::Here;
                owner.part = if here { Part::Here } else { Part::Elsewhere };
                self.terms(
                    owner,
                    &Terms {
                        prefix: &format!("{name} "),
                        hosts,
                        user: user.as_deref(),
                        inside: &[],
                        danger: None,
                        decides,
                    },
                );
                if here {
                    self.script(owner, name, run, &step.uses);
                } else if decides {
                    self.add(owner, name, run);
                }
            }
            Condition::Variable { name: variable, is } if owner.part == Part::Here => {
                self.used.insert(variable);
                let is = is.as_deref();
                let is = is.map_or("has a value".to_owned(), |is| format!("matches {is}"));
                self.add(
                    owner,
                    format!("{name} variable"),
                    format!("${variable} {is}"),
                );
            }
            Condition::Step { id, is } if owner.part == Part::Here => {
                let is = format!("{id} is {}", is.word());
                self.add(owner, format!("{name} step"), is);
            }
            Condition::Variable { .. } | Condition::Step { .. } => {}
        }
    }

    /// Adds where something runs. These facts are listed only if they say more than the section
    /// they are listed in.
    fn terms(&mut self, owner: Owner<'_>, terms: &Terms<'_>) {
        let name = |name: &str| format!("{}{name}", terms.prefix);
        let in_production = |host: &String| self.is_production(host);
        let is_listed = terms.decides
            || terms.user.is_some()
            || terms.danger.is_some()
            || !terms.inside.is_empty()
            || terms.hosts.iter().any(in_production)
            || owner.part == Part::Here && terms.hosts.len() > 1;
        if !terms.hosts.is_empty() {
            let host = |host: &String| {
                let sign = if self.is_production(host) {
                    " (production)"
                } else {
                    ""
                };
                format!("{host}{sign}")
            };
            let hosts: Vec<String> = terms.hosts.iter().map(host).collect();
            let part = if is_listed {
                owner.part
            } else {
                Part::Unlisted
            };
            self.add(Owner { part, ..owner }, name("on"), hosts.join(", "));
        }
        self.optional(owner, &name("as"), terms.user);
        self.optional(owner, &name("danger"), terms.danger);
        for opener in terms.inside {
            self.add(owner, name("inside"), opener);
        }
    }

    /// Adds a script that runs locally.
    fn script(&mut self, owner: Owner<'_>, name: &str, script: &'p str, uses: &[String]) {
        self.reach(script, uses);
        self.add(owner, name, script);
    }

    /// Notes the variables that a local script gets.
    fn reach(&mut self, script: &str, uses: &[String]) {
        let variables = self.plan.required_variables(script, uses).into_iter();
        self.used.extend(variables.map(|found| found.name.as_str()));
    }

    fn uses(&mut self, owner: Owner<'_>, uses: &[String]) {
        if !uses.is_empty() {
            self.add(owner, "uses", uses.join(", "));
        }
    }

    fn copy(&mut self, owner: Owner<'_>, step: &Step, file: &'p FileCopy) {
        let text = std::str::from_utf8(&file.content).ok();
        if let Some(text) = text.filter(|_| file.fill) {
            self.reach(text, &step.uses);
        }
        let owned = file.owner.iter().map(|owner| format!(", owner {owner}"));
        let owned: String = owned.collect();
        let filled = if file.fill {
            ", variables filled in"
        } else {
            ""
        };
        let backup = if file.backup { "" } else { ", no backup" };
        let text = format!(
            "{}, mode {:04o}{owned}{filled}{backup}",
            file.from, file.mode
        );
        self.add(owner, format!("copy to {}", file.to), text);
        let shown = file.shown().unwrap_or_default();
        self.add(owner, format!("content of {}", file.to), shown);
        if let Some(fact) = self.facts.last_mut() {
            fact.sha256 = Some(file.digest.clone());
        }
    }

    /// Adds the sources of the values that reach a local script or an address.
    fn values(&mut self) {
        for variable in &self.plan.variables {
            let is_used = self.used.contains(variable.name.as_str());
            if !is_used && !self.addressed.contains(variable.name.as_str()) {
                continue;
            }
            let of = format!("variable {}", variable.name);
            let mut owner = unlisted(&of);
            // The fact of an address includes the defaults.
            if is_used {
                owner.title = &variable.name;
                owner.part = Part::Here;
                self.optional(owner, "default", variable.default.as_deref());
            }
            self.optional(owner, "match", variable.pattern.as_deref());
            for step in self.plan.procedures().flat_map(Procedure::steps) {
                let save = step.save.as_ref();
                if save.is_some_and(|save| save.variable == variable.name) {
                    self.add(owner, "saved by", &step.id);
                }
            }
        }
    }

    fn owner<'o>(&self, of: &'o str, title: &'o str, hosts: &[String]) -> Owner<'o> {
        let part = if self.is_here(hosts) {
            Part::Here
        } else {
            Part::Elsewhere
        };
        Owner { of, title, part }
    }

    fn is_here(&self, hosts: &[String]) -> bool {
        let local = |host: &Host| host.address == Address::Local;
        hosts
            .iter()
            .any(|name| self.plan.host(name).is_some_and(local))
    }

    fn is_production(&self, host: &str) -> bool {
        self.plan.host(host).is_some_and(|host| host.production)
    }
}

fn unlisted(of: &str) -> Owner<'_> {
    Owner {
        of,
        title: "",
        part: Part::Unlisted,
    }
}
