//! Search in a list.

/// The text to find, and the state of its prompt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// The text. Case is ignored.
    pub text: String,
    /// Whether keys edit the text.
    pub typing: bool,
    /// Whether no line contains it.
    pub missed: bool,
}

impl Find {
    /// Returns whether a line contains the text.
    pub fn matches(&self, line: &str) -> bool {
        !self.text.is_empty() && line.to_lowercase().contains(&self.text.to_lowercase())
    }

    /// Returns the next line that contains the text, from `cursor` on and with wraparound. With
    /// `step` 0 the line at the cursor counts. 1 searches forwards, -1 backwards.
    pub fn next(&self, lines: &[String], cursor: usize, step: isize) -> Option<usize> {
        let count = lines.len();
        let start = isize::try_from(cursor).unwrap_or(0) + step;
        let direction = if step < 0 { -1 } else { 1 };
        (0..isize::try_from(count).unwrap_or(0))
            .map(|offset| {
                (start + direction * offset)
                    .rem_euclid(count.max(1).cast_signed())
                    .cast_unsigned()
            })
            .find(|index| self.matches(&lines[*index]))
    }
}
