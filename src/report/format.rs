//! The formats of a report. A new one is a file beside the others and a line in this one.

mod markdown;

use super::report::{OutputReader, Report};

/// A format of a report.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is, for the help text.
    pub about: &'static str,
    /// Writes a report; the reader gives the text of kept outputs.
    pub write: fn(&Report<'_>, &OutputReader<'_>) -> String,
}

/// All formats; the first is the default.
pub const FORMATS: [Format; 1] = [Format {
    name: "md",
    about: "Markdown",
    write: markdown::markdown,
}];
