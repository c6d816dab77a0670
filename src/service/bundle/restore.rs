//! Restores a walk from a bundle.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::manifest::{BundledFile, Manifest};
use super::read::{BundleFindings, BundleSink, read_bundle};
use crate::service::files::{private, sync_folder};
use crate::service::walk_folder::WalkFolder;

/// Restores a walk under the data folder from a whole bundle. The walk must not exist there.
///
/// Returns the findings, and the folder of the walk if the bundle is whole.
///
/// # Errors
/// Fails if the walk exists, or a file cannot be read or written. Nothing remains then.
pub fn restore_bundle(
    path: &Path,
    data_dir: &Path,
) -> io::Result<(BundleFindings, Option<WalkFolder>)> {
    let mut sink = Unpacked {
        data_dir: data_dir.to_owned(),
        walk: None,
        file: None,
    };
    let restored = read_bundle(path, &mut sink).and_then(|findings| {
        sink.sync()?;
        let walk = match &sink.walk {
            Some(walk) if findings.faults.is_empty() => walk,
            _ => return Ok((findings, None)),
        };
        fs::rename(&walk.unpacked, walk.folder.path())?;
        sync_folder(walk.folder.path().parent().unwrap_or(data_dir))?;
        let folder = walk.folder.clone();
        sink.walk = None;
        Ok((findings, Some(folder)))
    });
    if let Some(walk) = &sink.walk {
        // Best effort: what is left is hidden, and no walk.
        let _ = fs::remove_dir_all(&walk.unpacked);
    }
    restored
}

/// Writes the files of a walk into a folder beside its own.
struct Unpacked {
    data_dir: PathBuf,
    walk: Option<UnpackedWalk>,
    file: Option<File>,
}

struct UnpackedWalk {
    folder: WalkFolder,
    unpacked: PathBuf,
}

impl Unpacked {
    /// Creates the folder for the files, once.
    fn walk(&mut self, manifest: &Manifest) -> io::Result<&Path> {
        if self.walk.is_none() {
            let folder = WalkFolder::new(&self.data_dir, &manifest.plan, &manifest.walk);
            if fs::symlink_metadata(folder.path()).is_ok() {
                let why = format!("the walk {} exists, and is left as it is", manifest.walk);
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
            }
            // No name of a walk begins with a dot.
            let name = format!(".{}.{}", manifest.walk, std::process::id());
            let unpacked = folder.path().with_file_name(name);
            for name in ["outputs", "recordings"] {
                let mut builder = DirBuilder::new();
                builder
                    .recursive(true)
                    .mode(0o700)
                    .create(unpacked.join(name))?;
            }
            self.walk = Some(UnpackedWalk { folder, unpacked });
        }
        let walk = self.walk.as_ref();
        Ok(walk.map_or(Path::new(""), |walk| &walk.unpacked))
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.take().map_or(Ok(()), |file| file.sync_all())
    }
}

impl BundleSink for Unpacked {
    fn begin(&mut self, manifest: &Manifest, file: &BundledFile) -> io::Result<()> {
        self.sync()?;
        let is_of_walk = file.path == "journal.jsonl"
            || file.path.starts_with("outputs/")
            || file.path.starts_with("recordings/");
        let path = self.walk(manifest)?.join(&file.path);
        if is_of_walk {
            self.file = Some(private().create_new(true).write(true).open(path)?);
        }
        Ok(())
    }

    fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(bytes),
            None => Ok(()),
        }
    }
}
