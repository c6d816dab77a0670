//! The command line: one file per subcommand.

mod arguments;
mod bundle;
mod calendar;
mod check;
mod disk;
mod exit;
mod headless_walk;
mod journal;
mod keys;
mod listening;
mod loaded_plan;
mod main;
mod note;
mod open;
mod output;
mod output_file;
mod paths;
mod procedure_run;
mod refused;
mod replay;
mod report;
mod results;
mod run;
mod run_arguments;
mod schema;
mod show;
mod stats;
mod status;
mod theme;
mod trust;
mod values;

pub use main::main;
