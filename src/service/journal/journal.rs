//! The interface of a journal.

use std::fmt;

use chrono::{DateTime, FixedOffset};

use super::lock::LockOwner;
use super::open_error::OpenError;
use super::watch::Changes;
use crate::progress::{Event, Head, Record};
use crate::term::Secrets;

/// A journal to read: an append-only sequence of records that other sessions may extend.
pub trait JournalSource: Send {
    /// Reads the records behind a head, in order.
    ///
    /// # Errors
    /// Fails if the journal has no such head, or a record behind it is damaged or written by a
    /// newer daymark.
    fn read_from(&mut self, head: &Head) -> Result<Vec<Record>, OpenError>;

    /// Watches for records of other sessions, and for sessions that start or exit. A change before
    /// the first poll counts.
    fn watch(&self) -> Changes;

    /// Returns the session that writes the journal now. The sign that it is alive is beside the
    /// journal, so a killed session needs no last record.
    ///
    /// # Errors
    /// Fails if that sign cannot be read.
    fn writer(&self) -> Result<Option<LockOwner>, OpenError>;
}

/// A journal to write, by one session.
pub trait Journal: JournalSource {
    /// Returns the last head that this session knows.
    fn head(&self) -> &Head;

    /// Appends events if `expected` is still the head of the journal, and syncs them. The journal
    /// counts their attempts ([`AttemptNumbers`](crate::progress::AttemptNumbers)) and masks
    /// secrets. Only events that end something may use the disk space reserved for ends
    /// ([`Event::ends`]).
    ///
    /// # Errors
    /// Fails if the head moved, the disk has no space or the disk fails. None of the events is in
    /// the journal then.
    fn append(
        &mut self,
        expected: &Head,
        at: DateTime<FixedOffset>,
        events: Vec<Event>,
    ) -> Result<Vec<Record>, AppendError>;

    /// Masks these secrets in every event that is appended from now on.
    fn set_secrets(&mut self, secrets: Secrets);

    /// Checks that the journal can record a start and its end.
    ///
    /// # Errors
    /// Fails as [`append`](Self::append) does for an event that ends nothing.
    fn has_space(&mut self) -> Result<(), AppendError>;
}

/// The reason why events are not in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppendError {
    /// Another session appended records first.
    HeadMoved {
        /// The head that the caller expected.
        expected: Head,
        /// The head of the journal.
        found: Head,
    },
    /// The disk is full or fails: what failed, for the operator.
    Disk(String),
}

impl fmt::Display for AppendError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeadMoved { expected, found } => write!(
                formatter,
                "another session wrote to the journal: its last record is {}, not {}. Quit, and \
                 open the walk again",
                found.seq, expected.seq
            ),
            Self::Disk(why) => write!(formatter, "{why}"),
        }
    }
}

impl std::error::Error for AppendError {}
