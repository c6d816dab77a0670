//! Searches for patterns whose matches each stay within one line.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use zeroize::Zeroizing;

/// The maximum length of a line that is searched, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// Searches an output in blocks of whole lines. A match never crosses the end of a line.
pub(super) struct Blocks {
    regex: Regex,
    /// The line that has not ended yet. Wiped when dropped, because it may contain a secret.
    line: Zeroizing<String>,
    /// Whether a line was too long.
    overrun: bool,
}

impl Blocks {
    /// Returns a search for a pattern; `None` if its matches may cross lines.
    pub(super) fn new(pattern: &str, regex: Regex) -> Option<Self> {
        let mut parser = regex_syntax::ParserBuilder::new().multi_line(true).build();
        let hir = parser.parse(pattern).ok()?;
        stays_in_line(&hir).then(|| Self {
            regex,
            line: Zeroizing::default(),
            overrun: false,
        })
    }

    /// Searches the next text. Returns the first match in the lines that have ended.
    pub(super) fn push<T>(
        &mut self,
        text: &str,
        find: impl Fn(&Regex, &str) -> Option<T>,
    ) -> Option<T> {
        let Some(end) = text.rfind('\n') else {
            self.keep(text);
            return None;
        };
        let found = if self.line.is_empty() {
            find(&self.regex, &text[..end])
        } else {
            self.keep(&text[..end]);
            find(&self.regex, &self.line).filter(|_| !self.overrun)
        };
        self.line.clear();
        self.keep(&text[end + 1..]);
        found.filter(|_| !self.overrun)
    }

    /// Returns the match in the last line.
    pub(super) fn finish<T>(
        self,
        find: impl Fn(&Regex, &str) -> Option<T>,
    ) -> Result<Option<T>, String> {
        if self.overrun {
            return Err(format!(
                "a line of the output is longer than {LONGEST} bytes"
            ));
        }
        Ok(find(&self.regex, &self.line))
    }

    fn keep(&mut self, text: &str) {
        self.overrun |= self.line.len() + text.len() > LONGEST;
        if !self.overrun {
            self.line.push_str(text);
        }
    }
}

/// Returns whether no match of a pattern contains the end of a line or depends on where the text
/// begins or ends.
fn stays_in_line(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty => true,
        HirKind::Literal(literal) => !literal.0.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => !class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&'\n')),
        HirKind::Class(Class::Bytes(class)) => !class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&b'\n')),
        HirKind::Look(look) => !matches!(look, Look::Start | Look::End),
        HirKind::Repetition(repetition) => stays_in_line(&repetition.sub),
        HirKind::Capture(capture) => stays_in_line(&capture.sub),
        HirKind::Concat(all) | HirKind::Alternation(all) => all.iter().all(stays_in_line),
    }
}
