//! What the author of a plan is told about it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::Place;

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
    pub place: Place,
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
    /// line to show. Control characters of the file never reach the result.
    pub fn render(&self, source: Option<&str>, colour: bool) -> String {
        let level = match self.severity {
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let path = harmless(&self.place.file);
        let title = level.primary_title(harmless(&self.message)).id(self.code);
        let shown = source.and_then(|source| self.shown_line(source));
        let first = if let Some((line, span)) = shown {
            let caret = AnnotationKind::Primary.span(span);
            let snippet = Snippet::source(line).line_start(self.place.line).path(path);
            title.element(snippet.annotation(caret))
        } else {
            let origin = Origin::path(path).line(self.place.line);
            title.element(origin.char_column(self.place.column))
        };
        let mut report = vec![first];
        let hint = self.hint.as_deref().map(harmless);
        report.extend(hint.map(|hint| Group::with_title(Level::HELP.secondary_title(hint))));
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&report)
    }

    /// The line it stands on, made harmless, and where in it the carets go.
    fn shown_line(&self, source: &str) -> Option<(String, Range<usize>)> {
        let (before, from) = source.split_at_checked(self.span.start)?;
        let (about, after) = from.split_at_checked(self.span.len())?;
        let ends = ['\n', '\r'];
        let before = &before[before.rfind(ends).map_or(0, |end| end + 1)..];
        let about = about.split(ends).next().unwrap_or_default();
        let after = after.split(ends).next().unwrap_or_default();
        let (before, about, after) = (harmless(before), harmless(about), harmless(after));
        let span = before.len()..before.len() + about.len();
        Some((before + &about + &after, span))
    }
}

/// A text without what could move a cursor, change colours or turn the direction of reading.
fn harmless(text: &str) -> String {
    let harmful = |c: char| {
        (c.is_control() && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .filter(|c| *c != '\u{feff}')
        .map(|c| if harmful(c) { '\u{fffd}' } else { c })
        .collect()
}
