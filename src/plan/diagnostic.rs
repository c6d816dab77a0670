//! Diagnostics: errors and warnings for the author of a plan.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{
    Location,
    yaml::file::{BYTE_ORDER_MARK, File},
};
use crate::text::Printable;

/// One thing that is wrong, or doubtful, in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it keeps the plan from being opened.
    pub severity: Severity,
    /// A stable word for the kind, such as `unknown-key`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub location: Location,
    /// The bytes of the file it is about.
    pub span: Range<usize>,
    /// What to write instead.
    pub hint: Option<String>,
}

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The plan can be opened all the same.
    Warning,
    /// The plan is not opened.
    Error,
}

impl Diagnostic {
    /// The diagnostic as a compiler would print it, without a line end: what and where, the line of
    /// the file with carets under the bytes it is about, and the hint.
    ///
    /// `source` is the text of the file; without it, or when the file has changed since, there is no
    /// line to show. Whatever hides in the file is written visibly.
    pub fn render(&self, source: Option<&str>, colour: bool) -> String {
        let level = match self.severity {
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let path = String::from(Printable::name(&self.location.file));
        let message = String::from(Printable::line(&self.message));
        let title = level.primary_title(message).id(self.code);
        let shown = source.and_then(|source| self.shown_line(source));
        let first = if let Some((line, span)) = shown {
            let caret = AnnotationKind::Primary.span(span);
            let snippet = Snippet::source(line)
                .line_start(self.location.line)
                .path(path);
            title.element(snippet.annotation(caret))
        } else {
            let origin = Origin::path(path).line(self.location.line);
            title.element(origin.char_column(self.location.column))
        };
        let mut report = vec![first];
        let hint = self.hint.as_deref();
        let hint = hint.map(|hint| String::from(Printable::line(hint)));
        report.extend(hint.map(|hint| Group::with_title(Level::HELP.secondary_title(hint))));
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&report)
    }

    /// The line it stands on, made printable, and where in it the carets go. A carriage return
    /// without a newline ends no line here: what stands behind it is to be seen.
    fn shown_line(&self, source: &str) -> Option<(String, Range<usize>)> {
        let (before, from) = source.split_at_checked(self.span.start)?;
        let (about, after) = from.split_at_checked(self.span.len())?;
        let before = &before[before.rfind(['\n', '\r']).map_or(0, |end| end + 1)..];
        let before = before.trim_start_matches(BYTE_ORDER_MARK);
        let about = about.lines().next().unwrap_or_default();
        let after = after.lines().next().unwrap_or_default();
        let [before, about, after] = [before, about, after].map(Printable::code);
        let span = before.len()..before.len() + about.len();
        Some((format!("{before}{about}{after}"), span))
    }
}

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
            location: file.location(span.start),
            span,
            hint: self.hint,
        }
    }
}
