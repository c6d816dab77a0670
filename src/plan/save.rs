//! A value that comes out of a step.

use super::{field::Field, fields::Fields, pattern, tree::Value};

/// A value that comes out of a step's output, for the steps after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// The variable that gets it.
    pub variable: String,
    /// A regular expression, multi-line, whose one group is the value; without one, the trimmed
    /// output is.
    pub pattern: Option<String>,
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
        let variable = read_name(fields.need("name"));
        let pattern = pattern::read_part(fields.need("match"));
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
