//! The values of variables: their sources, and their validation.

use std::collections::BTreeMap;

use regex::Regex;

use crate::app::engine::Command;
use crate::plan::{Plan, Variable};
use crate::port::{SecretSource, Value};
use crate::progress::Walk;
use crate::term::{SHORTEST_SECRET, Secrets};

/// Values that the journal does not contain: given at the start, or secret.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values {
    given: BTreeMap<String, Value>,
    /// The reason why a secret could not be fetched.
    vain: BTreeMap<String, String>,
}

impl Values {
    /// Returns values from the command line, the environment or a file.
    pub fn given(given: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self {
            given: given.into_iter().collect(),
            vain: BTreeMap::new(),
        }
    }

    /// Sets a value for this session.
    pub fn set(&mut self, name: &str, value: Value) {
        self.given.insert(name.to_owned(), value);
        self.vain.remove(name);
    }

    /// Sets the reason why a secret could not be fetched.
    pub(in crate::app) fn set_vain(&mut self, name: &str, why: String) {
        self.vain.insert(name.to_owned(), why);
    }

    /// Returns the reason why a secret could not be fetched.
    pub fn fetch_error(&self, name: &str) -> Option<&str> {
        self.vain.get(name).map(String::as_str)
    }

    /// Forgets a value given at the start, so that the journal's value counts.
    pub fn forget(&mut self, name: &str) {
        self.given.remove(name);
    }

    /// Returns all given values with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.given.iter()
    }

    /// Returns the secrets among them, for masking.
    pub fn secrets(&self) -> Secrets {
        let secret = self.given.values().filter(|value| value.is_secret());
        Secrets::new(secret.map(Value::reveal))
    }

    /// Returns a variable's value: the given one, else the journal's, else the plan's default.
    pub fn get(&self, variable: &Variable, walk: &Walk) -> Option<Value> {
        let given = self.given.get(&variable.name).cloned();
        let kept = || walk.variables.get(&variable.name).map(Value::plain);
        let default = || variable.default.as_deref().map(Value::plain);
        given.or_else(kept).or_else(default)
    }

    /// Returns the values of these variables, and the names of those that lack a required value.
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

    /// Returns whether the plan's command may still print the value.
    fn may_be_found(&self, variable: &Variable) -> bool {
        variable.from.is_some() && !self.vain.contains_key(&variable.name)
    }
}

/// Validates a value of a variable.
///
/// # Errors
/// Returns the reason why it is invalid, and an example.
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
            // The example first, because it helps more operators than the pattern does.
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

/// Returns the variables that a step or check needs, each once, in the plan's order. These are
/// named in its scripts, its `uses` or the addresses of its hosts.
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

/// The secrets that are being fetched, and the commands that wait for them.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Fetching {
    /// The source that is running, by variable.
    pub(in crate::app) under_way: BTreeMap<String, SecretSource>,
    /// The commands that run when nothing is being fetched any more.
    pub(in crate::app) waiting: Vec<Command>,
    /// Whether they are running. Nothing is fetched for them a second time.
    pub(in crate::app) trying: bool,
}

impl Fetching {
    /// Returns whether anything is being fetched.
    pub(in crate::app) fn is_busy(&self) -> bool {
        !self.under_way.is_empty()
    }
}
