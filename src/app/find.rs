//! Finding in a list.

/// What is looked for, and whether it is still being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// The text, letter case not minded.
    pub text: String,
    /// Whether keys go into the text.
    pub typing: bool,
    /// Whether no line holds it.
    pub missed: bool,
}

impl Find {
    /// Whether a line holds the text.
    pub fn matches(&self, line: &str) -> bool {
        !self.text.is_empty() && line.to_lowercase().contains(&self.text.to_lowercase())
    }

    /// The next line that holds the text, from `cursor` on and round the end. With `step` 0 the
    /// line at the cursor counts; 1 goes on, -1 goes back.
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
