//! The hash chain of a journal: its valid records, its breaks, and the doubts that they cause.

use std::collections::HashSet;

use serde::de::IgnoredAny;

use super::broken::{Break, LineError};
use super::event::{Doubt, Event};
use super::evidence_name::NamedOutput;
use super::mention::mentions;
use super::record::{Head, Newer, Record, Sealed, parse};
use super::walk::Walk;
use crate::plan::Plan;
use crate::text::{Sha256, sha256};

/// The content of a journal, and the records in it that are valid.
#[derive(Debug, Default)]
pub struct Chain {
    /// The valid records, in order. Records after a break are included, because their hashes are
    /// right.
    pub records: Vec<Record>,
    /// The fold of the records.
    pub walk: Walk,
    /// The lines as on disk; bytes that are not UTF-8 are replaced.
    pub lines: Vec<String>,
    /// The breaks of the chain that the operator has not accepted.
    pub breaks: Vec<Break>,
    /// The first record that only a newer daymark can read.
    pub newer: Option<Newer>,
    /// The beginning of a record after the last newline, left by a power failure or by a writer in
    /// the middle of the line.
    pub torn: Option<Vec<u8>>,
    /// The length of the complete lines, in bytes.
    pub whole: u64,
    /// Whether the last complete line lacks its newline. The next writer adds it.
    pub unended: bool,
    /// Evidence files that no record explains.
    outputs: Vec<String>,
    /// Lines that are invalid or of a newer daymark, each with the number of the newest record
    /// before it.
    unread: Vec<(Vec<u8>, u64)>,
    /// SHA-256 of the complete lines; empty if the chain has no break.
    sha256: String,
    head: Head,
}

impl Chain {
    /// Reads a journal. `kept` are the names of the evidence files and recordings beside it.
    ///
    /// List the names before you read the journal: a run's start is in the journal before its
    /// evidence file is created.
    pub fn read(bytes: &[u8], kept: &[String]) -> Self {
        let ended = memchr::memrchr(b'\n', bytes).map_or(0, |newline| newline + 1);
        let is_torn = is_beginning(&bytes[ended..]);
        let whole = if is_torn { ended } else { bytes.len() };
        let mut chain = Self {
            whole: whole as u64,
            torn: is_torn.then(|| bytes[whole..].to_vec()),
            unended: ended < whole,
            ..Self::default()
        };
        let mut reading = Reading {
            bytes,
            at: 0,
            after_damage: false,
            seen: None,
        };
        for line in bytes[..whole].split_inclusive(|byte| *byte == b'\n') {
            chain.take(&mut reading, line.strip_suffix(b"\n").unwrap_or(line));
            reading.at += line.len();
        }
        chain.walk = Walk::fold(&chain.records);
        chain.look_for_unrecorded(kept);
        if !chain.breaks.is_empty() {
            let mut digest = Sha256::default();
            digest.push(&bytes[..whole]);
            digest.push(if chain.unended { b"\n" } else { b"" });
            chain.sha256 = digest.finish();
        }
        chain
    }

    /// Returns the end of the journal, which the next line follows.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns the walk. What damage leaves in doubt is unknown.
    pub fn walk_of(&self, plan: &Plan) -> Walk {
        let mut walk = self.walk.clone();
        let damaged_to = (!self.breaks.is_empty()).then_some(self.head.seq);
        walk.distrust(&self.doubts(plan), damaged_to);
        walk
    }

    /// Returns the event by which the operator accepts the breaks; `None` without breaks.
    pub fn acceptance(&self, plan: &Plan, why: &str) -> Option<Event> {
        (!self.breaks.is_empty()).then(|| Event::JournalAccepted {
            breaks: self.breaks.clone(),
            head: self.head.hash.clone(),
            sha256: self.sha256.clone(),
            doubts: self.doubts(plan),
            outputs: self.outputs.clone(),
            why: why.to_owned(),
        })
    }

    fn take(&mut self, reading: &mut Reading<'_>, line: &[u8]) {
        self.lines.push(String::from_utf8_lossy(line).into_owned());
        let sealed = match std::str::from_utf8(line) {
            Ok(text) => parse(text),
            Err(_) => Err(LineError::Unreadable),
        };
        match sealed {
            Ok(sealed) => self.take_sealed(reading, line, sealed),
            Err(kind) => {
                self.broken(kind);
                self.unread.push((line.to_vec(), self.head.seq));
                reading.after_damage = true;
            }
        }
    }

    fn take_sealed(&mut self, reading: &mut Reading<'_>, line: &[u8], sealed: Sealed) {
        if let Ok(record) = &sealed.record
            && let Event::JournalAccepted {
                sha256: accepted,
                outputs,
                ..
            } = &record.event
            && *accepted == sha256(&reading.bytes[..reading.at])
        {
            self.breaks.clear();
            self.unread.clear();
            self.outputs.extend(outputs.iter().cloned());
        } else if !sealed.follows(&self.head) && !reading.goes_on(&self.head, &sealed) {
            self.broken(LineError::OutOfChain);
            if reading.has_seen(&self.records, &sealed.head.hash) {
                return;
            }
        }
        reading.after_damage = false;
        if let Some(seen) = &mut reading.seen {
            seen.insert(sealed.head.hash.clone());
        }
        let seq = self.head.seq.max(sealed.head.seq);
        self.head = Head { seq, ..sealed.head };
        match sealed.record {
            Ok(record) => self.records.push(record),
            Err(newer) => {
                let line_number = self.lines.len() as u64;
                self.newer.get_or_insert(Newer {
                    line: line_number,
                    ..newer
                });
                self.unread.push((line.to_vec(), 0));
            }
        }
    }

    /// Records a break at the current line.
    fn broken(&mut self, kind: LineError) {
        let line = self.lines.len() as u64;
        self.breaks.push(Break { line, kind });
    }

    /// Records a break at the end if evidence files exist that no record explains: records are
    /// missing.
    fn look_for_unrecorded(&mut self, kept: &[String]) {
        let accepted: HashSet<String> = self.outputs.drain(..).collect();
        let cited = self
            .records
            .iter()
            .filter_map(|record| record.event.output());
        let cited: HashSet<&str> = cited.map(|output| output.file.as_str()).collect();
        let is_broken = !self.breaks.is_empty();
        let unexplained = |file: &&String| {
            let known = cited.contains(file.as_str()) || accepted.contains(*file);
            !known
                && match NamedOutput::read(file) {
                    Some(named) => !is_explained(&named, &self.walk, is_broken),
                    None => self.lines.is_empty(),
                }
        };
        let outputs: Vec<String> = kept.iter().filter(unexplained).cloned().collect();
        // Records of a newer daymark may explain them.
        if !outputs.is_empty() && self.breaks.is_empty() && self.newer.is_none() {
            let line = self.lines.len() as u64 + 1;
            let kind = LineError::CutShort;
            self.breaks.push(Break { line, kind });
        }
        self.outputs = outputs;
    }

    /// Returns the doubts caused by the damage and by the records of a newer daymark.
    fn doubts(&self, plan: &Plan) -> Vec<Doubt> {
        if self.breaks.is_empty() && self.newer.is_none() {
            return Vec::new();
        }
        let mut doubts: Vec<Doubt> = self
            .outputs
            .iter()
            .filter_map(|file| NamedOutput::read(file))
            .map(|named| Doubt {
                id: named.id,
                host: Some(named.host),
                line: self.head.seq,
            })
            .collect();
        let ids: Vec<&str> = plan.ids().collect();
        let torn = self.torn.iter().filter(|torn| is_evidence(torn));
        let unread = self.unread.iter().map(|(line, seq)| (line, *seq));
        for (line, seq) in unread.chain(torn.map(|torn| (torn, self.head.seq))) {
            doubts.extend(mentions(line, &ids).map(|id| Doubt {
                id: id.to_owned(),
                host: None,
                line: seq,
            }));
        }
        doubts.dedup();
        doubts
    }
}

/// The state of reading a journal line by line.
struct Reading<'b> {
    bytes: &'b [u8],
    /// The byte offset of the current line.
    at: usize,
    /// Whether the line before was damaged. A line after it cannot name its hash.
    after_damage: bool,
    /// The hashes of all records, computed at the first break.
    seen: Option<HashSet<String>>,
}

impl Reading<'_> {
    /// Returns whether a line continues the journal after damage that is recorded already.
    fn goes_on(&self, head: &Head, sealed: &Sealed) -> bool {
        self.after_damage && sealed.head.seq > head.seq
    }

    /// Returns whether a record with this hash was read already.
    fn has_seen(&mut self, records: &[Record], hash: &str) -> bool {
        let all = || records.iter().map(|record| record.hash.clone()).collect();
        self.seen.get_or_insert_with(all).contains(hash)
    }
}

/// Returns whether an evidence file that no record names belongs to a recorded run. Such a run was
/// interrupted, never reached its host, or had preconditions. The file's number counts the runs
/// recorded when it was created. In a broken chain, only exactly that run explains it.
fn is_explained(named: &NamedOutput, walk: &Walk, is_broken: bool) -> bool {
    let attempts = walk.attempts(&named.id);
    let askings = walk.check_runs(&named.id);
    let mut hosts = askings.iter().map(|asking| asking.host.as_str());
    if named.number <= askings.len() && hosts.any(|host| named.is_from(host)) {
        return true;
    }
    if is_broken && named.is_main {
        let run = named.number.checked_sub(1).and_then(|at| attempts.get(at));
        let run = run.filter(|run| named.is_from(&run.host));
        let ended = run.map(|run| run.ended.as_ref());
        return ended.is_some_and(|ended| ended.is_none_or(|(ended, _)| ended.output.is_none()));
    }
    let mut hosts = attempts.iter().map(|attempt| attempt.host.as_str());
    named.number <= attempts.len() && hosts.any(|host| named.is_from(host))
}

/// Returns whether the bytes are the beginning of a record, as a power failure leaves it. Any other
/// bytes after the last newline are a line without its newline: a record, or damage.
fn is_beginning(bytes: &[u8]) -> bool {
    const START: &[u8] = b"{\"v\":";
    let starts = bytes.starts_with(START) || START.starts_with(bytes);
    let is_cut = |error: serde_json::Error| error.is_eof();
    starts && !bytes.is_empty() && serde_json::from_slice::<IgnoredAny>(bytes).is_err_and(is_cut)
}

/// Returns whether an incomplete line shows that a run happened. An incomplete start does not,
/// because a host is touched only when the start is on disk.
fn is_evidence(torn: &[u8]) -> bool {
    const START: &[u8] = b"\"event\":\"step_started\"";
    memchr::memmem::find(torn, START).is_none()
}
