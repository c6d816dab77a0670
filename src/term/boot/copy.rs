//! Files on their way to a host, inside the script that puts them there.
//!
//! What it needs on the host is POSIX sh, `base64`, `mktemp`, `cmp`, `diff` and `stat`.

use super::detach::wrapped;
use super::text::quote;

const FUNCTIONS: &str = include_str!("copy.sh");

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
}

/// A script that puts the files of a step in their places, each whole or not at all, and stops at
/// the first that cannot be put there.
pub fn copy_script(step: &str, files: &[CopiedFile<'_>]) -> String {
    let step = word(step);
    let call = |file: &CopiedFile<'_>| {
        let backup = if file.backup { "backup" } else { "''" };
        let place = place(file);
        let content = wrapped(file.content);
        format!("__dm_copy {step} {place} {backup} <<'__DM_END' || exit 1\n{content}\n__DM_END\n")
    };
    script(files, call)
}

/// A script that tells what would differ; its exit status is 0 where nothing does, 1 where
/// something does.
pub fn compare_script(files: &[CopiedFile<'_>]) -> String {
    let call = |file: &CopiedFile<'_>| {
        let place = place(file);
        let content = wrapped(file.content);
        let add_up = "case $? in 0) ;; 1) __dm_all=1 ;; *) exit 126 ;; esac";
        format!("__dm_compare {place} <<'__DM_END'\n{content}\n__DM_END\n{add_up}\n")
    };
    script(files, call) + "\n"
}

/// A script that puts back what was there before the step brought its files.
pub fn put_back_script(step: &str, files: &[CopiedFile<'_>]) -> String {
    let step = word(step);
    let call = |file: &CopiedFile<'_>| {
        let to = path(file.to);
        format!("__dm_put_back {step} {to} || exit 1\n")
    };
    script(files, call)
}

fn script(files: &[CopiedFile<'_>], call: impl Fn(&CopiedFile<'_>) -> String) -> String {
    let calls: String = files.iter().map(call).collect();
    format!("(\numask 077\n{FUNCTIONS}\n__dm_all=0\n{calls}exit \"$__dm_all\"\n)")
}

/// Where to, mode and owner, as words of a shell.
fn place(file: &CopiedFile<'_>) -> String {
    let owner = word(file.owner.unwrap_or_default());
    format!("{} 0{:o} {owner}", path(file.to), file.mode)
}

/// A text as a word of a shell.
fn word(text: &str) -> String {
    let mut word = Vec::new();
    quote(text.as_bytes(), &mut word);
    String::from_utf8_lossy(&word).into_owned()
}

/// A path as a word of a shell; `~/` is the home of whoever runs it.
fn path(path: &str) -> String {
    match path.strip_prefix("~/") {
        Some(rest) => format!("\"$HOME\"/{}", word(rest)),
        None => word(path),
    }
}
