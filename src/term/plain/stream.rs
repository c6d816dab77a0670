//! Converts a stream of terminal output to plain text.

use std::fmt;
use std::time::Duration;

use alacritty_terminal::vte::ansi::{Attr, ClearMode, Handler, LineClearMode, Processor, Timeout};
use memchr::memchr;
use unicode_width::UnicodeWidthChar as _;

use super::line::{PlainLine, Sink};
use super::{Style, StyledText};
use crate::term::pane::OscLimiter;
use crate::term::whole::WholeCharacters;

/// The first byte of a C1 control in UTF-8.
const C1_LEAD: u8 = 0xc2;
const ESC: u8 = 0x1b;
const CAN: u8 = 0x18;
/// Ends a control string (ECMA-48 §8.3.143). Outside of one it has no effect.
const STRING_TERMINATOR: &[u8] = b"\x1b\\";

/// A converter from terminal output to plain text, across reads.
///
/// It removes escape sequences, also those that begin with a C1 control. A line is as wide as its
/// text. A carriage return, a backspace and the sequences that move the cursor in its line
/// (`CSI C`, `D`, `G`, `` ` ``) let later text replace earlier text column by column. `CSI K` and
/// `CSI J` erase in the line. LF, VT, FF and NEL end a line. LF also ends an incomplete sequence. A
/// tab stays a tab.
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
    guard: OscLimiter,
    processor: Processor<Unsynchronized>,
    whole: WholeCharacters,
    /// Whether the parser may be inside an escape sequence.
    inside: bool,
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

    /// Passes bytes on, with each C1 control replaced by its ESC sequence.
    fn pass_whole(&mut self, bytes: &[u8], writer: &mut LineWriter<'_, impl Sink>) {
        let (mut rest, mut at) = (bytes, 0);
        while let Some(offset) = memchr(C1_LEAD, &rest[at..]) {
            at += offset;
            if let Some(second @ 0x80..=0x9f) = rest.get(at + 1) {
                self.emit(&rest[..at], writer);
                self.emit(&[ESC, second - 0x40], writer);
                (rest, at) = (&rest[at + 2..], 0);
            } else {
                at += 1;
            }
        }
        self.emit(rest, writer);
    }

    /// Ends the stream. An incomplete character becomes U+FFFD, and an incomplete sequence is
    /// dropped.
    fn end(&mut self, writer: &mut LineWriter<'_, impl Sink>) {
        let cut = self.whole.end();
        self.emit(&cut, writer);
        self.emit(&[CAN], writer);
    }

    /// Writes plain bytes directly and passes the others to the parser.
    fn emit(&mut self, bytes: &[u8], writer: &mut LineWriter<'_, impl Sink>) {
        let mut rest = bytes;
        while !rest.is_empty() {
            if !self.inside {
                let plain = rest.iter().position(|byte| !is_plain(*byte));
                let plain = plain.unwrap_or(rest.len());
                // The parser must see the last character, because a sequence can repeat it.
                let last = rest[..plain].iter().rposition(|byte| is_printed(*byte));
                let (run, behind) = rest.split_at(last.unwrap_or(0));
                writer.write_plain(std::str::from_utf8(run).unwrap_or_default());
                rest = behind;
            }
            let ends = |byte: &u8| is_printed(*byte) || *byte == b'\n';
            let end = rest.iter().position(ends);
            let (piece, behind) = rest.split_at(end.map_or(rest.len(), |at| at + 1));
            match piece.strip_suffix(b"\n") {
                Some(piece) => self.end_line(piece, writer),
                None => self.parse(piece, writer),
            }
            rest = behind;
        }
    }

    /// Ends a line and any incomplete sequence, so that the sequence cannot hide later lines.
    fn end_line(&mut self, bytes: &[u8], writer: &mut LineWriter<'_, impl Sink>) {
        self.parse(bytes, writer);
        self.parse(STRING_TERMINATOR, writer);
        self.inside = false;
        writer.write('\n');
    }

    /// Parses bytes of which at most the last is a printable ASCII character. If the parser wrote
    /// it, the parser is outside of every sequence.
    fn parse(&mut self, bytes: &[u8], writer: &mut LineWriter<'_, impl Sink>) {
        writer.written = None;
        let Self {
            guard, processor, ..
        } = self;
        guard.pass(bytes, |piece| processor.advance(writer, piece));
        let last = bytes.last().filter(|byte| is_printed(**byte));
        self.inside = last.is_none_or(|last| writer.written != Some(char::from(*last)));
    }
}

/// Returns whether a byte is a printable ASCII character.
fn is_printed(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Returns whether a byte has the same meaning everywhere outside of sequences.
fn is_plain(byte: u8) -> bool {
    is_printed(byte) || matches!(byte, b'\r' | b'\n')
}

/// A handler that applies parsed output to the line.
struct LineWriter<'a, S> {
    line: &'a mut PlainLine,
    style: &'a mut Style,
    sink: &'a mut S,
    /// The last character written.
    written: Option<char>,
}

impl<'a, S: Sink> LineWriter<'a, S> {
    fn new(line: &'a mut PlainLine, style: &'a mut Style, sink: &'a mut S) -> Self {
        Self {
            line,
            style,
            sink,
            written: None,
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
            '\n' => self.line.end(self.sink),
            '\r' => self.line.go_to(0),
            _ => self.line.put(character, 1, *self.style, self.sink),
        }
    }
}

impl<S: Sink> Handler for LineWriter<'_, S> {
    fn input(&mut self, character: char) {
        self.written = Some(character);
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
        self.line.go_to(0);
    }

    fn backspace(&mut self) {
        self.line.go_left(1);
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

    fn clear_screen(&mut self, mode: ClearMode) {
        match mode {
            ClearMode::Below => self.line.erase_right(),
            ClearMode::Above => self.line.erase_left(),
            ClearMode::All => self.line.erase(),
            ClearMode::Saved => {}
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
