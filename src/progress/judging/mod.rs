//! Judges an output of any length while it arrives.

mod blocks;
mod excerpt;
mod findings;
mod judge;
mod number;
mod query;
mod saved;
mod search;
mod stepper;
mod whole;

pub use excerpt::Excerpt;
pub use findings::{Findings, Number};
pub use judge::OutputJudge;
pub use query::Query;
