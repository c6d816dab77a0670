//! What must hold over the whole plan, and not only inside one file.

mod days;
mod groups;
mod hosts;
mod ids;
mod variables;

use super::{file::File, finding::Finding, notes::Notes};

/// A rule: what it finds wrong, and in which file.
type Rule = fn(&Notes, &[File]) -> Vec<(usize, Finding)>;

/// All of them.
pub(super) const ALL: [Rule; 8] = [
    ids::are_unique,
    hosts::are_declared,
    hosts::are_named,
    groups::hold_hosts,
    variables::are_declared,
    variables::in_addresses_are_open,
    variables::in_scripts_are_explained,
    days::follow_each_other,
];
