//! Reads standard output as a number while it arrives.

use super::Number;

/// The maximum length of a number, in bytes.
const LONGEST: usize = 64 * 1024;
/// The maximum length of the excerpt of an output that is not a number, in characters.
const TOLD: usize = 80;

/// Reads an output as one number.
#[derive(Debug, Default)]
pub(super) struct NumberReader {
    /// The output from its first non-blank character.
    text: String,
    /// Whether anything but blanks follows the number.
    more: bool,
}

impl NumberReader {
    pub(super) fn push(&mut self, text: &str) {
        let text = if self.text.is_empty() {
            text.trim_start()
        } else {
            text
        };
        let room = LONGEST.saturating_sub(self.text.len());
        let fits = text.chars().scan(0, |length, character| {
            *length += character.len_utf8();
            (*length <= room).then_some(character)
        });
        let before = self.text.len();
        self.text.extend(fits);
        let taken = self.text.len() - before;
        self.more |= !text[taken..].trim().is_empty();
    }

    /// Returns the number after the end of the output.
    pub(super) fn finish(self) -> Result<Number, String> {
        let text = self.text.trim();
        let may_be_one = |text: &str| {
            text.chars()
                .all(|letter| "0123456789.+-eE".contains(letter))
        };
        if self.more && may_be_one(&self.text) {
            return Err(format!("the number is longer than {LONGEST} bytes"));
        }
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_some() && !self.more {
            return Ok(Number::Is(text.to_owned()));
        }
        let first = text.lines().next().unwrap_or("nothing");
        Ok(Number::IsNot(first.chars().take(TOLD).collect()))
    }
}
