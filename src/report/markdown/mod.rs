//! The walk so far as Markdown.

mod appendix;
mod integrity;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod markdown;
mod procedure;
mod words;

pub use markdown::markdown;
