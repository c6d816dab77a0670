//! Nothing raw and nothing hidden is printed, wherever a text comes from.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

#[path = "stage/mod.rs"]
mod stage;

#[path = "printing/hostile.rs"]
mod hostile;
#[path = "printing/screen.rs"]
mod screen;
#[path = "printing/script.rs"]
mod script;
#[path = "printing/ways.rs"]
mod ways;
