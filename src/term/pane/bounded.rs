//! Limits combining characters, titles and links in the emulator.

use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::Term;
use alacritty_terminal::term::cell::Flags;
use alacritty_terminal::vte::ansi::{
    Attr, CharsetIndex, ClearMode, CursorShape, CursorStyle, Handler, Hyperlink, LineClearMode,
    Mode, PrivateMode, Rgb, StandardCharset, TabulationClearMode,
};
use unicode_width::UnicodeWidthChar as _;

use super::emulator_events::EventSink;
use super::visible::sanitize;
use crate::text::{Kind, hidden_signs};

/// Maximum number of combining characters per cell. More are dropped.
const MOST_COMBINING: usize = 8;
/// Maximum length of a title, in characters.
const LONGEST_TITLE: usize = 200;
/// Maximum length of a link's address, in bytes.
const LONGEST_LINK: usize = 1024;

/// A handler that limits combining characters, titles and link addresses.
///
/// The emulator itself has no limits for them. The handler drops clipboard requests, the keyboard
/// protocol that daymark does not support, and sizes in pixels.
pub(super) struct Bounded<'a> {
    pub(super) term: &'a mut Term<EventSink>,
    pub(super) leading: &'a mut Leading,
}

/// Zero-width characters in the first column. The emulator draws them on the cell under the cursor,
/// where the next character would replace them.
#[derive(Debug, Default)]
pub(super) struct Leading {
    line: Line,
    characters: Vec<char>,
}

impl Bounded<'_> {
    fn input_combining(&mut self, character: char) {
        if self.is_at_start() {
            let line = self.term.grid().cursor.point.line;
            if self.leading.line != line {
                self.leading.characters.clear();
                self.leading.line = line;
            }
            if self.leading.characters.len() < MOST_COMBINING {
                self.leading.characters.push(character);
            }
        }
        if self.takes_combining() {
            self.term.input(character);
        }
    }

    /// Writes a character, with the zero-width characters before it if it is the first of its line.
    fn input_leading(&mut self, character: char) {
        let line = self.term.grid().cursor.point.line;
        let is_next = self.leading.line == line && self.is_at_start();
        self.term.input(character);
        let leading = self.leading.characters.drain(..);
        if is_next {
            let cell = &mut self.term.grid_mut()[line][Column(0)];
            leading.for_each(|character| cell.push_zerowidth(character));
        }
    }

    /// Returns whether the next character goes to the first column of the cursor's line.
    fn is_at_start(&self) -> bool {
        let cursor = &self.term.grid().cursor;
        cursor.point.column == Column(0) && !cursor.input_needs_wrap
    }

    /// Returns whether the cell before the cursor has room for one more combining character.
    fn takes_combining(&self) -> bool {
        let cursor = &self.term.grid().cursor;
        let mut column = cursor.point.column;
        if !cursor.input_needs_wrap {
            column = Column(column.saturating_sub(1));
        }
        let row = &self.term.grid()[cursor.point.line];
        if row[column].flags.contains(Flags::WIDE_CHAR_SPACER) {
            column = Column(column.saturating_sub(1));
        }
        row[column]
            .zerowidth()
            .is_none_or(|all| all.len() < MOST_COMBINING)
    }
}

/// Defines handler methods that forward each call unchanged.
macro_rules! hand_on {
    ($($name:ident($($argument:ident: $kind:ty),*);)*) => {
        $(fn $name(&mut self, $($argument: $kind),*) { self.term.$name($($argument),*); })*
    };
}

impl Handler for Bounded<'_> {
    fn input(&mut self, character: char) {
        if !character.is_ascii() && character.width() == Some(0) {
            self.input_combining(character);
        } else if self.leading.characters.is_empty() {
            self.term.input(character);
        } else {
            self.input_leading(character);
        }
    }

    fn linefeed(&mut self) {
        self.leading.characters.clear();
        self.term.linefeed();
    }

    fn newline(&mut self) {
        self.leading.characters.clear();
        self.term.newline();
    }

    fn set_title(&mut self, title: Option<String>) {
        self.term
            .set_title(title.map(|title| sanitize(&title, LONGEST_TITLE)));
    }

    fn set_hyperlink(&mut self, link: Option<Hyperlink>) {
        self.term
            .set_hyperlink(link.filter(|link| leads_safely(&link.uri)));
    }

    hand_on! {
        set_cursor_style(style: Option<CursorStyle>);
        set_cursor_shape(shape: CursorShape);
        goto(line: i32, column: usize);
        goto_line(line: i32);
        goto_col(column: usize);
        insert_blank(count: usize);
        move_up(rows: usize);
        move_down(rows: usize);
        identify_terminal(intermediate: Option<char>);
        device_status(what: usize);
        move_forward(columns: usize);
        move_backward(columns: usize);
        move_down_and_cr(rows: usize);
        move_up_and_cr(rows: usize);
        put_tab(count: u16);
        backspace();
        carriage_return();
        substitute();
        set_horizontal_tabstop();
        scroll_up(rows: usize);
        scroll_down(rows: usize);
        insert_blank_lines(count: usize);
        delete_lines(count: usize);
        erase_chars(count: usize);
        delete_chars(count: usize);
        move_backward_tabs(count: u16);
        move_forward_tabs(count: u16);
        save_cursor_position();
        restore_cursor_position();
        clear_line(mode: LineClearMode);
        clear_screen(mode: ClearMode);
        clear_tabs(mode: TabulationClearMode);
        set_tabs(interval: u16);
        reset_state();
        reverse_index();
        terminal_attribute(attribute: Attr);
        set_mode(mode: Mode);
        unset_mode(mode: Mode);
        report_mode(mode: Mode);
        set_private_mode(mode: PrivateMode);
        unset_private_mode(mode: PrivateMode);
        report_private_mode(mode: PrivateMode);
        set_scrolling_region(top: usize, bottom: Option<usize>);
        set_keypad_application_mode();
        unset_keypad_application_mode();
        set_active_charset(index: CharsetIndex);
        configure_charset(index: CharsetIndex, charset: StandardCharset);
        set_color(index: usize, color: Rgb);
        reset_color(index: usize);
        decaln();
        push_title();
        pop_title();
        text_area_size_chars();
        report_keyboard_mode();
    }
}

/// Returns whether a link is a web address that can be shown completely.
fn leads_safely(address: &str) -> bool {
    let web = address.starts_with("https://") || address.starts_with("http://");
    let hides = hidden_signs(address, Kind::Code).next().is_some();
    web && address.len() <= LONGEST_LINK && !hides && !address.contains(['\n', '\t'])
}
