//! What proves a line of a report: commands, outputs, and people's words.

use super::markdown::Report;
use super::words::{escaped, shortened, stamp};
use crate::progress::{Attribution, Evidence, RunResult};
use crate::text::Printable;

impl Report<'_> {
    /// The command, and what it put out.
    pub(super) fn proof(&mut self, command: &str, ended: &RunResult) {
        self.fenced("sh", command);
        let Some(evidence) = &ended.output else {
            return;
        };
        let Evidence {
            file,
            sha256,
            bytes,
            cut,
        } = evidence;
        self.line(format!(
            "  Output: `outputs/{file}`, {bytes} bytes, SHA-256 `{sha256}`"
        ));
        if let Some(cut) = cut {
            self.line(format!("  **Cut:** {}", cut.text()));
        }
        match (self.output)(evidence) {
            None => self.line("\n  The file is gone, or is not what was kept."),
            Some(output) if output.trim().is_empty() => {}
            Some(output) => self.fenced("text", &shortened(&output)),
        }
    }

    /// Text that is not Markdown, between fences longer than any in it.
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

    pub(super) fn said(&mut self, verb: &str, said: &Attribution) {
        let at = stamp(said.at);
        let who = escaped(&said.operator);
        let words = if said.text.is_empty() {
            String::new()
        } else {
            format!(": {}", escaped(&said.text))
        };
        self.line(format!("  - {verb} by {who}, {at}{words}"));
    }

    pub(super) fn deviations(&mut self, day: &str, id: Option<&str>) {
        let walk = self.walk;
        let noted = walk
            .deviations
            .iter()
            .filter(|noted| noted.day == day && noted.id.as_deref() == id);
        for noted in noted {
            let at = stamp(noted.said.at);
            let who = escaped(&noted.said.operator);
            self.line(format!("\n> **Deviation**, {who}, {at}  "));
            for one in noted.said.text.lines() {
                self.line(format!("> {}", escaped(one)));
            }
        }
    }
}
