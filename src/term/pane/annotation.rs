//! Draws daymark's own lines between the host's output.

use alacritty_terminal::grid::Charsets;
use alacritty_terminal::term::TermMode;
use alacritty_terminal::term::cell::Cell as GridCell;
use alacritty_terminal::vte::ansi::{Color as GridColor, Handler as _};
use unicode_width::UnicodeWidthChar;

use super::visible::sanitize;
use super::{AnnotationKind, Pane};

/// Maximum length of an annotation, in characters, before it is cut to the width.
const LONGEST: usize = 1000;
/// The sign at the end of a line that was cut.
const ELLIPSIS: char = '…';

impl Pane {
    /// Draws an annotation at the cursor, and moves the cursor to column 0 below it.
    ///
    /// Output without a final newline keeps its row. The host's colors, character set and cursor
    /// are restored. Nothing is drawn on the alternate screen.
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

    /// Ends an incomplete escape sequence, string or synchronized update.
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

    /// Cuts the text to one row, with an ellipsis at the cut.
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
