//! Output kept as evidence.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::files::{self, LARGEST};
use super::outputs::output_path;
use super::walk_folder::{WalkFolder, private, sync_folder};
use crate::plan::Save;
use crate::progress::Evidence;
use crate::term::{MASKED, Mask, SHORTEST_SECRET, Secrets};

/// How much of an output is judged, in bytes; all of it is kept.
const MOST_JUDGED: usize = 4 * 1024 * 1024;

/// Takes an output in: masked into its file, and as it came for the judge.
#[derive(Debug)]
pub(super) struct EvidenceFile {
    name: String,
    file: BufWriter<File>,
    folder: std::path::PathBuf,
    mask: Mask,
    digest: Sha256,
    bytes: u64,
    judged: Vec<u8>,
    /// An output that a secret comes out of, until its end tells which.
    withheld: Option<(Save, Vec<u8>)>,
    /// The first failure of the disk; the output is still judged.
    failed: Option<io::Error>,
}

impl EvidenceFile {
    /// Creates the file; a name that is taken gets a number.
    pub(super) fn create(folder: &WalkFolder, name: &str, secrets: Secrets) -> io::Result<Self> {
        let outputs = folder.outputs();
        let (name, file) = unused(&outputs, name)?;
        Ok(Self {
            name,
            file: BufWriter::new(file),
            folder: outputs,
            mask: Mask::new(secrets),
            digest: Sha256::new(),
            bytes: 0,
            judged: Vec::new(),
            withheld: None,
            failed: None,
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
        self.write(&masked);
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
        self.write(&rest);
        if let Some(error) = self.failed {
            return Err(error);
        }
        let file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        sync_folder(&self.folder)?;
        let sha256 = self
            .digest
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Evidence {
            file: self.name,
            sha256,
            bytes: self.bytes,
        })
    }

    fn write(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        if self.failed.is_none() {
            self.failed = self.file.write_all(bytes).err();
        }
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
