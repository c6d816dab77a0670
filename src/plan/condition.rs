//! When a step is done at all.

use serde::{Deserialize, Serialize};

use super::{
    field::Field,
    fields::Fields,
    notes::Wanted,
    page::Page,
    pattern,
    script::{self, Shell},
    tree::Node,
    words::listed,
    work,
};

/// What must be so for a step to be done; where it is not, the step is skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// A variable has a value.
    Variable {
        /// The variable.
        name: String,
        /// A regular expression that the whole value must match.
        is: Option<String>,
    },
    /// A script succeeds.
    Asked {
        /// Where it is asked, groups already spread; empty for the host the step is to run on.
        hosts: Vec<String>,
        /// The user it runs as: its own `as`, else the step's.
        user: Option<String>,
        /// The script.
        run: String,
    },
    /// Another step has come to this.
    Step {
        /// The step's id.
        id: String,
        /// What must have become of it.
        is: Was,
    },
}

/// What can have become of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Was {
    /// It passed.
    Passed,
    /// It was left out.
    Skipped,
    /// It failed.
    Failed,
    /// It was taken back.
    Undone,
}

impl Was {
    /// The word the plan uses.
    pub fn word(self) -> &'static str {
        match self {
            Was::Passed => "passed",
            Was::Skipped => "skipped",
            Was::Failed => "failed",
            Was::Undone => "undone",
        }
    }
}

/// Reads `when` of a step that runs as `user`: one condition, or a list of them.
pub(super) fn read_all(field: Field, user: Option<&str>) -> Vec<Condition> {
    let page = field.page();
    field.one_or_each("a condition or a list of them", |node| {
        read(node, page, user)
    })
}

fn read<'p>(node: &'p Node<'p>, page: Page<'p>, user: Option<&str>) -> Option<Condition> {
    Fields::read(node, "a condition", page, |fields| {
        let kinds = ["variable", "run", "step"];
        let given: Vec<&str> = kinds.into_iter().filter(|kind| fields.has(kind)).collect();
        match given.as_slice() {
            ["variable"] => read_variable(fields),
            ["run"] => read_asked(fields, user),
            ["step"] => read_step(fields),
            _ => {
                fields.know(&kinds);
                fields.know(&["is", "on", "as"]);
                let message = format!("a condition has exactly one of {}", listed(&kinds));
                page.error("condition-kind", &fields.head(), message);
                None
            }
        }
    })
}

fn read_variable(fields: &mut Fields) -> Option<Condition> {
    let name = work::variable(fields.get("variable"));
    let is = pattern::read_whole(fields.get("is"));
    Some(Condition::Variable { name: name?, is })
}

fn read_asked(fields: &mut Fields, user: Option<&str>) -> Option<Condition> {
    let hosts = work::hosts(fields, false);
    let own = fields.get("as").text();
    let run = script::read(fields.get("run"), Shell::Fresh);
    Some(Condition::Asked {
        hosts,
        user: own.or_else(|| user.map(str::to_owned)),
        run: run?,
    })
}

fn read_step(fields: &mut Fields) -> Option<Condition> {
    let id = fields.get("step").reference(Wanted::Step);
    let is = read_was(fields.need("is"));
    Some(Condition::Step { id: id?, is: is? })
}

fn read_was(field: Field) -> Option<Was> {
    let node = field.node()?;
    let all = [Was::Passed, Was::Skipped, Was::Failed, Was::Undone];
    let written = node.scalar().map(|scalar| scalar.text.as_ref());
    let was = all.into_iter().find(|was| Some(was.word()) == written);
    if was.is_none() {
        field.wrong_value(node, "`passed`, `skipped`, `failed` or `undone`");
    }
    was
}
