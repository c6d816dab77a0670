//! What must hold over the whole plan, and not only inside one file.

mod all;
mod days;
mod hosts;
mod references;
mod variables;

pub(super) use all::ALL;
