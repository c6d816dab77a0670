//! Keeping the line we type out of sight, and a step's title in the place of its prompt.

use std::borrow::Cow;

use alacritty_terminal::grid::Dimensions as _;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::{Cell as GridCell, Flags};
use alacritty_terminal::vte::ansi::{ClearMode, Handler as _};
use memchr::memchr_iter;

use super::Pane;
use super::pane::signed;

/// How much a cover holds, in bytes; a typed line that answers with more is no typed line.
const MOST_COVERED: usize = 64 * 1024;

impl Pane {
    /// The prompt starts here (mark `A`).
    pub fn prompt_starts(&mut self) {
        let grid = self.term.grid();
        self.prompt.start = Some((grid.cursor.point.line.0, grid.history_size()));
    }

    /// The prompt is behind us: output follows it.
    pub fn prompt_is_over(&mut self) {
        self.prompt.forget();
    }

    /// From here on the host echoes a line that we type: it is kept out of sight.
    pub fn hide_echo(&mut self) {
        self.prompt.cover.get_or_insert_default();
    }

    /// Shows what was kept out of sight: the typed line was not answered.
    pub fn show_echo(&mut self) {
        if let Some(covered) = self.prompt.cover.take() {
            self.draw(&covered);
        }
    }

    /// The typed line was answered (mark `R`): it is dropped, and the prompt erased.
    ///
    /// The cursor is left where the prompt began, for a title. Of the line's echo only the
    /// switching of modes is kept, for the shell ends its own paste mode there.
    pub fn replace_prompt(&mut self) {
        let covered = self.prompt.cover.take().unwrap_or_default();
        self.interrupt();
        for sequence in mode_switches(&covered) {
            self.draw(sequence);
        }
        let row = self.prompt_row();
        self.prompt.forget();
        self.term.grid_mut().cursor.template = GridCell::default();
        self.term.goto(row, 0);
        self.term.clear_screen(ClearMode::Below);
    }

    /// Keeps bytes out of sight while there is a cover; gives back what is to be drawn.
    pub(super) fn filter_echo<'a>(&mut self, bytes: &'a [u8]) -> Option<Cow<'a, [u8]>> {
        let Some(cover) = &mut self.prompt.cover else {
            return Some(Cow::Borrowed(bytes));
        };
        cover.extend_from_slice(bytes);
        if cover.len() <= MOST_COVERED {
            return None;
        }
        self.prompt.cover.take().map(Cow::Owned)
    }

    /// The row of the screen where the prompt began.
    ///
    /// When the scrollback was full already, nobody knows how far it has moved: then it is the
    /// first row of the line that the cursor is in.
    fn prompt_row(&self) -> i32 {
        let now = self.history();
        if let Some((row, history)) = self.prompt.start
            && history < self.scrollback()
        {
            return (row - signed(now.saturating_sub(history))).max(0);
        }
        let mut row = self.term.grid().cursor.point.line.0;
        while row > 0 && self.wraps(row - 1) {
            row -= 1;
        }
        row
    }

    fn wraps(&self, row: i32) -> bool {
        let grid = self.term.grid();
        let last = Column(grid.columns() - 1);
        grid[Line(row)][last].flags.contains(Flags::WRAPLINE)
    }
}

/// The sequences in an echo that switch private modes: `CSI ? … h` and `CSI ? … l`.
fn mode_switches(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr_iter(0x1b, bytes).filter_map(|at| {
        let sequence = &bytes[at..];
        let parameters = sequence.strip_prefix(b"\x1b[?")?;
        let is_parameter = |byte: &u8| byte.is_ascii_digit() || *byte == b';';
        let length = parameters
            .iter()
            .take_while(|byte| is_parameter(byte))
            .count();
        matches!(parameters.get(length)?, b'h' | b'l').then(|| &sequence[..length + 4])
    })
}
