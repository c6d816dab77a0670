//! Fingerprints of a plan.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::{Address, Plan, Source};

/// SHA-256 over all files, in hexadecimal: by path, each path and content with its length before it.
pub(super) fn digest(sources: &[Source]) -> String {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by_key(|source| &source.path);
    let mut frames = Frames::default();
    for source in sorted {
        frames.add(source.path.as_bytes());
        frames.add(&source.bytes);
    }
    frames.finish()
}

/// SHA-256 over what the operator's trust is asked for, in hexadecimal: everything that would run on
/// a `local` host or for a secret, and the address of every host as written. The order of steps does not count.
pub fn trust_digest(plan: &Plan) -> String {
    let mut frames = Frames::default();
    frames.add(plan.shell.as_bytes());
    for host in &plan.hosts {
        frames.add(host.name.as_bytes());
        match &host.address {
            Address::Local => frames.add(b"local"),
            Address::Ssh(address) => frames.add(format!("ssh {address}").as_bytes()),
            Address::Group(members) => {
                frames.add(format!("group {}", members.join(" ")).as_bytes());
            }
        }
    }
    for (user, script) in local_scripts(plan) {
        frames.add(user.unwrap_or_default().as_bytes());
        frames.add(script.as_bytes());
    }
    for variable in &plan.variables {
        for command in variable.commands() {
            frames.add(variable.name.as_bytes());
            frames.add(command.as_bytes());
        }
    }
    frames.finish()
}

/// Every script that would run on a local host, and the user it would run as.
fn local_scripts(plan: &Plan) -> BTreeSet<(Option<&str>, &str)> {
    let is_local = |name: &String| {
        plan.host(name)
            .is_some_and(|host| host.address == Address::Local)
    };
    let mut scripts = BTreeSet::new();
    for entry in &plan.entries {
        for step in entry
            .steps
            .iter()
            .filter(|step| step.hosts.iter().any(is_local))
        {
            let all = [step.script(), step.unless.as_deref(), step.undo.as_deref()];
            scripts.extend(
                all.into_iter()
                    .flatten()
                    .map(|script| (step.user.as_deref(), script)),
            );
        }
        for check in entry
            .checks
            .iter()
            .filter(|check| check.hosts.iter().any(is_local))
        {
            scripts.extend(
                check
                    .run
                    .iter()
                    .map(|script| (check.user.as_deref(), script.as_str())),
            );
        }
    }
    scripts
}

/// A hash over parts that cannot run into each other.
#[derive(Default)]
struct Frames(Sha256);

impl Frames {
    fn add(&mut self, part: &[u8]) {
        self.0
            .update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(part);
    }

    fn finish(self) -> String {
        self.0
            .finalize()
            .iter()
            .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    }
}
