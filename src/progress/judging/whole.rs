//! An output that is kept whole as far as it is short.

use zeroize::Zeroizing;

/// How long an output may be, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// An output that is kept whole as far as it is short; wiped when dropped.
#[derive(Default)]
pub(super) struct Whole {
    text: Zeroizing<String>,
    overrun: bool,
}

impl Whole {
    /// Takes the next text.
    pub(super) fn push(&mut self, text: &str) {
        self.overrun |= self.text.len() + text.len() > LONGEST;
        if !self.overrun {
            self.text.push_str(text);
        }
    }

    /// The text; none where it was too long.
    pub(super) fn text(&self) -> Option<&str> {
        (!self.overrun).then_some(&self.text)
    }

    /// Why there is none.
    pub(super) fn why_none() -> String {
        format!("the output is longer than {LONGEST} bytes, too long for this pattern")
    }
}
