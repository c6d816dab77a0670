//! The secrets of a walk, as a stream may show them.

use super::base64::{base64, last_word, words};
use super::encodings::{Encoding, encodings};
use super::forms::Forms;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The fewest characters a secret has: a shorter one would be struck from where it only happens
/// to stand. So it is with the lines of one that has several.
pub const SHORTEST_SECRET: usize = 6;

/// The secrets of a walk, as a stream may show them: as they stand, in addresses, in JSON, quoted
/// for a shell, and in base64, in one line or several.
///
/// Cloning is cheap. `Debug` shows none of them.
#[derive(Clone, Default)]
pub struct Secrets(Option<Arc<Shapes>>);

struct Shapes {
    /// What is found as it stands.
    whole: Forms,
    /// What is found with line ends in it too.
    lines: Forms,
}

impl Secrets {
    /// Finds these secrets; of one with several lines, each long line too.
    pub fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let (mut whole, mut lines) = (Vec::new(), Vec::new());
        for part in secrets.into_iter().flat_map(parts) {
            whole.extend(encodings(part));
            if part.contains('\n') {
                let shown = zeroize::Zeroizing::new(part.replace('\n', "\r\n"));
                whole.extend(encodings(&shown));
            }
            let letters = base64(part.as_bytes());
            whole.extend(letters.iter().cloned());
            lines.extend(letters);
        }
        let on_terminals: Vec<Encoding> = whole.iter().filter_map(as_terminals_show).collect();
        whole.extend(on_terminals);
        let shapes = Forms::new(whole).zip(Forms::new(lines));
        Self(shapes.map(|(whole, lines)| Arc::new(Shapes { whole, lines })))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Where they stand in these bytes, in order and apart, and from where on more bytes might
    /// show more of them.
    pub(super) fn look(&self, bytes: &[u8]) -> (Vec<Range<usize>>, usize) {
        let Some(shapes) = &self.0 else {
            return (Vec::new(), bytes.len());
        };
        let mut found = Vec::new();
        shapes.whole.find(bytes, |span| found.push(span));
        for word in words(bytes).filter(|word| word.len() >= shapes.lines.shortest()) {
            shapes.lines.find(&letters(bytes, &word), |span| {
                found.extend(pieces(&word[span]));
            });
        }
        (merge_overlapping(found), shapes.certain(bytes))
    }
}

impl Shapes {
    fn certain(&self, bytes: &[u8]) -> usize {
        let word = last_word(bytes, self.lines.longest() - 1);
        let begins = self.lines.may_begin(&letters(bytes, &word));
        let in_lines = word.get(begins).copied().unwrap_or(bytes.len());
        in_lines.min(self.whole.may_begin(bytes))
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.as_ref().map_or(0, |shapes| shapes.whole.count());
        write!(formatter, "Secrets({count} forms)")
    }
}

/// A secret, and each long line of one that has several.
fn parts(secret: &str) -> impl Iterator<Item = &str> {
    let lines = secret
        .lines()
        .filter(|line| secret.contains('\n') && line.trim().chars().count() >= SHORTEST_SECRET);
    std::iter::once(secret)
        .filter(|secret| !secret.is_empty())
        .chain(lines)
}

/// With a terminal's line ends, where there is any.
fn as_terminals_show(form: &Encoding) -> Option<Encoding> {
    let is_bare = |at: usize| form[at] == b'\n' && (at == 0 || form[at - 1] != b'\r');
    (0..form.len()).any(is_bare).then(|| {
        let mut shown = Encoding::new(Vec::with_capacity(form.len() * 2));
        for at in 0..form.len() {
            if is_bare(at) {
                shown.push(b'\r');
            }
            shown.push(form[at]);
        }
        shown
    })
}

fn letters(bytes: &[u8], word: &[usize]) -> Vec<u8> {
    word.iter().map(|at| bytes[*at]).collect()
}

/// The places of letters without the line ends between them.
fn pieces(letters: &[usize]) -> impl Iterator<Item = Range<usize>> + '_ {
    letters
        .chunk_by(|left, right| left + 1 == *right)
        .map(|piece| piece[0]..piece[piece.len() - 1] + 1)
}

/// Puts places in order, and makes one of those that overlap.
pub(super) fn merge_overlapping(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_unstable_by_key(|span| span.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart
}
