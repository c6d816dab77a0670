//! Values of variables: the command line overrides the environment, which overrides the file.

use std::collections::BTreeMap;

use super::arguments::Globals;
use super::exit::Exit;
use crate::app::{Values, validate};
use crate::output::complain;
use crate::plan::{Plan, SourceFile, read_values};
use crate::service::read_given;
use crate::text::Printable;

/// The prefix of environment variables that set a variable of the plan.
const PREFIX: &str = "DAYMARK_VAR_";

/// Returns all values given for a plan.
///
/// # Errors
/// After reporting an unknown name, an invalid value, or a secret on the command line.
pub(super) fn given(globals: &Globals, plan: &Plan) -> Result<Values, Exit> {
    let mut texts = from_file(globals, plan)?;
    texts.extend(from_environment(plan)?);
    texts.extend(from_command_line(globals, plan)?);
    let mut values = Vec::new();
    for (name, text) in texts {
        let Some(variable) = plan.variable(&name) else {
            continue;
        };
        match validate(variable, &text) {
            Ok(value) => values.push((name, value)),
            Err(why) => return Err(wrong(&format!("The value of {name} is not valid: {why}"))),
        }
    }
    Ok(Values::given(values))
}

type Texts = BTreeMap<String, String>;

fn from_file(globals: &Globals, plan: &Plan) -> Result<Texts, Exit> {
    let Some(path) = &globals.vars_file else {
        return Ok(Texts::new());
    };
    let bytes =
        read_given(path).map_err(|error| wrong(&format!("{}: {error}", Printable::path(path))))?;
    let source = SourceFile {
        path: path.display().to_string(),
        bytes,
    };
    match read_values(plan, &source) {
        Ok(values) => Ok(values.into_iter().collect()),
        Err(diagnostics) => {
            // The line itself may hold a secret, so it is not printed.
            for diagnostic in diagnostics {
                complain!("{}\n", diagnostic.render(None, false));
            }
            Err(Exit::Usage)
        }
    }
}

fn from_environment(plan: &Plan) -> Result<Texts, Exit> {
    let mut texts = Texts::new();
    for (name, value) in std::env::vars_os() {
        let Some(name) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else {
            continue;
        };
        let Ok(value) = value.into_string() else {
            return Err(wrong(&format!("{PREFIX}{name} is not UTF-8")));
        };
        // The environment may hold values for other plans.
        if plan.variable(name).is_some() {
            texts.insert(name.to_owned(), value);
        }
    }
    Ok(texts)
}

fn from_command_line(globals: &Globals, plan: &Plan) -> Result<Texts, Exit> {
    let mut texts = Texts::new();
    for (name, value) in &globals.variables {
        let Some(variable) = plan.variable(name) else {
            let names = plan.variables.iter().map(|variable| variable.name.as_str());
            let hint = crate::plan::did_you_mean(name, names).unwrap_or_default();
            return Err(wrong(&format!("The plan has no variable {name} {hint}")));
        };
        if variable.secret {
            return Err(wrong(&format!(
                "{name} is a secret, and other users can read a command line: give it as \
                 {PREFIX}{name}, or with --vars-file"
            )));
        }
        texts.insert(name.clone(), value.clone());
    }
    Ok(texts)
}

fn wrong(why: &str) -> Exit {
    complain!("Error: {}", why.trim_end());
    Exit::Usage
}
