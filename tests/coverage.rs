//! The built-in plan holds every word of its author.
//!
//! `tests/coverage/author.md` is the author's text, and `coverage.json` what was read out of it: each
//! task, check, phase, risk and so on, with the lines where commands stand. Words of ours may stand
//! between the author's; none of the author's may be missing, changed, or in another place.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own files has failed"
)]

#[path = "coverage/author.rs"]
mod author;
#[path = "coverage/days.rs"]
mod days;
#[path = "coverage/order.rs"]
mod order;
#[path = "coverage/whole.rs"]
mod whole;
