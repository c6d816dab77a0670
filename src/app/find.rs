//! The search in a list or text.

/// The search in a list or text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// The text; upper and lower case match each other.
    pub text: String,
    /// Whether the operator is typing it.
    pub typing: bool,
    /// Whether no line matches.
    pub missed: bool,
}

impl Find {
    /// Returns whether a line contains the text.
    pub fn matches(&self, line: &str) -> bool {
        !self.text.is_empty() && line.to_lowercase().contains(&self.text.to_lowercase())
    }

    /// Returns the next matching line from `cursor`, continuing at the other end. `step` is 0 to
    /// start at the cursor, 1 for the next match, -1 for the previous one.
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
