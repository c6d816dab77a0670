//! The context that all readers of one file share.

use std::{
    cell::{RefCell, RefMut},
    ops::Range,
};

use super::file::{File, FileSpan};
use crate::plan::{
    Location, SourceFile,
    diagnostic::RawDiagnostic,
    plan_index::{PlanIndex, SpannedName},
};

/// The context of one file: its text, the plan's other files, and the index to fill.
#[derive(Clone, Copy)]
pub(in crate::plan) struct ReadContext<'p> {
    file: &'p File<'p>,
    number: usize,
    sources: &'p [SourceFile],
    index: &'p RefCell<PlanIndex>,
}

impl<'p> ReadContext<'p> {
    /// Creates the context of a file with this number, counted from 0 in reading order.
    pub(in crate::plan) fn new(
        file: &'p File<'p>,
        number: usize,
        sources: &'p [SourceFile],
        index: &'p RefCell<PlanIndex>,
    ) -> Self {
        Self {
            file,
            number,
            sources,
            index,
        }
    }

    /// Adds a diagnostic about this file.
    pub(in crate::plan) fn report(self, diagnostic: RawDiagnostic) {
        self.index().diagnostics.push((self.number, diagnostic));
    }

    /// Adds an error without a hint.
    pub(in crate::plan) fn error(
        self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
    ) {
        self.report(RawDiagnostic::error(code, span.clone(), message));
    }

    /// Borrows the index for writing. Callers must drop it before they run another reader.
    pub(in crate::plan) fn index(self) -> RefMut<'p, PlanIndex> {
        self.index.borrow_mut()
    }

    /// Returns a range of bytes together with the number of this file.
    pub(in crate::plan) fn file_span(self, span: &Range<usize>) -> FileSpan {
        FileSpan {
            file: self.number,
            bytes: span.clone(),
        }
    }

    /// Returns a name with its span in this file.
    pub(in crate::plan) fn spanned_name(
        self,
        name: impl Into<String>,
        span: &Range<usize>,
    ) -> SpannedName {
        SpannedName {
            name: name.into(),
            span: self.file_span(span),
        }
    }

    pub(in crate::plan) fn text(self) -> &'p str {
        self.file.text
    }

    /// Returns all files of the plan, including those that are not YAML.
    pub(in crate::plan) fn sources(self) -> &'p [SourceFile] {
        self.sources
    }

    /// Returns the location of a byte.
    pub(in crate::plan) fn place(self, byte: usize) -> Location {
        self.file.location(byte)
    }
}
