//! Diagnostics: errors and warnings for the author of a plan.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{
    Location,
    yaml::file::{BYTE_ORDER_MARK, File},
};
use crate::text::Printable;

/// An error or a warning about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it is an error, which prevents the plan from opening.
    pub severity: Severity,
    /// A stable word for the kind of problem, such as `unknown-key`.
    pub code: &'static str,
    /// The problem, in one sentence without a full stop.
    pub message: String,
    /// The start of `span`, as file, line and column.
    pub location: Location,
    /// The byte range in the file, within one line.
    pub span: Range<usize>,
    /// What to write instead.
    pub hint: Option<String>,
}

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The plan still opens.
    Warning,
    /// The plan does not open.
    Error,
}

impl Diagnostic {
    /// Renders the diagnostic as compilers do, without a final newline: message, location, the line
    /// of the file with carets below the span, and the hint.
    ///
    /// `source` is the text of the file. Without it, or if the file has changed since, the line is
    /// omitted. Hidden characters are made visible.
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

    /// Returns the line of the span, made printable, and the span within it. A lone carriage return
    /// does not end the line, so the text behind it stays visible.
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

/// A diagnostic before its file is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawDiagnostic {
    severity: Severity,
    code: &'static str,
    span: Range<usize>,
    message: String,
    hint: Option<String>,
}

impl RawDiagnostic {
    /// Creates an error.
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

    /// Creates a warning.
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

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// Adds a hint, if there is one.
    pub(super) fn maybe_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }

    /// Returns the first byte of the span.
    pub(super) fn start(&self) -> usize {
        self.span.start
    }

    /// Adds the file, and shortens the span to its first line.
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
