//! Errors of the YAML parser, reworded for plan authors.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use super::file::boundary;
use crate::plan::diagnostic::RawDiagnostic;

/// Returns the diagnostic for a file that is not YAML 1.2.
pub(in crate::plan) fn diagnostic(text: &str, error: &ScanError) -> RawDiagnostic {
    let span = character(text, error.marker().byte_offset().unwrap_or_default());
    let diagnostic = |code, message: &str, hint: &str| {
        RawDiagnostic::error(code, span.clone(), message).hint(hint)
    };
    match error.kind() {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation => diagnostic(
            "tab",
            "the indentation contains a tab",
            "indent with blanks",
        ),
        ErrorKind::RecursionLimitExceeded => diagnostic(
            "too-deep",
            "lists and mappings nest too deep here",
            "no part of a plan needs that",
        ),
        ErrorKind::MappingValueNotAllowed => diagnostic(
            "yaml",
            "a key cannot begin here",
            "a text that holds `: ` needs quotes; a nested key needs a line of its own",
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => diagnostic(
            "yaml",
            "this line does not belong to the lines above it",
            "give it the indentation of the lines it belongs to",
        ),
        ErrorKind::SimpleKeyExpected => diagnostic(
            "yaml",
            "expected a `:` after this key",
            "write `key: value`",
        ),
        ErrorKind::UnclosedQuotedScalar => {
            diagnostic("yaml", "this quote is never closed", "close it")
        }
        ErrorKind::UnclosedFlowCollection { .. } => {
            diagnostic("yaml", "this bracket is never closed", "close it")
        }
        ErrorKind::UnknownQuotedScalarEscape => diagnostic(
            "yaml",
            "this text holds a `\\` that YAML does not know",
            "in single quotes a `\\` is just a `\\`",
        ),
        ErrorKind::UnexpectedCharacter { character } => {
            let message = format!("a text cannot begin with `{}`", character.escape_default());
            diagnostic("yaml", &message, "put the text in quotes")
        }
        ErrorKind::DirectiveDisallowed => {
            diagnostic("yaml", "directives are not supported", "remove this line")
        }
        _ => RawDiagnostic::error("yaml", span, error.info()),
    }
}

/// Returns the span of the character at a byte.
fn character(text: &str, byte: usize) -> Range<usize> {
    let start = boundary(text, byte);
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    start..start + length
}
