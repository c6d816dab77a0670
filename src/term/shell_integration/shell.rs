//! Booting a shell, with no file left on the host.

use crate::term::Nonce;
use crate::term::shell_integration::dialect::{Dialect, commands};
use crate::term::shell_integration::step::write_lines;
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

/// What follows when the wanted shell is not on the host: the login shell, plainly.
const FALL_BACK: &str = r#"exec "${SHELL:-/bin/sh}" -l"#;

/// The marks alone, for a shell that runs already.
fn hooks(dialect: Dialect, nonce: &Nonce) -> String {
    let hooks = match dialect {
        Dialect::Bash => BASH,
        Dialect::Zsh => ZSH,
        Dialect::Posix => POSIX,
    };
    format!("{ABOUT}{}", hooks.replace("@NONCE@", nonce.as_str()))
}

/// The command that ssh is given for a pane: boots the plan's shell, whatever the login shell.
///
/// A shell that has a [`Dialect`] comes with marks; any other is started plainly, as is the login
/// shell where the wanted one, or `base64`, is missing. Then no `I` mark comes.
pub fn remote_command(shell: &str, nonce: &Nonce) -> String {
    let text = decoded(&boot_text(shell, nonce));
    format!("exec /bin/sh -c 'eval {text}; {FALL_BACK}'")
}

/// The same for this machine: program and arguments.
pub fn local_command(shell: &str, nonce: &Nonce) -> Vec<String> {
    let text = format!("{}{FALL_BACK}", boot_text(shell, nonce));
    vec!["/bin/sh".to_owned(), "-c".to_owned(), text]
}

/// Shell text that becomes the wanted shell, or comes to its end where there is none.
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

/// Shell text that becomes a shell we know nothing of.
fn plain(shell: &str) -> String {
    let ordinary = |byte: u8| byte.is_ascii_alphanumeric() || b"/._+-".contains(&byte);
    if shell.is_empty() || shell.starts_with('-') || !shell.bytes().all(ordinary) {
        return String::new();
    }
    format!("if command -v {shell} >/dev/null 2>&1; then exec {shell} -l; fi\n")
}

/// The line that makes a shell which runs already, behind `sudo -i` or another ssh, read its
/// marks: it answers with the mark `R`, which names the shell, and then reads what
/// [`attach_payload`] makes for that shell.
///
/// Ends with the Enter key. It is typed at a prompt, where nothing has been typed. POSIX alone,
/// and short: some shells take lines of 1,024 bytes at most.
pub fn attach_line(nonce: &Nonce) -> Vec<u8> {
    format!(
        " eval \"$(t=$(stty -g)&&stty -echo&&{{ printf '\\033]133;R;%s;dm={nonce}\\007' \
         \"${{BASH_VERSION:+bash}}${{ZSH_VERSION:+zsh}}\">/dev/tty;s=;\
         while IFS= read -r l&&[ \"$l\" != . ];do s=$s$l;done;stty \"$t\";printf %b \"$s\";}})\"\r"
    )
    .into_bytes()
}

/// What is sent after the mark `R` of an [`attach_line`]: the marks of this shell.
pub fn attach_payload(dialect: Dialect, nonce: &Nonce) -> Vec<u8> {
    let mut out = Vec::new();
    write_lines(hooks(dialect, nonce).as_bytes(), &mut out);
    out.extend_from_slice(b".\n");
    out
}

const CONNECT: &str = include_str!("connect.sh");

/// A program and its arguments, run on this machine, that connects to a host with these words for
/// ssh. What the operator's configuration leaves open of dead links and silent hosts is set.
pub fn connect_command(destination: &str, words: &[String]) -> Vec<String> {
    let shell = ["/bin/sh", "-c", CONNECT, "daymark", destination];
    let shell = shell.into_iter().map(str::to_owned);
    shell.chain(words.iter().cloned()).collect()
}
