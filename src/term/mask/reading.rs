//! Reads a stream as a screen shows it: without escape sequences, and with backspaces resolved.

use std::borrow::Cow;
use std::ops::Range;

const BEL: u8 = 0x07;
const BACKSPACE: u8 = 0x08;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const ESC: u8 = 0x1b;
/// The first byte of a C1 control in UTF-8.
const C1_LEAD: u8 = 0xc2;
/// A byte that never occurs in UTF-8, so no secret contains it. No match extends across it.
const BARRIER: u8 = 0xff;

/// The maximum number of characters erased in the middle of a secret.
const MOST_ERASED: usize = 4;
/// The maximum number of bytes between two characters of a secret.
const MOST_BETWEEN: usize = 4096;

/// The parser state between two bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LineState {
    place: Place,
    /// Whether the last byte may be the first of a C1 control.
    lead: bool,
    /// The number of erased characters that are not yet written again.
    erased: usize,
}

/// The position in the syntax of control sequences (ECMA-48 §5.3, §5.4, §8.3.89).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Text,
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

/// The effect of one byte on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Print,
    /// Shows nothing.
    Nothing,
    /// Begins a character or a C1 control.
    Lead,
    /// Completes a C1 control.
    Control,
    Back,
    Return,
    /// Exceeds the limit of erased characters, so no match extends across this byte.
    Forget,
}

impl LineState {
    /// Returns the state after these bytes.
    pub(super) fn after(mut self, bytes: &[u8]) -> Self {
        if self.sees_signs(bytes) || self.erased > 0 {
            for byte in bytes {
                self.step(*byte);
            }
        }
        self
    }

    /// Returns whether these bytes include anything except characters and line ends.
    fn sees_signs(self, bytes: &[u8]) -> bool {
        self.place != Place::Text || self.lead || has_signs(bytes)
    }

    fn step(&mut self, byte: u8) -> Effect {
        let ends_control = self.lead && matches!(byte, 0x80..=0x9f);
        self.lead = byte == C1_LEAD;
        if ends_control {
            // A C1 control is equivalent to ESC and this byte (ECMA-48 §5.3).
            self.place = Place::Escape.step(byte - 0x40).0;
            return Effect::Control;
        }
        let (place, effect) = self.place.step(byte);
        self.place = place;
        match effect {
            _ if byte == b'\n' => self.erased = 0,
            Effect::Print if !is_continuation(byte) => self.erased = self.erased.saturating_sub(1),
            Effect::Back | Effect::Return if self.erased == MOST_ERASED => {
                self.erased = 0;
                return Effect::Forget;
            }
            Effect::Back | Effect::Return => self.erased += 1,
            _ => {}
        }
        effect
    }
}

impl Place {
    /// Advances by one byte. A line end ends every sequence and an ESC begins a new one, as in the
    /// plain text of an output that `expect` is compared with.
    fn step(self, byte: u8) -> (Self, Effect) {
        match (self, byte) {
            (_, b'\n') => (Self::Text, Effect::Print),
            (_, ESC) => (Self::Escape, Effect::Nothing),
            (Self::Text, _) => Self::step_text(byte),
            // A terminal executes controls inside a sequence.
            (place, b'\r') => (place, Effect::Return),
            (Self::Escape | Self::Intermediate | Self::Csi, BACKSPACE) => (self, Effect::Back),
            (Self::Escape, b'[') => (Self::Csi, Effect::Nothing),
            (Self::Escape, b']') => (Self::Osc, Effect::Nothing),
            (Self::Escape, b'P' | b'X' | b'^' | b'_') => (Self::String, Effect::Nothing),
            (Self::Escape | Self::Intermediate, b' '..=b'/') => {
                (Self::Intermediate, Effect::Nothing)
            }
            (_, CAN | SUB)
            | (Self::Osc, BEL)
            | (Self::Escape | Self::Intermediate, b'0'..)
            | (Self::Csi, b'@'..=b'~') => (Self::Text, Effect::Nothing),
            (place, _) => (place, Effect::Nothing),
        }
    }

    fn step_text(byte: u8) -> (Self, Effect) {
        match byte {
            BACKSPACE => (Self::Text, Effect::Back),
            b'\r' => (Self::Text, Effect::Return),
            C1_LEAD => (Self::Text, Effect::Lead),
            b'\t' | b' '..=b'~' | 0x80.. => (Self::Text, Effect::Print),
            _ => (Self::Text, Effect::Nothing),
        }
    }
}

/// A text extracted from a stream in one of the readings.
pub(super) struct ShownText<'b> {
    pub(super) text: Cow<'b, [u8]>,
    /// The position of each byte in the stream. `None` if the text is the unchanged stream.
    origins: Option<Origins>,
    /// The length of the stream in bytes.
    length: usize,
    /// Whether erased characters are missing from the text.
    pub(super) erases: bool,
}

/// The position of each byte of a text in its stream.
#[derive(Default)]
struct Origins {
    at: Vec<usize>,
    /// The bytes that replace erased characters, with the stream position of the first erased byte.
    over: Vec<(usize, usize)>,
}

impl Origins {
    /// Returns where a byte begins in the stream, including the characters that it replaces.
    fn begin(&self, index: usize) -> usize {
        let over = self.over.binary_search_by_key(&index, |over| over.0);
        over.map_or(self.at[index], |over| self.over[over].1)
    }

    fn pop(&mut self) -> Option<usize> {
        let at = self.at.pop()?;
        let over = self.over.pop_if(|over| over.0 == self.at.len());
        Some(over.map_or(at, |over| over.1))
    }
}

/// A part of a stream that belongs to a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MaskSpan {
    pub(super) range: Range<usize>,
    /// Whether the part continues the secret of an earlier part.
    pub(super) continues: bool,
}

/// Returns the possible readings of a stream: unchanged, without escape sequences, and without
/// erased characters. The last also drops a terminal's line wrap, which is a space and a carriage
/// return.
pub(super) fn readings(bytes: &[u8], screen: LineState) -> impl Iterator<Item = ShownText<'_>> {
    let as_it_is = ShownText {
        text: bytes.into(),
        origins: None,
        length: bytes.len(),
        erases: false,
    };
    let signs = screen.sees_signs(bytes);
    let erases = signs
        && bytes.iter().enumerate().any(|(at, byte)| match byte {
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            byte => *byte == BACKSPACE,
        });
    let shown = signs.then(|| ShownText::shown(bytes, screen, false));
    let erased = erases.then(|| ShownText::shown(bytes, screen, true));
    std::iter::once(as_it_is).chain(shown).chain(erased)
}

impl ShownText<'_> {
    /// Returns the position of a byte of the text in the stream.
    pub(super) fn origin(&self, at: usize) -> usize {
        match &self.origins {
            None => at,
            Some(origins) => origins.at.get(at).copied().unwrap_or(self.length),
        }
    }

    /// Returns the parts of the stream that produce a part of the text, without the bytes between
    /// them.
    pub(super) fn spans(&self, part: Range<usize>) -> Vec<MaskSpan> {
        let Some(origins) = &self.origins else {
            return vec![MaskSpan {
                range: part,
                continues: false,
            }];
        };
        let mut spans: Vec<MaskSpan> = Vec::new();
        for index in part {
            let (begin, at) = (origins.begin(index), origins.at[index]);
            match spans.last_mut() {
                Some(last) if last.range.end >= begin => last.range.end = at + 1,
                None => spans.push(MaskSpan {
                    range: at..at + 1,
                    continues: false,
                }),
                Some(_) => spans.push(MaskSpan {
                    range: begin..at + 1,
                    continues: true,
                }),
            }
        }
        spans
    }

    fn shown(bytes: &[u8], mut screen: LineState, erases: bool) -> Self {
        let mut text = Shown::new(bytes.len(), erases);
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            // Takes a run of plain bytes at once if no erased characters must be counted.
            let rest = &bytes[at..];
            let is_text = screen.place == Place::Text && !screen.lead && screen.erased == 0;
            if is_text && is_plain(*byte) {
                let run = rest.iter().position(|byte| !is_plain(*byte));
                let run = run.unwrap_or(rest.len());
                text.print(&rest[..run], at);
                at += run;
                continue;
            }
            text.take(screen.step(*byte), *byte, at);
            at += 1;
        }
        if let Some(lead) = text.lead.take() {
            text.print(&[C1_LEAD], lead);
        }
        if let Some(returned) = text.returned.take() {
            text.append(b"\r", returned);
        }
        text.forget_distant(bytes.len());
        Self {
            text: text.bytes.into(),
            origins: Some(text.origins),
            length: bytes.len(),
            erases,
        }
    }
}

/// A builder for the text that a stream shows.
struct Shown {
    bytes: Vec<u8>,
    origins: Origins,
    erases: bool,
    /// The stream position of the first erased byte, until a character replaces it.
    erased: Option<usize>,
    /// The position of a carriage return that may belong to a line end.
    returned: Option<usize>,
    /// The position of the first byte of a character or of a C1 control.
    lead: Option<usize>,
}

impl Shown {
    fn new(room: usize, erases: bool) -> Self {
        let at = Vec::with_capacity(room);
        let over = Vec::new();
        Self {
            bytes: Vec::with_capacity(room),
            origins: Origins { at, over },
            erases,
            erased: None,
            returned: None,
            lead: None,
        }
    }

    fn take(&mut self, effect: Effect, byte: u8, at: usize) {
        if let Some(lead) = self.lead.take_if(|_| effect != Effect::Control) {
            self.print(&[C1_LEAD], lead);
        }
        match effect {
            Effect::Nothing => {}
            Effect::Control => self.lead = None,
            Effect::Print => self.print(&[byte], at),
            Effect::Lead => self.lead = Some(at),
            Effect::Return => {
                self.go_back();
                self.returned = Some(at);
            }
            Effect::Back => {
                self.go_back();
                if self.erases {
                    self.erase();
                }
            }
            Effect::Forget => {
                if self.erases {
                    self.forget(at);
                }
                self.returned = (byte == b'\r').then_some(at);
            }
        }
    }

    /// Appends consecutive bytes of the stream.
    fn print(&mut self, bytes: &[u8], at: usize) {
        match self.returned.take() {
            Some(returned) if bytes.starts_with(b"\n") => self.append(b"\r", returned),
            Some(_) => self.wrap(),
            None => {}
        }
        self.append(bytes, at);
    }

    fn append(&mut self, bytes: &[u8], at: usize) {
        self.forget_distant(at);
        if let Some(erased) = self.erased.take() {
            self.origins.over.push((self.bytes.len(), erased));
        }
        self.bytes.extend_from_slice(bytes);
        self.origins.at.extend(at..at + bytes.len());
    }

    /// Handles a second carriage return or a backspace: the previous carriage return was not a line
    /// end.
    fn go_back(&mut self) {
        if self.returned.take().is_some() {
            self.wrap();
        }
    }

    /// Removes the space of a line wrap. A shell wraps a line with a space and a carriage return.
    fn wrap(&mut self) {
        if self.erases && self.bytes.ends_with(b" ") {
            self.erase();
        }
    }

    /// Erases the last character, but never the previous line.
    fn erase(&mut self) {
        while let Some(byte) = self.bytes.pop_if(|byte| *byte != b'\n' && *byte != BARRIER) {
            self.erased = self.origins.pop();
            if !is_continuation(byte) {
                return;
            }
        }
    }

    /// Ends every possible match if the last byte is too far before this position.
    fn forget_distant(&mut self, at: usize) {
        let last = self.origins.at.last();
        if last.is_some_and(|last| at - last > MOST_BETWEEN) {
            self.forget(at);
        }
    }

    /// Prevents matches across this position.
    fn forget(&mut self, at: usize) {
        self.erased = None;
        self.bytes.push(BARRIER);
        self.origins.at.push(at);
    }
}

/// Returns the start of the last characters that can still be erased.
pub(super) fn erasable(text: &[u8]) -> usize {
    let mut at = text.len();
    for _ in 0..MOST_ERASED {
        let before = &text[..at];
        let Some(last) = before.iter().rposition(|byte| !is_continuation(*byte)) else {
            return at;
        };
        if matches!(text[last], b'\n' | BARRIER) {
            return at;
        }
        at = last;
    }
    at
}

fn is_continuation(byte: u8) -> bool {
    matches!(byte, 0x80..=0xbf)
}

/// Returns whether a byte is an ASCII character or a line end when no sequence is active.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n')
}

/// Returns whether there is anything except characters and line ends.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches the compiler compares many bytes at a time"
)]
fn has_signs(bytes: &[u8]) -> bool {
    let is_sign = |byte: u8, next: u8| {
        (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')
            | (byte == 0x7f)
            | (byte == C1_LEAD) & (next < 0xa0)
            | (byte == b'\r') & (next != b'\n')
    };
    let next = bytes.iter().skip(1);
    let signs = bytes.iter().zip(next);
    signs.fold(false, |any, (byte, next)| any | is_sign(*byte, *next))
        || bytes.last().is_some_and(|last| is_sign(*last, 0))
}
