//! Bundles on the command line: `report --bundle`, `journal verify FILE`, `journal restore FILE`.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::arguments::Globals;
use super::exit::Exit;
use super::loaded_plan::{LoadedPlan, data_folder, sources};
use super::output::{print_json, print_line};
use crate::output::complain;
use crate::service::{
    BundleFindings, BundleParts, JournalContents, restore_bundle, sign_bundle, signature_path,
    verify_bundle, verify_signature, write_bundle,
};
use crate::text::Printable;

/// Arguments of `report --bundle`.
#[derive(Debug, Args)]
pub(super) struct BundleArguments {
    /// Write report, journal, outputs, recordings and plan to one new file.
    #[arg(long, value_name = "FILE.tar.zst", conflicts_with = "output")]
    pub(super) bundle: Option<PathBuf>,
    /// Sign the bundle with this ssh key, in `FILE.sig`.
    #[arg(long, value_name = "KEY", requires = "bundle")]
    pub(super) sign: Option<PathBuf>,
}

/// Arguments of `journal restore`.
#[derive(Debug, Args)]
pub(super) struct RestoreArguments {
    /// The bundle.
    pub(super) file: PathBuf,
}

/// Writes a bundle with a report of this name and content.
pub(super) fn write(
    globals: &Globals,
    opened: &LoadedPlan,
    contents: &JournalContents,
    arguments: &BundleArguments,
    report: (&str, &[u8]),
) -> Result<(), Exit> {
    let Some(path) = &arguments.bundle else {
        return Ok(());
    };
    let sources = sources(opened.path.as_deref())?;
    let parts = BundleParts {
        plan: &opened.plan.id,
        walk: &globals.walk,
        folder: &opened.folder,
        head: contents.chain.head(),
        journal: contents.chain.whole,
        report,
        sources: &sources,
    };
    let manifest = write_bundle(path, &parts).map_err(|error| failed(path, &error))?;
    let (files, events) = (manifest.files.len(), manifest.events);
    print_line(&format!(
        "{files} files, {events} events, to {}",
        Printable::path(path)
    ));
    if let Some(key) = &arguments.sign {
        let signature = sign_bundle(path, key);
        let signature = signature.map_err(|error| failed(&signature_path(path), &error))?;
        print_line(&format!("signed in {}", Printable::path(&signature)));
    }
    Ok(())
}

/// Verifies a bundle, and its signature if there is a file of allowed signers.
pub(super) fn verify(path: &Path, is_json: bool, allowed: Option<&Path>) -> Result<(), Exit> {
    let mut findings = verify_bundle(path).map_err(|error| failed(path, &error))?;
    let signer = allowed.map(|allowed| verify_signature(path, allowed));
    let signer = match signer {
        Some(Err(error)) => {
            findings
                .faults
                .push(format!("its signature does not hold: {error}"));
            None
        }
        Some(Ok(signer)) => Some(signer),
        None => None,
    };
    if is_json {
        let head = findings.manifest.as_ref().map(|manifest| &manifest.head);
        let (faults, ok) = (&findings.faults, findings.faults.is_empty());
        print_json(
            &json!({"ok": ok, "head": head, "faults": faults, "signer": signer}).to_string(),
        );
    } else {
        told(path, &findings, signer.as_deref());
    }
    if findings.faults.is_empty() {
        Ok(())
    } else {
        Err(Exit::Failed)
    }
}

fn told(path: &Path, findings: &BundleFindings, signer: Option<&str>) {
    for fault in &findings.faults {
        print_line(&format!("{}: {fault}", Printable::path(path)));
    }
    if let Some(signer) = signer {
        print_line(&format!("signed by {signer}"));
    }
    if let Some(manifest) = findings
        .manifest
        .as_ref()
        .filter(|_| findings.faults.is_empty())
    {
        let (plan, walk, events, head) = (
            &manifest.plan,
            &manifest.walk,
            manifest.events,
            &manifest.head,
        );
        let files = manifest.files.len();
        print_line(&format!(
            "{files} files of the walk {walk} of {plan}, {events} events, nothing changed; the last is {head}"
        ));
    }
}

/// Restores the walk of a bundle.
pub(super) fn restore(globals: &Globals, arguments: &RestoreArguments) -> Result<(), Exit> {
    let path = &arguments.file;
    let data = data_folder(globals)?;
    let restored = restore_bundle(path, &data).map_err(|error| failed(path, &error))?;
    let (findings, folder) = restored;
    let Some(folder) = folder else {
        told(path, &findings, None);
        complain!("Error: The bundle is not whole. Nothing was restored.");
        return Err(Exit::Failed);
    };
    let Some(manifest) = findings.manifest else {
        return Err(Exit::Failed);
    };
    let folder = Printable::path(folder.path());
    print_line(&format!(
        "the walk {} of {} is in {folder}",
        manifest.walk, manifest.plan
    ));
    Ok(())
}

fn failed(path: &Path, error: &io::Error) -> Exit {
    complain!("Error: {}: {error}", Printable::path(path));
    Exit::Failed
}
