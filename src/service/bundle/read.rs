//! Reads and verifies bundles, from anyone.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use tar::{Archive, Entry, EntryType};

use super::frames::FrameReader;
use super::limits::{LARGEST_MANIFEST, MANIFEST};
use super::manifest::{BundledFile, Manifest};
use super::trailer::check_trailer;
use crate::progress::Chain;
use crate::service::files;
use crate::text::Sha256;

/// The limit of a path in a bundle, in bytes.
const LONGEST_PATH: u64 = 4096;

/// What a verification of a bundle found.
#[derive(Debug, Default)]
pub struct BundleFindings {
    /// The manifest, if it could be read.
    pub manifest: Option<Manifest>,
    /// Everything that is wrong, one per line; empty if the bundle is whole.
    pub faults: Vec<String>,
}

/// Receives the files of a bundle, in pieces.
pub(super) trait BundleSink {
    /// A file begins.
    fn begin(&mut self, manifest: &Manifest, file: &BundledFile) -> io::Result<()>;
    /// The next bytes of the file.
    fn push(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// A sink that keeps nothing.
struct Nowhere;

impl BundleSink for Nowhere {
    fn begin(&mut self, _: &Manifest, _: &BundledFile) -> io::Result<()> {
        Ok(())
    }

    fn push(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

/// Verifies a bundle: first the digest of the whole, then each file, as far as it unpacks.
///
/// # Errors
/// Fails if the file cannot be read.
pub fn verify_bundle(path: &Path) -> io::Result<BundleFindings> {
    read_bundle(path, &mut Nowhere)
}

/// Verifies a bundle, and hands its files to a sink.
pub(super) fn read_bundle(path: &Path, sink: &mut dyn BundleSink) -> io::Result<BundleFindings> {
    let mut file = files::open_to_read(path)?;
    let mut findings = BundleFindings::default();
    let (length, is_right) = match check_trailer(&mut file) {
        Ok(found) => found,
        Err(error) => {
            findings.faults.push(error.to_string());
            return Ok(findings);
        }
    };
    if !is_right {
        let fault = "it differs from the digest at its end: it was changed or cut";
        findings.faults.push(fault.to_owned());
    }
    if let Err(error) = unpack(file, length, &mut findings, sink) {
        if error.kind() == io::ErrorKind::AlreadyExists {
            return Err(error);
        }
        findings
            .faults
            .push(format!("it cannot be unpacked further: {error}"));
    }
    Ok(findings)
}

fn unpack(
    file: File,
    length: u64,
    findings: &mut BundleFindings,
    sink: &mut dyn BundleSink,
) -> io::Result<()> {
    let mut archive = Archive::new(FrameReader::new(BufReader::new(file.take(length))));
    // Raw: only the extension that daymark writes, for long paths, is read, and not without a limit.
    let mut entries = archive.entries()?.raw(true);
    let first = entries.next().ok_or_else(|| refused("it is empty"))??;
    let manifest = read_manifest(first)?;
    let manifest = findings.manifest.insert(manifest).clone();
    let mut missing: BTreeMap<&str, &BundledFile> = BTreeMap::new();
    for file in &manifest.files {
        if missing.insert(&file.path, file).is_some() {
            return Err(refused(&format!("`{}` is listed twice", file.path)));
        }
    }
    let mut journal = None;
    let mut long_path = None;
    for entry in entries {
        let mut entry = entry?;
        if entry.header().entry_type() == EntryType::GNULongName {
            long_path = Some(read_long_path(entry)?);
            continue;
        }
        let short = plain_path(&entry)?;
        let path = long_path.take().unwrap_or(short);
        let file = missing.remove(path.as_str());
        let file = file.ok_or_else(|| refused(&format!("`{path}` is not in the manifest")))?;
        if entry.size() != file.bytes {
            let why = format!(
                "`{path}` has {} bytes, and the manifest says {}",
                entry.size(),
                file.bytes
            );
            return Err(refused(&why));
        }
        let mut kept = (path == "journal.jsonl").then(Vec::new);
        if read_file(&mut entry, &manifest, file, sink, &mut kept)? != file.sha256 {
            findings
                .faults
                .push(format!("{path} differs from its digest"));
        }
        journal = journal.or(kept);
    }
    let missing = missing.keys().map(|path| format!("{path} is missing"));
    findings.faults.extend(missing);
    findings
        .faults
        .extend(journal_faults(&manifest, journal.as_deref()));
    Ok(())
}

/// Reads a file, and returns its digest.
fn read_file(
    entry: &mut impl Read,
    manifest: &Manifest,
    file: &BundledFile,
    sink: &mut dyn BundleSink,
    kept: &mut Option<Vec<u8>>,
) -> io::Result<String> {
    sink.begin(manifest, file)?;
    let mut digest = Sha256::default();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = entry.read(&mut piece)?;
        if length == 0 {
            return Ok(digest.finish());
        }
        digest.push(&piece[..length]);
        sink.push(&piece[..length])?;
        if let Some(kept) = kept.as_mut().filter(|_| file.bytes <= files::LARGEST) {
            kept.extend_from_slice(&piece[..length]);
        }
    }
}

fn read_manifest(entry: Entry<'_, impl Read>) -> io::Result<Manifest> {
    let is_manifest = plain_path(&entry)? == MANIFEST && entry.size() <= LARGEST_MANIFEST;
    if !is_manifest {
        return Err(refused("its first file is not a manifest"));
    }
    let mut text = Vec::new();
    entry.take(LARGEST_MANIFEST).read_to_end(&mut text)?;
    let manifest: Manifest = serde_json::from_slice(&text)?;
    manifest.check().map_err(|why| refused(&why))?;
    Ok(manifest)
}

/// Reads the path of the next file, which is too long for its header.
fn read_long_path(entry: Entry<'_, impl Read>) -> io::Result<String> {
    if entry.size() > LONGEST_PATH {
        return Err(refused("a path in it is too long"));
    }
    let mut path = String::new();
    entry.take(LONGEST_PATH).read_to_string(&mut path)?;
    Ok(path.trim_end_matches('\0').to_owned())
}

/// Returns the path of a plain file in the archive. Links, folders and devices are refused.
fn plain_path(entry: &Entry<'_, impl Read>) -> io::Result<String> {
    let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let kind = entry.header().entry_type();
    if kind != EntryType::Regular {
        return Err(refused(&format!("`{path}` is not a plain file ({kind:?})")));
    }
    Ok(path)
}

/// Returns what is wrong with the journal of a bundle, and with the outputs that it cites.
fn journal_faults(manifest: &Manifest, journal: Option<&[u8]>) -> Vec<String> {
    let Some(journal) = journal else {
        return Vec::new();
    };
    let of_folder = |folder: &str| {
        let files = manifest.files.iter();
        let names = files.filter_map(|file| file.path.strip_prefix(folder));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    let names = [of_folder("outputs/"), of_folder("recordings/")].concat();
    let chain = Chain::read(journal, &names);
    let breaks = chain.breaks.iter();
    let mut faults: Vec<String> = breaks
        .map(|broken| format!("journal.jsonl: {broken}"))
        .collect();
    if chain.head().hash != manifest.head {
        faults.push("the manifest names another end of the journal".to_owned());
    }
    for output in chain
        .records
        .iter()
        .filter_map(|record| record.event.output())
    {
        let path = format!("outputs/{}", output.file);
        match manifest.files.iter().find(|file| file.path == path) {
            Some(file) if file.sha256 == output.sha256 => {}
            Some(_) => faults.push(format!("{path} is not the output that the journal cites")),
            None => faults.push(format!("{path} is missing, and the journal cites it")),
        }
    }
    faults
}

fn refused(why: &str) -> io::Error {
    io::Error::other(why.to_owned())
}
