//! Writing a journal: one writer, each event on disk before anyone hears of it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;

use chrono::Local;

use super::contents::{Contents, OpenError, read_journal};
use super::lock::{Lock, LockError};
use super::random::hexadecimal;
use super::walk_folder::{WalkFolder, private, sync_folder};
use crate::progress::{Event, Head, Record, seal};
use crate::term::Secrets;
use crate::text::Printable;

/// A journal open to be written.
#[derive(Debug)]
pub struct Journal {
    file: File,
    /// The length of its whole lines, in bytes.
    length: u64,
    head: Head,
    operator: String,
    session: String,
    secrets: Secrets,
    _lock: Lock,
}

impl Journal {
    /// Opens a walk's journal to write, and begins it where there is none.
    ///
    /// Besides what stands in it, gives what the operator should know: a torn last line was set
    /// aside, the chain is broken.
    ///
    /// # Errors
    /// Where somebody else writes it, a newer daymark wrote it, or the disk fails.
    pub fn open(
        folder: &WalkFolder,
        operator: &str,
    ) -> Result<(Self, Contents, Vec<String>), OpenError> {
        let failed = |error: io::Error| {
            OpenError::Failed(format!("{}: {error}", Printable::path(folder.path())))
        };
        folder.create().map_err(failed)?;
        let lock = Lock::take(&folder.lock(), operator).map_err(|error| match error {
            LockError::Held(holder) => OpenError::Held(holder),
            LockError::Failed(error) => failed(error),
        })?;
        let contents = read_journal(folder)?;
        let mut notices = Vec::new();
        if contents.torn {
            let aside = set_torn_aside(folder, contents.whole).map_err(failed)?;
            notices.push(format!(
                "the journal's last line was not whole; it is set aside in {}",
                Printable::path(&aside)
            ));
        }
        if let Some(broken) = &contents.broken {
            notices.push(format!("the journal's chain is broken: {broken}"));
        }
        let file = private().create(true).append(true).open(folder.journal());
        let file = file.map_err(failed)?;
        sync_folder(folder.path()).map_err(failed)?;
        let journal = Self {
            file,
            length: contents.whole,
            head: contents
                .records
                .last()
                .map(Record::head)
                .unwrap_or_default(),
            operator: operator.to_owned(),
            session: hexadecimal::<8>().map_err(failed)?,
            secrets: Secrets::default(),
            _lock: lock,
        };
        Ok((journal, contents, notices))
    }

    /// The name of this run of the program.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// From now on these are struck from all that is written.
    pub fn set_secrets(&mut self, secrets: Secrets) {
        self.secrets = secrets;
    }

    /// Writes events, in this order, and syncs them.
    ///
    /// # Errors
    /// Where the disk fails; then none of them stands in the journal.
    pub fn keep(&mut self, events: Vec<Event>) -> io::Result<Vec<Record>> {
        let at = Local::now().fixed_offset();
        let mut head = self.head.clone();
        let mut records = Vec::with_capacity(events.len());
        let mut lines = String::new();
        for mut event in events {
            for text in event.texts() {
                *text = self.secrets.strike(text);
            }
            let (record, line) = seal(&head, at, &self.operator, &self.session, event)?;
            head = record.head();
            lines.push_str(&line);
            lines.push('\n');
            records.push(record);
        }
        self.append(lines.as_bytes())?;
        self.head = head;
        Ok(records)
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let written = self
            .file
            .write_all(bytes)
            .and_then(|()| self.file.sync_data());
        if written.is_err() {
            // Half a line must not stand before the next one; the next writer would tell it.
            let _ = self.file.set_len(self.length);
            return written;
        }
        self.length += bytes.len() as u64;
        Ok(())
    }
}

/// Moves what stands behind the whole lines into a file of its own.
fn set_torn_aside(folder: &WalkFolder, whole: u64) -> io::Result<PathBuf> {
    let bytes = fs::read(folder.journal())?;
    let tail = &bytes[usize::try_from(whole)
        .unwrap_or(bytes.len())
        .min(bytes.len())..];
    let (path, mut aside) = unused(folder)?;
    aside.write_all(tail)?;
    aside.sync_all()?;
    sync_folder(folder.path())?;
    let journal = private().write(true).open(folder.journal())?;
    journal.set_len(whole)?;
    journal.sync_all()?;
    Ok(path)
}

/// A file that was not there before.
fn unused(folder: &WalkFolder) -> io::Result<(PathBuf, File)> {
    let mut number = 1;
    loop {
        let path = folder.path().join(format!("journal.torn-{number}"));
        match private().create_new(true).write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            opened => return opened.map(|file| (path, file)),
        }
    }
}
