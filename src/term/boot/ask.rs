//! Asking a check in a fresh shell, beside the pane.

use super::Variable;
use super::text::{exports, quote};

const ASK: &str = include_str!("ask.sh");

/// The command that reads what [`ask_payload`] makes: a fresh bash, none of the user's files.
pub const ASK_COMMAND: &str = "exec bash --norc --noprofile -s";

/// What a check sends to the standard input of [`ASK_COMMAND`].
///
/// The script runs in the home folder, with the variables exported and an empty standard input,
/// as `user` through `sudo -n` where one is given. NUL bytes in the script are left out.
///
/// - **Keep standard input open** until the answer: its end is how a question that takes too
///   long is broken off. The script's process group gets SIGTERM then, and two seconds later
///   SIGKILL; a lost connection does the same.
/// - The exit status is the script's. 126 and 127 mean that it could not be asked; a `sudo -n`
///   that refused is told as 126.
/// - Standard error must not be a terminal, or bash would take that terminal for itself.
/// - What the script left running in its group ends with it.
pub fn ask_payload(script: &str, variables: &[Variable<'_>], user: Option<&str>) -> Vec<u8> {
    // In braces: bash reads all of it before it runs any, and the rest of standard input is left.
    let mut out = b"{\n".to_vec();
    match user {
        None => out.extend_from_slice(ASK.as_bytes()),
        Some(user) => through_sudo(user, &mut out),
    }
    out.extend_from_slice(b"}\n");
    out.extend(exports(variables));
    out.push(0);
    out.extend(script.bytes().filter(|&byte| byte != 0));
    out.push(0);
    out
}

/// The same text as a constant argument of a bash behind sudo, and its statuses set right.
fn through_sudo(user: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"sudo -n -H -u ");
    quote(user.as_bytes(), out);
    out.extend_from_slice(b" -- bash -c ");
    quote(ASK.as_bytes(), out);
    out.extend_from_slice(
        b" bash sudo\n__dm_exit=$?\ncase $__dm_exit in 1) exit 126 ;; 126) exit 1 ;; esac\n\
          exit \"$__dm_exit\"\n",
    );
}
