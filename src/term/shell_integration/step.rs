//! Sends a step to a shell with shell integration.

use crate::term::Nonce;
use crate::term::shell_integration::text::{assign, exports, quote};
use crate::term::shell_integration::{Dialect, ScriptVariable};

/// Maximum length of the typed title, in characters.
const LONGEST_TITLE: usize = 60;
/// Length of the lines of a payload, in bytes. A terminal's line has at most 4,095 bytes.
const LINE: usize = 900;

/// A step's script, with its environment.
#[derive(Debug, Clone, Copy)]
pub struct StepScript<'a> {
    /// The step's own nonce, which authenticates its start and end marks.
    pub nonce: &'a Nonce,
    /// The plan author's text, unchanged.
    pub script: &'a str,
    /// The variables in the script's environment, until its end.
    pub variables: &'a [ScriptVariable<'a>],
    /// The user that runs the script, through sudo. `None` is the shell's own user.
    pub user: Option<&'a str>,
}

/// Returns the line that is typed at the prompt, with Enter. The mark `R` answers it.
///
/// The title keeps only characters without a special meaning for any shell, history or key binding.
pub fn step_line(title: &str) -> Vec<u8> {
    let ordinary = |letter: &char| letter.is_ascii_alphanumeric() || " .,:/_-".contains(*letter);
    let title: String = title.chars().filter(ordinary).take(LONGEST_TITLE).collect();
    format!(" __dm {title}; eval \"$__dm_s\"; {{ __dm_fin; }} 2>/dev/null\r").into_bytes()
}

/// Returns the line that removes the variables of an interrupted step (mark `L`). The mark `R`
/// answers it.
pub fn forget_line() -> Vec<u8> {
    b" { __dm_forget; } 2>/dev/null\r".to_vec()
}

/// Returns the payload to send after the mark `R`: the nonce, then variables and script, then a
/// lone `.`.
///
/// It is printable ASCII in lines of 900 bytes, in the format of `printf %b`. Unlike base64, that
/// needs no other program on the host. NUL bytes in the script are left out.
pub fn step_payload(step: &StepScript<'_>, dialect: Dialect) -> Vec<u8> {
    let mut out = step.nonce.as_str().as_bytes().to_vec();
    out.push(b'\n');
    write_lines(&setup(step), &mut out);
    out.extend_from_slice(dialect.terminator());
    out
}

/// Returns the payload that cancels the step, so that the shell runs nothing.
pub fn no_step(dialect: Dialect) -> Vec<u8> {
    dialect.terminator().to_vec()
}

/// Returns shell text that exports the variables and stores the command to run in `__dm_s`.
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
        // Stops at a readonly variable: the script must not run with its old value.
        out.extend_from_slice(b" &&\n");
    }
    assign("__dm_s", step.script.as_bytes(), &mut out);
    out
}

/// Returns the input of another user's shell: the variables, the mark that the script begins, and
/// the script.
fn child(step: &StepScript<'_>) -> Vec<u8> {
    let mut out = exports(step.variables);
    let nonce = step.nonce.as_str();
    let mark = format!("printf '\\033]133;S;dm=%s\\007' {nonce} >/dev/tty || exit\n");
    out.extend_from_slice(mark.as_bytes());
    out.extend_from_slice(b"unset -v __dm\neval ");
    quote(step.script.as_bytes(), &mut out);
    out
}

/// Writes bytes in lines for `printf %b`, without any `.`.
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

/// Writes a byte as `\0ooo`, the only form in POSIX.
pub(in crate::term) fn write_escaped(byte: u8, out: &mut Vec<u8>) {
    let digit = |shift: u32| b'0' + (byte >> shift & 7);
    out.extend_from_slice(&[b'\\', b'0', digit(6), digit(3), digit(0)]);
}
