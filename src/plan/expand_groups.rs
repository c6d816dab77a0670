//! Expands `on` to hosts: a group becomes its members.

use super::{Address, Check, Condition, Host, PlanParts, Step};

/// Replaces the groups in every `on` of the plan by their members.
pub(super) fn plan(plan: &mut PlanParts) {
    let declared = &plan.hosts;
    for entry in &mut plan.entries {
        checks(declared, &mut entry.before);
        steps(declared, &mut entry.steps);
        checks(declared, &mut entry.checks);
    }
    for phase in &mut plan.phases {
        checks(declared, &mut phase.success);
        if let Some(rollback) = &mut phase.rollback {
            steps(declared, &mut rollback.steps);
            checks(declared, &mut rollback.checks);
        }
    }
    for work in &mut plan.recurring {
        steps(declared, &mut work.steps);
        checks(declared, &mut work.checks);
    }
    checks(
        declared,
        plan.guards.iter_mut().map(|guard| &mut guard.check),
    );
}

fn steps(declared: &[Host], all: &mut [Step]) {
    for step in all {
        step.hosts = hosts(declared, &step.hosts, !step.is_manual());
        for condition in &mut step.when {
            if let Condition::Script { hosts: on, .. } = condition {
                *on = hosts(declared, on, false);
            }
        }
    }
}

fn checks<'c>(declared: &[Host], all: impl IntoIterator<Item = &'c mut Check>) {
    for check in all {
        check.hosts = hosts(declared, &check.hosts, check.run.is_some());
    }
}

/// Expands groups, and keeps each host once, in the order written. If `on` is missing and the item
/// `runs` a script, returns the first host of the plan.
pub(super) fn hosts(declared: &[Host], on: &[String], runs: bool) -> Vec<String> {
    if on.is_empty() {
        let one = declared
            .iter()
            .find(|host| runs && !matches!(host.address, Address::Group(_)));
        return one.map(|host| host.name.clone()).into_iter().collect();
    }
    let mut hosts: Vec<String> = Vec::new();
    for name in on {
        let host = declared.iter().find(|host| host.name == *name);
        let meant = match host.map(|host| &host.address) {
            Some(Address::Group(members)) => members.as_slice(),
            _ => std::slice::from_ref(name),
        };
        for name in meant {
            if !hosts.contains(name) {
                hosts.push(name.clone());
            }
        }
    }
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str, address: Address) -> Host {
        Host {
            name: name.to_owned(),
            address,
            about: None,
            production: false,
            shell: None,
        }
    }

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn groups_are_spread_and_hosts_named_once() {
        let declared = [
            host("a", Address::Local),
            host("b", Address::Local),
            host("both", Address::Group(owned(&["a", "b"]))),
        ];
        let check = |on: &[&str], expect: &[&str]| {
            assert_eq!(hosts(&declared, &owned(on), true), owned(expect), "{on:?}");
        };
        check(&["b"], &["b"]);
        check(&["both"], &["a", "b"]);
        check(&["b", "both"], &["b", "a"]);
    }

    #[test]
    fn only_what_runs_means_the_one_host() {
        let declared = [host("a", Address::Local)];
        assert_eq!(hosts(&declared, &[], true), owned(&["a"]));
        assert_eq!(hosts(&declared, &[], false), owned(&[]));
    }
}
