//! Reading days: those of a day file, and stretches that must be days of the plan.

use super::DayRange;

use crate::plan::yaml::field::Field;

use crate::plan::yaml::tree::Node;

/// The days of a day file.
pub(super) fn entry(field: Field) -> Option<DayRange> {
    let node = field.node()?;
    let days = read(field, node)?;
    let spot = field.page().spot(&node.span);
    field.page().notes().entries.push((days, spot));
    Some(days)
}

/// A list of days and runs of days, which must be days of the plan.
pub(super) fn list(field: Field) -> Vec<DayRange> {
    field.list("a list of days such as `[3, 5-6]`", |node| {
        one_of(field, node)
    })
}

/// Days that must be days of the plan.
pub(super) fn one(field: Field) -> Option<DayRange> {
    field.node().and_then(|node| one_of(field, node))
}

fn one_of(field: Field, node: &Node) -> Option<DayRange> {
    let days = read(field, node)?;
    let spot = field.page().spot(&node.span);
    field.page().notes().stretches.push((days, spot));
    Some(days)
}

fn read(field: Field, node: &Node) -> Option<DayRange> {
    let days = node
        .scalar()
        .and_then(|scalar| DayRange::parse(&scalar.text));
    if days.is_none() {
        field.wrong_value(node, "days such as `3` or `3-4`");
    }
    days
}
