//! The list of all rules.

use super::{days, groups, guards, hosts, ids, references, variables, waits};
use crate::plan::yaml::file::File;
use crate::plan::{finding::RawDiagnostic, plan_index::PlanIndex};

/// A rule: what it finds wrong, and in which file.
type Rule = fn(&PlanIndex, &[File]) -> Vec<(usize, RawDiagnostic)>;

/// All of them.
pub(crate) const ALL: [Rule; 17] = [
    ids::are_unique,
    ids::are_no_days,
    references::are_known,
    references::have_no_cycle,
    references::stand_before,
    guards::are_declared,
    waits::end_within_the_plan,
    hosts::are_declared,
    hosts::are_named,
    hosts::are_several,
    hosts::are_one,
    groups::hold_hosts,
    variables::are_declared,
    variables::in_addresses_are_open,
    variables::in_scripts_are_explained,
    variables::are_not_there_to_get_secrets,
    days::follow_each_other,
];
