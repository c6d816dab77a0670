//! A pattern whose matches each stay in one line.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use zeroize::Zeroizing;

/// The longest line that is searched, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// Searches an output block by block, each of whole lines: a match never crosses a line's end.
pub(super) struct Blocks {
    regex: Regex,
    /// The line that has not ended yet; a secret may be in it.
    line: Zeroizing<String>,
    /// Whether a line was too long.
    overrun: bool,
}

impl Blocks {
    /// A search for a pattern, where its matches stay in one line.
    pub(super) fn new(pattern: &str, regex: Regex) -> Option<Self> {
        let mut parser = regex_syntax::ParserBuilder::new().multi_line(true).build();
        let hir = parser.parse(pattern).ok()?;
        stays_in_line(&hir).then(|| Self {
            regex,
            line: Zeroizing::default(),
            overrun: false,
        })
    }

    /// Takes the next text; returns what is found in the lines that have ended.
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

    /// What is found in the last line.
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

/// Whether nothing that a pattern matches holds the end of a line, nor depends on where the text
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
