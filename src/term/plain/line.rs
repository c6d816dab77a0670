//! The current line of the output, of unlimited width.

use super::Style;

/// Maximum number of zero-width characters per column, as in a pane. More are dropped.
const MOST_MARKS: usize = 8;
/// Number of columns that can still be overwritten. The beginning of a longer line is final.
const LONGEST: usize = 64 * 1024;
/// Maximum distance of the cursor from the end of a line, in columns: programs move to column 999
/// to find a terminal's right edge.
const FARTHEST: usize = 1024;
/// Distance between tab stops, in columns.
const TAB: usize = 8;

/// A receiver of final characters, in their order.
pub(super) trait Sink {
    /// Receives a character with its zero-width characters.
    fn character(&mut self, character: char, marks: &str, style: Style);
    /// Receives characters of one column each.
    fn text(&mut self, text: &str, style: Style) {
        for character in text.chars() {
            self.character(character, "", style);
        }
    }

    /// Receives the end of a line.
    fn line_end(&mut self);
}

/// The current line, which later output may change.
#[derive(Debug, Default)]
pub(super) struct PlainLine {
    cells: Vec<Column>,
    /// The number of leading columns that are final and already sent to the sink.
    gone: usize,
    /// The column of the cursor, counted from 0.
    column: usize,
    /// Whether the output tried to change a final column.
    overrun: bool,
}

#[derive(Debug)]
enum Column {
    /// The first column of a character.
    Begin {
        character: char,
        marks: Option<Marks>,
        style: Style,
    },
    /// A further column of a wide character or a tab.
    Rest,
}

/// Zero-width characters, boxed because most cells have none.
type Marks = Box<str>;

const BLANK: Column = Column::Begin {
    character: ' ',
    marks: None,
    style: Style::PLAIN,
};

impl PlainLine {
    /// Returns whether the text is certain.
    pub(super) fn is_resolved(&self) -> bool {
        !self.overrun
    }

    /// Returns whether nothing is written on the line yet.
    pub(super) fn is_new(&self) -> bool {
        self.column == 0 && self.gone == 0 && self.cells.is_empty()
    }

    /// Writes a character of this many columns at the cursor.
    pub(super) fn put(
        &mut self,
        character: char,
        width: usize,
        style: Style,
        sink: &mut impl Sink,
    ) {
        let Some(at) = self.begin_at_cursor() else {
            return;
        };
        self.column += width;
        self.write(at, character, width, style);
        if self.cells.len() > LONGEST && at + width == self.cells.len() {
            self.gone += self.cells.len();
            self.release(sink);
        }
    }

    /// Adds a zero-width character to the character before the cursor. Drops it if there is none.
    pub(super) fn put_mark(&mut self, mark: char) {
        let Some(before) = self.column.checked_sub(self.gone + 1) else {
            return;
        };
        let begin = self.begin_of(before);
        if let Some(Column::Begin { marks, .. }) = self.cells.get_mut(begin) {
            let mut all = marks.take().map_or(String::new(), String::from);
            if all.chars().count() < MOST_MARKS {
                all.push(mark);
            }
            *marks = Some(all.into());
        }
    }

    /// Writes a tab up to the next tab stop. Over existing text it only moves the cursor.
    pub(super) fn put_tab(&mut self, style: Style, sink: &mut impl Sink) {
        let width = TAB - self.column % TAB;
        if self.column == self.gone + self.cells.len() {
            self.put('\t', width, style, sink);
        } else {
            self.column += width;
        }
    }

    /// Moves the cursor to the first column. Later text replaces the text there.
    pub(super) fn return_carriage(&mut self) {
        self.column = 0;
    }

    /// Moves the cursor to a column, counted from 0. It moves left only over columns without text.
    pub(super) fn go_to(&mut self, column: usize) {
        let end = self.gone + self.cells.len();
        self.column = if column < self.column {
            column.max(end).min(self.column)
        } else {
            column.min(end + FARTHEST)
        };
    }

    pub(super) fn go_right(&mut self, columns: usize) {
        self.go_to(self.column.saturating_add(columns));
    }

    pub(super) fn go_left(&mut self, columns: usize) {
        self.go_to(self.column.saturating_sub(columns));
    }

    /// Erases from the cursor to the end of the line (`ESC[K`).
    pub(super) fn erase_right(&mut self) {
        match self.column.checked_sub(self.gone) {
            Some(at) if at < self.cells.len() => {
                self.part(at);
                self.cells.truncate(at);
            }
            Some(_) => {}
            None => self.overrun = true,
        }
    }

    /// Erases from the beginning of the line to the cursor, inclusive (`ESC[1K`).
    pub(super) fn erase_left(&mut self) {
        self.overrun |= self.gone > 0;
        let end = self.column.saturating_sub(self.gone) + 1;
        if end >= self.cells.len() {
            return self.cells.clear();
        }
        self.part(end);
        self.cells[..end].fill_with(|| BLANK);
    }

    /// Erases the line (`ESC[2K`). The cursor stays.
    pub(super) fn erase(&mut self) {
        self.overrun |= self.gone > 0;
        self.cells.clear();
    }

    /// Ends the line and moves the cursor to the first column of the next.
    pub(super) fn end(&mut self, sink: &mut impl Sink) {
        self.release(sink);
        sink.line_end();
        self.gone = 0;
        self.column = 0;
    }

    /// Sends all written characters to the sink.
    pub(super) fn release(&mut self, sink: &mut impl Sink) {
        for cell in self.cells.drain(..) {
            if let Column::Begin {
                character,
                marks,
                style,
            } = cell
            {
                sink.character(character, marks.as_deref().unwrap_or_default(), style);
            }
        }
    }

    /// Returns the index of the cursor's cell, or `None` if that column is final. Fills a gap
    /// before the cursor with blanks.
    fn begin_at_cursor(&mut self) -> Option<usize> {
        let at = self.column.checked_sub(self.gone);
        self.overrun |= at.is_none();
        let at = at?;
        while self.cells.len() < at {
            self.cells.push(BLANK);
        }
        Some(at)
    }

    fn write(&mut self, at: usize, character: char, width: usize, style: Style) {
        let begin = Column::Begin {
            character,
            marks: None,
            style,
        };
        if at == self.cells.len() {
            self.cells.push(begin);
            self.cells.extend((1..width).map(|_| Column::Rest));
            return;
        }
        self.part(at);
        self.part(at + width);
        self.cells[at] = begin;
        for rest in at + 1..at + width {
            match self.cells.get_mut(rest) {
                Some(cell) => *cell = Column::Rest,
                None => self.cells.push(Column::Rest),
            }
        }
    }

    /// Makes a column the start of a character. A character that spans it becomes blank.
    fn part(&mut self, at: usize) {
        if !matches!(self.cells.get(at), Some(Column::Rest)) {
            return;
        }
        let begin = self.begin_of(at);
        self.cells[begin] = BLANK;
        for cell in &mut self.cells[begin + 1..] {
            match cell {
                Column::Rest => *cell = BLANK,
                Column::Begin { .. } => return,
            }
        }
    }

    /// Returns the first column of the character at this column.
    fn begin_of(&self, mut at: usize) -> usize {
        while at > 0 && matches!(self.cells.get(at), Some(Column::Rest)) {
            at -= 1;
        }
        at
    }
}
