//! Reading a journal; readers neither lock nor repair.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use super::files::{self, LARGEST};
use super::lock::LockOwner;
use super::walk_folder::WalkFolder;
use crate::plan::Plan;
use crate::progress::{Break, Chain, Newer, Walk};
use crate::text::Printable;

/// What stands in a journal.
#[derive(Debug, Default)]
pub struct JournalContents {
    /// Its lines, what of them is believed, and where its chain is broken.
    pub chain: Chain,
    /// Who writes it now.
    pub holder: Option<LockOwner>,
}

impl JournalContents {
    /// The walk as it stands: a running step is one whose writer lives, and what damage leaves in
    /// doubt is unknown.
    pub fn walk(&self, plan: &Plan) -> Walk {
        let mut walk = self.chain.walk_of(plan);
        if self.holder.is_none() {
            walk.live = None;
        }
        walk
    }
}

/// Why a journal cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// Somebody else writes it.
    Locked(Option<LockOwner>),
    /// Its chain is broken at these places, which nobody has accepted.
    Broken(Vec<Break>),
    /// A newer daymark wrote it.
    Newer(Newer),
    /// The disk's fault.
    Failed(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked(Some(holder)) => write!(formatter, "this walk is in use: {holder}"),
            Self::Locked(None) => write!(formatter, "this walk is in use by another daymark"),
            Self::Broken(breaks) => write!(formatter, "{}", breaks_text(breaks)),
            Self::Newer(newer) => write!(formatter, "{newer}: open the walk with that version"),
            Self::Failed(why) => write!(formatter, "{why}"),
        }
    }
}

impl std::error::Error for OpenError {}

/// Says that a chain is broken, and where first.
pub fn breaks_text(breaks: &[Break]) -> String {
    let first = breaks.first().map(Break::to_string).unwrap_or_default();
    match breaks.len().saturating_sub(1) {
        0 => format!("the journal's chain is broken: {first}"),
        1 => format!("the journal's chain is broken: {first}, and at 1 more place"),
        more => format!("the journal's chain is broken: {first}, and at {more} more places"),
    }
}

/// Reads a walk's journal; one that was never begun is empty.
///
/// # Errors
/// Where it cannot be read.
pub fn read_journal(folder: &WalkFolder) -> Result<JournalContents, OpenError> {
    let failed = |path: &Path, error: io::Error| {
        OpenError::Failed(format!("{}: {error}", Printable::path(path)))
    };
    // In this order: a run whose output is listed is in the journal by then.
    let mut kept = Vec::new();
    for path in [folder.outputs(), folder.recordings()] {
        kept.extend(names(&path).map_err(|error| failed(&path, error))?);
    }
    let path = folder.journal();
    let bytes = match files::read(&path, LARGEST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(failed(&path, error)),
    };
    let holder =
        LockOwner::living(&folder.lock()).map_err(|error| failed(&folder.lock(), error))?;
    Ok(JournalContents {
        chain: Chain::read(&bytes, &kept),
        holder,
    })
}

/// The names in a folder, in order; none where there is nothing.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    files::must_be_folder(folder)?;
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
