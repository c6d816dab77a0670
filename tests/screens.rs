//! Every screen, drawn after keys and compared to a file of `tests/screens/`.
//!
//! `UPDATE=1 cargo test --test screens` writes the files anew. A file holds the screen's text; where
//! looks matter, a letter for each cell's role stands below it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own files has failed"
)]

mod screens {
    pub mod drawn;
    pub mod press;
    pub mod scenes;
}
mod acting;
