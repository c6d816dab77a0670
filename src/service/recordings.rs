//! Reads recordings of panes.

use std::io;
use std::path::{Component, Path};

use super::files::{self, LARGEST};
use super::walk_folder::WalkFolder;
use crate::term::Replay;

/// Reads a recording that the command line names.
///
/// # Errors
/// Fails if it cannot be read or is not a recording.
pub fn read_recording(path: &Path) -> io::Result<Replay> {
    let bytes = files::read(path, LARGEST)?;
    Replay::read(&bytes).map_err(io::Error::other)
}

/// Reads the parts of a recording of a walk, one behind the other.
///
/// # Errors
/// Fails if a name is not that of a file in `recordings/`, or as [`read_recording`] does.
pub fn read_recorded(folder: &WalkFolder, parts: &[String]) -> io::Result<Replay> {
    let mut replay = Replay::default();
    for name in parts {
        let mut components = Path::new(name).components();
        let (Some(Component::Normal(_)), None) = (components.next(), components.next()) else {
            return Err(io::Error::other(format!(
                "`{name}` is no name of a recording"
            )));
        };
        replay.append(read_recording(&folder.recordings().join(name))?);
    }
    Ok(replay)
}
