//! A report as one HTML page that needs no network and no script.

mod colors;
pub(in crate::report::format) mod escape;
mod page;
mod timeline;
mod words;

pub(super) use page::html;
