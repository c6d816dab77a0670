//! The journal's lines: JSON Lines, each holding the hash of the line before it.

use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::Event;
use super::broken::LineError;
use super::session_id::SessionId;
use crate::text::{Sha256, sha256};

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
    pub session: SessionId,
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

/// A record with a right hash that this version of daymark cannot read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newer {
    /// The line of the file, counted from 1; 0 before it is known.
    pub line: u64,
    /// The name of its event.
    pub event: String,
}

impl fmt::Display for Newer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, event } = self;
        write!(
            formatter,
            "line {line} of the journal (`{event}`) was written by a newer daymark"
        )
    }
}

/// A line whose hash is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    /// What a line behind this one builds on.
    pub head: Head,
    /// The hash of the line before.
    pub prev: String,
    /// What it says; a newer daymark may say what this one cannot read.
    pub record: Result<Record, Newer>,
}

/// Puts an event into its line, behind `head`; the line ends without a newline.
///
/// # Errors
/// When the event cannot be written as JSON, as with a number that is not finite.
pub fn encode(
    head: &Head,
    at: DateTime<FixedOffset>,
    operator: &str,
    session: &SessionId,
    event: Event,
) -> Result<(Record, String), serde_json::Error> {
    let mut record = Record {
        v: FORMAT,
        seq: head.seq.saturating_add(1),
        at,
        operator: operator.to_owned(),
        session: session.clone(),
        event,
        prev: head.hash.clone(),
        hash: String::new(),
    };
    let body = serde_json::to_string(&record)?;
    record.hash = sha256(&body);
    let line = format!("{},\"hash\":\"{}\"}}", &body[..body.len() - 1], record.hash);
    Ok((record, line))
}

/// Reads a line by itself; whether it stands in its place is told by [`Sealed::follows`].
///
/// # Errors
/// Says why the line is not believed.
pub fn parse(line: &str) -> Result<Sealed, LineError> {
    let record = serde_json::from_str::<Record>(line);
    let is_sealed = split_hash(line).is_some_and(|(body, hash)| hash_of(body) == hash);
    if !is_sealed {
        return Err(record.map_or(LineError::Unreadable, |_| LineError::Changed));
    }
    match record {
        Ok(record) if record.v <= FORMAT => Ok(Sealed {
            head: record.head(),
            prev: record.prev.clone(),
            record: Ok(record),
        }),
        _ => newer(line),
    }
}

/// What every version of daymark writes around its events.
#[derive(Deserialize)]
struct Envelope {
    seq: u64,
    event: String,
    prev: String,
    hash: String,
}

fn newer(line: &str) -> Result<Sealed, LineError> {
    let envelope: Envelope = serde_json::from_str(line).map_err(|_| LineError::Unreadable)?;
    let Envelope {
        seq,
        event,
        prev,
        hash,
    } = envelope;
    Ok(Sealed {
        head: Head { seq, hash },
        prev,
        record: Err(Newer { line: 0, event }),
    })
}

impl Sealed {
    /// Whether it is the line behind `head`.
    pub fn follows(&self, head: &Head) -> bool {
        Some(self.head.seq) == head.seq.checked_add(1) && self.prev == head.hash
    }
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

/// A line before its hash, which is always its last field, and the hash.
fn split_hash(line: &str) -> Option<(&str, &str)> {
    const KEY: &str = ",\"hash\":\"";
    let rest = line.strip_suffix("\"}")?;
    let at = rest.len().checked_sub(GENESIS.len())?;
    let (before, hash) = rest.split_at_checked(at)?;
    Some((before.strip_suffix(KEY)?, hash))
}

/// Returns the hash of a line that was split before its hash.
fn hash_of(before: &str) -> String {
    let mut digest = Sha256::default();
    digest.push(before.as_bytes());
    digest.push(b"}");
    digest.finish()
}
