//! What must hold over the whole plan, and not only inside one file.

mod all;
mod days;
mod groups;
mod guards;
mod hosts;
mod ids;
mod references;
mod variables;
mod waits;

pub(super) use all::ALL;
