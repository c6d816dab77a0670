//! Files on their way to a host, inside the script that puts them there.
//!
//! What it needs on the host is POSIX sh, `base64`, `mktemp`, `cmp`, `diff`, `stat`, and for links
//! `readlink`; of `sha256sum`, `shasum`, `openssl` and `cksum` it uses the first that is there.

use crate::term::shell_integration::detach::wrapped;
use crate::term::shell_integration::exit::EDITED;
use crate::term::shell_integration::text::quote;

const FUNCTIONS: &str = include_str!("copy.sh");

/// The files of a step, on their way to a host.
#[derive(Debug, Clone, Copy)]
pub struct Copying<'a> {
    /// The step's id.
    pub step: &'a str,
    /// What fingerprints are mixed with; known to nobody else, and the same for a comparison and for
    /// what follows it.
    pub salt: &'a str,
    /// The files.
    pub files: &'a [CopiedFile<'a>],
}

/// A file and the place it goes to.
#[derive(Debug, Clone, Copy)]
pub struct CopiedFile<'a> {
    /// An absolute path on the host, or one that begins with `~/`.
    pub to: &'a str,
    /// Who owns it there, as `user`, `user:group` or `:group`; else whoever copies it.
    pub owner: Option<&'a str>,
    /// Its permissions.
    pub mode: u32,
    /// Whether what was there before is kept beside it.
    pub backup: bool,
    /// What it holds.
    pub content: &'a [u8],
    /// Whether daymark's own records say that a copy to this place passed on this host, or for an undo
    /// may have written it: a file there which the host's own list does not name is then taken for an
    /// edited one.
    pub known: bool,
    /// The fingerprint of the edited file that may be overwritten, as a comparison told it.
    pub overwrites: Option<&'a str>,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// What differs, as text.
    pub text: String,
    /// The files that were edited since daymark wrote them.
    pub edited: Vec<EditedFile>,
}

/// A file that was edited since daymark wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedFile {
    /// Which of the step's files, counted from 0.
    pub index: usize,
    /// Whether the host's list of what daymark wrote names its place at all.
    pub listed: bool,
    /// What it holds, who owns it and its permissions, in a word.
    pub fingerprint: String,
    /// The name under which it would be kept.
    pub kept: String,
}

impl Comparison {
    /// Reads what the script of [`compare_script`] or [`compare_undo_script`] put out.
    pub fn read(output: &str) -> Self {
        let mut comparison = Self::default();
        for line in output.lines() {
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
        let listed = match words.next()? {
            "edited" => true,
            "unlisted" => false,
            _ => return None,
        };
        let number: usize = words.next()?.parse().ok()?;
        Some(Self {
            index: number.checked_sub(1)?,
            listed,
            fingerprint: words.next()?.to_owned(),
            kept: words.next()?.to_owned(),
        })
    }
}

/// A script that puts the files of a step in their places, each whole or not at all, and stops at
/// the first that cannot be put there; with [`EDITED`] at one that was edited and is not to be
/// overwritten.
pub fn copy_script(copying: &Copying<'_>) -> String {
    let step = word(copying.step);
    script(copying, "exit", |_, file| {
        let backup = if file.backup { "backup" } else { "''" };
        let (place, known) = (place(file), known(file));
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

/// A script that tells what would differ; its exit status is 0 where nothing does, 1 where something
/// does, and [`EDITED`] where that was edited since daymark wrote it.
pub fn compare_script(copying: &Copying<'_>) -> String {
    let step = word(copying.step);
    script(copying, "__dm_add_up", |number, file| {
        let (place, known) = (place(file), known(file));
        Call {
            words: format!(
                "__dm_compare {step} {place} {known} {number} {}",
                file.content.len()
            ),
            reads: Some(file.content),
        }
    })
}

/// A script that tells what the plan's own undo of the step may overwrite that daymark did not write,
/// or cannot prove to be its own; its exit status is 0 where there is nothing, else [`EDITED`].
pub fn compare_undo_script(copying: &Copying<'_>) -> String {
    compare_before_undo("__dm_compare_undo", copying)
}

/// The same for what the script of [`put_back_script`] would overwrite or remove.
pub fn compare_put_back_script(copying: &Copying<'_>) -> String {
    compare_before_undo("__dm_compare_put_back", copying)
}

fn compare_before_undo(function: &str, copying: &Copying<'_>) -> String {
    let step = word(copying.step);
    script(copying, "__dm_add_up", |number, file| {
        let (place, known) = (path(file.to), known(file));
        Call {
            words: format!("{function} {step} {place} {known} {number}"),
            reads: None,
        }
    })
}

/// A script that puts back what was there before the step brought its files, and stops with
/// [`EDITED`] at one that was edited and is not to be overwritten. A file that was there before, or
/// may have been, and of which no backup is kept, is left; the exit status is then 1.
pub fn restore_script(copying: &Copying<'_>) -> String {
    undo_script("__dm_put_back", copying)
}

/// A script that keeps the edited files of a step, before the plan's own undo runs.
pub fn keep_edited_script(copying: &Copying<'_>) -> String {
    undo_script("__dm_keep_edited", copying)
}

fn undo_script(function: &str, copying: &Copying<'_>) -> String {
    let step = word(copying.step);
    script(copying, "exit", |_, file| {
        let (place, known) = (path(file.to), known(file));
        let overwrites = word(file.overwrites.unwrap_or_default());
        Call {
            words: format!("{function} {step} {place} {known} {overwrites}"),
            reads: None,
        }
    })
}

/// The functions, and a call for each file, counted from 1; one that returns anything but 0 is
/// followed by `otherwise`.
fn script<'a>(
    copying: &Copying<'a>,
    otherwise: &str,
    call: impl Fn(usize, &CopiedFile<'a>) -> Call<'a>,
) -> String {
    let salt = word(copying.salt);
    let head = format!("umask 077\n__dm_salt={salt} __dm_edited={EDITED} __dm_all=0");
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
    format!("(\n{head}\n{FUNCTIONS}\n{calls}printf %s \"$__dm_tells\"\nexit \"$__dm_all\"\n)")
}

/// A call of a function, and the content of the file that it reads.
struct Call<'a> {
    words: String,
    reads: Option<&'a [u8]>,
}

/// Where to, mode and owner, as words of a shell.
fn place(file: &CopiedFile<'_>) -> String {
    let owner = word(file.owner.unwrap_or_default());
    format!("{} 0{:o} {owner}", path(file.to), file.mode)
}

fn known(file: &CopiedFile<'_>) -> &'static str {
    if file.known { "known" } else { "''" }
}

/// A text as a word of a shell.
fn word(text: &str) -> String {
    let mut word = Vec::new();
    quote(text.as_bytes(), &mut word);
    String::from_utf8_lossy(&word).into_owned()
}

/// A path as a word of a shell, spelled in its one way; `~/` is the home of whoever runs it.
fn path(path: &str) -> String {
    let path = match path.strip_prefix("~/") {
        Some(rest) => format!("\"$HOME\"/{}", word(rest)),
        None => word(path),
    };
    format!("\"$(__dm_place {path})\"")
}
