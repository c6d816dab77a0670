//! Running a probe: a script in a fresh shell, beside the pane.

use crate::term::ProbeNonces;
use crate::term::shell_integration::ScriptVariable;
use crate::term::shell_integration::dialect::{Dialect, commands};
use crate::term::shell_integration::step::write_escaped;
use crate::term::shell_integration::text::{assign, exports, quote};

const PROBE: &str = include_str!("probe.sh");

/// What the script's shell does first: it reports its process and takes the script from a pipe. A
/// script that a file of that shell has eaten from is not run.
macro_rules! begin {
    ($take:literal) => {
        concat!(
            r#"set +aeuvx; echo "$$" >&6; __dm=$("#,
            $take,
            r##"); exec </dev/null 6>&-; case $__dm in "#daymark"*) ;; *) exit 126 ;; esac; "##,
            r#"eval "$__dm""#
        )
    };
}

/// How long the lines of a payload are, in bytes. A shell adds them up one by one.
const LINE: usize = 16 * 1024;

/// What an interactive shell would make something of, and the `.` that ends a text.
const SPECIAL: &[u8] = br#".\'"`$;&|()<>"#;

/// Returns the command that reads what [`ask_payload`] makes, for a script in this shell.
///
/// It is the POSIX shell that every host has, and all of it is in single quotes, for any login
/// shell; the script runs in the plan's.
pub fn probe_command(shell: &str) -> String {
    let lines = PROBE.lines().filter(|line| !line.starts_with('#'));
    let probe = lines.collect::<Vec<_>>().join(" ");
    // These two read a file without another process.
    let begin = match Dialect::of(shell) {
        Some(Dialect::Bash | Dialect::Zsh) | None => begin!("</dev/stdin"),
        Some(Dialect::Posix) => begin!("cat"),
    };
    format!("exec /bin/sh -c 'eval \"$1\"' sh '{probe}' '{begin}' daymark")
}

/// Returns what a probe sends to the standard input of [`ask_command`].
///
/// The script runs in the home folder, with the variables exported and an empty standard input,
/// as `user` through `sudo -n` where one is given. NUL bytes in the script are left out. In place
/// of a plan's shell that daymark does not know, bash runs the script.
///
/// - [`ProbeFrame`](crate::term::ProbeFrame) reads the answer. On standard output and on standard
///   error, the account's shell prints that it runs, the script's shell prints that the script
///   begins, and its parent prints how the script ended. The script finds the last mark's nonce in
///   no variable, argument or descriptor.
/// - **Keep standard input open** until the answer: its end is how a probe that takes too long is
///   broken off. The script's process group gets SIGTERM then, and two seconds later SIGKILL; a
///   lost connection does the same.
/// - What the script left running in its group ends with it.
/// - A shell that takes the payload for commands finds comments and an `exit`.
pub fn probe_payload(
    shell: &str,
    script: &str,
    variables: &[ScriptVariable<'_>],
    user: Option<&str>,
    nonces: &ProbeNonces,
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut text = format!(": daymark \n__dm_start={}\n", nonces.start).into_bytes();
    if let Some(user) = user {
        assign("__dm_user", user.as_bytes(), &mut text);
        send(&text, &mut out);
        text = b": as-user \n".to_vec();
    }
    text.extend_from_slice(b"__dm_user=\n");
    assign("__dm_end", nonces.end.as_str().as_bytes(), &mut text);
    assign("__dm_commands", shell_commands(shell).as_bytes(), &mut text);
    assign("__dm_script", &begun(script, variables, nonces), &mut text);
    send(&text, &mut out);
    out.extend_from_slice(b"exit\n");
    out
}

/// What the script's shell takes from the pipe: the mark that the script begins, on both streams,
/// its variables and the script. The mark stands nowhere in one piece: an account that echoes what
/// it is sent prints no mark.
fn begun(script: &str, variables: &[ScriptVariable<'_>], nonces: &ProbeNonces) -> Vec<u8> {
    let mark = format!("printf {{daymark:%s:%s}} {} began", nonces.start);
    let mut out = format!("#daymark\n{mark}; {mark} >&2\n").into_bytes();
    out.extend(exports(variables));
    out.extend_from_slice(b"unset -v __dm\neval ");
    quote(script.as_bytes(), &mut out);
    out
}

/// The commands that start a script's shell without files of the user's, best first: separated by
/// spaces, their words by `_`.
fn shell_commands(shell: &str) -> String {
    let all: &[&str] = match Dialect::of(shell) {
        Some(Dialect::Bash) | None => &["bash --norc --noprofile"],
        Some(Dialect::Zsh) => &["zsh -f"],
        Some(Dialect::Posix) => commands(shell),
    };
    all.iter()
        .map(|command| command.replace(' ', "_"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Writes a text as the command takes it: lines that any shell takes for comments, and in which an
/// interactive one, which may know no comments, finds nothing to run; then a lone `.`.
fn send(text: &[u8], out: &mut Vec<u8>) {
    let mut column = 0;
    for &byte in text {
        if column == 0 {
            out.push(b'#');
        }
        let start = out.len();
        match byte {
            b'\n' => out.extend_from_slice(br"\n"),
            b' '..=b'~' if !SPECIAL.contains(&byte) => out.push(byte),
            _ => write_escaped(byte, out),
        }
        column += out.len() - start;
        if column >= LINE {
            out.push(b'\n');
            column = 0;
        }
    }
    out.extend_from_slice(if column == 0 { b".\n" } else { b"\n.\n" });
}
