//! From what `on` says to the hosts that are meant.

use super::{Address, Host};

/// The hosts that `on` means: groups spread, each host once, in the order written. What `runs`
/// something without an `on` means the plan's one host.
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
