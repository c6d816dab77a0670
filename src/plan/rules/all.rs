//! The list of all rules.

use super::{days, hosts, references, variables};
use crate::plan::{diagnostic::RawDiagnostic, plan_index::PlanIndex, yaml::file::File};

/// A rule: returns diagnostics, each with the index of its file.
type Rule = fn(&PlanIndex, &[File]) -> Vec<(usize, RawDiagnostic)>;

/// All rules, in the order they run.
pub(crate) const ALL: [Rule; 17] = [
    references::ids_are_unique,
    references::ids_are_no_days,
    references::are_known,
    references::have_no_cycle,
    references::stand_before,
    references::guards_are_declared,
    references::waits_end_within_the_plan,
    hosts::are_declared,
    hosts::are_named,
    hosts::are_several,
    hosts::are_one,
    hosts::groups_contain_hosts,
    variables::are_declared,
    variables::in_addresses_are_open,
    variables::in_scripts_are_explained,
    variables::are_not_there_to_get_secrets,
    days::follow_each_other,
];
