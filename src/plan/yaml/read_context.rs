//! What the readers of one file share.

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

/// One file under the eyes of its readers, and where they write down what they see.
#[derive(Clone, Copy)]
pub(in crate::plan) struct ReadContext<'p> {
    file: &'p File<'p>,
    number: usize,
    sources: &'p [SourceFile],
    index: &'p RefCell<PlanIndex>,
}

impl<'p> ReadContext<'p> {
    /// A file, which of them it is (counted from 0), all files of the plan, and its notes.
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

    /// Writes down something wrong.
    pub(in crate::plan) fn report(self, diagnostic: RawDiagnostic) {
        self.index().diagnostics.push((self.number, diagnostic));
    }

    /// Writes down an error without a hint.
    pub(in crate::plan) fn error(
        self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
    ) {
        self.report(RawDiagnostic::error(code, span.clone(), message));
    }

    /// The notes, to add to; never held while another reader runs.
    pub(in crate::plan) fn index(self) -> RefMut<'p, PlanIndex> {
        self.index.borrow_mut()
    }

    /// A stretch of this file, to be judged beside the rest of the plan.
    pub(in crate::plan) fn file_span(self, span: &Range<usize>) -> FileSpan {
        FileSpan {
            file: self.number,
            bytes: span.clone(),
        }
    }

    /// A name in this file, to be judged beside the rest of the plan.
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

    /// What this file says.
    pub(in crate::plan) fn text(self) -> &'p str {
        self.file.text
    }

    /// All files of the plan, also those that are not YAML.
    pub(in crate::plan) fn sources(self) -> &'p [SourceFile] {
        self.sources
    }

    /// Where a byte of this file stands.
    pub(in crate::plan) fn place(self, byte: usize) -> Location {
        self.file.location(byte)
    }
}
