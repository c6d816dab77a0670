//! The shells that can be made to tell their true ends.

/// What a shell's marks are written in, and how it takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// bash, 4.4 and later.
    Bash,
    /// zsh, 5.3 and later.
    Zsh,
    /// What knows POSIX alone: dash, busybox ash, `sh`.
    Posix,
}

impl Dialect {
    /// What a plan's shell speaks; none where we have no marks for it.
    pub fn of(shell: &str) -> Option<Self> {
        match shell {
            "bash" => Some(Self::Bash),
            "zsh" => Some(Self::Zsh),
            "sh" | "dash" | "ash" | "busybox" | "busybox ash" | "busybox sh" => Some(Self::Posix),
            _ => None,
        }
    }

    /// What the shell speaks that answered an attach line with this name.
    pub fn named(name: &str) -> Self {
        match name {
            "bash" => Self::Bash,
            "zsh" => Self::Zsh,
            _ => Self::Posix,
        }
    }

    /// What ends a payload: a `.`; those that read line by line want the line's end too.
    pub(in crate::term) fn terminator(self) -> &'static [u8] {
        match self {
            Self::Bash | Self::Zsh => b".",
            Self::Posix => b".\n",
        }
    }
}

/// The commands that start a plan's shell, best first; busybox is often only under its own name.
pub(in crate::term) fn commands(shell: &str) -> &[&'static str] {
    match shell {
        "bash" => &["bash"],
        "zsh" => &["zsh"],
        "sh" => &["sh"],
        "dash" => &["dash"],
        "ash" => &["ash", "busybox ash"],
        "busybox" | "busybox ash" | "busybox sh" => &["busybox ash", "ash"],
        _ => &[],
    }
}
