//! Asking a check in a fresh shell, beside the pane.

use super::Variable;
use super::dialect::{Dialect, commands};
use super::step::write_lines;
use super::text::{assign, exports, quote, quoted_list};

/// Reads lines until a lone `.`, decodes them and runs them; the rest of standard input is left.
/// What did not come whole is not run. It stands in single quotes, for any login shell.
macro_rules! receive {
    () => {
        concat!(
            r#"s=;while IFS= read -r l;do [ "$l" = . ]&&break;s=$s$l;done;"#,
            r#"[ "$l" = . ]||exit 126;eval "$(printf %b "$s")""#
        )
    };
}

const BASH: &str = include_str!("ask_bash.sh");
const POSIX: &str = include_str!("ask_posix.sh");

/// The command that reads what [`ask_payload`] makes, none of the user's files read.
///
/// Where scripts are written for another shell than bash, it is the POSIX shell that every host
/// has; the script itself runs in the plan's.
pub fn ask_command(shell: &str) -> &'static str {
    match Dialect::of(shell) {
        Some(Dialect::Bash) | None => "exec bash --norc --noprofile -s",
        Some(Dialect::Zsh | Dialect::Posix) => concat!("exec /bin/sh -c '", receive!(), "'"),
    }
}

/// What a check sends to the standard input of [`ask_command`].
///
/// The script runs in the home folder, with the variables exported and an empty standard input,
/// as `user` through `sudo -n` where one is given. NUL bytes in the script are left out. A plan's
/// shell that we know nothing of is asked in bash.
///
/// - **Keep standard input open** until the answer: its end is how a question that takes too
///   long is broken off. The script's process group gets SIGTERM then, and two seconds later
///   SIGKILL; a lost connection does the same.
/// - The exit status is the script's. 126 and 127 mean that it could not be asked; a `sudo -n`
///   that refused is told as 126.
/// - Standard error must not be a terminal, or bash would take that terminal for itself.
/// - What the script left running in its group ends with it.
pub fn ask_payload(
    shell: &str,
    script: &str,
    variables: &[Variable<'_>],
    user: Option<&str>,
) -> Vec<u8> {
    match Dialect::of(shell) {
        Some(Dialect::Bash) | None => in_bash(script, variables, user),
        Some(Dialect::Zsh | Dialect::Posix) => in_posix(shell, script, variables, user),
    }
}

fn in_bash(script: &str, variables: &[Variable<'_>], user: Option<&str>) -> Vec<u8> {
    // In braces: bash reads all of it before it runs any, and the rest of standard input is left.
    let mut out = b"{\n".to_vec();
    match user {
        None => out.extend_from_slice(BASH.as_bytes()),
        Some(user) => {
            sudo(user, &mut out);
            out.extend_from_slice(b"bash -c ");
            quote(BASH.as_bytes(), &mut out);
            out.extend_from_slice(b" bash sudo\n");
            swap_statuses(&mut out);
        }
    }
    out.extend_from_slice(b"}\n");
    out.extend(exports(variables));
    out.push(0);
    out.extend(script.bytes().filter(|&byte| byte != 0));
    out.push(0);
    out
}

/// A shell without bash's `read -d` takes script and variables as quoted text, in lines.
fn in_posix(shell: &str, script: &str, variables: &[Variable<'_>], user: Option<&str>) -> Vec<u8> {
    let mut asked = exports(variables);
    asked.extend_from_slice(b"unset -v __dm\neval ");
    quote(script.as_bytes(), &mut asked);
    let swap: &[u8] = if user.is_some() { b"sudo" } else { b"" };
    let mut text = Vec::new();
    assign("__dm_asked", &asked, &mut text);
    assign("__dm_swap", swap, &mut text);
    let commands = match shell {
        "zsh" => "'zsh -f'".to_owned(),
        _ => quoted_list(commands(shell)),
    };
    text.extend_from_slice(POSIX.replace("@COMMANDS@", &commands).as_bytes());
    let mut out = Vec::new();
    if let Some(user) = user {
        let mut outer = Vec::new();
        sudo(user, &mut outer);
        outer.extend_from_slice(concat!("sh -c '", receive!(), "'\n").as_bytes());
        swap_statuses(&mut outer);
        send(&outer, &mut out);
    }
    send(&text, &mut out);
    out
}

/// Writes a text as a receiver takes it.
fn send(text: &[u8], out: &mut Vec<u8>) {
    write_lines(text, out);
    out.extend_from_slice(b".\n");
}

fn sudo(user: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"sudo -n -H -u ");
    quote(user.as_bytes(), out);
    out.extend_from_slice(b" -- ");
}

/// Ends with the status of what ran behind sudo; sudo's own 1 becomes 126.
fn swap_statuses(out: &mut Vec<u8>) {
    out.extend_from_slice(
        b"__dm_exit=$?\ncase $__dm_exit in 1) exit 126 ;; 126) exit 1 ;; esac\n\
          exit \"$__dm_exit\"\n",
    );
}
