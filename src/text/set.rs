//! Sets of characters, by their Unicode properties.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

/// A set of characters.
pub(super) struct Set(ClassUnicode);

impl Set {
    /// Reads a class of a regular expression, which is a literal of this module: each has a test
    /// that names members.
    pub(super) fn read(class: &str) -> Self {
        match regex_syntax::parse(class).map(Hir::into_kind) {
            Ok(HirKind::Class(Class::Unicode(set))) => Self(set),
            _ => Self(ClassUnicode::empty()),
        }
    }

    /// Returns whether a character is in the set.
    pub(super) fn has(&self, character: char) -> bool {
        let ranges = self.0.ranges();
        let after = ranges.partition_point(|range| range.start() <= character);
        after > 0 && character <= ranges[after - 1].end()
    }
}
