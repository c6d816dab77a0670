//! The walk so far as Markdown.

#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod markdown;
mod proof;
mod rest;
mod sheet;
mod words;

pub use markdown::markdown;
