//! A pane: fed with bytes, read as cells.

use std::time::Instant;

use alacritty_terminal::grid::{Dimensions, Scroll};
use alacritty_terminal::index::Line;
use alacritty_terminal::term::{Config, Osc52, RenderableCursor, Term};
use alacritty_terminal::vte::ansi::{CursorShape as GridShape, Processor};

use super::bounded::{Bounded, Leading};
use super::emulator_events::EventSink;
use super::osc_limit::OscLimiter;
use super::sync::{SyncDeadline, SyncState};
use super::{Modes, Row};
use crate::term::whole::WholeCharacters;

/// The size of a terminal, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    columns: u16,
    rows: u16,
}

impl Size {
    /// Creates a size of at least two columns and one row. With one column, a wide character never
    /// fits and reflow never ends.
    pub fn new(columns: u16, rows: u16) -> Self {
        Self {
            columns: columns.max(2),
            rows: rows.max(1),
        }
    }

    /// Returns the number of columns.
    pub fn columns(self) -> u16 {
        self.columns
    }

    /// Returns the number of rows.
    pub fn rows(self) -> u16 {
        self.rows
    }
}

impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        self.screen_lines()
    }

    fn screen_lines(&self) -> usize {
        usize::from(self.rows)
    }

    fn columns(&self) -> usize {
        usize::from(self.columns)
    }
}

/// The position and shape of the drawn cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The row, counted from 0 at the top of the visible rows.
    pub row: u16,
    /// The column, counted from 0 at the left.
    pub column: u16,
    pub shape: CursorShape,
}

/// The shape of a cursor (DECSCUSR).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorShape {
    /// A full cell.
    Block,
    /// A line below the character.
    Underline,
    /// A line left of the character.
    Bar,
}

/// The state of a terminal: bytes in, cells and replies out.
///
/// It reads no clock: the caller passes the time.
pub struct Pane {
    pub(super) term: Term<EventSink>,
    pub(super) processor: Processor<SyncState>,
    pub(super) prompt: Prompt,
    leading: Leading,
    whole: WholeCharacters,
    osc_limiter: OscLimiter,
    events: EventSink,
    deadline: SyncDeadline,
    holds_answers: bool,
    size: Size,
    scrollback: usize,
}

impl Pane {
    /// Creates an empty terminal with a scrollback of this many lines.
    pub fn new(size: Size, scrollback: usize) -> Self {
        let mailbox = EventSink::default();
        Self {
            term: Term::new(config(scrollback), &size, mailbox.clone()),
            processor: Processor::new(),
            prompt: Prompt::default(),
            leading: Leading::default(),
            whole: WholeCharacters::default(),
            osc_limiter: OscLimiter::default(),
            events: mailbox,
            deadline: SyncDeadline::default(),
            holds_answers: false,
            size,
            scrollback,
        }
    }

    /// Draws output of the host, except a hidden echo.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) {
        if let Some(bytes) = self.filter_echo(bytes) {
            self.draw(&bytes);
        }
        self.deadline.note(self.processor.sync_timeout(), now);
    }

    /// Draws bytes without hiding an echo.
    pub(super) fn draw(&mut self, bytes: &[u8]) {
        let Self {
            term,
            processor,
            leading,
            whole,
            osc_limiter: guard,
            ..
        } = self;
        whole.pass(bytes, |bytes| {
            guard.pass(bytes, |piece| {
                processor.advance(&mut Bounded { term, leading }, piece);
            });
        });
    }

    /// Returns the latest end of the current synchronized update, if there is one.
    pub fn sync_deadline(&self) -> Option<Instant> {
        self.deadline.at()
    }

    /// Ends a synchronized update that is due and draws its content. Returns whether one was due.
    pub fn stop_sync_if_due(&mut self, now: Instant) -> bool {
        let due = self.deadline.at().is_some_and(|at| at <= now);
        if due {
            self.stop_sync();
        }
        due
    }

    pub(super) fn stop_sync(&mut self) {
        let Self { term, leading, .. } = self;
        self.processor.stop_sync(&mut Bounded { term, leading });
        self.deadline = SyncDeadline::default();
    }

    /// Changes the size and wraps the lines again.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.prompt.forget();
        self.term.resize(size);
    }

    /// Returns the size, in cells.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Changes the limit of the scrollback, in lines. Lines beyond it are dropped.
    pub fn set_scrollback(&mut self, lines: usize) {
        self.scrollback = lines;
        self.prompt.forget();
        self.term.set_options(config(lines));
    }

    /// Returns the limit of the scrollback, in lines.
    pub fn scrollback(&self) -> usize {
        self.scrollback
    }

    /// Sets whether replies are held back. A reply sent while a shell receives a step would become
    /// part of the step.
    pub fn hold_answers(&mut self, hold: bool) {
        self.holds_answers = hold;
    }

    /// Drops replies that were held back: the program that requested them is gone.
    pub fn drop_answers(&mut self) {
        self.holds_answers = false;
        self.events.open().answers.clear();
    }

    /// Removes and returns the replies for the host. Empty while they are held back.
    pub fn take_answers(&mut self) -> Vec<u8> {
        if self.holds_answers {
            return Vec::new();
        }
        std::mem::take(&mut self.events.open().answers)
    }

    /// Returns the title that the program set: at most 200 characters, without control characters.
    pub fn title(&self) -> Option<String> {
        self.events.open().title.clone()
    }

    /// Returns the modes that the program set for keys, mouse and paste.
    pub fn modes(&self) -> Modes {
        Modes::from(*self.term.mode())
    }

    /// Returns the visible rows from top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let first = -signed(self.scroll_offset());
        (first..first + i32::from(self.size.rows)).map(|line| self.row(line))
    }

    /// Returns a row of the grid. Row 0 is the top of the screen, and rows above it are negative.
    fn row(&self, line: i32) -> Row<'_> {
        Row::new(&self.term.grid()[Line(line)])
    }

    /// Returns the drawn cursor, or `None` if it is hidden or scrolled out of view.
    pub fn cursor(&self) -> Option<Cursor> {
        let RenderableCursor { shape, point } = self.term.renderable_content().cursor;
        let shape = match shape {
            GridShape::Hidden => return None,
            GridShape::Underline => CursorShape::Underline,
            GridShape::Beam => CursorShape::Bar,
            GridShape::Block | GridShape::HollowBlock => CursorShape::Block,
        };
        let row = usize::try_from(point.line.0).ok()? + self.scroll_offset();
        let row = u16::try_from(row)
            .ok()
            .filter(|&row| row < self.size.rows)?;
        let column = u16::try_from(point.column.0).ok()?;
        Some(Cursor { row, column, shape })
    }

    /// Scrolls up (positive) or down (negative), in lines.
    pub fn scroll(&mut self, lines: i32) {
        self.term.scroll_display(Scroll::Delta(lines));
    }

    /// Scrolls to the newest lines.
    pub fn scroll_to_bottom(&mut self) {
        self.term.scroll_display(Scroll::Bottom);
    }

    /// Returns how far the view is scrolled up from the newest line, in lines.
    pub fn scroll_offset(&self) -> usize {
        self.term.grid().display_offset()
    }

    /// Returns the number of lines above the screen.
    pub fn history(&self) -> usize {
        self.term.grid().history_size()
    }

    /// Returns the last lines as text, oldest first, with wrapped rows joined.
    ///
    /// Reads at most `rows` rows. Blank rows below the last text are left out.
    pub fn last_lines(&self, rows: usize) -> Vec<String> {
        let bottom = i32::from(self.size.rows);
        let top = -signed(self.history());
        let end = (top..bottom)
            .rev()
            .find(|&line| !self.row(line).text().is_empty());
        let Some(end) = end else { return Vec::new() };
        let start = end.saturating_sub(signed(rows)).saturating_add(1).max(top);
        let mut lines = Vec::new();
        let mut line = String::new();
        for row in (start..=end).map(|line| self.row(line)) {
            if row.continues() {
                row.push_whole(&mut line);
            } else {
                line.push_str(&row.text());
                lines.push(std::mem::take(&mut line));
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// Converts a number of lines to a signed row.
pub(super) fn signed(lines: usize) -> i32 {
    i32::try_from(lines).unwrap_or(i32::MAX)
}

fn config(scrollback: usize) -> Config {
    Config {
        scrolling_history: scrollback,
        osc52: Osc52::Disabled,
        ..Config::default()
    }
}

/// The start of the newest prompt, and the hidden echo after it.
#[derive(Debug, Default)]
pub(super) struct Prompt {
    /// The row on the screen, and the number of lines above the screen at that time.
    pub(super) start: Option<(i32, usize)>,
    /// The host's output since daymark typed a line, while it is hidden.
    pub(super) cover: Option<Vec<u8>>,
}

impl Prompt {
    pub(super) fn forget(&mut self) {
        self.start = None;
    }
}
