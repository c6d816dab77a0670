//! What a mark says, and reading it.
//!
//! Marks are the `OSC 133` strings that `FinalTerm` introduced (A prompt, B input, C output,
//! D end), with four letters of our own (I integrated, R receiving, L left over, S script begins
//! as another user) and named fields.

use super::shell_session::{ShellIdentity, ShellSession};

/// An invisible sign in the byte stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Whose nonce it carries.
    pub origin: Origin,
    /// Which of the shells inside one another wrote it.
    pub level: ShellId,
    /// When the shell wrote it, in microseconds since 1970; bash before 5.0 cannot tell.
    pub at: Option<u64>,
    /// What it says.
    pub kind: MarkKind,
}

/// Which of the shells inside one another; never given twice in one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShellId(pub(super) u32);

impl ShellId {
    /// The shell that the pane was booted with.
    pub const PANE: Self = Self(0);

    /// Returns the id of the shell that is attached next.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Whose nonce a mark carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The one the shell was given at its start: what the operator types.
    Pane,
    /// The one of the step that runs, known to no argument list.
    Step,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// `I`: the shell knows our marks from now on.
    Integrated(Box<ShellIdentity>),
    /// `A`: the prompt starts.
    PromptStart,
    /// `B`: the prompt has ended, what is typed follows.
    PromptEnd,
    /// `R`: what is sent now is taken, and nothing of it will be echoed.
    Receiving {
        /// The shell's name, where an attach line asked for it; empty otherwise.
        shell: String,
    },
    /// `L`: a step was broken off, and its variables are still there.
    LeftOver,
    /// `C`: output starts.
    OutputStart,
    /// `S`: the script of a step that runs as another user begins, in that user's shell.
    ScriptStart,
    /// `D`: the command has ended.
    Ended {
        /// Its exit status, as `$?` has it.
        exit: u8,
    },
}

/// What stands between `ESC ] 133 ;` and the terminator, before it is believed.
pub(super) struct UnverifiedMark<'a> {
    fields: MarkFields<'a>,
    /// What it says.
    pub(super) kind: MarkKind,
    /// The nonce it carries.
    pub(super) nonce: &'a str,
}

impl<'a> UnverifiedMark<'a> {
    /// Reads a string's body; none when it is not a mark.
    pub(super) fn read(body: &'a [u8]) -> Option<Self> {
        let body = std::str::from_utf8(body).ok()?;
        if body.chars().any(char::is_control) {
            return None;
        }
        let fields = MarkFields::split(body);
        Some(Self {
            kind: fields.kind()?,
            nonce: fields.named("dm=")?,
            fields,
        })
    }

    /// The how-manieth prompt it belongs to; only shells without hooks count.
    pub(super) fn count(&self) -> Option<u64> {
        self.fields.named("n=")?.parse().ok()
    }

    /// The mark, for it carries the nonce that it must.
    pub(super) fn believed(self, origin: Origin, level: ShellId) -> Mark {
        Mark {
            origin,
            level,
            at: self.fields.time(),
            kind: self.kind,
        }
    }
}

/// The letter, what follows it by place, and what follows by name.
struct MarkFields<'a> {
    letter: &'a str,
    placed: Vec<&'a str>,
    named: Vec<&'a str>,
}

impl<'a> MarkFields<'a> {
    fn split(body: &'a str) -> Self {
        let mut parts = body.split(';');
        let letter = parts.next().unwrap_or_default();
        let (named, placed) = parts.partition(|part| part.contains('='));
        Self {
            letter,
            placed,
            named,
        }
    }

    fn named(&self, name: &str) -> Option<&'a str> {
        self.named.iter().find_map(|field| field.strip_prefix(name))
    }

    fn placed(&self, place: usize) -> String {
        self.placed
            .get(place)
            .copied()
            .unwrap_or_default()
            .to_owned()
    }

    /// Microseconds; the shell writes seconds with six decimals and its locale's own point.
    fn time(&self) -> Option<u64> {
        self.named("t=")?.replace(['.', ','], "").parse().ok()
    }

    /// A field by name; empty where it is missing.
    fn text(&self, name: &str) -> String {
        self.named(name).unwrap_or_default().to_owned()
    }

    fn identity(&self) -> ShellIdentity {
        ShellIdentity {
            shell: self.placed(0),
            version: self.placed(1),
            pid: self.text("pid=").parse().unwrap_or(0),
            tty: self.text("tty="),
            namespace: self.text("ns="),
            session: ShellSession::read(&self.text("boot="), &self.text("stat=")),
        }
    }

    fn kind(&self) -> Option<MarkKind> {
        Some(match self.letter {
            "I" => MarkKind::Integrated(Box::new(self.identity())),
            "A" => MarkKind::PromptStart,
            "B" => MarkKind::PromptEnd,
            "R" => MarkKind::Receiving {
                shell: self.placed(0),
            },
            "L" => MarkKind::LeftOver,
            "C" => MarkKind::OutputStart,
            "S" => MarkKind::ScriptStart,
            "D" => MarkKind::Ended {
                exit: self.placed.first()?.parse().ok()?,
            },
            _ => return None,
        })
    }
}
