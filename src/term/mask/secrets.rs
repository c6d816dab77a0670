//! The secrets of a walk, with every encoding in which a stream may show them.

use super::base64::{base64, last_word, words};
use super::effects::LineState;
use super::encodings::{Encoding, encodings};
use super::forms::Forms;
use super::reading::{MaskSpan, ShownText, erasable, readings};
use crate::term::sequences::{SequencePart, next_part};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Minimum length of a secret, in characters: masking shorter texts would hide ordinary output. The
/// limit also applies to each line of a secret with several lines.
pub const SHORTEST_SECRET: usize = 6;

/// The secrets of a walk, with every encoding in which a stream may show them: unchanged, in URLs,
/// in JSON, quoted for a shell, and in base64 on one or more lines.
///
/// Cloning is cheap. `Debug` prints no secret.
#[derive(Clone, Default)]
pub struct Secrets(Option<Arc<Shapes>>);

struct Shapes {
    /// The encodings that match exactly.
    whole: Forms,
    /// The encodings that also match across line ends.
    lines: Forms,
}

impl Secrets {
    /// Collects the encodings of these secrets. A secret with several lines adds each long line.
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

    /// Returns whether there are no secrets.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the parts of these bytes that show a secret, and the length of the part that later
    /// bytes cannot change. It ends outside of sequences. Parts may overlap.
    pub(super) fn look(
        &self,
        bytes: &[u8],
        state: LineState,
        ended: bool,
    ) -> (Vec<MaskSpan>, usize) {
        let (mut found, mut certain) = (Vec::new(), bytes.len());
        if let Some(shapes) = &self.0 {
            for reading in readings(bytes, state, ended) {
                shapes.find(&reading, &mut found);
                certain = certain.min(reading.origin(shapes.certain(&reading)));
            }
        }
        (found, outside_sequences(bytes, certain))
    }
}

impl Shapes {
    fn find(&self, reading: &ShownText<'_>, found: &mut Vec<MaskSpan>) {
        let text = &reading.text;
        self.whole
            .find(text, |part| found.extend(reading.spans(part)));
        if reading.erases {
            return;
        }
        for word in words(text).filter(|word| word.len() >= self.lines.shortest()) {
            self.lines.find(&letters(text, &word), |span| {
                found.extend(pieces(&word[span]).flat_map(|piece| reading.spans(piece)));
            });
        }
    }

    fn certain(&self, reading: &ShownText<'_>) -> usize {
        let text = &reading.text;
        let begins = self.whole.may_begin(text, erasable(text));
        if reading.erases {
            return begins;
        }
        let word = last_word(text, self.lines.longest() - 1);
        let in_lines = self.lines.may_begin(&letters(text, &word), word.len());
        let in_lines = word.get(in_lines).copied().unwrap_or(text.len());
        in_lines.min(begins)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.as_ref().map_or(0, |shapes| shapes.whole.count());
        write!(formatter, "Secrets({count} forms)")
    }
}

/// Returns the last position up to `at` that is outside of sequences.
fn outside_sequences(bytes: &[u8], at: usize) -> usize {
    let mut begin = 0;
    loop {
        let length = match next_part(&bytes[begin..], false) {
            SequencePart::Text(length) if begin + length >= at => return at,
            SequencePart::Open => return begin.min(at),
            SequencePart::Text(length)
            | SequencePart::Sequence(length)
            | SequencePart::String(length)
            | SequencePart::Stray { all: length, .. } => length,
        };
        if begin + length > at {
            return begin;
        }
        begin += length;
    }
}

/// Returns the secret, and each long line of a secret with several lines.
fn parts(secret: &str) -> impl Iterator<Item = &str> {
    let lines = secret
        .lines()
        .filter(|line| secret.contains('\n') && line.trim().chars().count() >= SHORTEST_SECRET);
    std::iter::once(secret)
        .filter(|secret| !secret.is_empty())
        .chain(lines)
}

/// Returns the encoding with a terminal's line ends, or `None` if that changes nothing.
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

/// Splits the positions of letters into ranges without the line ends between them.
fn pieces(letters: &[usize]) -> impl Iterator<Item = Range<usize>> + '_ {
    letters
        .chunk_by(|left, right| left + 1 == *right)
        .map(|piece| piece[0]..piece[piece.len() - 1] + 1)
}

/// Sorts the parts and merges those that overlap.
pub(super) fn merge_overlapping(mut spans: Vec<MaskSpan>) -> Vec<MaskSpan> {
    spans.sort_unstable_by_key(|span| (span.range.start, !span.continues));
    let mut apart: Vec<MaskSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.range.start < last.range.end => {
                last.range.end = last.range.end.max(span.range.end);
            }
            _ => apart.push(span),
        }
    }
    apart
}
