//! The journal's lines: JSON Lines, each holding the hash of the line before it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Event;

/// The version of the journal's format that this program writes.
pub const FORMAT: u32 = 1;

/// What stands as `prev` in the first line.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An event with its circumstances: one line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the format.
    pub v: u32,
    /// The line's number, counted from 1.
    pub seq: u64,
    /// When it happened, in the operator's time zone.
    pub at: DateTime<FixedOffset>,
    /// Who did it.
    pub operator: String,
    /// The run of the program in which it happened.
    pub session: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
    /// The hash of the line before.
    pub prev: String,
    /// SHA-256 of the line without this field, in hexadecimal.
    #[serde(default, skip_serializing)]
    pub hash: String,
}

/// The end of a journal: what the next line builds on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of the last line; 0 before the first.
    pub seq: u64,
    /// Its hash.
    pub hash: String,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            seq: 0,
            hash: GENESIS.to_owned(),
        }
    }
}

/// Why a line of a journal is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The line is no event this program knows.
    Unreadable(String),
    /// A newer program wrote it, in this version of the format.
    Newer(u32),
    /// Its hash is not the hash of what it says: it was changed.
    Changed,
    /// It does not follow the line before it: a line is missing, doubled or moved.
    OutOfChain,
}

/// Puts an event into its line, behind `head`; the line ends without a newline.
///
/// # Errors
/// When the event cannot be written as JSON, as with a number that is not finite.
pub fn seal(
    head: &Head,
    at: DateTime<FixedOffset>,
    operator: &str,
    session: &str,
    event: Event,
) -> Result<(Record, String), serde_json::Error> {
    let mut record = Record {
        v: FORMAT,
        seq: head.seq + 1,
        at,
        operator: operator.to_owned(),
        session: session.to_owned(),
        event,
        prev: head.hash.clone(),
        hash: String::new(),
    };
    let body = serde_json::to_string(&record)?;
    record.hash = digest(&body);
    let line = format!("{},\"hash\":\"{}\"}}", &body[..body.len() - 1], record.hash);
    Ok((record, line))
}

/// Reads a line that stands behind `head`.
///
/// # Errors
/// Says why the line is not believed.
pub fn parse(line: &str, head: &Head) -> Result<Record, Broken> {
    #[derive(Deserialize)]
    struct Version {
        v: u32,
    }
    let unreadable = |error: serde_json::Error| Broken::Unreadable(error.to_string());
    let version: Version = serde_json::from_str(line).map_err(unreadable)?;
    if version.v > FORMAT {
        return Err(Broken::Newer(version.v));
    }
    let record: Record = serde_json::from_str(line).map_err(unreadable)?;
    if without_hash(line, &record.hash).is_none_or(|body| digest(&body) != record.hash) {
        return Err(Broken::Changed);
    }
    if record.seq != head.seq + 1 || record.prev != head.hash {
        return Err(Broken::OutOfChain);
    }
    Ok(record)
}

impl Record {
    /// What a line behind this one builds on.
    pub fn head(&self) -> Head {
        Head {
            seq: self.seq,
            hash: self.hash.clone(),
        }
    }
}

/// The line as it was when it was hashed; the hash is always its last field.
fn without_hash(line: &str, hash: &str) -> Option<String> {
    let body = line.strip_suffix(&format!(",\"hash\":\"{hash}\"}}"))?;
    Some(format!("{body}}}"))
}

/// SHA-256 in hexadecimal.
fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
