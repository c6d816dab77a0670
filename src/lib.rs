//! daymark walks an operator through a deployment plan: it shows each day's steps and checks,
//! runs the commands in an embedded terminal, verifies that they worked, and keeps the evidence.
//!
//! # The modules and their dependencies
//!
//! Each line names a module and the modules it may depend on. `tests/architecture.rs` reads this
//! map and fails on every other dependency, and on every cycle between files.
//!
//! ```text
//! text     <-
//! output   <- text
//! plan     <- text
//! reference <- text plan
//! progress <- text plan
//! term     <- text
//! report   <- text plan progress term
//! port     <- text plan progress term
//! host     <- text progress term port
//! app      <- text plan progress term report port
//! view     <- text plan progress term report port app
//! service  <- text output plan progress term port host
//! run      <- text output plan progress term report port app view service
//! cli      <- text output plan reference progress term report port app view service run
//! ```
//!
//! Every module except `output`, `service`, `run` and `cli` is pure: it uses no clock, no I/O and
//! no randomness.

#![warn(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::dbg_macro,
    reason = "only `output` prints, and it takes only printable text: `complain!`, `output::print`"
)]

#[macro_use]
pub mod app;
pub mod cli;
pub mod host;
pub mod output;
pub mod plan;
pub mod port;
pub mod progress;
pub mod reference;
pub mod report;
pub mod run;
pub mod service;
pub mod term;
pub mod text;
pub mod view;
