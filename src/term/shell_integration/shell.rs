//! Starts a shell with prompt marks, and leaves no file on the host.

use crate::term::Nonce;
use crate::term::shell_integration::dialect::{Dialect, commands};
use crate::term::shell_integration::step::{with_starts, write_lines};
use crate::term::shell_integration::text::{decoded, quoted_list};

const ABOUT: &str = include_str!("about.sh");
const BASH: &str = include_str!("bash.sh");
const ZSH: &str = include_str!("zsh.sh");
const POSIX: &str = include_str!("posix.sh");

const BOOT_BASH: &str = include_str!("boot_bash.sh");
const BOOT_ZSH: &str = include_str!("boot_zsh.sh");
const BOOT_POSIX: &str = include_str!("boot_posix.sh");

const LOGIN_BASH: &str = include_str!("login_bash.sh");
const LOGIN_ZSH: &str = include_str!("login_zsh.sh");
const LOGIN_POSIX: &str = include_str!("login_posix.sh");

/// Starts the login shell without marks if the plan's shell is not on the host.
const FALL_BACK: &str = r#"exec "${SHELL:-/bin/sh}" -l"#;

/// Returns the marks for a shell that is already running.
fn hooks(dialect: Dialect, nonce: &Nonce) -> String {
    let hooks = match dialect {
        Dialect::Bash => BASH,
        Dialect::Zsh => ZSH,
        Dialect::Posix => POSIX,
    };
    format!(
        "{ABOUT}{}",
        with_starts(&hooks.replace("@NONCE@", nonce.as_str()))
    )
}

/// Returns the ssh command of a pane. It starts the plan's shell from any login shell.
///
/// A shell with a [`Dialect`] gets prompt marks. Any other shell starts without marks, and so does
/// the login shell if the plan's shell or `base64` is missing. Then no `I` mark arrives.
pub fn remote_command(shell: &str, nonce: &Nonce) -> String {
    let text = decoded(&boot_text(shell, nonce));
    format!("exec /bin/sh -c 'eval {text}; {FALL_BACK}'")
}

/// Returns the command of a pane on this machine: program and arguments.
pub fn local_command(shell: &str, nonce: &Nonce) -> Vec<String> {
    let text = format!("{}{FALL_BACK}", boot_text(shell, nonce));
    vec!["/bin/sh".to_owned(), "-c".to_owned(), text]
}

/// Returns shell text that becomes the plan's shell, or runs to its end if the shell is missing.
fn boot_text(shell: &str, nonce: &Nonce) -> String {
    let Some(dialect) = Dialect::of(shell) else {
        return plain(shell);
    };
    let hooks = hooks(dialect, nonce);
    match dialect {
        Dialect::Bash => BOOT_BASH.replace("@LOGIN@", &format!("{LOGIN_BASH}{hooks}")),
        Dialect::Zsh => BOOT_ZSH.replace("@LOGIN@", &LOGIN_ZSH.replace("@HOOKS@", &hooks)),
        Dialect::Posix => BOOT_POSIX
            .replace("@COMMANDS@", &quoted_list(commands(shell)))
            .replace("@LOGIN@", &format!("{LOGIN_POSIX}{hooks}")),
    }
}

/// Returns shell text that becomes a shell without shell integration.
fn plain(shell: &str) -> String {
    let ordinary = |byte: u8| byte.is_ascii_alphanumeric() || b"/._+-".contains(&byte);
    if shell.is_empty() || shell.starts_with('-') || !shell.bytes().all(ordinary) {
        return String::new();
    }
    format!("if command -v {shell} >/dev/null 2>&1; then exec {shell} -l; fi\n")
}

/// Returns the line that attaches a running shell, such as one behind `sudo -i` or another ssh.
///
/// The shell answers with the mark `R`, which names it. Then it reads the payload that
/// [`attach_payload`] makes for it. The line ends with the Enter key and is typed at an empty
/// prompt. It uses POSIX only and is short, because some shells accept at most 1,024 bytes per
/// line.
pub fn attach_line(nonce: &Nonce) -> Vec<u8> {
    format!(
        " eval \"$(t=$(stty -g)&&stty -echo&&{{ printf '\\033]133;R;%s;dm={nonce}\\007' \
         \"${{BASH_VERSION:+bash}}${{ZSH_VERSION:+zsh}}\">/dev/tty;s=;\
         while IFS= read -r l&&[ \"$l\" != . ];do s=$s$l;done;stty \"$t\";printf %b \"$s\";}})\"\r"
    )
    .into_bytes()
}

/// Returns the payload to send after the mark `R` of an [`attach_line`]: the marks of this shell.
pub fn attach_payload(dialect: Dialect, nonce: &Nonce) -> Vec<u8> {
    let mut out = Vec::new();
    write_lines(hooks(dialect, nonce).as_bytes(), &mut out);
    out.extend_from_slice(b".\n");
    out
}

const CONNECT: &str = include_str!("connect.sh");

/// Returns a program and its arguments that connect this machine to a host, with these words for
/// ssh.
///
/// It sets timeouts for dead connections and silent hosts if the operator's configuration has none.
pub fn connect_command(destination: &str, words: &[String]) -> Vec<String> {
    let shell = ["/bin/sh", "-c", CONNECT, "daymark", destination];
    let shell = shell.into_iter().map(str::to_owned);
    shell.chain(words.iter().cloned()).collect()
}
