//! Many texts looked for at once.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::encodings::Encoding;

/// Texts looked for in a stream, all of them in one pass.
#[derive(Debug)]
pub(super) struct Forms {
    finder: AhoCorasick,
    /// The texts, in order, each once.
    sorted: Vec<Encoding>,
    longest: usize,
    shortest: usize,
    /// The bytes that one of them begins with.
    first: [bool; 256],
}

impl Forms {
    /// Looks for these; none where there are none.
    ///
    /// # Panics
    /// With texts of billions of bytes: going on without masking them would be worse.
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

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The length of the longest, in bytes.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// The length of the shortest, in bytes.
    pub(super) fn shortest(&self) -> usize {
        self.shortest
    }

    /// Tells every place at which one stands, the longest for each beginning; they may overlap.
    pub(super) fn find(&self, bytes: &[u8], mut found: impl FnMut(Range<usize>)) {
        let mut from = 0;
        while let Some(next) = self.finder.find(Input::new(bytes).range(from..)) {
            found(next.range());
            from = next.start() + 1;
        }
    }

    /// Where the first begins that may go on behind the end, or behind `sure`, after which
    /// everything may be erased; the end itself where none does.
    pub(super) fn may_begin(&self, bytes: &[u8], sure: usize) -> usize {
        let earliest = sure.saturating_sub(self.longest - 1);
        let may = |at: usize| at >= sure || self.is_beginning(&bytes[at..sure]);
        (earliest..bytes.len())
            .find(|at| self.first[usize::from(bytes[*at])] && may(*at))
            .unwrap_or(bytes.len())
    }

    /// Whether one is longer than this and begins with it.
    fn is_beginning(&self, bytes: &[u8]) -> bool {
        let behind = self.sorted.partition_point(|form| form.as_slice() <= bytes);
        self.sorted
            .get(behind)
            .is_some_and(|form| form.starts_with(bytes))
    }
}
