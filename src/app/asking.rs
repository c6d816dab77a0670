//! Hosts that ask the operator something in their panes.

use crate::app::engine::Engine;
use crate::port::ConnectionState;

/// The hosts that ask something, a password or whether a key is the right one, and what.
pub fn asking(work: &Engine) -> impl Iterator<Item = (&str, &str)> {
    let hosts = work.hosts();
    let connecting = hosts.connections().filter_map(|(host, link)| match link {
        ConnectionState::Asking(question) => Some((host, question.as_str())),
        _ => None,
    });
    let hidden = hosts.foregrounds().filter(|(_, front)| front.hides_keys);
    connecting.chain(hidden.map(|(host, front)| (host, front.command.as_str())))
}
