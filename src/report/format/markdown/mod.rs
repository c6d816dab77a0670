//! A report as Markdown (`CommonMark` 0.31).

mod appendix;
mod integrity;
#[expect(
    clippy::module_inception,
    reason = "the module is named for its main function"
)]
mod markdown;
mod procedure;
mod words;

pub use markdown::markdown;
