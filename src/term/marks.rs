//! Parses prompt marks.
//!
//! Prompt marks are the `OSC 133` strings that `FinalTerm` introduced (A prompt, B input, C output,
//! D end). daymark adds four letters (I integrated, R receiving, L left over, S script begins as
//! another user) and named fields.

use super::nonce::Nonce;
use super::shell_session::{ShellIdentity, ShellSession};

/// A prompt mark: an invisible control string in the output of a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The subject of the mark.
    pub origin: Origin,
    /// The shell that wrote the mark, among nested shells.
    pub level: ShellId,
    /// The time of writing, in microseconds since 1970. `None` for shells without microsecond time,
    /// such as bash before 5.0.
    pub at: Option<u64>,
    /// The kind of the mark, with its fields.
    pub kind: MarkKind,
}

/// The id of a shell among nested shells. Ids are unique within a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShellId(pub(super) u32);

impl ShellId {
    /// The shell that the pane was started with.
    pub const PANE: Self = Self(0);

    /// Returns the id of the shell that is attached next.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The subject of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The shell and the commands that are typed there.
    Pane,
    /// The running step.
    Step,
}

/// The kind of a mark, with its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// `I`: the shell writes prompt marks from now on.
    Integrated(Box<ShellIdentity>),
    PromptStart,
    /// `B`: the prompt ends, and input follows.
    PromptEnd,
    /// `R`: a shell reads what is sent next, without echo.
    Receiving {
        /// The shell's name, if an attach line requested it, else empty.
        shell: String,
    },
    /// `L`: a step in the shell itself was interrupted, and its variables are still set.
    LeftOver,
    /// `C`: output starts.
    OutputStart,
    /// `S`: the script of a step begins in the shell of another user.
    ScriptStart,
    /// `D`: the command ended.
    Ended {
        /// The exit status, as in `$?`.
        exit: u8,
    },
}

/// The parsed text between `ESC ] 133 ;` and the terminator, before its nonce is verified.
pub(super) struct UnverifiedMark<'a> {
    fields: MarkFields<'a>,
    pub(super) kind: MarkKind,
    pub(super) nonce: &'a str,
}

impl<'a> UnverifiedMark<'a> {
    /// Parses the body of an OSC 133 string. Returns `None` if it is not a mark.
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

    /// Returns the key that authenticates all later marks of the shell.
    pub(super) fn key(&self) -> Option<Nonce> {
        self.fields.named("key=").and_then(Nonce::read)
    }

    /// Returns the token of the step that has ended; none for a typed command.
    pub(super) fn step(&self) -> Option<&'a str> {
        self.fields.named("step=").filter(|step| *step != "0")
    }

    /// Returns the sequence number of the prompt. Only shells without hooks number their prompts.
    pub(super) fn count(&self) -> Option<u64> {
        self.fields.named("n=")?.parse().ok()
    }

    /// Converts to a verified mark. The caller has checked the nonce.
    pub(super) fn believed(self, origin: Origin, level: ShellId) -> Mark {
        Mark {
            origin,
            level,
            at: self.fields.time(),
            kind: self.kind,
        }
    }
}

/// The letter of a mark with its positional and its named fields.
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

    /// Returns the time in microseconds. The shell writes seconds with six decimals and the decimal
    /// separator of its locale.
    fn time(&self) -> Option<u64> {
        self.named("t=")?.replace(['.', ','], "").parse().ok()
    }

    /// Returns a named field, empty if it is missing.
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
