//! The line that is being written, of unlimited width.

use super::Style;

/// How many zero-width characters one column keeps; more are dropped, as in a pane.
const MOST_MARKS: usize = 8;
/// How many columns can still be written over; of a longer line the beginning is final.
const LONGEST: usize = 64 * 1024;
/// How far beyond the end of a line the cursor goes, in columns: programs move to column 999 to
/// find a terminal's right edge.
const FARTHEST: usize = 1024;
/// The columns between two tab stops.
const TAB: usize = 8;

/// Takes the characters of lines that are final, in their order.
pub(super) trait Sink {
    /// Takes a character with the zero-width characters on it.
    fn character(&mut self, character: char, marks: &str, style: Style);
    /// Takes characters of one column each.
    fn text(&mut self, text: &str, style: Style) {
        for character in text.chars() {
            self.character(character, "", style);
        }
    }

    /// Takes the end of a line.
    fn line_end(&mut self);
}

/// The line that is being written.
#[derive(Debug, Default)]
pub(super) struct PlainLine {
    cells: Vec<Column>,
    /// How many columns before these are final: their text has left.
    gone: usize,
    /// The cursor, counted from the line's first column.
    column: usize,
    /// Whether a final column was to be written over.
    overrun: bool,
}

/// One column.
#[derive(Debug)]
enum Column {
    /// A character begins here.
    Begin {
        character: char,
        marks: Option<Marks>,
        style: Style,
    },
    /// Another column of the character before it: a wide one, or a tab.
    Rest,
}

/// Zero-width characters; most cells have none, so what they cost then is one pointer.
type Marks = Box<str>;

const BLANK: Column = Column::Begin {
    character: ' ',
    marks: None,
    style: Style::PLAIN,
};

impl PlainLine {
    /// Whether what is written so far is certain.
    pub(super) fn is_resolved(&self) -> bool {
        !self.overrun
    }

    /// Whether nothing of it is written yet.
    pub(super) fn is_new(&self) -> bool {
        self.column == 0 && self.gone == 0 && self.cells.is_empty()
    }

    /// Writes a character of one or two columns at the cursor.
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

    /// Puts a zero-width character on the one before the cursor; where there is none, it is
    /// dropped.
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

    /// A tab is one character up to the next tab stop; over text it moves the cursor alone.
    pub(super) fn put_tab(&mut self, style: Style, sink: &mut impl Sink) {
        let width = TAB - self.column % TAB;
        if self.column == self.gone + self.cells.len() {
            self.put('\t', width, style, sink);
        } else {
            self.column += width;
        }
    }

    /// Moves the cursor to a column, counted from 0.
    pub(super) fn go_to(&mut self, column: usize) {
        self.column = column.min(self.gone + self.cells.len() + FARTHEST);
    }

    /// Moves the cursor to the right.
    pub(super) fn go_right(&mut self, columns: usize) {
        self.go_to(self.column.saturating_add(columns));
    }

    /// Moves the cursor to the left.
    pub(super) fn go_left(&mut self, columns: usize) {
        self.column = self.column.saturating_sub(columns);
    }

    /// Erases from the cursor to the end (`ESC[K`).
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

    /// Erases from the beginning to the cursor, and with it (`ESC[1K`).
    pub(super) fn erase_left(&mut self) {
        self.overrun |= self.gone > 0;
        let end = self.column.saturating_sub(self.gone) + 1;
        if end >= self.cells.len() {
            return self.cells.clear();
        }
        self.part(end);
        self.cells[..end].fill_with(|| BLANK);
    }

    /// Erases all of it (`ESC[2K`); the cursor stays.
    pub(super) fn erase(&mut self) {
        self.overrun |= self.gone > 0;
        self.cells.clear();
    }

    /// Ends the line; the next one begins in the first column.
    pub(super) fn end(&mut self, sink: &mut impl Sink) {
        self.release(sink);
        sink.line_end();
        self.gone = 0;
        self.column = 0;
    }

    /// Hands over all that is written.
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

    /// Where the cursor is among the cells; a gap before it becomes blank.
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

    /// Makes a column the beginning of a character: one that reaches over it becomes blank.
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

    /// Where the character at this column begins.
    fn begin_of(&self, mut at: usize) -> usize {
        while at > 0 && matches!(self.cells.get(at), Some(Column::Rest)) {
            at -= 1;
        }
        at
    }
}
