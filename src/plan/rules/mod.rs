//! Rules over the whole plan, which no reader of one file can check.

mod all;
mod days;
mod hosts;
mod references;
mod variables;

pub(super) use all::ALL;
