//! Hosts that ask the operator something in their panes.

use crate::app::engine::Engine;
use crate::port::ConnectionState;

/// The hosts that ask something, a password or whether a key is the right one, and what.
pub fn asking(work: &Engine) -> impl Iterator<Item = (&str, &str)> {
    let connecting = work.links.iter().filter_map(|(host, link)| match link {
        ConnectionState::Asking(question) => Some((host.as_str(), question.as_str())),
        _ => None,
    });
    let hidden = work.foreground.iter().filter(|(_, front)| front.hides_keys);
    connecting.chain(hidden.map(|(host, front)| (host.as_str(), front.command.as_str())))
}
