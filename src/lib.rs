//! daymark walks an operator through a deployment plan: it shows each day's steps and checks,
//! runs the commands in an embedded terminal, verifies that they worked, and keeps the proof.
//!
//! # The rooms, and who may import whom
//!
//! This map is the only place where it is written; `tests/architecture.rs` reads it and fails
//! on an import that is not on it.
//!
//! ```text
//! text     <-
//! output   <- text
//! plan     <- text
//! progress <- text plan
//! term     <- text
//! report   <- text plan progress term
//! port     <- text plan progress term
//! app      <- text plan progress term report port
//! view     <- text plan progress term report app
//! service  <- text output plan progress term port
//! run      <- text output plan progress term report port app view service
//! cli      <- text output plan progress term report port app view service run
//! ```
//!
//! All but `output`, `service`, `run` and `cli` are pure: no clock, no I/O, no randomness.

#![warn(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::dbg_macro,
    reason = "only `output` prints, and only what is printable: `complain!`, `output::print`"
)]

pub mod app;
#[expect(clippy::disallowed_methods, reason = "reads the clock")]
pub mod cli;
#[expect(clippy::disallowed_methods, reason = "prints")]
pub mod output;
pub mod plan;
pub mod port;
pub mod progress;
pub mod report;
#[expect(clippy::disallowed_methods, reason = "reads the clock")]
pub mod run;
#[expect(clippy::disallowed_methods, reason = "reads the clock")]
pub mod service;
pub mod term;
pub mod text;
pub mod view;
