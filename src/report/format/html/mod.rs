//! A report as one HTML page that needs no network and no script.

mod colors;
mod escape;
mod page;
mod timeline;
mod words;

pub(super) use page::html;
