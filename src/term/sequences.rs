//! Splits terminal output into text, complete control sequences, and bytes that resemble one.

use memchr::memchr2;

const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const ESC: u8 = 0x1b;
/// The first byte of a C1 control in UTF-8.
const C1_LEAD: u8 = 0xc2;

/// Maximum length of a sequence, in bytes. A longer one is text.
pub(super) const LONGEST: usize = 4096;

/// What terminal output begins with, and its length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SequencePart {
    /// Text and single controls.
    Text(usize),
    /// A complete escape or control sequence. Terminals also execute the controls inside it.
    Sequence(usize),
    /// A complete control string, such as a title. It shows nothing.
    String(usize),
    /// A sequence without an end, and the length of the ESC or C1 control before its text. A
    /// terminal hides the text of some such sequences.
    Stray {
        /// The length of the control.
        control: usize,
        /// The length of the control and the text.
        all: usize,
    },
    /// Bytes whose meaning depends on later bytes. They reach to the end.
    Open,
}

/// The position in the syntax of control sequences (ECMA-48 §5.3, §5.4, §8.3.89).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// After ESC.
    Escape,
    /// After ESC and an intermediate byte.
    Intermediate,
    /// In a control sequence.
    Csi,
    /// In a string that BEL also ends.
    Osc,
    /// In another control string.
    String,
}

/// The effect of one byte on a sequence.
enum Step {
    Go(Place),
    End,
    /// The byte cannot be part of the sequence, so the sequence has no end.
    Stray,
}

/// Returns the first part of terminal output that begins outside of sequences. Only the rest of an
/// output that has ended is never [`SequencePart::Open`], unless it is empty.
///
/// A sequence has no end if a line end, a cancel control, another sequence or a byte that cannot be
/// part of it comes first. Otherwise such a sequence could hide text. Output should not be cut
/// inside a character.
pub(super) fn next_part(bytes: &[u8], ended: bool) -> SequencePart {
    let part = match introducer(bytes) {
        Some((first, length)) => sequence(bytes, first, length),
        None if matches!(bytes, [] | [ESC | C1_LEAD]) => SequencePart::Open,
        None => SequencePart::Text(text_length(bytes)),
    };
    match (part, bytes) {
        (SequencePart::Open, [_, ..]) if ended => match control_length(bytes) {
            0 => SequencePart::Text(1),
            control => SequencePart::Stray {
                control,
                all: bytes.len(),
            },
        },
        _ => part,
    }
}

/// Returns a complete sequence with the C1 control at its start written as ESC and a byte
/// (ECMA-48 §5.3), in two pieces.
pub(super) fn as_seven_bit(sequence: &[u8]) -> ([u8; 2], &[u8]) {
    let (first, length) = introducer(sequence).unwrap_or((0, 0));
    ([ESC, first], &sequence[length..])
}

/// Returns the byte after ESC, or the equivalent of a C1 control, and the length of both.
fn introducer(bytes: &[u8]) -> Option<(u8, usize)> {
    match bytes {
        [ESC, byte, ..] => Some((*byte, 2)),
        [C1_LEAD, byte @ 0x80..=0x9f, ..] => Some((byte - 0x40, 2)),
        _ => None,
    }
}

/// Returns the length of an ESC or C1 control at the beginning, or 0.
fn control_length(bytes: &[u8]) -> usize {
    match bytes {
        [ESC, ..] => 1,
        [C1_LEAD, 0x80..=0x9f, ..] => 2,
        _ => 0,
    }
}

fn text_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(offset) = memchr2(ESC, C1_LEAD, &bytes[at..]) {
        at += offset;
        if bytes[at] == ESC || matches!(bytes.get(at + 1), None | Some(0x80..=0x9f)) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

fn sequence(bytes: &[u8], first: u8, length: usize) -> SequencePart {
    let control = control_length(bytes);
    let stray = |all| SequencePart::Stray { control, all };
    let mut place = match Place::Escape.step(first) {
        Step::Go(place) => place,
        Step::End => return SequencePart::Sequence(length),
        Step::Stray => return stray(control),
    };
    let mut at = length;
    while let Some(byte) = bytes.get(at).filter(|_| at < LONGEST) {
        let is_last = at + 1 == bytes.len();
        if let Some((first, length)) = introducer(&bytes[at..]) {
            let ends = first == b'\\' && place.is_string();
            return if ends {
                SequencePart::String(at + length)
            } else {
                stray(at)
            };
        }
        if is_last && matches!(*byte, ESC | C1_LEAD) {
            return SequencePart::Open;
        }
        match place.step(*byte) {
            Step::Go(next) => place = next,
            Step::End if place.is_string() => return SequencePart::String(at + 1),
            Step::End => return SequencePart::Sequence(at + 1),
            Step::Stray => return stray(at),
        }
        at += 1;
    }
    if at < LONGEST {
        SequencePart::Open
    } else {
        stray(at)
    }
}

impl Place {
    fn is_string(self) -> bool {
        matches!(self, Self::Osc | Self::String)
    }

    /// Advances by one byte that is not ESC.
    fn step(self, byte: u8) -> Step {
        match (self, byte) {
            (_, b'\n' | CAN | SUB | ESC) => Step::Stray,
            (Self::Osc, BEL) => Step::End,
            (Self::Osc | Self::String, _) | (_, ..b' ' | 0x7f) | (Self::Csi, b' '..=b'?') => {
                Step::Go(self)
            }
            (_, 0x80..) => Step::Stray,
            (Self::Escape, b'[') => Step::Go(Self::Csi),
            (Self::Escape, b']') => Step::Go(Self::Osc),
            (Self::Escape, b'P' | b'X' | b'^' | b'_') => Step::Go(Self::String),
            (Self::Escape | Self::Intermediate, b' '..=b'/') => Step::Go(Self::Intermediate),
            (Self::Escape | Self::Intermediate | Self::Csi, _) => Step::End,
        }
    }
}
