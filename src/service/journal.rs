//! Writing a journal: one writer, each event on disk before anyone hears of it.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;

use super::clock::now;
use super::contents::{Contents, OpenError, read_journal};
use super::files;
use super::lock::{Lock, LockError};
use super::random::hexadecimal;
use super::walk_folder::{WalkFolder, private, sync_folder};
use crate::plan::Plan;
use crate::progress::{Break, Event, Head, Record, seal};
use crate::term::Secrets;

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
    /// aside.
    ///
    /// # Errors
    /// Where somebody else writes it, its chain is broken, a newer daymark wrote it, or the disk
    /// fails; then nothing is written.
    pub fn open(
        folder: &WalkFolder,
        operator: &str,
    ) -> Result<(Self, Contents, Vec<String>), OpenError> {
        let (lock, contents) = lock(folder, operator)?;
        if !contents.chain.breaks.is_empty() {
            return Err(OpenError::Broken(contents.chain.breaks));
        }
        let (journal, notices) = Self::begin(folder, operator, lock, &contents)?;
        Ok((journal, contents, notices))
    }

    /// Accepts what is broken in a walk's journal, in the words of a person; gives the places, or
    /// none where nothing is broken.
    ///
    /// # Errors
    /// Where somebody else writes it, a newer daymark wrote it, or the disk fails; then nothing is
    /// written.
    pub fn accept(
        folder: &WalkFolder,
        operator: &str,
        plan: &Plan,
        why: &str,
        secrets: Secrets,
    ) -> Result<Vec<Break>, OpenError> {
        let (lock, contents) = lock(folder, operator)?;
        let Some(event) = contents.chain.acceptance(plan, why) else {
            return Ok(Vec::new());
        };
        let (mut journal, _) = Self::begin(folder, operator, lock, &contents)?;
        journal.set_secrets(secrets);
        let failed = |error: io::Error| failed(folder, &error);
        journal.keep(vec![event]).map_err(failed)?;
        Ok(contents.chain.breaks)
    }

    /// Begins to write behind what stands in the journal.
    fn begin(
        folder: &WalkFolder,
        operator: &str,
        lock: Lock,
        contents: &Contents,
    ) -> Result<(Self, Vec<String>), OpenError> {
        let chain = &contents.chain;
        if let Some(newer) = &chain.newer {
            return Err(OpenError::Newer(newer.clone()));
        }
        let failed = |error: io::Error| failed(folder, &error);
        let mut notices = Vec::new();
        if let Some(torn) = &chain.torn {
            let aside = set_torn_aside(folder, torn, chain.whole).map_err(failed)?;
            notices.push(format!(
                "the journal's last line was not whole; it is set aside in {}",
                aside.display()
            ));
        }
        let mut options = private();
        options.create(true).append(true);
        let file = files::open(&folder.journal(), &options).map_err(failed)?;
        sync_folder(folder.path()).map_err(failed)?;
        let journal = Self {
            file,
            length: chain.whole,
            head: chain.head().clone(),
            operator: operator.to_owned(),
            session: hexadecimal::<8>().map_err(failed)?,
            secrets: Secrets::default(),
            _lock: lock,
        };
        Ok((journal, notices))
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
        let at = now();
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

/// Takes the right to write a walk's journal, and reads what stands in it.
fn lock(folder: &WalkFolder, operator: &str) -> Result<(Lock, Contents), OpenError> {
    folder.create().map_err(|error| failed(folder, &error))?;
    let lock = Lock::take(&folder.lock(), operator).map_err(|error| match error {
        LockError::Held(holder) => OpenError::Held(holder),
        LockError::Failed(error) => {
            OpenError::Failed(format!("{}: {error}", folder.lock().display()))
        }
    })?;
    Ok((lock, read_journal(folder)?))
}

fn failed(folder: &WalkFolder, error: &io::Error) -> OpenError {
    OpenError::Failed(format!("{}: {error}", folder.path().display()))
}

/// Moves what stands behind the whole lines into a file of its own.
fn set_torn_aside(folder: &WalkFolder, torn: &[u8], whole: u64) -> io::Result<PathBuf> {
    let (path, mut aside) = unused(folder)?;
    aside.write_all(torn)?;
    aside.sync_all()?;
    sync_folder(folder.path())?;
    let mut options = private();
    let journal = files::open(&folder.journal(), options.write(true))?;
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
