//! Booting a shell, with no file left on the host.

use super::super::Nonce;
use super::text::decoded;

const LOGIN: &str = include_str!("login.sh");
const HOOKS: &str = include_str!("hooks.sh");
const BOOT: &str = include_str!("boot.sh");

/// What follows when the wanted shell is not on the host: the login shell, plainly.
const FALL_BACK: &str = r#"exec "${SHELL:-/bin/sh}" -l"#;

/// What bash reads before its first prompt: a login shell's files, then the marks.
pub fn bash(nonce: &Nonce) -> String {
    format!("{LOGIN}{}", hooks(nonce))
}

/// The marks alone, for a bash that runs already.
fn hooks(nonce: &Nonce) -> String {
    HOOKS.replace("@NONCE@", nonce.as_str())
}

/// The command that ssh is given for a pane: boots the plan's shell, whatever the login shell.
///
/// `bash` comes with marks; any other shell is started plainly, as is the login shell where the
/// wanted one, or `base64`, is missing. Then no `I` mark comes.
pub fn remote_command(shell: &str, nonce: &Nonce) -> String {
    let text = decoded(&boot_text(shell, nonce));
    format!("exec /bin/sh -c 'eval {text}; {FALL_BACK}'")
}

/// The same for this machine: program and arguments.
pub fn local_command(shell: &str, nonce: &Nonce) -> Vec<String> {
    let text = format!("{}{FALL_BACK}", boot_text(shell, nonce));
    vec!["/bin/sh".to_owned(), "-c".to_owned(), text]
}

/// The line that brings the marks to a bash that runs already, behind `sudo -i` or another ssh.
///
/// Ends with the Enter key. It is typed at a prompt, where nothing has been typed.
pub fn attach_line(nonce: &Nonce) -> Vec<u8> {
    format!(" eval {}\r", decoded(&hooks(nonce))).into_bytes()
}

/// Shell text that becomes the wanted shell, or comes to its end where there is none.
fn boot_text(shell: &str, nonce: &Nonce) -> String {
    if shell == "bash" {
        return BOOT.replace("@BASH@", &bash(nonce));
    }
    let ordinary = |byte: u8| byte.is_ascii_alphanumeric() || b"/._+-".contains(&byte);
    if shell.is_empty() || shell.starts_with('-') || !shell.bytes().all(ordinary) {
        return String::new();
    }
    format!("if command -v {shell} >/dev/null 2>&1; then exec {shell} -l; fi\n")
}
