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

/// A script that puts the files in their places, each whole or not at all, and stops at the first
/// that cannot be put there.
pub fn copy_script(files: &[CopiedFile<'_>]) -> String {
    let call = |file: &CopiedFile<'_>| {
        let backup = if file.backup { "backup" } else { "''" };
        let place = place(file);
        format!("__dm_copy {place} {backup} <<'__DM_END' || exit 1\n")
    };
    script(files, call, "")
}

/// A script that tells what would differ; its exit status is 0 where nothing does, 1 where
/// something does.
pub fn compare_script(files: &[CopiedFile<'_>]) -> String {
    let call = |file: &CopiedFile<'_>| {
        let place = place(file);
        format!("__dm_compare {place} <<'__DM_END'\n")
    };
    let add_up = "case $? in 0) ;; 1) __dm_all=1 ;; *) exit 126 ;; esac\n";
    script(files, call, add_up) + "\n"
}

/// A script that puts back what was there before the files came.
pub fn put_back_script(files: &[CopiedFile<'_>]) -> String {
    let call = |file: &CopiedFile<'_>| {
        let to = path(file.to);
        format!("__dm_put_back {to} <<'__DM_END' || exit 1\n")
    };
    script(files, call, "")
}

fn script(
    files: &[CopiedFile<'_>],
    call: impl Fn(&CopiedFile<'_>) -> String,
    after: &str,
) -> String {
    let mut script = format!("(\numask 077\n{FUNCTIONS}\n__dm_all=0\n");
    for file in files {
        script.push_str(&call(file));
        script.push_str(&wrapped(file.content));
        script.push_str("\n__DM_END\n");
        script.push_str(after);
    }
    script.push_str("exit \"$__dm_all\"\n)");
    script
}

/// Where to, mode and owner, as words of a shell.
fn place(file: &CopiedFile<'_>) -> String {
    let mut owner = Vec::new();
    quote(file.owner.unwrap_or_default().as_bytes(), &mut owner);
    let owner = String::from_utf8_lossy(&owner).into_owned();
    format!("{} 0{:o} {owner}", path(file.to), file.mode)
}

/// A path as a word of a shell; `~/` is the home of whoever runs it.
fn path(path: &str) -> String {
    let (home, rest) = match path.strip_prefix("~/") {
        Some(rest) => ("\"$HOME\"/", rest),
        None => ("", path),
    };
    let mut word = home.as_bytes().to_vec();
    quote(rest.as_bytes(), &mut word);
    String::from_utf8_lossy(&word).into_owned()
}
