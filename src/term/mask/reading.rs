//! The readings of a stream: as it is, and as a screen shows it.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;

use super::effects::{Effect, LineState, MOST_ERASED, effects, has_stray, is_continuation};
use super::signs::has_signs;

const BACKSPACE: u8 = 0x08;
/// A byte that never occurs in UTF-8, so no secret contains it. No match extends across it.
const BARRIER: u8 = 0xff;

/// The maximum number of bytes between two characters of a secret.
const MOST_BETWEEN: usize = 4096;

/// A text extracted from a stream in one of the readings.
pub(super) struct ShownText<'a> {
    pub(super) text: Cow<'a, [u8]>,
    origins: Option<Origins>,
    /// The length of the stream that the text shows. Later bytes decide the rest.
    length: usize,
    /// Whether erased characters are left out. Only such a reading searches no base64 in lines.
    pub(super) erases: bool,
}

/// The position in the stream of each byte of a text.
#[derive(Default)]
struct Origins {
    /// Where consecutive bytes of the stream begin: the position in the text and in the stream.
    runs: Vec<(usize, usize)>,
    /// The bytes that replace erased characters, with the stream position of the first erased byte.
    over: Vec<(usize, usize)>,
}

impl Origins {
    fn at(&self, index: usize) -> usize {
        let after = self.runs.partition_point(|run| run.0 <= index);
        let (text, stream) = self.runs[after.saturating_sub(1)];
        stream + (index - text)
    }

    /// Returns where a byte begins in the stream, including the characters that it replaces.
    fn begin(&self, index: usize) -> usize {
        let over = self.over.binary_search_by_key(&index, |over| over.0);
        over.map_or_else(|_| self.at(index), |over| self.over[over].1)
    }

    /// Adds bytes of the stream at the end of a text of this length.
    fn push(&mut self, length: usize, at: usize) {
        let continues = |(text, stream): &(usize, usize)| stream + (length - text) == at;
        if !self.runs.last().is_some_and(continues) {
            self.runs.push((length, at));
        }
    }

    /// Removes the last byte of a text of this length. Returns where it began in the stream.
    fn pop(&mut self, length: usize) -> usize {
        let begin = self.begin(length - 1);
        self.over.pop_if(|over| over.0 == length - 1);
        self.runs.pop_if(|run| run.0 == length - 1);
        begin
    }
}

/// A part of a stream that belongs to a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MaskSpan {
    pub(super) range: Range<usize>,
    /// Whether the part continues the secret of an earlier part.
    pub(super) continues: bool,
}

/// Returns the possible readings of a stream: unchanged, as text without what shows nothing, and as
/// a terminal shows it. The last leaves out erased characters, sequences without an end, and a line
/// wrap, which is a space and a carriage return.
pub(super) fn readings(
    bytes: &[u8],
    line: LineState,
    ended: bool,
) -> impl Iterator<Item = ShownText<'_>> {
    let as_it_is = ShownText {
        text: bytes.into(),
        origins: None,
        length: bytes.len(),
        erases: false,
    };
    let signs = has_signs(bytes);
    let shown = move |erases| ShownText::shown(bytes, line, ended, erases);
    let erased = signs && (goes_back(bytes) || has_stray(bytes, ended));
    std::iter::once(as_it_is)
        .chain(signs.then(|| shown(false)))
        .chain(erased.then(|| shown(true)))
}

/// Returns whether there is a backspace, or a carriage return that is not part of a line end.
fn goes_back(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = memchr2(BACKSPACE, b'\r', rest) {
        if rest[at] == BACKSPACE || rest.get(at + 1) != Some(&b'\n') {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

impl ShownText<'_> {
    /// Returns the position of a byte of the text in the stream.
    pub(super) fn origin(&self, at: usize) -> usize {
        match &self.origins {
            None => at,
            Some(_) if at >= self.text.len() => self.length,
            Some(origins) => origins.at(at),
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
            let (begin, at) = (origins.begin(index), origins.at(index));
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

    fn shown(bytes: &[u8], line: LineState, ended: bool, erases: bool) -> Self {
        let mut text = Shown {
            bytes: Vec::with_capacity(bytes.len()),
            origins: Origins::default(),
            line,
            erases,
            erased: None,
            returned: None,
        };
        let length = effects(bytes, ended, erases, |effect| text.take(effect, bytes));
        if let Some(returned) = text.returned.take() {
            text.append(b"\r", returned);
        }
        text.forget_distant(length);
        Self {
            text: text.bytes.into(),
            origins: Some(text.origins),
            length,
            erases,
        }
    }
}

/// A builder for the text that a stream shows.
struct Shown {
    bytes: Vec<u8>,
    origins: Origins,
    line: LineState,
    erases: bool,
    /// The stream position of the first erased byte, until a character replaces it.
    erased: Option<usize>,
    /// The position of a carriage return that may belong to a line end.
    returned: Option<usize>,
}

impl Shown {
    fn take(&mut self, effect: Effect, stream: &[u8]) {
        let forgets = self.line.take(&effect, stream);
        match effect {
            Effect::Print(range) => self.print(&stream[range.clone()], range.start),
            Effect::Back(at) | Effect::Return(at) if forgets => {
                if self.erases {
                    self.forget(at);
                }
                self.returned = matches!(effect, Effect::Return(_)).then_some(at);
            }
            Effect::Return(at) => {
                self.go_back();
                self.returned = Some(at);
            }
            Effect::Back(_) => {
                self.go_back();
                if self.erases {
                    self.erase();
                }
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
        let length = self.bytes.len();
        if let Some(erased) = self.erased.take() {
            self.origins.over.push((length, erased));
        }
        self.origins.push(length, at);
        self.bytes.extend_from_slice(bytes);
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
            self.erased = Some(self.origins.pop(self.bytes.len() + 1));
            if !is_continuation(byte) {
                return;
            }
        }
    }

    /// Ends every possible match if the last byte is too far before this position.
    fn forget_distant(&mut self, at: usize) {
        let length = self.bytes.len();
        if length > 0 && at - self.origins.at(length - 1) > MOST_BETWEEN {
            self.forget(at);
        }
    }

    /// Prevents matches across this position.
    fn forget(&mut self, at: usize) {
        self.erased = None;
        self.origins.push(self.bytes.len(), at);
        self.bytes.push(BARRIER);
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
