//! The part of an output that is shown.

/// How much of the beginning and of the end is shown of an output that is longer than both, in
/// bytes.
const SIDE: usize = 128 * 1024;

/// The part of an output that is shown: all of it, or its beginning and its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The beginning.
    pub head: String,
    /// How many bytes are left out behind it.
    pub cut: u64,
    /// The end; empty where nothing is left out.
    pub tail: String,
}

impl Excerpt {
    /// The text, with this line where something is left out.
    pub fn text(&self, left_out: &str) -> String {
        if self.cut == 0 {
            return self.head.clone();
        }
        let Self { head, tail, .. } = self;
        let end = if head.ends_with('\n') { "" } else { "\n" };
        format!("{head}{end}{left_out}\n{tail}")
    }

    /// The last line, where there is one.
    pub fn last_line(&self) -> Option<&str> {
        let end = if self.tail.is_empty() {
            &self.head
        } else {
            &self.tail
        };
        end.trim_end().lines().last()
    }

    /// Adds the next text.
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

    /// Returns the excerpt of the text, which has ended.
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

    /// Leaves at most this much of the end, from the beginning of a line on where there is one.
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

/// The last place at or before `at` where a text can be cut.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
