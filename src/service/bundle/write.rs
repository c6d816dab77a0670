//! Writes bundles.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use tar::{Builder, EntryType, Header};

use super::frames::FrameWriter;
use super::limits::MANIFEST;
use super::manifest::{BundledFile, Manifest, VERSION};
use crate::plan::SourceFile;
use crate::progress::Head;
use crate::service::files::{self, LARGEST, private};
use crate::service::walk_folder::WalkFolder;
use crate::text::{Sha256, sha256};

/// What a bundle is made from.
pub struct BundleParts<'a> {
    /// The id of the plan.
    pub plan: &'a str,
    /// The name of the walk.
    pub walk: &'a str,
    pub folder: &'a WalkFolder,
    /// The end of the journal that the report was made from. Later events are left out.
    pub head: &'a Head,
    /// The length of the journal up to there, in bytes.
    pub journal: u64,
    /// The name of the report, such as `report.md`, and its content.
    pub report: (&'a str, &'a [u8]),
    /// The files of the plan.
    pub sources: &'a [SourceFile],
}

/// The content of a file that goes into a bundle.
enum Content<'a> {
    Memory(&'a [u8]),
    /// A file, of which this many bytes count.
    Disk(PathBuf, u64),
}

/// Writes a bundle. A file that exists stays as it is.
///
/// # Errors
/// Fails if the file exists, or if a file of the walk cannot be read.
pub fn write_bundle(path: &Path, parts: &BundleParts<'_>) -> io::Result<Manifest> {
    let journal = files::read(&parts.folder.journal(), LARGEST)?;
    let whole = usize::try_from(parts.journal).unwrap_or(usize::MAX);
    let journal = journal.get(..whole).unwrap_or(&journal);
    let mut contents = vec![
        (parts.report.0.to_owned(), Content::Memory(parts.report.1)),
        ("journal.jsonl".to_owned(), Content::Memory(journal)),
    ];
    contents.extend(kept("outputs", &parts.folder.outputs())?);
    contents.extend(kept("recordings", &parts.folder.recordings())?);
    contents.extend(parts.sources.iter().map(|source| {
        let path = format!("plan/{}", source.path);
        (path, Content::Memory(&source.bytes))
    }));
    let files: io::Result<Vec<BundledFile>> = contents.iter().map(described).collect();
    let manifest = Manifest {
        bundle: VERSION,
        plan: parts.plan.to_owned(),
        walk: parts.walk.to_owned(),
        events: parts.head.seq,
        head: parts.head.hash.clone(),
        files: files?,
    };
    manifest.check().map_err(io::Error::other)?;
    let file = private().create_new(true).write(true).open(path)?;
    let written = archive(file, &manifest, &contents);
    if written.is_err() {
        // Best effort: the error that follows names the file.
        let _ = fs::remove_file(path);
    }
    written.map(|()| manifest)
}

fn archive(file: File, manifest: &Manifest, contents: &[(String, Content<'_>)]) -> io::Result<()> {
    let mut archive = Builder::new(FrameWriter::new(file));
    let text = serde_json::to_vec(manifest).map_err(io::Error::other)?;
    append(&mut archive, MANIFEST, text.len() as u64, Cursor::new(text))?;
    for ((_, content), file) in contents.iter().zip(&manifest.files) {
        append(&mut archive, &file.path, file.bytes, opened(content)?)?;
    }
    archive.into_inner()?.finish()?.sync_all()
}

fn append(
    archive: &mut Builder<impl Write>,
    path: &str,
    bytes: u64,
    content: impl Read,
) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o600);
    header.set_size(bytes);
    archive.append_data(&mut header, path, content)
}

/// Returns the files in a folder of the walk, by name.
fn kept(folder: &str, path: &Path) -> io::Result<Vec<(String, Content<'static>)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let length = files::open_to_read(&entry.path())?.metadata()?.len();
        found.push((
            format!("{folder}/{name}"),
            Content::Disk(entry.path(), length),
        ));
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}

fn opened<'a>(content: &'a Content<'_>) -> io::Result<Box<dyn Read + 'a>> {
    Ok(match content {
        Content::Memory(bytes) => Box::new(*bytes),
        Content::Disk(path, length) => Box::new(files::open_to_read(path)?.take(*length)),
    })
}

fn described((path, content): &(String, Content<'_>)) -> io::Result<BundledFile> {
    let (bytes, sha256) = match content {
        Content::Memory(bytes) => (bytes.len() as u64, sha256(bytes)),
        Content::Disk(_, length) => {
            let mut digest = Sha256::default();
            let mut file = opened(content)?;
            let mut piece = vec![0; 64 * 1024];
            loop {
                let length = file.read(&mut piece)?;
                if length == 0 {
                    break;
                }
                digest.push(&piece[..length]);
            }
            (*length, digest.finish())
        }
    };
    Ok(BundledFile {
        path: path.clone(),
        bytes,
        sha256,
    })
}
