//! What a terminal's stream means, and what keys send into it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot write its own text has failed"
)]

mod term {
    pub mod hiding;
    pub mod keys;
    pub mod marks;
}
