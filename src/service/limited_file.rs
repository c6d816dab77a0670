//! A file that stops growing before the disk is full.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};

use super::disk_space;

/// A file that stops growing before the disk is full.
#[derive(Debug)]
pub(super) struct LimitedFile {
    file: File,
    length: u64,
}

impl LimitedFile {
    /// Returns a limited file for an empty one.
    pub(super) fn new(file: File) -> Self {
        Self { file, length: 0 }
    }

    /// Appends what fits. Returns the number of bytes.
    ///
    /// # Errors
    /// Fails if the disk fails for another reason than being full.
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < bytes.len() {
            match self.append_some(&bytes[written..]) {
                Ok(0) => break,
                Ok(length) => written += length,
                Err(error) if disk_space::is_full(&error) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.length += written as u64;
        Ok(written)
    }

    /// Appends all bytes, or none if they do not fit. Returns whether they fit.
    ///
    /// # Errors
    /// Fails if the disk fails for another reason than being full.
    pub(super) fn append_whole(&mut self, bytes: &[u8]) -> io::Result<bool> {
        let before = self.length;
        let whole = self.append(bytes)? == bytes.len();
        if !whole && self.length > before {
            self.shorten(before)?;
        }
        Ok(whole)
    }

    /// Syncs the file. Returns its length, which is 0 if it did not fit after all.
    ///
    /// # Errors
    /// Fails if the disk fails for another reason than being full.
    pub(super) fn sync(&mut self) -> io::Result<u64> {
        match self.file.sync_all() {
            // Some file systems allocate only now. How much of the file is on disk is unknown.
            Err(error) if disk_space::is_full(&error) => {
                self.shorten(0)?;
                self.file.sync_all()?;
            }
            synced => synced?,
        }
        Ok(self.length)
    }

    fn append_some(&mut self, bytes: &[u8]) -> io::Result<usize> {
        disk_space::check(&self.file, disk_space::LEFT_FREE + bytes.len() as u64)?;
        self.file.write(bytes)
    }

    fn shorten(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(length))?;
        self.length = length;
        Ok(())
    }
}
