//! A value that comes out of a step.

use serde::{Deserialize, Serialize};

use super::pattern;

use crate::plan::yaml::field::Field;

use crate::plan::yaml::fields::Fields;

use crate::plan::yaml::tree::Value;

/// A value that comes out of a step's output, for the steps after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    /// The variable that gets it.
    pub variable: String,
    /// A regular expression, multi-line, whose one group is the value; without one, the trimmed
    /// output is.
    pub pattern: Option<String>,
}

impl Save {
    /// The value that an output holds; none where nothing in it matches.
    pub fn find<'o>(&self, output: &'o str) -> Option<&'o str> {
        let Some(pattern) = &self.pattern else {
            return Some(output.trim());
        };
        // A plan whose patterns do not compile is not opened.
        let pattern = pattern::in_output(pattern).ok()?;
        Some(pattern.captures(output)?.get(1)?.as_str())
    }
}

/// Reads `save: NAME` or `save: {name: NAME, match: REGEX}`.
pub(super) fn read(field: Field) -> Option<Save> {
    let node = field.node()?;
    if !matches!(node.value, Value::Mapping(_)) {
        let variable = read_name(field)?;
        return Some(Save {
            variable,
            pattern: None,
        });
    }
    Fields::read(node, "`save`", field.page(), |fields| {
        let variable = read_name(fields.required("name"));
        let pattern = pattern::read_part(fields.required("match"));
        Some(Save {
            variable: variable?,
            pattern: Some(pattern?),
        })
    })
}

fn read_name(field: Field) -> Option<String> {
    let mention = field.mention()?;
    let name = mention.name.clone();
    field.page().notes().saved_variables.push(mention);
    Some(name)
}
