//! The judge of one output.

use super::number::NumberReader;
use super::saved::Saver;
use super::search::Search;
use super::{Findings, Query};

/// Judges an output while it arrives, in memory of fixed size.
pub struct OutputJudge {
    expect: Option<Search>,
    expect_not: Option<Search>,
    number: Option<NumberReader>,
    saver: Option<Saver>,
}

impl OutputJudge {
    /// Creates a judge for an output that begins now.
    pub fn new(query: &Query) -> Self {
        Self {
            expect: query.expect.as_deref().map(Search::new),
            expect_not: query.expect_not.as_deref().map(Search::new),
            number: query.number.then(NumberReader::default),
            saver: query.save.as_ref().map(Saver::new),
        }
    }

    /// Judges a whole text.
    pub fn of(query: &Query, text: &str) -> Findings {
        let mut judge = Self::new(query);
        judge.push(text);
        judge.finish()
    }

    /// Reads the next text, plain and without escape sequences.
    pub fn push(&mut self, text: &str) {
        let searches = [&mut self.expect, &mut self.expect_not];
        for search in searches.into_iter().flatten() {
            search.push(text);
        }
        if let Some(number) = &mut self.number {
            number.push(text);
        }
        if let Some(saver) = &mut self.saver {
            saver.push(text);
        }
    }

    /// Returns the findings after the end of the output.
    pub fn finish(self) -> Findings {
        Findings {
            expect: self.expect.map(Search::finish),
            expect_not: self.expect_not.map(Search::finish),
            number: self.number.map(NumberReader::finish),
            saved: self.saver.map(Saver::finish),
        }
    }
}
