//! The journal as a file: one session writes it, and syncs each event before it reports it.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::journal::{AppendError, Journal, JournalSource};
use super::lock::{Lock, LockError, LockOwner};
use super::open_error::OpenError;
use super::reader::{JournalContents, JournalReader, read_journal};
use super::reserve::Reserve;
use super::watch::Changes;
use crate::plan::Plan;
use crate::progress::{AttemptNumbers, Break, Event, Head, Record, SessionId, encode};
use crate::service::clock::now;
use crate::service::disk_space;
use crate::service::files;
use crate::service::files::{private, sync_folder};
use crate::service::random::hexadecimal;
use crate::service::walk_folder::WalkFolder;
use crate::term::Secrets;
use crate::text::Printable;

/// A journal's file, open to be written.
#[derive(Debug)]
pub struct JournalFile {
    folder: WalkFolder,
    file: File,
    /// The length of its whole lines, in bytes.
    length: u64,
    /// Lines that may be behind them in part, because they could not be written whole.
    torn: Vec<u8>,
    /// Disk space for the ends of steps that run already.
    reserve: Reserve,
    /// Whether an output was cut since the disk space was last tested.
    doubted: bool,
    head: Head,
    attempts: AttemptNumbers,
    operator: String,
    session: SessionId,
    secrets: Secrets,
    lock: Lock,
    reader: JournalReader,
}

impl JournalFile {
    /// Opens a walk's journal to write, and creates a missing one. Returns its contents and notices
    /// for the operator: a torn last line was moved to another file.
    ///
    /// # Errors
    /// Fails if another session writes the journal, its chain is broken, a newer daymark wrote it, or
    /// the disk fails. Nothing is written then.
    pub fn open(
        folder: &WalkFolder,
        operator: &str,
    ) -> Result<(Self, JournalContents, Vec<String>), OpenError> {
        let session = new_session(folder)?;
        let (lock, contents) = lock(folder, operator, &session)?;
        if !contents.chain.breaks.is_empty() {
            return Err(OpenError::Broken(contents.chain.breaks));
        }
        let (journal, notices) = Self::begin(folder, operator, session, lock, &contents)?;
        Ok((journal, contents, notices))
    }

    /// Accepts the breaks of a walk's journal, with the operator's reason. Returns the breaks; none
    /// if the chain is whole.
    ///
    /// # Errors
    /// Fails if another session writes the journal, a newer daymark wrote it, or the disk fails.
    /// Nothing is written then.
    pub fn accept(
        folder: &WalkFolder,
        operator: &str,
        plan: &Plan,
        why: &str,
        secrets: Secrets,
    ) -> Result<Vec<Break>, OpenError> {
        let session = new_session(folder)?;
        let (lock, contents) = lock(folder, operator, &session)?;
        let Some(event) = contents.chain.acceptance(plan, why) else {
            return Ok(Vec::new());
        };
        let (mut journal, _) = Self::begin(folder, operator, session, lock, &contents)?;
        journal.set_secrets(secrets);
        let written = journal.write(now(), vec![event]);
        written.map_err(|error| failed(folder.path(), &error))?;
        Ok(contents.chain.breaks)
    }

    /// Prepares to write behind the records of the journal.
    fn begin(
        folder: &WalkFolder,
        operator: &str,
        session: SessionId,
        lock: Lock,
        contents: &JournalContents,
    ) -> Result<(Self, Vec<String>), OpenError> {
        let chain = &contents.chain;
        if let Some(newer) = &chain.newer {
            return Err(OpenError::Newer(newer.clone()));
        }
        let failed = |error: io::Error| failed(folder.path(), &error);
        let mut notices = Vec::new();
        if let Some(torn) = &chain.torn {
            let aside = set_torn_aside(folder, torn, chain.whole).map_err(failed)?;
            notices.push(format!(
                "the journal's last line was not whole; daymark moved it to {}",
                Printable::path(&aside)
            ));
        }
        let mut options = private();
        options.create(true).append(true).read(true);
        let file = files::open(&folder.journal(), &options).map_err(failed)?;
        sync_folder(folder.path()).map_err(failed)?;
        let mut journal = Self {
            folder: folder.clone(),
            file,
            length: chain.whole,
            torn: Vec::new(),
            reserve: Reserve::new(folder.reserve()),
            doubted: false,
            head: chain.head().clone(),
            attempts: AttemptNumbers::of(&chain.records),
            operator: operator.to_owned(),
            session,
            secrets: Secrets::default(),
            lock,
            reader: JournalReader::behind(folder, chain),
        };
        journal.make_space(0).map_err(failed)?;
        if chain.unended {
            journal.write_bytes(b"\n").map_err(failed)?;
        }
        Ok((journal, notices))
    }

    /// Appends events behind the last record, as [`Journal::append`] does.
    ///
    /// # Errors
    /// Fails if the disk has no space or fails; none of the events is in the journal then.
    pub fn append_now(&mut self, events: Vec<Event>) -> Result<Vec<Record>, AppendError> {
        let head = self.head.clone();
        self.append(&head, now(), events)
    }

    fn write(&mut self, at: DateTime<FixedOffset>, events: Vec<Event>) -> io::Result<Vec<Record>> {
        let ends = events.iter().any(Event::ends);
        self.doubted |= events.iter().any(Event::is_cut);
        let mut head = self.head.clone();
        let mut records = Vec::with_capacity(events.len());
        let mut lines = String::new();
        for mut event in events {
            for text in event.maskable_text() {
                *text = self.secrets.mask(text);
            }
            self.attempts.number(&mut event, &records);
            let (record, line) = encode(&head, at, &self.operator, &self.session, event)?;
            head = record.head();
            lines.push_str(&line);
            lines.push('\n');
            records.push(record);
        }
        if ends {
            self.take_space(lines.len() as u64)?;
        } else {
            self.make_space(lines.len() as u64)?;
        }
        self.write_lines(lines.as_bytes(), ends)?;
        self.head = head;
        let numbers = &mut self.attempts;
        for record in &records {
            numbers.observe(&record.event);
        }
        Ok(records)
    }

    fn fault(&self, error: &io::Error) -> AppendError {
        AppendError::Disk(fault(self.folder.path(), error))
    }

    /// Makes space for so many bytes beside the reserve for ends.
    fn make_space(&mut self, bytes: u64) -> io::Result<()> {
        self.mend()?;
        disk_space::check(&self.file, disk_space::TO_START + bytes)?;
        disk_space::check_files(&self.file)?;
        if self.doubted {
            disk_space::prove(&self.folder.outputs())?;
            self.doubted = false;
        }
        let end = self.length + bytes;
        self.reserve.fill(&self.file, end)
    }

    /// Makes space for so many bytes from the reserve for ends.
    fn take_space(&mut self, bytes: u64) -> io::Result<()> {
        self.mend()?;
        let end = self.length + bytes;
        self.reserve.extend(&self.file, end)
    }

    fn write_lines(&mut self, bytes: &[u8], ends: bool) -> io::Result<()> {
        match self.write_bytes(bytes) {
            Err(error) if ends && disk_space::is_full(&error) && self.reserve.give_back() => {
                self.mend()?;
                self.write_bytes(bytes)
            }
            written => written,
        }
    }

    fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.is_in_place()?;
        self.torn = bytes.to_vec();
        let written = self
            .file
            .write_all(bytes)
            .and_then(|()| self.file.sync_data());
        if written.is_err() {
            // Tried again before the next line is written.
            let _ = self.mend();
            return written;
        }
        self.torn.clear();
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Removes the lines that this writer wrote in part. They are written again from memory: after a
    /// failed sync the system no longer knows them.
    fn mend(&mut self) -> io::Result<()> {
        if !self.torn.is_empty() {
            self.is_torn_by_us()?;
            self.file.set_len(self.length)?;
            self.torn.clear();
            self.reserve.cut(self.length);
            // Before another program takes the space; every start makes sure of it.
            let _ = self.reserve.fill(&self.file, self.length);
        }
        Ok(())
    }

    /// Checks that only bytes of this writer are behind the whole lines.
    fn is_torn_by_us(&self) -> io::Result<()> {
        let behind = self.file.metadata()?.len().checked_sub(self.length);
        let behind = behind.and_then(|behind| usize::try_from(behind).ok());
        if let Some(ours) = behind.and_then(|behind| self.torn.get(..behind)) {
            let mut found = vec![0; ours.len()];
            self.file.read_exact_at(&mut found, self.length)?;
            if found == ours {
                return Ok(());
            }
        }
        Err(files::meddled(&self.folder.journal(), "changed"))
    }

    /// Checks that the file is still at its path, and ends with the lines that this writer knows. A
    /// removed file still takes lines, and so does a file that another program writes.
    fn is_in_place(&self) -> io::Result<()> {
        self.lock.is_in_place()?;
        let path = self.folder.journal();
        files::must_be_at(&self.file, &path)?;
        if self.file.metadata()?.len() == self.length {
            return Ok(());
        }
        Err(files::meddled(&path, "changed"))
    }
}

impl JournalSource for JournalFile {
    fn read_from(&mut self, head: &Head) -> Result<Vec<Record>, OpenError> {
        self.reader.read_from(head)
    }

    fn watch(&self) -> Changes {
        self.reader.watch()
    }

    fn writer(&self) -> Result<Option<LockOwner>, OpenError> {
        self.reader.writer()
    }
}

impl Journal for JournalFile {
    fn head(&self) -> &Head {
        &self.head
    }

    fn append(
        &mut self,
        expected: &Head,
        at: DateTime<FixedOffset>,
        events: Vec<Event>,
    ) -> Result<Vec<Record>, AppendError> {
        if *expected != self.head {
            return Err(AppendError::HeadMoved {
                expected: expected.clone(),
                found: self.head.clone(),
            });
        }
        self.write(at, events).map_err(|error| self.fault(&error))
    }

    fn set_secrets(&mut self, secrets: Secrets) {
        self.secrets = secrets;
    }

    fn has_space(&mut self) -> Result<(), AppendError> {
        let space = self.make_space(0).and_then(|()| self.is_in_place());
        space.map_err(|error| self.fault(&error))
    }
}

/// Returns the text of a disk error for the operator.
fn fault(path: &Path, error: &io::Error) -> String {
    let path = Printable::path(path);
    if disk_space::is_full(error) {
        format!("the disk of {path} is full: {error}")
    } else {
        format!("{path}: {error}")
    }
}

/// Returns the reason why a walk cannot be opened, and what to do about a full disk.
fn failed(path: &Path, error: &io::Error) -> OpenError {
    let hint = if disk_space::is_full(error) {
        ". Nothing ran. Free disk space, then try again; --read-only shows the walk meanwhile"
    } else {
        ""
    };
    OpenError::Failed(format!("{}{hint}", fault(path, error)))
}

fn new_session(folder: &WalkFolder) -> Result<SessionId, OpenError> {
    let id = hexadecimal::<8>().map_err(|error| failed(folder.path(), &error))?;
    Ok(id.into())
}

/// Locks a walk's journal, and reads it.
fn lock(
    folder: &WalkFolder,
    operator: &str,
    session: &SessionId,
) -> Result<(Lock, JournalContents), OpenError> {
    for path in [folder.path(), &folder.outputs(), &folder.recordings()] {
        files::must_be_folder(path).map_err(|error| failed(path, &error))?;
    }
    folder
        .create()
        .map_err(|error| failed(folder.path(), &error))?;
    let lock = Lock::take(&folder.lock(), operator, session).map_err(|error| match error {
        LockError::Locked(holder) => OpenError::Locked(holder),
        LockError::Failed(error) => failed(&folder.lock(), &error),
    })?;
    Ok((lock, read_journal(folder)?))
}

/// Moves the bytes behind the whole lines to a file of their own.
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

/// Creates a file with an unused name.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn start(attempt: u32) -> Event {
        Event::StepStarted {
            day: "1".to_owned(),
            id: "a".to_owned(),
            host: "here".to_owned(),
            attempt,
            command: "true".to_owned(),
            undo: false,
        }
    }

    #[test]
    fn events_are_appended_only_behind_the_expected_head() {
        let data = tempfile::tempdir().unwrap();
        let folder = WalkFolder::new(data.path(), "small", "main");
        let (mut journal, ..) = JournalFile::open(&folder, "bea").unwrap();
        let begin = Head::default();
        let first = journal.append(&begin, now(), vec![start(0)]).unwrap();
        let bytes = std::fs::read(folder.journal()).unwrap();
        // Another session that still knows the old head counts no attempt twice.
        let moved = AppendError::HeadMoved {
            expected: begin.clone(),
            found: first[0].head(),
        };
        assert_eq!(journal.append(&begin, now(), vec![start(0)]), Err(moved));
        assert_eq!(std::fs::read(folder.journal()).unwrap(), bytes);
        let two = vec![start(0), start(1)];
        let second = journal.append(&first[0].head(), now(), two).unwrap();
        let all = [first.as_slice(), &second].concat();
        let numbers: Vec<_> = all.iter().map(|it| it.event.attempt()).collect();
        let expect = [1, 2, 3].map(|number| Some(("a", "here", number)));
        assert_eq!(numbers, expect);
    }

    #[test]
    fn records_are_read_from_every_head() {
        let data = tempfile::tempdir().unwrap();
        let folder = WalkFolder::new(data.path(), "small", "main");
        let (mut journal, ..) = JournalFile::open(&folder, "bea").unwrap();
        let records = journal
            .append_now(vec![start(0), start(0), start(0)])
            .unwrap();
        let mut reader = JournalReader::new(&folder);
        // In any order: the reader begins again where its head is another.
        for from in [0, 3, 1, 2, 0, 1] {
            let head = match from {
                0 => Head::default(),
                from => records[from - 1].head(),
            };
            assert_eq!(reader.read_from(&head).unwrap(), records[from..], "{from}");
            assert_eq!(journal.read_from(&head).unwrap(), records[from..], "{from}");
        }
        let other = Head {
            seq: 2,
            ..Head::default()
        };
        assert!(reader.read_from(&other).is_err());
        let writer = reader.writer().unwrap().unwrap();
        assert_eq!(writer.session, Some(records[0].session.clone()));
        drop(journal);
        assert_eq!(reader.writer().unwrap(), None);
    }
}
