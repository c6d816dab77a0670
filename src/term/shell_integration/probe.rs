//! Runs a probe: a script in a new shell beside the pane.

use crate::term::ProbeNonces;
use crate::term::shell_integration::step::{start_commands, write_escaped};
use crate::term::shell_integration::text::{assign, exports, quote};
use crate::term::shell_integration::{Dialect, ScriptVariable};

const PROBE: &str = include_str!("probe.sh");

/// The first commands of the script's shell: report its process id and read the script from a pipe.
/// If a startup file of that shell has read a part of the script, the script does not run.
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

/// Length of the lines of a payload, in bytes. Lines are long because a shell appends them one by
/// one.
const LINE: usize = 16 * 1024;

/// Characters with a meaning for an interactive shell, and the `.` that ends a text.
const SPECIAL: &[u8] = br#".\'"`$;&|()<>"#;

/// Returns the command that reads the output of [`probe_payload`], for a script in this shell.
///
/// It needs only the POSIX shell of the host, and is in single quotes for any login shell. The
/// script itself runs in the plan's shell.
pub fn probe_command(shell: &str) -> String {
    let lines = PROBE.lines().filter(|line| !line.starts_with('#'));
    let probe = lines.collect::<Vec<_>>().join(" ");
    // bash and zsh read a file without another process.
    let begin = match Dialect::of(shell) {
        Some(Dialect::Bash | Dialect::Zsh) | None => begin!("</dev/stdin"),
        Some(Dialect::Posix) => begin!("cat"),
    };
    format!("exec /bin/sh -c 'eval \"$1\"' sh '{probe}' '{begin}' daymark")
}

/// Returns the input of a probe, for the standard input of [`probe_command`].
///
/// The script runs in the home folder, with the variables exported and an empty standard input.
/// With another `user`, it runs as that user through `sudo -n`. NUL bytes in the script are left out. If
/// daymark does not know the plan's shell, bash runs the script.
///
/// - [`ProbeFrame`](crate::term::ProbeFrame) reads the response. On standard output and on standard
///   error, the account's shell prints that it runs, the script's shell prints that the script
///   begins, and its parent prints the exit status. The nonce of the end mark is in no variable,
///   argument or descriptor of the script.
/// - **Keep standard input open** until the response: closing it cancels a probe that takes too
///   long. The script's process group then gets SIGTERM, and SIGKILL two seconds later. A lost
///   connection does the same.
/// - Processes that the script left running in its group end with it.
/// - A shell that runs the payload as commands finds comments and an `exit`.
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
    assign(
        "__dm_commands",
        start_commands(shell, " ").as_bytes(),
        &mut text,
    );
    assign("__dm_script", &begun(script, variables, nonces), &mut text);
    send(&text, &mut out);
    out.extend_from_slice(b"exit\n");
    out
}

/// Returns the input of the script's shell: the mark that the script begins, on both streams, then
/// the variables and the script.
///
/// The text contains the mark only in parts, so an account that echoes its input prints no mark.
fn begun(script: &str, variables: &[ScriptVariable<'_>], nonces: &ProbeNonces) -> Vec<u8> {
    let mark = format!("printf {{daymark:%s:%s}} {} began", nonces.start);
    let mut out = format!("#daymark\n{mark}; {mark} >&2\n").into_bytes();
    out.extend(exports(variables));
    out.extend_from_slice(b"unset -v __dm\neval ");
    quote(script.as_bytes(), &mut out);
    out
}

/// Writes a text in the format that the command reads, then a lone `.`.
///
/// Each line is a comment for any shell. An interactive shell without comments finds nothing to run
/// in it.
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
