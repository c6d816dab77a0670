//! The formats of a report. To add one, add a file in `format/` and a line here.

mod csv;
mod html;
mod json;
mod junit;
mod markdown;

pub use json::report_schema;

use super::document::Document;
use crate::text::Printable;

/// A format of a report.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// A description for the help text.
    pub about: &'static str,
    /// Whether people read it, so that a brief report makes sense.
    pub prose: bool,
    pub write: fn(&Document) -> Printable,
}

/// All formats; the first is the default.
pub const FORMATS: [Format; 5] = [
    Format {
        name: "md",
        about: "Markdown",
        prose: true,
        write: markdown::markdown,
    },
    Format {
        name: "html",
        about: "One HTML page, for screen and print",
        prose: true,
        write: html::html,
    },
    Format {
        name: "json",
        about: "JSON, as docs/schema/report.json describes it",
        prose: true,
        write: json::json,
    },
    Format {
        name: "csv",
        about: "CSV, one row per attempt and check run",
        prose: false,
        write: csv::csv,
    },
    Format {
        name: "junit",
        about: "JUnit XML, one suite per day",
        prose: false,
        write: junit::junit,
    },
];
