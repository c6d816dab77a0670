//! Sending a step to a shell that knows our marks.

use crate::term::Nonce;
use crate::term::shell_integration::text::{assign, exports, quote};
use crate::term::shell_integration::{Dialect, ScriptVariable};

/// How much of a title is typed, in characters.
const LONGEST_TITLE: usize = 60;
/// How long the lines of a payload are: a terminal's line holds 4,095 bytes.
const LINE: usize = 900;

/// What a step brings to the shell.
#[derive(Debug, Clone, Copy)]
pub struct StepScript<'a> {
    /// The step's own, by which its start and its end are known.
    pub nonce: &'a Nonce,
    /// The author's text, run as it stands.
    pub script: &'a str,
    /// What it finds in its environment, until its end.
    pub variables: &'a [ScriptVariable<'a>],
    /// Whom it runs as, through sudo; none is whoever the shell is.
    pub user: Option<&'a str>,
}

/// The one line that is typed at the prompt, Enter included; the mark `R` answers it.
///
/// Of the title stays what no shell, history or key binding takes for anything but itself.
pub fn step_line(title: &str) -> Vec<u8> {
    let ordinary = |letter: &char| letter.is_ascii_alphanumeric() || " .,:/_-".contains(*letter);
    let title: String = title.chars().filter(ordinary).take(LONGEST_TITLE).collect();
    format!(" __dm {title}; eval \"$__dm_s\"; {{ __dm_fin; }} 2>/dev/null\r").into_bytes()
}

/// The line that takes a step's variables away where the step was broken off (mark `L`); the
/// mark `R` answers it.
pub fn forget_line() -> Vec<u8> {
    b" { __dm_forget; } 2>/dev/null\r".to_vec()
}

/// What is sent after the mark `R`: the nonce, then variables and script, then a lone `.`.
///
/// Printable ASCII in lines of 900, written as `printf %b` of every shell reads it: unlike base64,
/// that needs no other program on the host. NUL bytes in the script are left out.
pub fn step_payload(step: &StepScript<'_>, dialect: Dialect) -> Vec<u8> {
    let mut out = step.nonce.as_str().as_bytes().to_vec();
    out.push(b'\n');
    write_lines(&setup(step), &mut out);
    out.extend_from_slice(dialect.terminator());
    out
}

/// What is sent instead, when the shell is to let go: it runs nothing.
pub fn no_step(dialect: Dialect) -> Vec<u8> {
    dialect.terminator().to_vec()
}

/// Shell text that exports the variables and leaves in `__dm_s` what is to be run.
fn setup(step: &StepScript<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    if let Some(user) = step.user {
        let mut run = b"__dm_as ".to_vec();
        quote(user.as_bytes(), &mut run);
        assign("__dm_child", &child(step), &mut out);
        assign("__dm_s", &run, &mut out);
        return out;
    }
    for variable in step.variables {
        out.extend_from_slice(b"__dm_export ");
        out.extend_from_slice(variable.name().as_bytes());
        out.push(b' ');
        quote(variable.value(), &mut out);
        // A variable the shell holds readonly: the script must not run with its old value.
        out.extend_from_slice(b" &&\n");
    }
    assign("__dm_s", step.script.as_bytes(), &mut out);
    out
}

/// What another user's shell is given: the variables, the mark that the script begins, the script.
fn child(step: &StepScript<'_>) -> Vec<u8> {
    let mut out = exports(step.variables);
    let nonce = step.nonce.as_str();
    let mark = format!("printf '\\033]133;S;dm=%s\\007' {nonce} >/dev/tty || exit\n");
    out.extend_from_slice(mark.as_bytes());
    out.extend_from_slice(b"unset -v __dm\neval ");
    quote(step.script.as_bytes(), &mut out);
    out
}

/// Writes bytes for `printf %b`, none of them a `.`, in lines.
pub(in crate::term) fn write_lines(bytes: &[u8], out: &mut Vec<u8>) {
    let mut column = 0;
    for &byte in bytes {
        let start = out.len();
        match byte {
            b'\n' => out.extend_from_slice(br"\n"),
            b' '..=b'~' if byte != b'\\' && byte != b'.' => out.push(byte),
            _ => write_escaped(byte, out),
        }
        column += out.len() - start;
        if column >= LINE {
            out.push(b'\n');
            column = 0;
        }
    }
    out.push(b'\n');
}

/// Writes a byte as `\0ooo`, the one form that POSIX has for it.
pub(in crate::term) fn write_escaped(byte: u8, out: &mut Vec<u8>) {
    let digit = |shift: u32| b'0' + (byte >> shift & 7);
    out.extend_from_slice(&[b'\\', b'0', digit(6), digit(3), digit(0)]);
}
