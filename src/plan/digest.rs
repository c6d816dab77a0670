//! Fingerprints of a plan.

use sha2::{Digest, Sha256};

use super::{Address, Plan, Source, local_acts, sha256::hexadecimal};

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
    let mut acts = local_acts(plan);
    for act in &mut acts {
        act.title = "";
    }
    acts.sort();
    acts.dedup();
    for act in acts {
        frames.add(act.user.unwrap_or_default().as_bytes());
        frames.add(act.text.as_bytes());
        frames.add(act.content.unwrap_or_default());
    }
    frames.finish()
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
        hexadecimal(self.0)
    }
}
