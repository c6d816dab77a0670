//! `daymark schema`: prints the JSON Schema of the plan format or of the JSON report.

use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::output::print_text;
use crate::reference::{self, SchemaOf};
use crate::report::report_schema;

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// Format to describe (default: both kinds of files of a plan).
    file: Option<SchemaFile>,
}

/// A format with a schema of its own.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum SchemaFile {
    /// The file `plan.yaml`.
    Plan,
    /// A day file.
    Day,
    /// The JSON report.
    Report,
}

/// Prints the schema.
pub(super) fn schema(arguments: &SchemaArguments) -> Exit {
    let of = match arguments.file {
        Some(SchemaFile::Report) => {
            print_text(&format!("{:#}\n", report_schema().as_value()));
            return Exit::Done;
        }
        Some(SchemaFile::Plan) => SchemaOf::Plan,
        Some(SchemaFile::Day) => SchemaOf::Day,
        None => SchemaOf::Both,
    };
    print_text(&format!("{:#}\n", reference::schema(of)));
    Exit::Done
}
