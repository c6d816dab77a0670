//! Output kept as evidence.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::walk_folder::{WalkFolder, private, sync_folder};
use super::withheld::Withheld;
use crate::progress::Evidence;
use crate::term::{Mask, PlainText, Secrets};

/// Writes an output into its file, masked; the bytes are otherwise as they came.
#[derive(Debug)]
pub(super) struct EvidenceFile {
    name: String,
    file: BufWriter<File>,
    folder: std::path::PathBuf,
    mask: Mask,
    digest: Sha256,
    bytes: u64,
    /// An output that a secret comes out of, until its end tells which.
    withheld: Option<Withheld>,
    /// The first failure of the disk.
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
            withheld: None,
            failed: None,
        })
    }

    /// Keeps nothing before the end tells which secret came out, where one does.
    pub(super) fn withhold(mut self, secret: bool) -> Self {
        self.withheld = secret.then(Withheld::default);
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
        match &mut self.withheld {
            Some(held) => held.push(bytes),
            None => self.keep(bytes),
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let masked = self.mask.push(bytes);
        self.write(&masked);
    }

    /// Removes the file again: its script never ran.
    pub(super) fn discard(self) -> io::Result<()> {
        fs::remove_file(self.folder.join(&self.name))
    }

    /// Syncs the file, and says what is kept; `secret` came out of an output that was withheld.
    pub(super) fn finish(mut self, secret: Option<&str>) -> io::Result<Evidence> {
        if let Some(held) = self.withheld.take() {
            self.keep(&held.without(secret));
        }
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

/// How much of an output is shown on the screen, in bytes.
const MOST_SHOWN: u64 = 8 * 1024 * 1024;

/// Reads kept output for the screen: of a large one the beginning and the end.
pub(super) fn read_shown(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    let Some(cut) = length.checked_sub(MOST_SHOWN).filter(|cut| *cut > 0) else {
        file.read_to_end(&mut bytes)?;
        return Ok(bytes);
    };
    let half = MOST_SHOWN / 2;
    (&mut file).take(half).read_to_end(&mut bytes)?;
    let told = format!(
        "\r\n[… {cut} bytes are left out: {} has the whole output …]\r\n",
        path.display()
    );
    bytes.extend_from_slice(told.as_bytes());
    file.seek(SeekFrom::End(-half.cast_signed()))?;
    file.take(half).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Kept output as plain text; none where its file is gone or is not what was kept.
pub fn read_output(folder: &WalkFolder, evidence: &Evidence) -> Option<String> {
    let bytes = fs::read(folder.outputs().join(&evidence.file)).ok()?;
    let found: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    (found == evidence.sha256).then(|| PlainText::of(&bytes))
}
