//! Verification of kept outputs against the records that cite them.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::files;
use super::walk_folder::WalkFolder;
use crate::progress::{Evidence, Record};
use crate::text::Sha256;

/// An output that does not match its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultyOutput {
    /// The file under `outputs/`.
    pub file: String,
    /// The number of the record that cites it.
    pub seq: u64,
    /// The fault of the file.
    pub fault: OutputFault,
}

/// The fault of a kept output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputFault {
    /// Its content has changed.
    Changed,
    /// The file does not exist.
    Gone,
    /// The file cannot be read, for this reason.
    Unreadable(String),
}

impl OutputFault {
    /// Returns the JSON word.
    pub fn word(&self) -> &'static str {
        match self {
            OutputFault::Changed => "changed",
            OutputFault::Gone => "gone",
            OutputFault::Unreadable(_) => "unreadable",
        }
    }
}

/// Returns the outputs that do not match these records. It reads each file once, in pieces.
pub fn faulty_outputs(folder: &WalkFolder, records: &[Record]) -> Vec<FaultyOutput> {
    let cited = records.iter().filter_map(|record| {
        let output = record.event.output()?;
        let fault = fault(folder, output)?;
        Some(FaultyOutput {
            file: output.file.clone(),
            seq: record.seq,
            fault,
        })
    });
    cited.collect()
}

fn fault(folder: &WalkFolder, output: &Evidence) -> Option<OutputFault> {
    match is_as_cited(folder, output) {
        Ok(true) => None,
        Ok(false) => Some(OutputFault::Changed),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(OutputFault::Gone),
        Err(error) => Some(OutputFault::Unreadable(error.to_string())),
    }
}

fn is_as_cited(folder: &WalkFolder, output: &Evidence) -> io::Result<bool> {
    let file = files::open_to_read(&output_path(folder, &output.file)?)?;
    // The length comes first: a sparse file of any size would take long to read.
    Ok(file.metadata()?.len() == output.bytes && digest(file)? == output.sha256)
}

fn digest(mut file: File) -> io::Result<String> {
    let mut digest = Sha256::default();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = file.read(&mut piece)?;
        if length == 0 {
            return Ok(digest.finish());
        }
        digest.push(&piece[..length]);
    }
}

/// Returns the path of an output. A name that points elsewhere is rejected.
///
/// # Errors
/// Fails if the name is not that of a file in `outputs/`.
pub(super) fn output_path(folder: &WalkFolder, file: &str) -> io::Result<PathBuf> {
    let mut parts = Path::new(file).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(_)), None) => Ok(folder.outputs().join(file)),
        _ => Err(io::Error::other(format!(
            "`{file}` is no name of an output"
        ))),
    }
}
