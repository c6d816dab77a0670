//! The shells that have shell integration.

/// The language of a shell's integration: how it writes marks and receives a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// bash, 4.4 and later.
    Bash,
    /// zsh, 5.3 and later.
    Zsh,
    /// Shells limited to POSIX: dash, busybox ash, `sh`.
    Posix,
}

impl Dialect {
    /// Returns the dialect of a plan's shell, or `None` if there is no shell integration for it.
    pub fn of(shell: &str) -> Option<Self> {
        match shell {
            "bash" => Some(Self::Bash),
            "zsh" => Some(Self::Zsh),
            "sh" | "dash" | "ash" | "busybox" | "busybox ash" | "busybox sh" => Some(Self::Posix),
            _ => None,
        }
    }

    /// Returns the dialect of a shell that answered an attach line with this name.
    pub fn named(name: &str) -> Self {
        match name {
            "bash" => Self::Bash,
            "zsh" => Self::Zsh,
            _ => Self::Posix,
        }
    }

    /// Returns the name of a shell that has this dialect.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Posix => "sh",
        }
    }

    /// Returns the end of a payload: a `.`. Shells that read by lines also need a line end.
    pub(in crate::term) fn terminator(self) -> &'static [u8] {
        match self {
            Self::Bash | Self::Zsh => b".",
            Self::Posix => b".\n",
        }
    }
}

/// Returns the commands that start a plan's shell, best first. busybox is often installed only
/// under its own name.
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
