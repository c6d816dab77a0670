//! What the readers of one file share.

use std::{
    cell::{RefCell, RefMut},
    ops::Range,
};

use super::{
    Place, Source,
    file::{File, Spot},
    finding::Finding,
    notes::{Mention, Notes},
};

/// One file under the eyes of its readers, and where they write down what they see.
#[derive(Clone, Copy)]
pub(super) struct Page<'p> {
    file: &'p File<'p>,
    number: usize,
    sources: &'p [Source],
    notes: &'p RefCell<Notes>,
}

impl<'p> Page<'p> {
    /// A file, which of them it is (counted from 0), all files of the plan, and its notes.
    pub(super) fn new(
        file: &'p File<'p>,
        number: usize,
        sources: &'p [Source],
        notes: &'p RefCell<Notes>,
    ) -> Self {
        Self {
            file,
            number,
            sources,
            notes,
        }
    }

    /// Writes down something wrong.
    pub(super) fn tell(self, finding: Finding) {
        self.notes().findings.push((self.number, finding));
    }

    /// Writes down an error without a hint.
    pub(super) fn error(self, code: &'static str, span: &Range<usize>, message: impl Into<String>) {
        self.tell(Finding::error(code, span.clone(), message));
    }

    /// The notes, to add to; never held while another reader runs.
    pub(super) fn notes(self) -> RefMut<'p, Notes> {
        self.notes.borrow_mut()
    }

    /// A stretch of this file, to be judged beside the rest of the plan.
    pub(super) fn spot(self, span: &Range<usize>) -> Spot {
        Spot {
            file: self.number,
            span: span.clone(),
        }
    }

    /// A name in this file, to be judged beside the rest of the plan.
    pub(super) fn mention(self, name: impl Into<String>, span: &Range<usize>) -> Mention {
        Mention {
            name: name.into(),
            spot: self.spot(span),
        }
    }

    /// What this file says.
    pub(super) fn text(self) -> &'p str {
        self.file.text
    }

    /// All files of the plan, also those that are not YAML.
    pub(super) fn sources(self) -> &'p [Source] {
        self.sources
    }

    /// Where a byte of this file stands.
    pub(super) fn place(self, byte: usize) -> Place {
        self.file.place(byte)
    }
}
