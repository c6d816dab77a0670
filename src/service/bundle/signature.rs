//! Signatures of bundles, by `ssh-keygen -Y` (<https://man.openbsd.org/ssh-keygen>).

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The namespace of the signatures: a signature for another purpose is not one of a bundle.
const NAMESPACE: &str = "daymark-bundle";

/// Returns the path of a bundle's signature.
pub fn signature_path(bundle: &Path) -> PathBuf {
    let mut path = OsString::from(bundle);
    path.push(".sig");
    path.into()
}

/// Signs a bundle with a private key, or with a public key whose private key an agent has.
/// `ssh-keygen` may ask for a passphrase.
///
/// # Errors
/// Fails if a signature exists, or with the words of `ssh-keygen`.
pub fn sign_bundle(bundle: &Path, key: &Path) -> io::Result<PathBuf> {
    let signature = signature_path(bundle);
    if fs::symlink_metadata(&signature).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let mut command = Command::new("ssh-keygen");
    command.args(["-Y", "sign", "-n", NAMESPACE, "-f"]).arg(key);
    command.arg(bundle).stdin(Stdio::inherit());
    words(command.output()?).map(|_| signature)
}

/// Verifies the signature beside a bundle. Returns the signer, as the file of allowed signers names
/// them.
///
/// # Errors
/// Fails if there is no signature, or with the words of `ssh-keygen`.
pub fn verify_signature(bundle: &Path, allowed: &Path) -> io::Result<String> {
    let signature = signature_path(bundle);
    let run = |arguments: &[&str]| {
        let mut command = Command::new("ssh-keygen");
        command
            .args(["-Y"])
            .args(arguments)
            .arg("-s")
            .arg(&signature);
        command.arg("-f").arg(allowed).stdin(File::open(bundle)?);
        words(command.output()?)
    };
    File::open(&signature)?;
    let principals = run(&["find-principals"])?;
    let signer = principals
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    run(&["verify", "-n", NAMESPACE, "-I", &signer])?;
    Ok(signer)
}

fn words(output: Output) -> io::Result<String> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let all = [output.stderr, output.stdout].concat();
    Err(io::Error::other(
        String::from_utf8_lossy(&all).trim().to_owned(),
    ))
}
