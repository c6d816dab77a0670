//! The command line: one file per subcommand.

mod arguments;
mod check;
mod course;
mod disk;
mod early;
mod exit;
mod journal;
mod keys;
mod listening;
mod main;
mod note;
mod open;
mod opened;
mod output;
mod paths;
mod refused;
mod report;
mod results;
mod run;
mod show;
mod status;
mod theme;
mod trust;
mod values;

pub use main::main;
