//! Sends the script of a step.
//!
//! A script is a program of its own: a child of the pane's shell, which only starts it and reports its
//! exit status. The line that is typed there ([`step_line`]) has no word of the script. It makes the
//! shell fork, restore the environment and the umask of its first prompt, and execute the script's
//! shell with a fixed text (`start_bash.sh` and its siblings). That text turns echo off, prints the
//! mark `R`, reads the payload from the terminal ([`step_payload`]), verifies its length and evaluates
//! it. So script and values are never an argument, a file or a word of the pane's shell, and its
//! options, traps, aliases and redirections do not reach the script.
//!
//! The payload exports the variables, prints the mark `C` and evaluates the script. As another user,
//! it pipes this to a shell behind sudo, which prints the mark `S` first. The pane's shell prints the
//! mark `D` with its key, which no script can read, and with the token of the step.

use crate::term::shell_integration::dialect::commands;
use crate::term::shell_integration::text::{assign, quote};
use crate::term::shell_integration::{Dialect, ScriptVariable};
use crate::term::{Nonce, StepToken};

const START_BASH: &str = include_str!("start_bash.sh");
const START_ZSH: &str = include_str!("start_zsh.sh");
const START_POSIX: &str = include_str!("start_posix.sh");

/// Maximum length of the typed title, in characters.
const LONGEST_TITLE: usize = 60;
/// Length of the lines of a payload, in bytes. A terminal's line has at most 4,095 bytes.
const LINE: usize = 900;
/// The first command of a shell behind sudo. sudo closes every descriptor but the first three, so the
/// script arrives on standard input. Afterwards the terminal is standard input, under its own name.
const RECEIVE: &str = r#"__dm=$(cat) && exec <&1 && eval "$__dm""#;

/// A step's script, with its environment.
#[derive(Debug, Clone, Copy)]
pub struct StepScript<'a> {
    /// The nonce of the marks that the script begins.
    pub start: &'a Nonce,
    /// The plan author's text, unchanged.
    pub script: &'a str,
    /// The variables in the script's environment.
    pub variables: &'a [ScriptVariable<'a>],
    /// The user that runs the script, through sudo. `None` is the shell's own user.
    pub user: Option<&'a str>,
    /// The shell of the script. `None` is the pane's shell itself.
    pub shell: Option<&'a str>,
}

/// Returns the line that is typed at the prompt, with Enter, for a script in a shell of its own; none
/// for the pane's shell itself. The mark `R` with the token answers it.
///
/// The title keeps only characters without a special meaning for any shell, history or key binding.
pub fn step_line(token: StepToken, shell: Option<&str>, title: &str) -> Vec<u8> {
    let ordinary = |letter: &char| letter.is_ascii_alphanumeric() || " .,:/_-".contains(*letter);
    let title: String = title.chars().filter(ordinary).take(LONGEST_TITLE).collect();
    match shell {
        Some(shell) => {
            let dialect = match Dialect::of(shell) {
                Some(Dialect::Bash) => "bash",
                Some(Dialect::Zsh) => "zsh",
                Some(Dialect::Posix) | None => "posix",
            };
            let commands = start_commands(shell, ",");
            format!(" __dm {token} {dialect} {commands} {title}\r").into_bytes()
        }
        None => {
            format!(" __dm_in {token} {title}; eval \"$__dm_s\"; {{ __dm_fin; }} 2>/dev/null\r")
                .into_bytes()
        }
    }
}

/// Returns the commands that start a shell without the user's startup files, best first, and separated
/// by `separator`. Their words are separated by `_`.
pub(in crate::term) fn start_commands(shell: &str, separator: &str) -> String {
    let all: &[&str] = match Dialect::of(shell) {
        Some(Dialect::Bash) | None => &["bash --norc --noprofile"],
        Some(Dialect::Zsh) => &["zsh -f"],
        Some(Dialect::Posix) => commands(shell),
    };
    all.iter()
        .map(|command| command.replace(' ', "_"))
        .collect::<Vec<_>>()
        .join(separator)
}

/// Fills the texts that shells of scripts read first into a shell integration, as quoted words.
pub(in crate::term) fn with_starts(hooks: &str) -> String {
    let word = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let mut word = Vec::new();
        quote(lines.collect::<Vec<_>>().join(" ").as_bytes(), &mut word);
        String::from_utf8_lossy(&word).into_owned()
    };
    hooks
        .replace("@START_BASH@", &word(START_BASH))
        .replace("@START_ZSH@", &word(START_ZSH))
        .replace("@START_POSIX@", &word(START_POSIX))
}

/// Returns the line that removes the variables of an interrupted step (mark `L`). The mark `R`
/// answers it.
pub fn forget_line() -> Vec<u8> {
    b" { __dm_forget; } 2>/dev/null\r".to_vec()
}

/// Returns the payload to send after the mark `R`. It ends with a lone `.`.
///
/// It is printable ASCII in lines of 900 bytes, in the format of `printf %b`. Unlike base64, that
/// needs no other program on the host. NUL bytes in the script are left out. `dialect` is that of the
/// shell that reads it.
pub fn step_payload(step: &StepScript<'_>, dialect: Dialect) -> Vec<u8> {
    let mut text = Vec::new();
    let mut out = Vec::new();
    if step.shell.is_some() {
        write_lines(&child(step, dialect), &mut text);
        let size = text.iter().filter(|byte| **byte != b'\n').count();
        out.extend_from_slice(format!("{size}:").as_bytes());
    } else {
        write_lines(&setup(step), &mut text);
        out.extend_from_slice(step.start.as_str().as_bytes());
        out.push(b'\n');
    }
    out.extend_from_slice(&text);
    out.extend_from_slice(dialect.terminator());
    out
}

/// Returns the payload that cancels the step, so that nothing runs.
pub fn no_step(dialect: Dialect) -> Vec<u8> {
    dialect.terminator().to_vec()
}

/// Returns the text that becomes the script, in a shell of its own.
fn child(step: &StepScript<'_>, dialect: Dialect) -> Vec<u8> {
    let time = match dialect {
        Dialect::Bash => "${EPOCHREALTIME-}",
        Dialect::Zsh => "${(%):-%D{%s.%6.}}",
        Dialect::Posix => "",
    };
    let start = step.start.as_str();
    let begins = format!("printf '\\033]133;C;dm=%s;t=%s\\007' {start} \"{time}\"");
    let Some(user) = step.user else {
        return script(step, &begins);
    };
    let mark = format!("printf '\\033]133;S;dm=%s\\007' {start}");
    let mut out = format!("{begins}; __dm_user=").into_bytes();
    quote(user.as_bytes(), &mut out);
    out.extend_from_slice(b"; __dm=");
    quote(&script(step, &mark), &mut out);
    let shell = match dialect {
        Dialect::Bash => "bash --norc --noprofile",
        Dialect::Zsh => "zsh -f",
        Dialect::Posix => "$2",
    };
    // The exit status is sudo's also where the keyboard interrupts it.
    let run = format!(
        "; if [ \"$(id -un)\" = \"$__dm_user\" ]; then unset -v __dm_user; eval \"$__dm\"; \
         else trap : INT QUIT TERM; IFS=_; \
         printf %s \"$__dm\" | sudo -H -u \"$__dm_user\" -- {shell} -c '{RECEIVE}'; fi"
    );
    out.extend_from_slice(run.as_bytes());
    out
}

/// Returns the text that exports the variables, prints a mark with this command, and becomes the
/// script. It stops at a readonly variable: the script must not run with its old value.
fn script(step: &StepScript<'_>, mark: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for variable in step.variables {
        out.extend_from_slice(b"export ");
        out.extend_from_slice(variable.name().as_bytes());
        out.push(b'=');
        quote(variable.value(), &mut out);
        out.extend_from_slice(b" || exit; ");
    }
    let text = format!(
        "cd -- \"${{HOME-/}}\" 2>/dev/null || cd /; {mark} || exit; unset -v __dm __dm_size __dm_tty __dm_line; \
         set --; IFS=' \t\n'; eval "
    );
    out.extend_from_slice(text.as_bytes());
    quote(step.script.as_bytes(), &mut out);
    out
}

/// Returns the text that exports the variables in the pane's shell itself, and stores the script in
/// `__dm_s`.
fn setup(step: &StepScript<'_>) -> Vec<u8> {
    let mut out = Vec::new();
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
