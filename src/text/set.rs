//! Sets of characters, defined by Unicode properties.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

pub(super) struct Set(ClassUnicode);

impl Set {
    /// Parses a character class. It must be a valid literal of this module: a test for each set
    /// checks some of its members.
    pub(super) fn read(class: &str) -> Self {
        match regex_syntax::parse(class).map(Hir::into_kind) {
            Ok(HirKind::Class(Class::Unicode(set))) => Self(set),
            _ => Self(ClassUnicode::empty()),
        }
    }

    pub(super) fn has(&self, character: char) -> bool {
        let ranges = self.0.ranges();
        let after = ranges.partition_point(|range| range.start() <= character);
        after > 0 && character <= ranges[after - 1].end()
    }
}
