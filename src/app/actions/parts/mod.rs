//! Actions that several screens share: on a step, a check, a host, a pane, a list.

pub mod check;
pub mod cursor;
pub mod find;
pub mod global;
pub mod host;
pub mod open;
pub mod output;
pub mod pane;
pub mod quiz;
pub mod run_all;
pub mod step;
