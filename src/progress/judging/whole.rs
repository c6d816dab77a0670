//! Stores an output as long as it is short.

use zeroize::Zeroizing;

/// The maximum length of an output, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// An output that is stored as long as it is short. Wiped when dropped.
#[derive(Default)]
pub(super) struct Whole {
    text: Zeroizing<String>,
    overrun: bool,
}

impl Whole {
    pub(super) fn push(&mut self, text: &str) {
        self.overrun |= self.text.len() + text.len() > LONGEST;
        if !self.overrun {
            self.text.push_str(text);
        }
    }

    /// Returns the text; `None` if it was too long.
    pub(super) fn text(&self) -> Option<&str> {
        (!self.overrun).then_some(&self.text)
    }

    /// Returns the reason why there is no text.
    pub(super) fn why_none() -> String {
        format!("the output is longer than {LONGEST} bytes, too long for this pattern")
    }
}
