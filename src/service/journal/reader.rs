//! Reading a journal; readers neither lock nor repair.

use std::fs;
use std::io;
use std::path::Path;

use super::journal::JournalSource;
use super::lock::LockOwner;
use super::open_error::OpenError;
use super::watch::{Changes, watch};
use crate::plan::Plan;
use crate::progress::{Chain, Head, Record, Tail, TailError, Walk};
use crate::service::files::{self, LARGEST};
use crate::service::walk_folder::WalkFolder;
use crate::text::Printable;

/// The contents of a journal.
#[derive(Debug, Default)]
pub struct JournalContents {
    /// Its lines, the records that are valid, and the breaks of its chain.
    pub chain: Chain,
    /// The session that writes it now.
    pub holder: Option<LockOwner>,
}

impl JournalContents {
    /// Returns the state of the walk. A step is running only while the session that runs it is
    /// alive; a step in doubt because of damage is unknown.
    pub fn walk(&self, plan: &Plan) -> Walk {
        let mut walk = self.chain.walk_of(plan);
        // An earlier version of daymark names no session beside the journal: it is the newest.
        walk.live = self.holder.as_ref().and_then(|holder| {
            let named = holder.session.clone();
            named.or(walk.live.take())
        });
        walk
    }
}

/// Reads a walk's journal; a walk without one is empty.
///
/// # Errors
/// Fails if the journal, its lock or the names of its outputs cannot be read.
pub fn read_journal(folder: &WalkFolder) -> Result<JournalContents, OpenError> {
    let reader = JournalReader::new(folder);
    loop {
        let holder = reader.writer()?;
        // In this order: a run whose output is listed is in the journal by then.
        let mut kept = Vec::new();
        for path in [folder.outputs(), folder.recordings()] {
            kept.extend(names(&path).map_err(|error| failed(&path, &error))?);
        }
        let bytes = reader.bytes()?;
        // A session that started or exited meanwhile wrote more than was read.
        if reader.writer()? == holder {
            return Ok(JournalContents {
                chain: Chain::read(&bytes, &kept),
                holder,
            });
        }
    }
}

/// Reads a walk's journal while another session may write it.
#[derive(Debug)]
pub struct JournalReader {
    folder: WalkFolder,
    head: Head,
    /// The number of lines up to the head, and their length in bytes.
    lines: u64,
    length: u64,
    /// Whether the line of the head lacks its newline; the next writer adds it.
    unended: bool,
}

impl JournalReader {
    /// Returns a reader at the beginning of the journal.
    pub fn new(folder: &WalkFolder) -> Self {
        Self {
            folder: folder.clone(),
            head: Head::default(),
            lines: 0,
            length: 0,
            unended: false,
        }
    }

    /// Returns a reader behind what was read of the journal.
    pub fn behind(folder: &WalkFolder, chain: &Chain) -> Self {
        Self {
            folder: folder.clone(),
            head: chain.head().clone(),
            lines: chain.lines.len() as u64,
            length: chain.whole,
            unended: chain.unended,
        }
    }

    /// Reads the journal behind the reader's head; nothing if there is no journal yet.
    fn bytes(&self) -> Result<Vec<u8>, OpenError> {
        let path = self.folder.journal();
        match files::read_behind(&path, self.length, LARGEST) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.length == 0 => {
                Ok(Vec::new())
            }
            read => read.map_err(|error| failed(&path, &error)),
        }
    }

    /// Reads the records behind the reader's head, and moves the head behind them.
    fn read_on(&mut self) -> Result<Vec<Record>, OpenError> {
        let mut bytes = self.bytes()?;
        if self.unended && bytes.starts_with(b"\n") {
            bytes.remove(0);
            self.length += 1;
            self.unended = false;
        }
        let read = Tail::read(&self.head, self.lines, &bytes);
        let Tail { records, length } = read.map_err(|error| match error {
            TailError::Broken(broken) => OpenError::Broken(vec![broken]),
            TailError::Newer(newer) => OpenError::Newer(newer),
        })?;
        if let Some(last) = records.last() {
            self.head = last.head();
        }
        self.lines += records.len() as u64;
        self.length += length as u64;
        Ok(records)
    }
}

impl JournalSource for JournalReader {
    fn read_from(&mut self, head: &Head) -> Result<Vec<Record>, OpenError> {
        if self.head == *head {
            return self.read_on();
        }
        let mut from_start = Self::new(&self.folder);
        let mut records = from_start.read_on()?;
        if *head != Head::default() {
            let found = records.iter().position(|record| record.head() == *head);
            let path = Printable::path(&self.folder.journal());
            let found = found.ok_or_else(|| {
                OpenError::Failed(format!("{path}: there is no record {}", head.seq))
            })?;
            records.drain(..=found);
        }
        *self = from_start;
        Ok(records)
    }

    fn watch(&self) -> Changes {
        watch(&self.folder)
    }

    fn writer(&self) -> Result<Option<LockOwner>, OpenError> {
        let path = self.folder.lock();
        LockOwner::living(&path).map_err(|error| failed(&path, &error))
    }
}

fn failed(path: &Path, error: &io::Error) -> OpenError {
    OpenError::Failed(format!("{}: {error}", Printable::path(path)))
}

/// Returns the names in a folder, in order; none if there is no folder.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    files::must_be_folder(folder)?;
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
