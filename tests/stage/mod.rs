//! The stage on which the real program is tested: a home and a plan of its own, a screen to look
//! at, a host to log in to.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    reason = "each test uses a part of it; a stage that cannot be built is a failed test"
)]

mod disk;
mod patience;
mod program;
mod proxy;
mod screen;
mod sshd;
mod world;

pub use disk::alone;
pub use patience::{Patience, until};
pub use program::{Told, lines_of};
pub use proxy::Proxy;
pub use screen::Screen;
pub use sshd::Sshd;
pub use world::{Stage, lives};
