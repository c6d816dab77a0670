//! Finds the foreground process of a host's terminal, and whether it is a shell without marks.

use crate::term::shell_integration::text::assign;

const FOREGROUND: &str = include_str!("front.sh");

/// Returns a POSIX script that prints the foreground process of a shell's terminal.
///
/// `shell` is the process id of the shell. [`read_foreground`] parses the output.
pub fn foreground_script(shell: u32, tty: &str) -> String {
    let mut out = Vec::new();
    assign("pid", shell.to_string().as_bytes(), &mut out);
    assign("tty", tty.as_bytes(), &mut out);
    format!("{}{FOREGROUND}", String::from_utf8_lossy(&out))
}

/// The foreground process of a host's terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForegroundProcess {
    arguments: Vec<String>,
    reading: InputMode,
}

/// The input mode of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InputMode {
    /// Key by key: an editor, a shell that edits its line, or a connection to another terminal.
    Keys,
    /// Line by line without echo: a password.
    Hidden,
    Lines,
    /// Unreadable, for lack of permission.
    Unknown,
}

/// Parses the output of a [`foreground_script`]. Returns `None` if the shell itself is in the
/// foreground.
pub fn read_foreground(output: &str) -> Option<ForegroundProcess> {
    let mut lines = output.lines();
    let reading = match lines.next()? {
        "raw" => InputMode::Keys,
        "hidden" => InputMode::Hidden,
        "cooked" => InputMode::Lines,
        _ => InputMode::Unknown,
    };
    let arguments: Vec<String> = lines.map(str::to_owned).collect();
    (!arguments.is_empty()).then_some(ForegroundProcess { arguments, reading })
}

impl ForegroundProcess {
    /// Returns the command line, joined by spaces.
    pub fn command(&self) -> String {
        self.arguments.join(" ")
    }

    /// Returns whether it is a shell at its prompt, or opens one: `sudo -i`, `su -`, another ssh, a
    /// container's shell. A shell that runs a script is not, and neither is `psql`.
    pub fn is_shell(&self) -> bool {
        let words: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        opens_shell(&words)
    }

    /// Returns whether it reads input without echo, as a password prompt does.
    pub fn hides_keys(&self) -> bool {
        self.reading == InputMode::Hidden
    }

    /// Returns whether the shell reads typed input now. It does not during a password prompt or
    /// before a connection is open.
    pub fn is_ready(&self) -> bool {
        let direct = self
            .arguments
            .first()
            .is_some_and(|name| is_shell_name(name));
        self.is_shell()
            && match self.reading {
                InputMode::Keys | InputMode::Unknown => true,
                InputMode::Lines => direct,
                InputMode::Hidden => false,
            }
    }
}

fn base(word: &str) -> &str {
    let name = word.rsplit('/').next().unwrap_or(word);
    name.strip_prefix('-').unwrap_or(name)
}

fn is_shell_name(word: &str) -> bool {
    let shells = [
        "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "rbash", "busybox",
    ];
    shells.contains(&base(word))
}

/// Returns whether a command line opens a shell that reads from the terminal.
fn opens_shell(words: &[&str]) -> bool {
    let Some((name, rest)) = words.split_first() else {
        return false;
    };
    match base(name) {
        "busybox" => opens_shell(rest),
        name if is_shell_name(name) => rest.iter().all(|word| is_shell_option(word)),
        "sudo" | "doas" => behind_sudo(rest),
        "su" | "runuser" => !rest.iter().any(|word| is_command_option(word)),
        "ssh" | "slogin" | "autossh" => behind_ssh(rest),
        "podman" | "docker" | "nerdctl" | "lxc" | "incus" | "kubectl" | "oc" => behind_engine(rest),
        "machinectl" => rest.first() == Some(&"shell"),
        "chroot" | "nsenter" | "unshare" | "env" | "setsid" | "setpriv" | "systemd-run"
        | "systemd-nspawn" | "toolbox" | "distrobox" | "script" | "exec" | "nice" | "chrt" => {
            ends_in_shell(rest)
        }
        _ => false,
    }
}

/// Returns whether a shell still reads from the terminal with this option.
fn is_shell_option(word: &str) -> bool {
    word.starts_with('-') && !is_command_option(word)
}

/// Returns whether the option is `-c`, also combined as in `-lc`: a command follows.
fn is_command_option(word: &str) -> bool {
    let letters = word.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
    letters.is_some_and(|letters| letters.contains('c')) || word.starts_with("--command")
}

/// Returns whether sudo opens a shell: `-i` or `-s` without a command, or a command that opens one.
fn behind_sudo(words: &[&str]) -> bool {
    let takes_value = |word: &str| {
        ["-u", "-g", "-h", "-p", "-C", "-D", "-r", "-t", "-T", "-U"].contains(&word)
            || ["--user", "--group", "--host", "--prompt", "--chdir"].contains(&word)
    };
    let mut shell = false;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        match *word {
            "--" => {
                at += 1;
                break;
            }
            "--login" | "--shell" => shell = true,
            word if takes_value(word) => at += 1,
            word if word.starts_with("--") || word.contains('=') => {}
            word if word.starts_with('-') => {
                shell |= word.contains(['i', 's']);
                // Combined letters, the last of which may take a value: `-nu`.
                if word.ends_with(['u', 'g']) {
                    at += 1;
                }
            }
            _ => break,
        }
        at += 1;
    }
    let rest = words.get(at..).unwrap_or_default();
    if rest.is_empty() {
        shell
    } else {
        opens_shell(rest)
    }
}

/// Returns whether ssh opens a shell: a destination without a command, or a command that opens one.
fn behind_ssh(words: &[&str]) -> bool {
    const TAKE_VALUE: &str = "BbcDEeFIiJLlmOoPpQRSWw";
    let mut at = 0;
    while let Some(word) = words.get(at).filter(|word| word.starts_with('-')) {
        let letters = &word[1..];
        if letters.contains(['N', 'W', 'f']) && !letters.starts_with(['o', 'i', 'F']) {
            return false;
        }
        at += 1;
        let wants = letters.find(|letter| TAKE_VALUE.contains(letter));
        if wants.is_some_and(|place| place + 1 == letters.len()) {
            at += 1;
        }
    }
    let remote = words.get(at + 1..).unwrap_or_default();
    at < words.len() && (remote.is_empty() || is_shell_line(remote))
}

/// Returns whether a remote command opens a shell. ssh sends its words as one line of shell text.
fn is_shell_line(words: &[&str]) -> bool {
    let line = words.join(" ");
    let words: Vec<&str> = line.split_whitespace().collect();
    opens_shell(&words)
}

/// Returns whether a container command opens a shell: `podman exec -it NAME sh`,
/// `docker run -it IMAGE bash`, `kubectl exec -it NAME -- sh`. The last words must be a shell's.
fn behind_engine(words: &[&str]) -> bool {
    let verb = words
        .iter()
        .position(|word| ["exec", "run", "attach", "shell"].contains(word));
    verb.is_some_and(|verb| words[verb] == "attach" || ends_in_shell(&words[verb + 1..]))
}

/// Returns whether the words end with a command that opens a shell.
fn ends_in_shell(words: &[&str]) -> bool {
    (0..words.len()).any(|at| is_shell_name(words[at]) && opens_shell(&words[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: bool) {
        let words: Vec<&str> = line.split(' ').collect();
        assert_eq!(opens_shell(&words), expected, "{line}");
    }

    #[test]
    fn shells_and_ways_into_them() {
        for line in [
            "-bash",
            "bash",
            "/bin/bash -l",
            "busybox ash -i",
            "zsh -f",
            "sudo -i",
            "sudo -iu postgres",
            "sudo -u postgres -i",
            "sudo -s",
            "sudo su -",
            "sudo -u postgres bash",
            "doas -s",
            "su - postgres",
            "su",
            "ssh other",
            "ssh -p 2222 -o Port=3 ops@other",
            "ssh -t other sudo -i",
            "ssh -tp 22 other",
            "podman exec -it django sh",
            "docker exec -it -u root web /bin/bash",
            "docker run --rm -it debian bash -l",
            "kubectl exec -it pod -- sh",
            "chroot /mnt /bin/sh",
            "unshare -m --fork chroot /mnt busybox sh",
            "nsenter -t 1 -m bash",
            "machinectl shell web",
        ] {
            check(line, true);
        }
    }

    #[test]
    fn programs_that_are_no_shells() {
        for line in [
            "psql",
            "sudo -u postgres psql",
            "sudo -i psql",
            "vim",
            "python3",
            "bash deploy.sh",
            "bash -c sleep",
            "sh -lc ls",
            "su - postgres -c psql",
            "ssh other uptime",
            "ssh -N -L 1:2:3 other",
            "podman exec -it db psql",
            "podman exec web sh -c ls",
            "sleep 600",
            "less /etc/hosts",
        ] {
            check(line, false);
        }
    }

    #[test]
    fn a_password_is_not_a_prompt() {
        let front = |text: &str| read_foreground(text).is_some_and(|front| front.is_ready());
        assert!(front("raw\nsudo\n-i\n"));
        assert!(!front("hidden\nsudo\n-i\n"));
        assert!(!front("cooked\nssh\nother\n"));
        assert!(front("cooked\ndash\n"));
        assert!(!front("raw\nvim\n"));
        assert_eq!(read_foreground(""), None);
    }
}
