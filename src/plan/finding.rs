//! Something wrong, before it is known to which file it belongs.

use std::ops::Range;

use super::{Diagnostic, Severity};

use crate::plan::yaml::file::File;

/// A [`Diagnostic`] in the making: what is wrong, and with which bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawDiagnostic {
    severity: Severity,
    code: &'static str,
    span: Range<usize>,
    message: String,
    hint: Option<String>,
}

impl RawDiagnostic {
    /// Something that keeps the plan from being opened.
    pub(super) fn error(
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code,
            span,
            message: message.into(),
            hint: None,
        }
    }

    /// Something doubtful.
    pub(super) fn warning(
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    /// Adds what to write instead.
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// Adds what to write instead, where there is something.
    pub(super) fn maybe_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }

    /// The first byte it is about.
    pub(super) fn start(&self) -> usize {
        self.span.start
    }

    /// The diagnostic, now that the file is known.
    pub(super) fn into_diagnostic(self, file: &File) -> Diagnostic {
        let span = file.first_line(&self.span);
        Diagnostic {
            severity: self.severity,
            code: self.code,
            message: self.message,
            place: file.place(span.start),
            span,
            hint: self.hint,
        }
    }
}
