//! The record of a walk: recordings, replays, calendars, figures and bundles.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

#[path = "stage/mod.rs"]
mod stage;

#[path = "record/bundle.rs"]
mod bundle;
#[path = "record/calendar.rs"]
mod calendar;
#[path = "record/recordings.rs"]
mod recordings;
#[path = "record/replay.rs"]
mod replay;
#[path = "record/stats.rs"]
mod stats;
