//! Scripts that copy files to a host. The files travel inside the script.
//!
//! On the host they need POSIX sh, `base64`, `mktemp`, `cmp`, `diff`, `stat`, and `readlink` for
//! links. They use the first of `sha256sum`, `shasum`, `openssl` and `cksum` that exists.

use crate::term::shell_integration::detach::wrapped;
use crate::term::shell_integration::exit::EDITED;
use crate::term::shell_integration::text::quote;

const FUNCTIONS: &str = include_str!("copy.sh");

/// The files that a step copies to a host.
#[derive(Debug, Clone, Copy)]
pub struct Copying<'a> {
    /// The step's id.
    pub step: &'a str,
    /// The secret salt of fingerprints. A comparison and the script that follows it need the same
    /// salt.
    pub salt: &'a str,
    /// The mark of the walk: one word that no other walk has. The host's list of what daymark wrote
    /// contains it, so that an undo finds what the step wrote under an older plan.
    pub walk: &'a str,
    /// The files, in the order of copying.
    pub files: &'a [CopiedFile<'a>],
}

/// A file and its destination.
#[derive(Debug, Clone, Copy)]
pub struct CopiedFile<'a> {
    /// The destination on the host: an absolute path, or one that begins with `~/`.
    pub to: &'a str,
    /// The owner on the host, as `user`, `user:group` or `:group`. `None` is the user who copies.
    pub owner: Option<&'a str>,
    /// The permission bits.
    pub mode: u32,
    /// Whether to keep a backup of the previous file beside it.
    pub backup: bool,
    /// The content of the file.
    pub content: &'a [u8],
    /// Whether daymark's records show a copy to this destination on this host that passed. For an
    /// undo, a copy that may have written the file is enough. A file there that the host's own list
    /// does not name then counts as edited.
    pub known: bool,
    /// The fingerprint of a file that may be overwritten, as a comparison reported it.
    pub overwrites: Option<&'a str>,
}

/// The result of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// The differences, as text.
    pub text: String,
    /// The files that may be overwritten only with consent.
    pub edited: Vec<EditedFile>,
}

/// A file that may be overwritten only with consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedFile {
    /// The index among the step's files, counted from 0.
    pub index: usize,
    /// Why it needs consent.
    pub reason: EditReason,
    /// One word for its content, owner and permissions, and for those of the backup that an undo
    /// restores.
    pub fingerprint: String,
    /// The name under which a copy would be kept.
    pub kept: String,
}

/// Why a file may be overwritten only with consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditReason {
    /// It was edited since daymark wrote it.
    Edited,
    /// daymark copied to it, but the host's list of what daymark wrote does not contain it.
    Unlisted,
    /// It was there before daymark wrote to it, and the plan keeps no backup.
    Found,
    /// The step with this id wrote it after the step that would overwrite it.
    Later(String),
    /// The undo would restore a backup of it that was changed.
    Backup,
}

impl EditReason {
    /// Parses the class that `copy.sh` prints.
    fn read(class: &str) -> Option<Self> {
        Some(match class {
            "edited" => Self::Edited,
            "unlisted" => Self::Unlisted,
            "found" => Self::Found,
            "backup" => Self::Backup,
            other => Self::Later(other.strip_prefix("later:")?.to_owned()),
        })
    }
}

impl Comparison {
    /// Parses the output of the script of [`compare_script`] or [`compare_undo_script`].
    pub fn read(output: &str) -> Self {
        let mut comparison = Self::default();
        // A carriage return before the newline is a part of the line.
        for line in output.split_terminator('\n') {
            match EditedFile::read(line) {
                Some(edited) => comparison.edited.push(edited),
                None => {
                    comparison.text.push_str(line);
                    comparison.text.push('\n');
                }
            }
        }
        comparison
    }
}

impl EditedFile {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.splitn(4, ' ');
        let reason = EditReason::read(words.next()?)?;
        let number: usize = words.next()?.parse().ok()?;
        Some(Self {
            index: number.checked_sub(1)?,
            reason,
            fingerprint: words.next()?.to_owned(),
            kept: words.next()?.to_owned(),
        })
    }
}

/// Returns a script that copies the files of a step, each completely or not at all.
///
/// It stops at the first failure, and with [`EDITED`] at a file that needs consent.
pub fn copy_script(copying: &Copying<'_>) -> String {
    let step = word(copying.step);
    script(copying, "exit", "", |_, file| {
        let (place, backup, known) = (place(file), backup(file), known(file));
        let overwrites = word(file.overwrites.unwrap_or_default());
        Call {
            words: format!(
                "__dm_copy {step} {place} {backup} {known} {overwrites} {}",
                file.content.len()
            ),
            reads: Some(file.content),
        }
    })
}

/// Returns a script that prints the differences.
///
/// It exits with 0 without differences, with 1 if files differ, and with [`EDITED`] if a differing
/// file may be overwritten only with consent.
pub fn compare_script(copying: &Copying<'_>) -> String {
    let step = word(copying.step);
    script(copying, "__dm_add_up", "", |number, file| {
        let (place, backup, known) = (place(file), backup(file), known(file));
        Call {
            words: format!(
                "__dm_compare {step} {place} {backup} {known} {number} {}",
                file.content.len()
            ),
            reads: Some(file.content),
        }
    })
}

/// Returns a script that reports files that the plan's own undo of the step may overwrite and that need
/// consent.
///
/// It exits with 0 if there are none, else with [`EDITED`].
pub fn compare_undo_script(copying: &Copying<'_>) -> String {
    compare_before_undo("__dm_compare_undo", copying)
}

/// Returns the same for the files that the script of [`restore_script`] would overwrite or remove.
pub fn compare_put_back_script(copying: &Copying<'_>) -> String {
    compare_before_undo("__dm_compare_put_back", copying)
}

fn compare_before_undo(function: &str, copying: &Copying<'_>) -> String {
    let step = word(copying.step);
    script(copying, "__dm_add_up", "", |number, file| {
        let (place, known) = (path(file.to), known(file));
        Call {
            words: format!("{function} {step} {place} {known} {number}"),
            reads: None,
        }
    })
}

/// Returns a script that restores the files from before the step.
///
/// It stops with [`EDITED`] at a file that needs consent. It leaves a file that may have existed before
/// the step but has no backup, and a file that the step wrote in this walk under a plan that has changed
/// since. Then it exits with 1.
pub fn restore_script(copying: &Copying<'_>) -> String {
    let rest = format!("__dm_put_back_rest {}\n", word(copying.step));
    undo_script("__dm_put_back", copying, &rest)
}

/// Returns a script that keeps copies of the files that need consent, before the plan's own undo runs.
pub fn keep_edited_script(copying: &Copying<'_>) -> String {
    undo_script("__dm_keep_edited", copying, "")
}

fn undo_script(function: &str, copying: &Copying<'_>, rest: &str) -> String {
    let step = word(copying.step);
    script(copying, "exit", rest, |_, file| {
        let (place, known) = (path(file.to), known(file));
        let overwrites = word(file.overwrites.unwrap_or_default());
        Call {
            words: format!("{function} {step} {place} {known} {overwrites}"),
            reads: None,
        }
    })
}

/// Returns the functions, a call for each file, counted from 1, and the line `rest`. `otherwise` runs
/// after a call that returns anything but 0.
fn script<'a>(
    copying: &Copying<'a>,
    otherwise: &str,
    rest: &str,
    call: impl Fn(usize, &CopiedFile<'a>) -> Call<'a>,
) -> String {
    let (salt, walk) = (word(copying.salt), word(copying.walk));
    let head =
        format!("umask 077\n__dm_salt={salt} __dm_walk={walk} __dm_edited={EDITED} __dm_all=0");
    let calls: String = (1..)
        .zip(copying.files)
        .map(|(number, file)| {
            let Call { words, reads } = call(number, file);
            match reads {
                Some(content) => {
                    let content = wrapped(content);
                    format!("{words} <<'__DM_END' || {otherwise}\n{content}\n__DM_END\n")
                }
                None => format!("{words} || {otherwise}\n"),
            }
        })
        .collect();
    format!("(\n{head}\n{FUNCTIONS}\n{calls}{rest}printf %s \"$__dm_tells\"\nexit \"$__dm_all\"\n)")
}

/// A function call, and the file content that it reads.
struct Call<'a> {
    words: String,
    reads: Option<&'a [u8]>,
}

/// Returns destination, mode and owner as shell words.
fn place(file: &CopiedFile<'_>) -> String {
    let owner = word(file.owner.unwrap_or_default());
    format!("{} 0{:o} {owner}", path(file.to), file.mode)
}

fn backup(file: &CopiedFile<'_>) -> &'static str {
    if file.backup { "backup" } else { "''" }
}

fn known(file: &CopiedFile<'_>) -> &'static str {
    if file.known { "known" } else { "''" }
}

/// Returns a text as a quoted shell word.
fn word(text: &str) -> String {
    let mut word = Vec::new();
    quote(text.as_bytes(), &mut word);
    String::from_utf8_lossy(&word).into_owned()
}

/// Returns a path as a shell word in its canonical form. `~/` is the home of the script's user.
fn path(path: &str) -> String {
    let path = match path.strip_prefix("~/") {
        Some(rest) => format!("\"$HOME\"/{}", word(rest)),
        None => word(path),
    };
    format!("\"$(__dm_place {path})\"")
}
