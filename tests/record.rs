//! The record of a walk: recordings, replays, calendars, figures and bundles.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

#[path = "stage/mod.rs"]
mod stage;

#[path = "record/recordings.rs"]
mod recordings;
