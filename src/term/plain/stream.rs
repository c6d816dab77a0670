//! Converts a stream of terminal output to plain text.

use std::fmt;
use std::time::Duration;

use alacritty_terminal::vte::ansi::{Attr, Handler, LineClearMode, Processor, Timeout};
use unicode_width::UnicodeWidthChar as _;

use super::line::{PlainLine, Sink};
use super::{Style, StyledText};
use crate::term::sequences::{SequencePart, as_seven_bit, next_part};
use crate::term::whole::WholeCharacters;

/// A converter from terminal output to plain text, across reads.
///
/// It removes escape sequences, also those that begin with a C1 control. A line is as wide as its
/// text. A carriage return moves to its beginning, and later text replaces earlier text column by
/// column. `CSI K` erases in the line. LF, VT, FF and NEL end a line. A tab stays a tab.
///
/// Nothing else removes text: a screen that is cleared, and a cursor that moves, hide nothing. A
/// cursor moves right in its line (`CSI C`, `G`, `` ` ``) and leaves blanks. It moves left only over
/// columns without text. Its other moves have no effect. A sequence without an end is text, except
/// for its first control: what comes first is a line end, another sequence, the end of the output,
/// or 4,096 bytes.
///
/// A wide character takes two columns. When one of them is replaced, the other becomes blank. A
/// zero-width character belongs to the column before it, and is dropped at the beginning of a line.
/// Other controls, DEL and C1 controls of one byte are dropped. Other invalid UTF-8 becomes U+FFFD.
///
/// Memory is bounded: the beginning of a line longer than 65,536 columns is final. Text that would
/// replace it makes the output [`Unresolved`].
#[derive(Default)]
pub struct PlainText {
    front: Front,
    line: PlainLine,
    style: Style,
}

/// The parser in front of the line.
#[derive(Default)]
struct Front {
    whole: WholeCharacters,
    /// The beginning of a sequence that later bytes decide.
    open: Vec<u8>,
    /// Outside of sequences between two parts.
    processor: Processor<Unsynchronized>,
}

/// The error for a line that is too long to resolve its carriage returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unresolved;

impl fmt::Display for Unresolved {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the output replaces the beginning of a line that is longer than 65,536 columns"
        )
    }
}

impl PlainText {
    /// Returns the plain text of a complete output.
    pub fn of(bytes: &[u8]) -> String {
        let (mut plain, mut text) = (Self::default(), String::new());
        plain.push(bytes, &mut text);
        // An unresolved line is still readable.
        let _ = plain.finish(&mut text);
        text
    }

    /// Reads the next bytes and appends the text that is final.
    pub fn push(&mut self, bytes: &[u8], text: &mut String) {
        self.take(bytes, text);
    }

    /// Ends the stream and appends the rest.
    ///
    /// # Errors
    /// If the output tried to replace the final beginning of a line.
    pub fn finish(mut self, text: &mut String) -> Result<(), Unresolved> {
        self.take_rest(text);
        if self.line.is_resolved() {
            Ok(())
        } else {
            Err(Unresolved)
        }
    }

    fn take(&mut self, bytes: &[u8], sink: &mut impl Sink) {
        let Self { front, line, style } = self;
        front.pass(bytes, &mut LineWriter::new(line, style, sink));
    }

    fn take_rest(&mut self, sink: &mut impl Sink) {
        let Self { front, line, style } = self;
        front.end(&mut LineWriter::new(line, style, sink));
        line.release(sink);
    }
}

impl StyledText {
    /// Returns terminal output as [`PlainText`] converts it, with its styles.
    pub fn of(bytes: &[u8]) -> Self {
        let (mut plain, mut text) = (PlainText::default(), Self::default());
        plain.take(bytes, &mut text);
        plain.take_rest(&mut text);
        text
    }
}

impl Front {
    fn pass(&mut self, bytes: &[u8], writer: &mut LineWriter<'_, impl Sink>) {
        let mut whole = std::mem::take(&mut self.whole);
        whole.pass(bytes, |piece| self.pass_whole(piece, writer));
        self.whole = whole;
    }

    fn pass_whole(&mut self, bytes: &[u8], writer: &mut LineWriter<'_, impl Sink>) {
        if self.open.is_empty() {
            self.open = self.pass_parts(bytes, false, writer).to_vec();
        } else {
            let mut open = std::mem::take(&mut self.open);
            open.extend_from_slice(bytes);
            self.open = self.pass_parts(&open, false, writer).to_vec();
        }
    }

    /// Ends the stream. An incomplete sequence becomes text, and an incomplete character U+FFFD.
    fn end(&mut self, writer: &mut LineWriter<'_, impl Sink>) {
        let open = std::mem::take(&mut self.open);
        self.pass_parts(&open, true, writer);
        let cut = self.whole.end();
        self.write_text(&cut, writer);
    }

    /// Passes the parts that are certain. Returns the rest.
    fn pass_parts<'b>(
        &mut self,
        bytes: &'b [u8],
        ended: bool,
        writer: &mut LineWriter<'_, impl Sink>,
    ) -> &'b [u8] {
        let mut rest = bytes;
        loop {
            let length = match next_part(rest, ended) {
                SequencePart::Open => return rest,
                SequencePart::Text(length) => {
                    self.write_text(&rest[..length], writer);
                    length
                }
                SequencePart::Sequence(length) => {
                    let (start, end) = as_seven_bit(&rest[..length]);
                    self.processor.advance(writer, &start);
                    self.processor.advance(writer, end);
                    length
                }
                SequencePart::String(length)
                | SequencePart::Stray {
                    control: length, ..
                } => length,
            };
            rest = &rest[length..];
        }
    }

    fn write_text(&mut self, bytes: &[u8], writer: &mut LineWriter<'_, impl Sink>) {
        for chunk in bytes.utf8_chunks() {
            let text = chunk.valid();
            // The parser must see the last character, because a sequence can repeat it. It would
            // repeat a control too.
            let last = text.char_indices().rfind(|(_, it)| !it.is_control());
            let (at, length) = last.map_or((text.len(), 0), |(at, it)| (at, it.len_utf8()));
            let (text, rest) = text.split_at(at);
            let (last, controls) = rest.split_at(length);
            writer.write_text(text);
            self.processor.advance(writer, last.as_bytes());
            writer.write_text(controls);
            if !matches!(chunk.invalid(), [] | [0x80..=0x9f]) {
                writer.input(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

/// Returns whether a byte is a printable ASCII character, CR or LF.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\r' | b'\n')
}

/// A handler that applies parsed output to the line.
struct LineWriter<'a, S> {
    line: &'a mut PlainLine,
    style: &'a mut Style,
    sink: &'a mut S,
}

impl<'a, S: Sink> LineWriter<'a, S> {
    fn new(line: &'a mut PlainLine, style: &'a mut Style, sink: &'a mut S) -> Self {
        Self { line, style, sink }
    }

    fn write_text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let plain = rest.bytes().position(|byte| !is_plain(byte));
            let (plain, behind) = rest.split_at(plain.unwrap_or(rest.len()));
            self.write_plain(plain);
            let mut characters = behind.chars();
            if let Some(character) = characters.next() {
                self.write(character);
            }
            rest = characters.as_str();
        }
    }

    /// Writes ASCII text whose only control characters are CR and LF.
    fn write_plain(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            let whole = line.strip_suffix('\n');
            let whole = whole.map(|line| line.trim_end_matches('\r'));
            match whole.filter(|line| self.line.is_new() && !line.contains('\r')) {
                Some(whole) => {
                    self.sink.text(whole, *self.style);
                    self.sink.line_end();
                }
                None => line.chars().for_each(|character| self.write(character)),
            }
        }
    }

    fn write(&mut self, character: char) {
        match character {
            '\n' | '\x0b' | '\x0c' => self.line.end(self.sink),
            '\r' => self.line.return_carriage(),
            '\t' => self.line.put_tab(*self.style, self.sink),
            _ => self.input(character),
        }
    }
}

impl<S: Sink> Handler for LineWriter<'_, S> {
    fn input(&mut self, character: char) {
        match character.width() {
            Some(0) => self.line.put_mark(character),
            Some(width) => self.line.put(character, width, *self.style, self.sink),
            None => {}
        }
    }

    fn put_tab(&mut self, count: u16) {
        for _ in 0..count {
            self.line.put_tab(*self.style, self.sink);
        }
    }

    fn linefeed(&mut self) {
        self.line.end(self.sink);
    }

    fn newline(&mut self) {
        self.line.end(self.sink);
    }

    fn carriage_return(&mut self) {
        self.line.return_carriage();
    }

    fn goto_col(&mut self, column: usize) {
        self.line.go_to(column);
    }

    fn move_forward(&mut self, columns: usize) {
        self.line.go_right(columns);
    }

    fn move_backward(&mut self, columns: usize) {
        self.line.go_left(columns);
    }

    fn clear_line(&mut self, mode: LineClearMode) {
        match mode {
            LineClearMode::Right => self.line.erase_right(),
            LineClearMode::Left => self.line.erase_left(),
            LineClearMode::All => self.line.erase(),
        }
    }

    fn terminal_attribute(&mut self, attribute: Attr) {
        self.style.set(&attribute);
    }

    fn reset_state(&mut self) {
        *self.style = Style::PLAIN;
    }
}

/// A disabled timeout: synchronized updates delay a screen, and plain text has none.
#[derive(Debug, Default)]
struct Unsynchronized;

impl Timeout for Unsynchronized {
    fn set_timeout(&mut self, _: Duration) {}

    fn clear_timeout(&mut self) {}

    fn pending_timeout(&self) -> bool {
        false
    }
}

impl Sink for String {
    fn text(&mut self, text: &str, _: Style) {
        self.push_str(text);
    }

    fn character(&mut self, character: char, marks: &str, _: Style) {
        self.push(character);
        self.push_str(marks);
    }

    fn line_end(&mut self) {
        self.push('\n');
    }
}
