//! The part of an output that is shown.

/// The size of the beginning, and of the end, that is shown of a longer output, in bytes.
const SIDE: usize = 128 * 1024;

/// The part of an output that is shown: all of it, or its beginning and its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The beginning.
    pub head: String,
    /// The number of bytes omitted after the beginning.
    pub cut: u64,
    /// The end; empty if nothing is omitted.
    pub tail: String,
}

impl Excerpt {
    /// Returns the text, with the line `left_out` in place of the omitted part.
    pub fn text(&self, left_out: &str) -> String {
        if self.cut == 0 {
            return self.head.clone();
        }
        let Self { head, tail, .. } = self;
        let end = if head.ends_with('\n') { "" } else { "\n" };
        format!("{head}{end}{left_out}\n{tail}")
    }

    /// Returns the last line, if there is one.
    pub fn last_line(&self) -> Option<&str> {
        let end = if self.tail.is_empty() {
            &self.head
        } else {
            &self.tail
        };
        end.trim_end().lines().last()
    }

    /// Appends text.
    pub fn push(&mut self, text: &str) {
        let mut rest = text;
        if self.cut == 0 && self.tail.is_empty() {
            let (head, behind) = rest.split_at(floor(rest, SIDE - self.head.len().min(SIDE)));
            self.head.push_str(head);
            rest = behind;
        }
        self.tail.push_str(rest);
        if self.tail.len() > 2 * SIDE {
            self.drop_to(SIDE);
        }
    }

    /// Ends the text and returns the excerpt.
    #[must_use]
    pub fn finish(mut self) -> Self {
        if self.tail.len() > SIDE {
            self.drop_to(SIDE);
        }
        if self.cut == 0 {
            self.head.push_str(&std::mem::take(&mut self.tail));
        }
        self
    }

    /// Shortens the end to at most this many bytes, from the start of a line if possible.
    fn drop_to(&mut self, most: usize) {
        let from = floor(&self.tail, self.tail.len() - most);
        let line = self.tail[from..]
            .find('\n')
            .map_or(from, |at| from + at + 1);
        let from = if line < self.tail.len() { line } else { from };
        self.cut += from as u64;
        self.tail.drain(..from);
    }
}

impl From<&str> for Excerpt {
    fn from(text: &str) -> Self {
        let mut excerpt = Self::default();
        excerpt.push(text);
        excerpt.finish()
    }
}

/// Returns the last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
