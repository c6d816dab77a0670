//! The document: a report as plain data, from which every format is written.

mod draft;
mod exceptions;
mod excerpt;
mod handover;
mod integrity;
mod items;
mod sections;
mod summary;
mod timeline;
mod types;
mod upcoming;

pub use draft::{Coverage, DocumentSources};
pub use excerpt::ReadOutput;
pub use types::*;
