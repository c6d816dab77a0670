//! Whether kept outputs are still as their records cite them.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::files;
use super::walk_folder::WalkFolder;
use crate::progress::{Evidence, Record};
use crate::text::Sha256;

/// An output that is not as its record cites it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultyOutput {
    /// Its file under `outputs/`.
    pub file: String,
    /// The number of the record that cites it.
    pub seq: u64,
    /// What is wrong with it.
    pub fault: OutputFault,
}

/// What is wrong with a kept output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputFault {
    /// Its bytes are others.
    Changed,
    /// It is not there.
    Gone,
    /// It cannot be read, for this reason.
    Unreadable(String),
}

impl OutputFault {
    /// The word for it, in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            OutputFault::Changed => "changed",
            OutputFault::Gone => "gone",
            OutputFault::Unreadable(_) => "unreadable",
        }
    }
}

/// The outputs that are not as these records cite them; each is read once, in pieces.
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
    // A hole of any size is not worth reading.
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

/// Where an output is kept; a name that leads elsewhere is none.
///
/// # Errors
/// Where the name is no file's in `outputs/`.
pub(super) fn output_path(folder: &WalkFolder, file: &str) -> io::Result<PathBuf> {
    let mut parts = Path::new(file).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(_)), None) => Ok(folder.outputs().join(file)),
        _ => Err(io::Error::other(format!(
            "`{file}` is no name of an output"
        ))),
    }
}
