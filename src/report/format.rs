//! The formats of a report. To add one, add a file in `format/` and a line here.

mod markdown;

use super::report::{OutputReader, Report};

/// A format of a report.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// A description for the help text.
    pub about: &'static str,
    /// Writes a report; the reader returns the text of kept outputs.
    pub write: fn(&Report<'_>, &OutputReader<'_>) -> String,
}

/// All formats; the first is the default.
pub const FORMATS: [Format; 1] = [Format {
    name: "md",
    about: "Markdown",
    write: markdown::markdown,
}];
