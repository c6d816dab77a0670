//! Lines of ours between the host's own output.

use alacritty_terminal::grid::Charsets;
use alacritty_terminal::term::TermMode;
use alacritty_terminal::term::cell::Cell as GridCell;
use alacritty_terminal::vte::ansi::{Color as GridColor, Handler as _};
use unicode_width::UnicodeWidthChar;

use super::visible::sanitize;
use super::{AnnotationKind, Pane};

/// The longest line of ours, in characters, before it is cut to the width.
const LONGEST: usize = 1000;
/// How many characters of ours may stand for the rest of a line.
const ELLIPSIS: char = '…';

impl Pane {
    /// Draws a line of ours where the cursor is, and leaves the cursor in column 0 below it.
    ///
    /// Output without a newline at its end keeps its row. The host's own colors, character set
    /// and cursor are as before. On the alternate screen nothing is drawn.
    pub fn annotate(&mut self, text: &str, role: AnnotationKind) {
        self.interrupt();
        if self.term.mode().contains(TermMode::ALT_SCREEN) {
            return;
        }
        if self.term.grid().cursor.point.column.0 > 0 {
            self.next_line();
        }
        let plain = GridCell {
            fg: GridColor::Named(role.name()),
            ..GridCell::default()
        };
        let saved = self.term.grid().cursor.clone();
        let cursor = &mut self.term.grid_mut().cursor;
        cursor.template = plain;
        cursor.charsets = Charsets::default();
        for character in self.fitted(text).chars() {
            self.term.input(character);
        }
        let cursor = &mut self.term.grid_mut().cursor;
        cursor.template = saved.template;
        cursor.charsets = saved.charsets;
        self.next_line();
    }

    /// Ends what output broke off in its middle: an escape sequence, a string, a held update.
    ///
    /// CAN does so in every state of the parser (ECMA-48 §8.3.6, DEC STD 070).
    pub(super) fn interrupt(&mut self) {
        self.draw(b"\x18");
        self.stop_sync();
    }

    fn next_line(&mut self) {
        self.term.carriage_return();
        self.term.linefeed();
    }

    /// The text in one row, with an ellipsis where it was cut.
    fn fitted(&self, text: &str) -> String {
        let room = usize::from(self.size().columns());
        let text = sanitize(text, LONGEST);
        if width(&text) <= room {
            return text;
        }
        let mut cut = String::new();
        for character in text.chars() {
            if width(&cut) + character.width().unwrap_or(0) + 1 > room {
                break;
            }
            cut.push(character);
        }
        cut.push(ELLIPSIS);
        cut
    }
}

fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}
