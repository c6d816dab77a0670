//! `daymark schema`: prints the JSON Schema of the plan format.

use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::output::print_text;
use crate::reference::{self, SchemaOf};

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// File to describe (default: both kinds of files).
    file: Option<SchemaFile>,
}

/// A file with a schema of its own.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum SchemaFile {
    /// The file `plan.yaml`.
    Plan,
    /// A day file.
    Day,
}

/// Prints the schema.
pub(super) fn schema(arguments: &SchemaArguments) -> Exit {
    let of = match arguments.file {
        Some(SchemaFile::Plan) => SchemaOf::Plan,
        Some(SchemaFile::Day) => SchemaOf::Day,
        None => SchemaOf::Both,
    };
    print_text(&format!("{:#}\n", reference::schema(of)));
    Exit::Done
}
