//! Reading a journal; readers neither lock nor repair.

use std::fmt;
use std::fs;
use std::io;

use super::lock::Holder;
use super::walk_folder::WalkFolder;
use crate::progress::{Broken, Head, Record, parse};
use crate::text::Printable;

/// What stands in a journal.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its events, in order; those behind a broken line too.
    pub records: Vec<Record>,
    /// Its lines as on disk.
    pub lines: Vec<String>,
    /// Whether a last line is not whole: a power cut, or a writer in the midst of it.
    pub torn: bool,
    /// The first line that is not believed.
    pub broken: Option<BrokenLine>,
    /// Who writes it now.
    pub holder: Option<Holder>,
    /// The length of its whole lines, in bytes.
    pub(super) whole: u64,
}

/// A line that is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLine {
    /// Counted from 1.
    pub line: usize,
    /// Why.
    pub broken: Broken,
}

impl fmt::Display for BrokenLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line;
        match &self.broken {
            Broken::Unreadable(why) => write!(formatter, "line {line} is no event: {why}"),
            Broken::Newer(version) => {
                write!(
                    formatter,
                    "line {line} is in format {version}, which is newer"
                )
            }
            Broken::Changed => write!(formatter, "line {line} was changed after it was written"),
            Broken::OutOfChain => write!(
                formatter,
                "line {line} does not follow the line before it: one is missing, doubled or moved"
            ),
        }
    }
}

/// Why a journal cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// Somebody else writes it.
    Held(Option<Holder>),
    /// A newer daymark wrote it.
    Newer {
        /// Counted from 1.
        line: usize,
        /// The version of the format.
        version: u32,
    },
    /// The disk's fault.
    Failed(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held(Some(holder)) => write!(formatter, "this walk is in use: {holder}"),
            Self::Held(None) => write!(formatter, "this walk is in use by another daymark"),
            Self::Newer { line, version } => write!(
                formatter,
                "line {line} of the journal is in format {version}, which is newer than this \
                 daymark knows ({}): open it with a newer daymark",
                crate::progress::FORMAT
            ),
            Self::Failed(why) => write!(formatter, "{why}"),
        }
    }
}

impl std::error::Error for OpenError {}

/// Reads a walk's journal; one that was never begun is empty.
///
/// # Errors
/// Where it cannot be read, or a newer daymark wrote it.
pub fn read_journal(folder: &WalkFolder) -> Result<Contents, OpenError> {
    let path = folder.journal();
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            return Err(OpenError::Failed(format!(
                "{}: {error}",
                Printable::path(&path)
            )));
        }
    };
    let mut contents = believe(&bytes)?;
    contents.holder = Holder::living(&folder.lock());
    Ok(contents)
}

fn believe(bytes: &[u8]) -> Result<Contents, OpenError> {
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let mut contents = Contents {
        torn: whole < bytes.len(),
        whole: whole as u64,
        ..Contents::default()
    };
    let mut head = Head::default();
    let text = String::from_utf8_lossy(&bytes[..whole]);
    for (index, line) in text.lines().enumerate() {
        let record = match parse(line, &head) {
            Ok(record) => Some(record),
            Err(Broken::Newer(version)) => {
                let line = index + 1;
                return Err(OpenError::Newer { line, version });
            }
            Err(broken) => {
                let number = index + 1;
                contents.broken.get_or_insert(BrokenLine {
                    line: number,
                    broken,
                });
                serde_json::from_str::<Record>(line).ok()
            }
        };
        if let Some(record) = record {
            head = record.head();
            contents.records.push(record);
        }
        contents.lines.push(line.to_owned());
    }
    Ok(contents)
}
