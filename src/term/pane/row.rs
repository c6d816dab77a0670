//! One row of cells, as it is to be drawn.

use alacritty_terminal::grid::Row as GridRow;
use alacritty_terminal::index::Column;
use alacritty_terminal::term::cell::{Cell as GridCell, Flags};

use super::{Cell, Width};

/// One row of cells, as it is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    inner: &'a GridRow<GridCell>,
}

impl<'a> Row<'a> {
    pub(super) fn new(inner: &'a GridRow<GridCell>) -> Self {
        Self { inner }
    }

    /// Its cells from left to right, one for each column.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'a>> + use<'a> {
        Cell::all(&self.inner[..])
    }

    /// Its text, without the blanks at its end.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for cell in self.cells() {
            cell.push_text(&mut text);
        }
        text.truncate(text.trim_end_matches(' ').len());
        text
    }

    /// Whether its line goes on in the next row, for it was too long for one.
    pub fn continues(&self) -> bool {
        self.inner[Column(self.inner.len() - 1)]
            .flags
            .contains(Flags::WRAPLINE)
    }

    /// Appends all of its text: more of the line follows in the next row.
    pub(super) fn push_whole(self, text: &mut String) {
        for cell in self.cells() {
            if cell.width() != Width::Spacer && !cell.fills_for_wide() {
                cell.push_text(text);
            }
        }
    }
}
