//! Starting ssh as the operator's own configuration has it.

const CONNECT: &str = include_str!("connect.sh");

/// A program and its arguments, run on this machine, that connects to a host with these words for
/// ssh. What the operator's configuration leaves open of dead links and silent hosts is set.
pub fn connect_command(destination: &str, words: &[String]) -> Vec<String> {
    let shell = ["/bin/sh", "-c", CONNECT, "daymark", destination];
    let shell = shell.into_iter().map(str::to_owned);
    shell.chain(words.iter().cloned()).collect()
}
