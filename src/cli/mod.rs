//! The command line: one file per subcommand.

mod arguments;
mod calendar;
mod check;
mod completions;
mod disk;
mod exit;
mod headless_walk;
mod help;
mod journal;
mod keys;
mod listening;
mod loaded_plan;
mod main;
mod man;
mod misspelt;
mod new;
mod note;
mod open;
mod output;
mod output_file;
mod paths;
mod planned;
mod procedure_run;
mod refused;
mod report;
mod results;
mod run;
mod run_arguments;
mod schema;
mod show;
mod status;
mod theme;
mod trust;
mod values;

pub use main::main;
