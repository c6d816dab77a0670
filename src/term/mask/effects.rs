//! What the bytes of a stream do to the line of a screen.

use std::ops::Range;

use memchr::{memchr2, memrchr};

use crate::term::sequences::{SequencePart, next_part};
use crate::text::is_hidden;

/// The maximum number of characters erased in the middle of a secret.
pub(super) const MOST_ERASED: usize = 4;

const BACKSPACE: u8 = 0x08;
const DEL: u8 = 0x7f;

/// An effect on the line, with its position in the stream. What shows nothing has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// Shows these bytes: characters, tabs and line ends.
    Print(Range<usize>),
    /// Moves back by one column.
    Back(usize),
    /// Moves to the first column.
    Return(usize),
}

/// The state of the line between two bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LineState {
    /// The number of erased characters that are not yet written again.
    erased: usize,
}

impl LineState {
    /// Returns the state after these bytes. They end outside of a sequence.
    pub(super) fn after(mut self, bytes: &[u8]) -> Self {
        let mut line = bytes;
        if let Some(end) = memrchr(b'\n', bytes) {
            // A line end also ends every sequence.
            self = Self::default();
            line = &bytes[end + 1..];
        }
        if self.erased > 0 || memchr2(BACKSPACE, b'\r', line).is_some() {
            effects(line, true, true, |effect| {
                self.take(&effect, line);
            });
        }
        self
    }

    /// Applies an effect. Returns whether it exceeds the limit of erased characters, so that no
    /// match extends across it.
    pub(super) fn take(&mut self, effect: &Effect, stream: &[u8]) -> bool {
        match effect {
            Effect::Print(range) => {
                if self.erased > 0 {
                    self.print(&stream[range.clone()]);
                }
                false
            }
            Effect::Back(_) | Effect::Return(_) if self.erased == MOST_ERASED => {
                self.erased = 0;
                true
            }
            Effect::Back(_) | Effect::Return(_) => {
                self.erased += 1;
                false
            }
        }
    }

    fn print(&mut self, bytes: &[u8]) {
        let characters = bytes.iter().filter(|byte| !is_continuation(**byte));
        let written = if bytes.contains(&b'\n') {
            self.erased
        } else {
            characters.take(self.erased).count()
        };
        self.erased -= written;
    }
}

/// Emits the effects of a stream that begins outside of sequences. Returns where the bytes begin
/// whose effect depends on later bytes, or the length of a stream that has ended.
///
/// `hides` decides whether the text of a sequence without an end is hidden. A terminal hides it. It
/// is text where output is judged.
pub(super) fn effects(
    bytes: &[u8],
    ended: bool,
    hides: bool,
    mut emit: impl FnMut(Effect),
) -> usize {
    let mut at = 0;
    loop {
        let length = match next_part(&bytes[at..], ended) {
            SequencePart::Text(length) => {
                let shown = text_effects(bytes, at..at + length, ended, &mut emit);
                if shown < at + length {
                    return shown;
                }
                length
            }
            SequencePart::Sequence(length) => {
                for (offset, byte) in bytes[at..at + length].iter().enumerate() {
                    emit_control(*byte, at + offset, &mut emit);
                }
                length
            }
            SequencePart::Stray { all, .. } if hides => all,
            SequencePart::String(length)
            | SequencePart::Stray {
                control: length, ..
            } => length,
            SequencePart::Open => return at,
        };
        at += length;
    }
}

/// Returns whether there is a sequence without an end.
pub(super) fn has_stray(bytes: &[u8], ended: bool) -> bool {
    let mut rest = bytes;
    loop {
        match next_part(rest, ended) {
            SequencePart::Text(length)
            | SequencePart::Sequence(length)
            | SequencePart::String(length) => {
                rest = &rest[length..];
            }
            SequencePart::Stray { .. } => return true,
            SequencePart::Open => return false,
        }
    }
}

/// Emits the effects of text. Returns its end, or the beginning of a character that the end of the
/// stream cuts.
fn text_effects(
    bytes: &[u8],
    text: Range<usize>,
    ended: bool,
    emit: &mut impl FnMut(Effect),
) -> usize {
    let (mut from, mut at) = (text.start, text.start);
    while at < text.end {
        let plain = bytes[at..text.end].iter().position(|byte| !is_plain(*byte));
        at = plain.map_or(text.end, |plain| at + plain);
        if at == text.end {
            break;
        }
        let rest = &bytes[at..text.end];
        let (character, length) = first_character(rest);
        if character.is_none() && is_cut(rest) && text.end == bytes.len() && !ended {
            break;
        }
        if character.is_some_and(|character| character != '\t' && is_hidden(character)) {
            if from < at {
                emit(Effect::Print(from..at));
            }
            emit_control(bytes[at], at, emit);
            from = at + length;
        }
        at += length;
    }
    if from < at {
        emit(Effect::Print(from..at));
    }
    at
}

fn emit_control(byte: u8, at: usize, emit: &mut impl FnMut(Effect)) {
    match byte {
        BACKSPACE => emit(Effect::Back(at)),
        b'\r' => emit(Effect::Return(at)),
        _ => {}
    }
}

/// Returns the first character and its length, or the length of what is not UTF-8.
pub(super) fn first_character(bytes: &[u8]) -> (Option<char>, usize) {
    let Some(chunk) = bytes[..bytes.len().min(4)].utf8_chunks().next() else {
        return (None, 0);
    };
    match chunk.valid().chars().next() {
        Some(character) => (Some(character), character.len_utf8()),
        None => (None, chunk.invalid().len()),
    }
}

/// Returns whether the bytes are the beginning of one character.
fn is_cut(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

pub(super) fn is_continuation(byte: u8) -> bool {
    matches!(byte, 0x80..=0xbf)
}

/// Returns whether a byte is an ASCII character or a line end.
fn is_plain(byte: u8) -> bool {
    byte != DEL && matches!(byte, b' '..=b'~' | b'\n')
}
