//! Evidence in a report: commands, outputs and manual decisions.

use super::markdown::MarkdownWriter;
use super::words::{escaped, shortened, stamp};
use crate::progress::{Attribution, Deviation, Evidence};
use crate::report::item::ItemAttempt;
use crate::text::Printable;

impl MarkdownWriter<'_> {
    /// Writes the command of an attempt and its output.
    pub(super) fn evidence(&mut self, attempt: &ItemAttempt<'_>) {
        self.fenced("sh", attempt.command);
        let Some(evidence) = attempt.evidence() else {
            return;
        };
        let Evidence {
            file,
            sha256,
            bytes,
            cut,
            recordings,
        } = evidence;
        self.line(format!(
            "  Output: `outputs/{file}`, {bytes} bytes, SHA-256 `{sha256}`"
        ));
        for recording in recordings {
            self.line(format!("  Recording: `recordings/{recording}`"));
        }
        if let Some(cut) = cut {
            self.line(format!("  **Cut:** {}", cut.text()));
        }
        match (self.output)(evidence) {
            None => self.line("\n  The file is missing or differs from its digest."),
            Some(output) if output.trim().is_empty() => {}
            Some(output) => self.fenced("text", &shortened(&output)),
        }
    }

    /// Writes text that is not Markdown, between fences longer than any in it.
    pub(super) fn fenced(&mut self, language: &str, text: &str) {
        let longest = text
            .split(|character| character != '`')
            .map(str::len)
            .max()
            .unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.line(format!("\n  {fence}{language}"));
        for one in Printable::code(text).lines() {
            let indent = if one.is_empty() { "" } else { "  " };
            self.line(format!("{indent}{one}"));
        }
        self.line(format!("  {fence}\n"));
    }

    pub(super) fn decision(&mut self, verb: &str, attribution: &Attribution) {
        let (at, who) = (stamp(attribution.at), escaped(&attribution.operator));
        let words = match attribution.text.as_str() {
            "" => String::new(),
            text => format!(": {}", escaped(text)),
        };
        self.line(format!("  - {verb} by {who}, {at}{words}"));
    }

    pub(super) fn deviation(&mut self, noted: &Deviation) {
        let (at, who) = (
            stamp(noted.attribution.at),
            escaped(&noted.attribution.operator),
        );
        self.line(format!("\n> **Deviation**, {who}, {at}  "));
        for one in noted.attribution.text.lines() {
            self.line(format!("> {}", escaped(one)));
        }
    }
}
