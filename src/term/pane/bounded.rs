//! The emulator behind a limit on what one cell may hold.

use alacritty_terminal::index::Column;
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

/// How many combining characters one cell holds; more are dropped.
const MOST_COMBINING: usize = 8;
/// The longest title, in characters.
const LONGEST_TITLE: usize = 200;
/// The longest address of a link, in bytes.
const LONGEST_LINK: usize = 1024;

/// The emulator behind a limit on what one cell may hold.
///
/// Unlimited are in the emulator itself: combining characters on a cell, titles, addresses.
/// The clipboard, the keyboard protocol we do not speak and sizes in pixels are left out.
pub(super) struct Bounded<'a>(pub(super) &'a mut Term<EventSink>);

impl Bounded<'_> {
    /// Whether one more combining character fits where the next one would go.
    fn takes_combining(&self) -> bool {
        let cursor = &self.0.grid().cursor;
        let mut column = cursor.point.column;
        if !cursor.input_needs_wrap {
            column = Column(column.saturating_sub(1));
        }
        let row = &self.0.grid()[cursor.point.line];
        if row[column].flags.contains(Flags::WIDE_CHAR_SPACER) {
            column = Column(column.saturating_sub(1));
        }
        row[column]
            .zerowidth()
            .is_none_or(|all| all.len() < MOST_COMBINING)
    }
}

/// Hands each call on as it is.
macro_rules! hand_on {
    ($($name:ident($($argument:ident: $kind:ty),*);)*) => {
        $(fn $name(&mut self, $($argument: $kind),*) { self.0.$name($($argument),*); })*
    };
}

impl Handler for Bounded<'_> {
    fn input(&mut self, character: char) {
        let combines = !character.is_ascii() && character.width() == Some(0);
        if !combines || self.takes_combining() {
            self.0.input(character);
        }
    }

    fn set_title(&mut self, title: Option<String>) {
        self.0
            .set_title(title.map(|title| sanitize(&title, LONGEST_TITLE)));
    }

    fn set_hyperlink(&mut self, link: Option<Hyperlink>) {
        self.0
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
        linefeed();
        substitute();
        newline();
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

/// Links are kept to the web, and to what can be shown whole.
fn leads_safely(address: &str) -> bool {
    let web = address.starts_with("https://") || address.starts_with("http://");
    let hides = hidden_signs(address, Kind::Code).next().is_some();
    web && address.len() <= LONGEST_LINK && !hides && !address.contains(['\n', '\t'])
}
