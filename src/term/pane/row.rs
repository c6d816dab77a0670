//! A row of a pane.

use alacritty_terminal::grid::Row as GridRow;
use alacritty_terminal::index::Column;
use alacritty_terminal::term::cell::{Cell as GridCell, Flags};

use super::{Cell, Width};

/// A row of a pane, made safe for drawing.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    inner: &'a GridRow<GridCell>,
}

impl<'a> Row<'a> {
    pub(super) fn new(inner: &'a GridRow<GridCell>) -> Self {
        Self { inner }
    }

    /// Returns the cells from left to right, one per column.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'a>> + use<'a> {
        Cell::all(&self.inner[..])
    }

    /// Returns the text without trailing blanks.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for cell in self.cells() {
            cell.push_text(&mut text);
        }
        text.truncate(text.trim_end_matches(' ').len());
        text
    }

    /// Returns whether the line continues in the next row.
    pub fn continues(&self) -> bool {
        self.inner[Column(self.inner.len() - 1)]
            .flags
            .contains(Flags::WRAPLINE)
    }

    /// Appends the text with trailing blanks: the line continues in the next row.
    pub(super) fn push_whole(self, text: &mut String) {
        for cell in self.cells() {
            if cell.width() != Width::Spacer && !cell.fills_for_wide() {
                cell.push_text(text);
            }
        }
    }
}
