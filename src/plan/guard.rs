//! What is asked right before a step that names it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Check, check, id};

use crate::plan::yaml::fields::Fields;

use crate::plan::yaml::read_context::ReadContext;

use crate::plan::yaml::tree::Node;

/// A condition on the world, asked right before each step that names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guard {
    /// Its name in the plan.
    pub name: String,
    /// How it is asked; its id is the guard's name.
    pub check: Check,
}

/// Reads one guard of `guards`: its name and how it is asked.
pub(super) fn read<'p>(
    name: &str,
    span: &Range<usize>,
    node: &'p Node<'p>,
    page: ReadContext<'p>,
) -> Option<Guard> {
    let declared = page.mention(name, span);
    id::judge(&declared, "the name of a guard", page);
    page.notes()
        .declared_guards
        .get_or_insert_default()
        .push(declared);
    Fields::read(node, "a guard", page, |fields| {
        let check = check::read_guard(name, fields);
        Some(Guard {
            name: name.to_owned(),
            check,
        })
    })
}
