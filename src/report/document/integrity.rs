//! What the journal proves, and what it cannot prove.

use super::draft::Draft;
use super::types::{Integrity, Remark};
use crate::progress::Break;

/// What a whole chain proves.
const PROVES: [&str; 3] = [
    "Each journal line has the SHA-256 of the line before it. If a line before the head is changed, \
     removed, inserted or moved, the chain breaks.",
    "Each kept output has its SHA-256 in the journal. If an output is changed or removed, this \
     report says so.",
    "Each start of a step was on disk before its host was touched.",
];

/// What a whole chain cannot prove.
const CANNOT: [&str; 3] = [
    "A person who can write the files can write a whole new journal. Compare the head above with a \
     copy that was kept elsewhere, such as an earlier report or a signed bundle.",
    "Names and times are those that the operators' machines gave. The chain proves their order.",
    "An attested result is a person's word. A result from a host is only as honest as the host.",
];

impl Draft<'_> {
    pub(super) fn integrity(&self) -> Integrity {
        let journal = self.report.journal;
        let faulty = self.sources.faulty_outputs;
        let accepted = self.report.accepted.iter().map(|damage| {
            let breaks: Vec<String> = damage.breaks.iter().map(Break::to_string).collect();
            let remark = self.remark("accepted", &damage.attribution);
            Remark {
                text: format!("{}: {}", breaks.join("; "), remark.text),
                ..remark
            }
        });
        Integrity {
            events: journal.events,
            head: journal.head.to_owned(),
            chain_whole: journal.breaks.is_empty(),
            breaks: journal.breaks.iter().map(Break::to_string).collect(),
            accepted: accepted.collect(),
            outputs_whole: faulty.map(<[String]>::is_empty),
            faulty_outputs: faulty.unwrap_or_default().to_vec(),
            proves: PROVES.map(str::to_owned).to_vec(),
            cannot: CANNOT.map(str::to_owned).to_vec(),
        }
    }
}

impl Integrity {
    /// Returns whether chain and outputs hold, in words.
    pub fn text(&self) -> String {
        let chain = match (self.chain_whole, self.accepted.is_empty()) {
            (true, true) => "the chain is whole",
            (true, false) => "the chain is whole, except for accepted damage",
            (false, _) => "the chain is BROKEN",
        };
        let outputs = match self.outputs_whole {
            Some(true) => "all kept outputs match their digests".to_owned(),
            Some(false) => format!("{} kept outputs are DAMAGED", self.faulty_outputs.len()),
            None => "the kept outputs were not read".to_owned(),
        };
        format!("{chain}; {outputs}")
    }
}
