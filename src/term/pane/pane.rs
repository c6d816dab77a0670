//! A terminal's state: fed with bytes, read as cells.

use std::time::Instant;

use alacritty_terminal::grid::{Dimensions, Scroll};
use alacritty_terminal::index::Line;
use alacritty_terminal::term::{Config, Osc52, RenderableCursor, Term};
use alacritty_terminal::vte::ansi::{CursorShape as GridShape, Processor};

use super::bounded::Bounded;
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
    /// At least two columns (a wide character must fit, or reflow never ends) and one row.
    pub fn new(columns: u16, rows: u16) -> Self {
        Self {
            columns: columns.max(2),
            rows: rows.max(1),
        }
    }

    /// How many columns.
    pub fn columns(self) -> u16 {
        self.columns
    }

    /// How many rows.
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

/// Where the cursor is drawn, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Counted from 0, from the top of what is seen.
    pub row: u16,
    /// Counted from 0, from the left.
    pub column: u16,
    /// How it looks.
    pub shape: CursorShape,
}

/// How a cursor looks (DECSCUSR).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorShape {
    /// A full cell.
    Block,
    /// A line below the character.
    Underline,
    /// A line left of the character.
    Bar,
}

/// A terminal's state: bytes in, cells and answers out.
///
/// It knows no clock: who feeds it says what time it is.
pub struct Pane {
    pub(super) term: Term<EventSink>,
    pub(super) processor: Processor<SyncState>,
    pub(super) prompt: Prompt,
    whole: WholeCharacters,
    osc_limiter: OscLimiter,
    events: EventSink,
    deadline: SyncDeadline,
    holds_answers: bool,
    size: Size,
    scrollback: usize,
}

impl Pane {
    /// An empty terminal that keeps this many lines above its screen.
    pub fn new(size: Size, scrollback: usize) -> Self {
        let mailbox = EventSink::default();
        Self {
            term: Term::new(config(scrollback), &size, mailbox.clone()),
            processor: Processor::new(),
            prompt: Prompt::default(),
            whole: WholeCharacters::default(),
            osc_limiter: OscLimiter::default(),
            events: mailbox,
            deadline: SyncDeadline::default(),
            holds_answers: false,
            size,
            scrollback,
        }
    }

    /// Takes what the host sent.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) {
        if let Some(bytes) = self.filter_echo(bytes) {
            self.draw(&bytes);
        }
        self.deadline.note(self.processor.sync_timeout(), now);
    }

    /// Takes bytes past the typed line's cover.
    pub(super) fn draw(&mut self, bytes: &[u8]) {
        let Self {
            term,
            processor,
            whole,
            osc_limiter: guard,
            ..
        } = self;
        whole.pass(bytes, |bytes| {
            guard.pass(bytes, |piece| processor.advance(&mut Bounded(term), piece));
        });
    }

    /// Until when a synchronized update holds back the screen, if one does.
    pub fn sync_deadline(&self) -> Option<Instant> {
        self.deadline.at()
    }

    /// Shows what a synchronized update held back, when its time is up; tells whether it was.
    pub fn stop_sync_if_due(&mut self, now: Instant) -> bool {
        let due = self.deadline.at().is_some_and(|at| at <= now);
        if due {
            self.stop_sync();
        }
        due
    }

    pub(super) fn stop_sync(&mut self) {
        self.processor.stop_sync(&mut Bounded(&mut self.term));
        self.deadline = SyncDeadline::default();
    }

    /// Gives it another size; lines are wrapped anew.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.prompt.forget();
        self.term.resize(size);
    }

    /// Its size.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Gives it another limit of lines above its screen; what is beyond it is gone.
    pub fn set_scrollback(&mut self, lines: usize) {
        self.scrollback = lines;
        self.prompt.forget();
        self.term.set_options(config(lines));
    }

    /// How many lines it keeps above its screen.
    pub fn scrollback(&self) -> usize {
        self.scrollback
    }

    /// Whether answers wait: while a shell receives a step they would land in the step.
    pub fn hold_answers(&mut self, hold: bool) {
        self.holds_answers = hold;
    }

    /// Forgets the answers that were held: what asked for them is gone.
    pub fn drop_answers(&mut self) {
        self.holds_answers = false;
        self.events.open().answers.clear();
    }

    /// Answers to the host's questions, to be written to it; none while they are held.
    pub fn take_answers(&mut self) -> Vec<u8> {
        if self.holds_answers {
            return Vec::new();
        }
        std::mem::take(&mut self.events.open().answers)
    }

    /// The title the host gave it, without controls, in at most 200 characters.
    pub fn title(&self) -> Option<String> {
        self.events.open().title.clone()
    }

    /// What the program asked of keys, mouse and paste.
    pub fn modes(&self) -> Modes {
        Modes::from(*self.term.mode())
    }

    /// What is seen, from top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let first = -signed(self.scroll_offset());
        (first..first + i32::from(self.size.rows)).map(|line| self.row(line))
    }

    /// One row of the grid; 0 is the top of the screen, above it lines are negative.
    fn row(&self, line: i32) -> Row<'_> {
        Row::new(&self.term.grid()[Line(line)])
    }

    /// Where the cursor is drawn; none when it is hidden, or scrolled out of sight.
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

    /// Shows lines further up (positive) or down.
    pub fn scroll(&mut self, lines: i32) {
        self.term.scroll_display(Scroll::Delta(lines));
    }

    /// Shows the newest lines.
    pub fn scroll_to_bottom(&mut self) {
        self.term.scroll_display(Scroll::Bottom);
    }

    /// How many lines below what is seen the newest line is.
    pub fn scroll_offset(&self) -> usize {
        self.term.grid().display_offset()
    }

    /// How many lines stand above the screen.
    pub fn history(&self) -> usize {
        self.term.grid().history_size()
    }

    /// The last lines as text, oldest first: rows that were wrapped are one line again.
    ///
    /// They come from at most `rows` rows; blank rows below the last text are left out.
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

/// A count of lines where lines have signs.
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

/// Where the newest prompt began, and what is kept out of sight behind it.
#[derive(Debug, Default)]
pub(super) struct Prompt {
    /// Its row on the screen, and how many lines stood above the screen then.
    pub(super) start: Option<(i32, usize)>,
    /// What the host sent since a line of ours was typed, while it is kept out of sight.
    pub(super) cover: Option<Vec<u8>>,
}

impl Prompt {
    pub(super) fn forget(&mut self) {
        self.start = None;
    }
}
