//! The real program on a real terminal, on this machine and on a real host.
//!
//! Each test has a home, a plan, and if it wants one an sshd of its own, all of which go with it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

#[path = "stage/mod.rs"]
mod stage;

#[path = "endtoend/asking.rs"]
mod asking;
#[path = "endtoend/disk.rs"]
mod disk;
#[path = "endtoend/following.rs"]
mod following;
#[path = "endtoend/full_disk.rs"]
mod full_disk;
#[path = "endtoend/keyboard.rs"]
mod keyboard;
#[path = "endtoend/killing.rs"]
mod killing;
#[path = "endtoend/leaving.rs"]
mod leaving;
#[path = "endtoend/lending.rs"]
mod lending;
#[path = "endtoend/links.rs"]
mod links;
#[path = "endtoend/opening.rs"]
mod opening;
#[path = "endtoend/sockets.rs"]
mod sockets;
#[path = "endtoend/starting.rs"]
mod starting;
#[path = "endtoend/times.rs"]
mod times;
#[path = "endtoend/trusting.rs"]
mod trusting;
#[path = "endtoend/walking.rs"]
mod walking;
