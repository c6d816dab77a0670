//! Reading plans: what a good one becomes, and what is said about broken ones.
//!
//! Each folder of `tests/plan/broken` is a plan with something wrong, beside an `expected.txt` that
//! holds everything that is told about it. `UPDATE=1 cargo test --test plan` writes those files anew;
//! read the difference before keeping it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own files has failed"
)]

#[path = "plan/broken.rs"]
mod broken;
#[path = "plan/folder.rs"]
mod folder;
#[path = "plan/format.rs"]
mod format;
#[path = "plan/good.rs"]
mod good;
#[path = "plan/limits.rs"]
mod limits;
#[path = "plan/never_panics.rs"]
mod never_panics;
#[path = "plan/scripts.rs"]
mod scripts;
#[path = "plan/shown.rs"]
mod shown;
#[path = "plan/trust.rs"]
mod trust;
