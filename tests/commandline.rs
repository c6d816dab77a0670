//! The command line: what a screen can do, a script can do.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

#[path = "stage/mod.rs"]
mod stage;

#[path = "commandline/clocks.rs"]
mod clocks;
#[path = "commandline/damage.rs"]
mod damage;
#[path = "commandline/deciding.rs"]
mod deciding;
#[path = "commandline/journal.rs"]
mod journal;
#[path = "commandline/output_file.rs"]
mod output_file;
#[path = "commandline/plain_files.rs"]
mod plain_files;
#[path = "commandline/reading.rs"]
mod reading;
#[path = "commandline/refusing.rs"]
mod refusing;
#[path = "commandline/running.rs"]
mod running;
#[path = "commandline/trusting.rs"]
mod trusting;
#[path = "commandline/values.rs"]
mod values;
#[path = "commandline/versions.rs"]
mod versions;
