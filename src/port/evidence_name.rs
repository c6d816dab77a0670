//! Names of kept outputs.

pub use crate::progress::evidence_name;
