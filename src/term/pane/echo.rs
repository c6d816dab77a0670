//! Hides the echo of lines that daymark types, and makes room for a step's title at its prompt.

use std::borrow::Cow;

use alacritty_terminal::grid::Dimensions as _;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::{Cell as GridCell, Flags};
use alacritty_terminal::vte::ansi::{ClearMode, Handler as _};
use memchr::memchr_iter;

use super::Pane;
use super::pane::signed;

/// Maximum size of a hidden echo, in bytes. Longer output is not an echo and is shown.
const MOST_COVERED: usize = 64 * 1024;

impl Pane {
    /// Records the start of the prompt (mark `A`).
    pub fn prompt_starts(&mut self) {
        let grid = self.term.grid();
        self.prompt.start = Some((grid.cursor.point.line.0, grid.history_size()));
    }

    /// Forgets the prompt: output follows it.
    pub fn prompt_is_over(&mut self) {
        self.prompt.forget();
    }

    /// Starts hiding output: the host echoes a line that daymark types.
    pub fn hide_echo(&mut self) {
        self.prompt.cover.get_or_insert_default();
    }

    /// Shows the hidden output: the host did not answer the typed line.
    pub fn show_echo(&mut self) {
        if let Some(covered) = self.prompt.cover.take() {
            self.draw(&covered);
        }
    }

    /// Drops the hidden echo and erases the prompt: the host answered the typed line (mark `R`).
    ///
    /// Leaves the cursor at the start of the prompt, for a title. Mode switches in the echo still
    /// take effect, because the shell ends its own paste mode there.
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

    /// Stores bytes while the echo is hidden. Returns the bytes to draw, if any.
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

    /// Returns the screen row where the prompt began.
    ///
    /// If the scrollback was full already, it is unknown how far the prompt has moved. The result
    /// is then the first row of the cursor's line.
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

/// Returns the sequences that switch private modes: `CSI ? … h` and `CSI ? … l`.
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
