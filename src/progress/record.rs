//! The lines of the journal: JSON Lines, each with the hash of the line before it.

use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::Event;
use super::broken::LineError;
use super::session_id::SessionId;
use crate::text::{Sha256, sha256};

/// The version of the journal's format that this program writes.
pub const FORMAT: u32 = 1;

/// The value of `prev` in the first line.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One line of the journal: an event with its number, time, author and hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the format.
    pub v: u32,
    /// The line's number, counted from 1.
    pub seq: u64,
    /// The time of the event, in the operator's time zone.
    pub at: DateTime<FixedOffset>,
    /// The operator's name.
    pub operator: String,
    /// The session that wrote it.
    pub session: SessionId,
    #[serde(flatten)]
    pub event: Event,
    /// The hash of the line before.
    pub prev: String,
    /// SHA-256 of the line without this field, in hexadecimal.
    #[serde(default, skip_serializing)]
    pub hash: String,
}

/// The end of a journal, which the next line follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of the last line; 0 before the first.
    pub seq: u64,
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

/// A record of a newer daymark: its hash is right, but this version cannot read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newer {
    /// The line of the file, counted from 1; 0 while it is unknown.
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

/// A line with the right hash.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    /// The head after this line.
    pub head: Head,
    /// The hash of the line before.
    pub prev: String,
    /// The record, or the reason why only a newer daymark can read it.
    pub record: Result<Record, Newer>,
}

/// Encodes an event as the line after `head`, without a newline.
///
/// # Errors
/// Fails if the event cannot be written as JSON, such as a number that is not finite.
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

/// Parses a single line. [`Sealed::follows`] checks its place in the chain.
///
/// # Errors
/// Returns the reason why the line is not valid.
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

/// The fields that every version of daymark writes around an event.
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
    /// Returns whether the line follows `head`.
    pub fn follows(&self, head: &Head) -> bool {
        Some(self.head.seq) == head.seq.checked_add(1) && self.prev == head.hash
    }
}

impl Record {
    /// Returns the head after this record.
    pub fn head(&self) -> Head {
        Head {
            seq: self.seq,
            hash: self.hash.clone(),
        }
    }
}

/// Splits a line before its hash, which is always the last field.
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
