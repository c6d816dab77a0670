//! The values of variables: where each comes from, and whether it will do.

use std::collections::BTreeMap;

use regex::Regex;

use crate::app::engine::Command;
use crate::plan::{Plan, Variable};
use crate::port::{SecretSource, Value};
use crate::progress::Walk;
use crate::term::{SHORTEST_SECRET, Secrets};

/// Values that the journal does not hold: given at the start, or secret.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values {
    given: BTreeMap<String, Value>,
    /// Why a secret that was fetched has no value.
    vain: BTreeMap<String, String>,
}

impl Values {
    /// Values given on the command line, in the environment or in a file.
    pub fn given(given: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self {
            given: given.into_iter().collect(),
            vain: BTreeMap::new(),
        }
    }

    /// Takes a value for this run of the program.
    pub fn set(&mut self, name: &str, value: Value) {
        self.given.insert(name.to_owned(), value);
        self.vain.remove(name);
    }

    /// A secret was looked for in vain, for this reason.
    pub(in crate::app) fn set_vain(&mut self, name: &str, why: String) {
        self.vain.insert(name.to_owned(), why);
    }

    /// Why a secret that was looked for has no value.
    pub fn fetch_error(&self, name: &str) -> Option<&str> {
        self.vain.get(name).map(String::as_str)
    }

    /// Forgets a value given at the start, so that the journal's is seen.
    pub fn forget(&mut self, name: &str) {
        self.given.remove(name);
    }

    /// All values given, with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.given.iter()
    }

    /// The secrets among them, to be struck from what is told.
    pub fn secrets(&self) -> Secrets {
        let secret = self.given.values().filter(|value| value.is_secret());
        Secrets::new(secret.map(Value::reveal))
    }

    /// A variable's value: as given, else from the journal, else the plan's default.
    pub fn get(&self, variable: &Variable, walk: &Walk) -> Option<Value> {
        let given = self.given.get(&variable.name).cloned();
        let kept = || walk.variables.get(&variable.name).map(Value::plain);
        let default = || variable.default.as_deref().map(Value::plain);
        given.or_else(kept).or_else(default)
    }

    /// The values of these variables, and the names of those that have none and must have one.
    pub fn resolve(
        &self,
        variables: &[&Variable],
        walk: &Walk,
    ) -> (Vec<(String, Value)>, Vec<String>) {
        let mut found = Vec::new();
        let mut missing = Vec::new();
        for variable in variables {
            match self.get(variable, walk) {
                Some(value) => found.push((variable.name.clone(), value)),
                None if variable.optional && !self.may_be_found(variable) => {}
                None => missing.push(variable.name.clone()),
            }
        }
        (found, missing)
    }

    /// Whether a command of the plan may still tell the value.
    fn may_be_found(&self, variable: &Variable) -> bool {
        variable.from.is_some() && !self.vain.contains_key(&variable.name)
    }
}

/// Whether a value will do for a variable.
///
/// # Errors
/// Says why it will not, and what would.
pub fn validate(variable: &Variable, text: &str) -> Result<Value, String> {
    if text.is_empty() {
        return Err("a value is needed".to_owned());
    }
    if text.contains('\0') {
        return Err("no variable can hold a NUL byte".to_owned());
    }
    if variable.secret && text.trim().chars().count() < SHORTEST_SECRET {
        return Err(format!(
            "a secret shorter than {SHORTEST_SECRET} characters cannot be masked"
        ));
    }
    if let Some(pattern) = &variable.pattern {
        // The plan's patterns were compiled when it was read.
        let whole = Regex::new(&format!("^(?:{pattern})$"));
        if !whole.is_ok_and(|whole| whole.is_match(text)) {
            // The example first: it helps more people than the pattern does.
            let example = variable
                .example
                .as_deref()
                .map_or(String::new(), |text| format!("write it like {text}: "));
            return Err(format!("{example}it must match {pattern}"));
        }
    }
    let value = if variable.secret {
        Value::secret(text)
    } else {
        Value::plain(text)
    };
    Ok(value)
}

/// The variables a step or check needs: those its scripts name, those it lists, and those in
/// the addresses of its hosts, each once, in the plan's order.
pub fn needed<'p>(
    plan: &'p Plan,
    scripts: &[&str],
    uses: &[String],
    hosts: &[String],
) -> Vec<&'p Variable> {
    let addresses = hosts
        .iter()
        .filter_map(|host| plan.host(host))
        .filter_map(|host| host.ssh());
    let mut names: Vec<&str> = uses.iter().map(String::as_str).collect();
    names.extend(addresses.flat_map(crate::plan::address_variables));
    for script in scripts {
        names.extend(
            plan.required_variables(script, &[])
                .iter()
                .map(|variable| variable.name.as_str()),
        );
    }
    plan.variables
        .iter()
        .filter(|variable| names.contains(&variable.name.as_str()))
        .collect()
}

/// What is being fetched, and what waits for it.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Fetching {
    /// By variable, what was last asked for it.
    pub(in crate::app) under_way: BTreeMap<String, SecretSource>,
    /// Decisions that are carried out when nothing is under way any more.
    pub(in crate::app) waiting: Vec<Command>,
    /// Whether they are being carried out: nothing is fetched for them a second time.
    pub(in crate::app) trying: bool,
}

impl Fetching {
    /// Whether anything is being fetched.
    pub(in crate::app) fn is_busy(&self) -> bool {
        !self.under_way.is_empty()
    }
}
