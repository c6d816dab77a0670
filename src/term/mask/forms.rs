//! Searches for many texts at once.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::encodings::Encoding;

/// A set of texts that one pass over a stream finds.
#[derive(Debug)]
pub(super) struct Forms {
    finder: AhoCorasick,
    /// The texts in sorted order, without duplicates.
    sorted: Vec<Encoding>,
    longest: usize,
    shortest: usize,
    /// Whether a text begins with the byte, by byte value.
    first: [bool; 256],
}

impl Forms {
    /// Builds the search. Returns `None` without texts.
    ///
    /// # Panics
    /// If the texts have billions of bytes: to continue without masking them would be worse.
    pub(super) fn new(mut forms: Vec<Encoding>) -> Option<Self> {
        forms.retain(|form| !form.is_empty());
        forms.sort_unstable_by(|left, right| left.as_slice().cmp(right));
        forms.dedup();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(forms.iter().map(|form| form.as_slice()))
            .expect("secrets are far smaller than an automaton's limits");
        let mut first = [false; 256];
        for form in &forms {
            first[usize::from(form[0])] = true;
        }
        Some(Self {
            longest: forms.iter().map(|form| form.len()).max()?,
            shortest: forms.iter().map(|form| form.len()).min()?,
            finder,
            first,
            sorted: forms,
        })
    }

    /// Returns the number of texts.
    pub(super) fn count(&self) -> usize {
        self.sorted.len()
    }

    /// Returns the length of the longest text, in bytes.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Returns the length of the shortest text, in bytes.
    pub(super) fn shortest(&self) -> usize {
        self.shortest
    }

    /// Reports every match, but only the longest for each start. Matches may overlap.
    pub(super) fn find(&self, bytes: &[u8], mut found: impl FnMut(Range<usize>)) {
        let mut from = 0;
        while let Some(next) = self.finder.find(Input::new(bytes).range(from..)) {
            found(next.range());
            from = next.start() + 1;
        }
    }

    /// Returns where the first text begins that may continue after the end, or after `sure`. Bytes
    /// after `sure` may still be erased. Returns the end if there is none.
    pub(super) fn may_begin(&self, bytes: &[u8], sure: usize) -> usize {
        let earliest = sure.saturating_sub(self.longest - 1);
        let may = |at: usize| at >= sure || self.is_beginning(&bytes[at..sure]);
        (earliest..bytes.len())
            .find(|at| self.first[usize::from(bytes[*at])] && may(*at))
            .unwrap_or(bytes.len())
    }

    /// Returns whether a longer text begins with these bytes.
    fn is_beginning(&self, bytes: &[u8]) -> bool {
        let behind = self.sorted.partition_point(|form| form.as_slice() <= bytes);
        self.sorted
            .get(behind)
            .is_some_and(|form| form.starts_with(bytes))
    }
}
