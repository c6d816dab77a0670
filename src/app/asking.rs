//! Hosts that ask the operator something in their panes.

use super::work::Work;
use crate::port::Link;

/// The hosts that ask something, a password or whether a key is the right one, and what.
pub fn asking(work: &Work) -> impl Iterator<Item = (&str, &str)> {
    let connecting = work.links.iter().filter_map(|(host, link)| match link {
        Link::Asking(question) => Some((host.as_str(), question.as_str())),
        _ => None,
    });
    let hidden = work.fronts.iter().filter(|(_, front)| front.hides_keys);
    connecting.chain(hidden.map(|(host, front)| (host.as_str(), front.command.as_str())))
}
