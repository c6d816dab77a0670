//! Output that daymark keeps as evidence.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::files::{self, LARGEST};
use super::files::{private, sync_folder};
use super::limited_file::LimitedFile;
use super::outputs::output_path;
use super::walk_folder::WalkFolder;
use super::withheld::Withheld;
use crate::progress::{Cut, Evidence};
use crate::term::{Mask, PlainText, Secrets};
use crate::text::{Printable, Sha256, sha256};

/// A file for a masked output. Apart from the mask, the bytes are unchanged.
#[derive(Debug)]
pub(super) struct EvidenceFile {
    name: String,
    file: KeptOutput,
    folder: std::path::PathBuf,
    mask: Mask,
    /// An output that contains a new secret, until its end identifies the secret.
    withheld: Option<Withheld>,
}

impl EvidenceFile {
    /// Creates the file. A name that exists gets a number.
    pub(super) fn create(folder: &WalkFolder, name: &str, secrets: Secrets) -> io::Result<Self> {
        let outputs = folder.outputs();
        let (name, file) = unused(&outputs, name)?;
        Ok(Self {
            name,
            file: KeptOutput::new(file),
            folder: outputs,
            mask: Mask::new(secrets),
            withheld: None,
        })
    }

    /// Buffers the output until the end identifies the secret, if it contains a new one.
    pub(super) fn buffer_until_end(mut self, secret: bool) -> Self {
        self.withheld = secret.then(Withheld::default);
        self
    }

    /// Returns whether the output is buffered.
    pub(super) fn is_withheld(&self) -> bool {
        self.withheld.is_some()
    }

    /// Masks these secrets from now on.
    pub(super) fn set_secrets(&mut self, secrets: Secrets) {
        self.mask.set_secrets(secrets);
    }

    /// Appends bytes of the output.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        match &mut self.withheld {
            Some(held) => held.push(bytes),
            None => self.keep(bytes),
        }
    }

    /// Records that the output continues with bytes that are not kept, and the reason.
    pub(super) fn leave_out(&mut self, bytes: u64, why: String) {
        self.file.left_out = Some((bytes, why));
    }

    fn keep(&mut self, bytes: &[u8]) {
        let masked = self.mask.push(bytes);
        self.file.push(&masked);
    }

    /// Removes the file, because its script never ran.
    pub(super) fn discard(self) -> io::Result<()> {
        fs::remove_file(self.folder.join(&self.name))
    }

    /// Syncs the file and returns the evidence. `secret` is the new secret in a buffered output.
    pub(super) fn finish(mut self, secret: Option<&str>) -> io::Result<Evidence> {
        if let Some(held) = self.withheld.take() {
            self.keep(&held.without(secret));
        }
        let rest = self.mask.finish();
        self.file.push(&rest);
        let evidence = self.file.finish(self.name)?;
        sync_folder(&self.folder)?;
        Ok(evidence)
    }
}

/// How much of an output waits in memory for the disk, in bytes. It is less than the space left
/// free, so that nothing starts after a cut.
const BUFFER: usize = 8 * 1024;

/// The part of an output that fits on the disk.
#[derive(Debug)]
struct KeptOutput {
    file: LimitedFile,
    buffer: Vec<u8>,
    /// The digest of the bytes in the file.
    digest: Sha256,
    /// The length of all bytes that arrived.
    of: u64,
    /// The number of later bytes that are not kept, and the reason.
    left_out: Option<(u64, String)>,
    cut: bool,
    /// The first disk error; the output is still judged.
    failed: Option<io::Error>,
}

impl KeptOutput {
    fn new(file: File) -> Self {
        Self {
            file: LimitedFile::new(file),
            buffer: Vec::new(),
            digest: Sha256::default(),
            of: 0,
            left_out: None,
            cut: false,
            failed: None,
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        self.of += bytes.len() as u64;
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let buffer = std::mem::take(&mut self.buffer);
        if self.cut || self.failed.is_some() {
            return;
        }
        match self.file.append(&buffer) {
            Ok(written) => {
                self.digest.push(&buffer[..written]);
                self.cut = written < buffer.len();
            }
            Err(error) => self.failed = Some(error),
        }
    }

    fn finish(mut self, file: String) -> io::Result<Evidence> {
        self.flush();
        if let Some(error) = self.failed {
            return Err(error);
        }
        let kept = self.file.sync()?;
        if kept == 0 {
            self.digest = Sha256::default();
        }
        let (left_out, why) = self.left_out.unzip();
        let cut = Cut {
            kept,
            of: self.of + left_out.unwrap_or(0),
            recording: false,
            why: why.filter(|_| kept == self.of),
        };
        Ok(Evidence {
            file,
            sha256: self.digest.finish(),
            bytes: kept,
            cut: (kept < cut.of).then_some(cut),
            recordings: Vec::new(),
        })
    }
}

/// Creates a file under a name that does not exist yet, and returns both.
fn unused(folder: &Path, name: &str) -> io::Result<(String, File)> {
    let mut candidate = name.to_owned();
    let mut number = 2;
    loop {
        match private()
            .create_new(true)
            .write(true)
            .open(folder.join(&candidate))
        {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                candidate = format!("{}-{number}.txt", name.trim_end_matches(".txt"));
                number += 1;
            }
            opened => return opened.map(|file| (candidate, file)),
        }
    }
}

/// The limit of output on the screen, in bytes.
const MOST_SHOWN: u64 = 8 * 1024 * 1024;

/// Reads kept output for the screen: the beginning and the end if it is large.
pub(super) fn read_shown(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = files::open(path, OpenOptions::new().read(true))?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    let Some(cut) = length.checked_sub(MOST_SHOWN).filter(|cut| *cut > 0) else {
        file.read_to_end(&mut bytes)?;
        return Ok(bytes);
    };
    let half = MOST_SHOWN / 2;
    (&mut file).take(half).read_to_end(&mut bytes)?;
    let note = format!(
        "\r\n[… {cut} bytes are left out: {} has them …]\r\n",
        Printable::path(path)
    );
    bytes.extend_from_slice(note.as_bytes());
    file.seek(SeekFrom::End(-half.cast_signed()))?;
    file.take(half).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns kept output as plain text; none if its file is gone or has changed.
pub fn read_output(folder: &WalkFolder, evidence: &Evidence) -> Option<String> {
    let path = output_path(folder, &evidence.file).ok()?;
    let bytes = files::read(&path, evidence.bytes.min(LARGEST)).ok()?;
    (sha256(&bytes) == evidence.sha256).then(|| PlainText::of(&bytes))
}
