//! The records after a head.

use std::fmt;

use super::broken::{Break, LineError};
use super::record::{Head, Newer, Record, parse};

/// The records that follow a head.
#[derive(Debug, Default, PartialEq)]
pub struct Tail {
    /// The records, in order.
    pub records: Vec<Record>,
    /// The length of their lines, in bytes.
    pub length: usize,
}

/// The reason why lines after a head are not records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TailError {
    /// A line is damaged, or follows another head.
    Broken(Break),
    /// A newer daymark wrote a record.
    Newer(Newer),
}

impl fmt::Display for TailError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(broken) => write!(formatter, "{broken}"),
            Self::Newer(newer) => write!(formatter, "{newer}"),
        }
    }
}

impl Tail {
    /// Reads the complete lines after a head. Bytes after the last newline are left, because a
    /// writer may be in the middle of that line.
    ///
    /// # Errors
    /// Fails at the first line that is damaged, out of order, or of a newer daymark. `lines` is the
    /// number of lines before these bytes.
    pub fn read(head: &Head, lines: u64, bytes: &[u8]) -> Result<Self, TailError> {
        let mut tail = Self::default();
        let mut head = head.clone();
        let whole = memchr::memrchr(b'\n', bytes).map_or(0, |newline| newline + 1);
        for line in bytes[..whole].split_inclusive(|byte| *byte == b'\n') {
            let number = lines + tail.records.len() as u64 + 1;
            let broken = |kind| TailError::Broken(Break { line: number, kind });
            let text = std::str::from_utf8(line).map_err(|_| broken(LineError::Unreadable))?;
            let sealed = parse(text.trim_end_matches('\n')).map_err(broken)?;
            if !sealed.follows(&head) {
                return Err(broken(LineError::OutOfChain));
            }
            let newer = |newer| Newer {
                line: number,
                ..newer
            };
            let record = sealed
                .record
                .map_err(|found| TailError::Newer(newer(found)))?;
            head = sealed.head;
            tail.records.push(record);
            tail.length += line.len();
        }
        Ok(tail)
    }
}
