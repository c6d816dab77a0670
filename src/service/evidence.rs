//! Output kept as evidence.

use std::fs::File;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::files::{self, LARGEST};
use super::limited_file::LimitedFile;
use super::outputs::output_path;
use super::walk_folder::{WalkFolder, private, sync_folder};
use crate::plan::Save;
use crate::progress::{Cut, Evidence};
use crate::term::{MASKED, Mask, SHORTEST_SECRET, Secrets};

/// How much of an output is judged, in bytes; all of it is kept.
const MOST_JUDGED: usize = 4 * 1024 * 1024;

/// Takes an output in: masked into its file, and as it came for the judge.
#[derive(Debug)]
pub(super) struct EvidenceFile {
    name: String,
    file: Kept,
    folder: std::path::PathBuf,
    mask: Mask,
    judged: Vec<u8>,
    /// An output that a secret comes out of, until its end tells which.
    withheld: Option<(Save, Vec<u8>)>,
}

impl EvidenceFile {
    /// Creates the file; a name that is taken gets a number.
    pub(super) fn create(folder: &WalkFolder, name: &str, secrets: Secrets) -> io::Result<Self> {
        let outputs = folder.outputs();
        let (name, file) = unused(&outputs, name)?;
        Ok(Self {
            name,
            file: Kept::new(file),
            folder: outputs,
            mask: Mask::new(secrets),
            judged: Vec::new(),
            withheld: None,
        })
    }

    /// Keeps nothing before the end tells what is to be struck: this comes out of it.
    pub(super) fn withhold(mut self, secret: Option<&Save>) -> Self {
        self.withheld = secret.map(|save| (save.clone(), Vec::new()));
        self
    }

    /// Whether it is withheld.
    pub(super) fn is_withheld(&self) -> bool {
        self.withheld.is_some()
    }

    /// From now on these are masked.
    pub(super) fn set_secrets(&mut self, secrets: Secrets) {
        self.mask.set_secrets(secrets);
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let room = MOST_JUDGED - self.judged.len();
        self.judged
            .extend_from_slice(&bytes[..bytes.len().min(room)]);
        match &mut self.withheld {
            Some((_, held)) => held.extend_from_slice(&bytes[..bytes.len().min(room)]),
            None => self.keep(bytes),
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let masked = self.mask.push(bytes);
        self.file.push(&masked);
    }

    /// Keeps what was withheld, without the secret; where that is not found, nothing of it.
    fn let_out(&mut self) {
        let Some((save, held)) = self.withheld.take() else {
            return;
        };
        let held = Zeroizing::new(held);
        let text = Zeroizing::new(as_text(&held));
        let found = save.find(&text);
        let Some(secret) = found.filter(|secret| secret.chars().count() >= SHORTEST_SECRET) else {
            return self.keep(MASKED.as_bytes());
        };
        let mut mask = Mask::new(Secrets::new([secret]));
        let mut struck = mask.push(&held);
        struck.extend(mask.finish());
        self.keep(&struck);
    }

    /// The output so far, for the judge.
    pub(super) fn judged(&self) -> &[u8] {
        &self.judged
    }

    /// Syncs the file, and says what is kept.
    pub(super) fn finish(mut self) -> io::Result<Evidence> {
        self.let_out();
        let rest = self.mask.finish();
        self.file.push(&rest);
        let evidence = self.file.finish(self.name)?;
        sync_folder(&self.folder)?;
        Ok(evidence)
    }
}

/// How much of an output waits in memory for the disk, in bytes: less than what is left free, so
/// that after a cut nothing starts.
const BUFFER: usize = 8 * 1024;

/// The part of an output that the disk has room for.
#[derive(Debug)]
struct Kept {
    file: LimitedFile,
    buffer: Vec<u8>,
    /// Of what is in the file.
    digest: Sha256,
    /// The length of the whole output, in bytes.
    of: u64,
    cut: bool,
    /// The first failure of the disk; the output is still judged.
    failed: Option<io::Error>,
}

impl Kept {
    fn new(file: File) -> Self {
        Self {
            file: LimitedFile::new(file),
            buffer: Vec::new(),
            digest: Sha256::new(),
            of: 0,
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
                self.digest.update(&buffer[..written]);
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
            self.digest = Sha256::new();
        }
        let sha256 = self.digest.finalize();
        Ok(Evidence {
            file,
            sha256: sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
            bytes: kept,
            cut: (kept < self.of).then_some(Cut {
                kept,
                of: self.of,
                recording: false,
            }),
        })
    }
}

/// A file that was not there before, and its name.
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

/// Kept output as text; none where its file is gone or is not what was kept.
pub fn read_output(folder: &WalkFolder, evidence: &Evidence) -> Option<String> {
    let path = output_path(folder, &evidence.file).ok()?;
    let bytes = files::read(&path, evidence.bytes.min(LARGEST)).ok()?;
    let found: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    (found == evidence.sha256).then(|| as_text(&bytes))
}

/// Output as text: line ends as LF, bytes that are not UTF-8 replaced.
pub(super) fn as_text(bytes: &[u8]) -> String {
    // A terminal inside a terminal, as sudo makes one, adds its own CR before the LF.
    String::from_utf8_lossy(bytes)
        .replace("\r\r\n", "\r\n")
        .replace("\r\n", "\n")
}
