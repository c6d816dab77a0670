//! What a mark says, and reading it.
//!
//! Marks are the `OSC 133` strings that `FinalTerm` introduced (A prompt, B input, C output,
//! D end), with two letters of our own (I integrated, R receiving) and named fields.

use super::Nonce;

/// An invisible sign in the byte stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Whose nonce it carries.
    pub origin: Origin,
    /// When the shell wrote it, in microseconds since 1970; bash before 5.0 cannot tell.
    pub at: Option<u64>,
    /// What it says.
    pub kind: Kind,
}

/// Whose nonce a mark carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The one the pane was booted with: what the operator types.
    Pane,
    /// The one of the step that runs, known to no argument list.
    Step,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `I`: the shell knows our marks from now on.
    Integrated {
        /// The shell's name, such as `bash`.
        shell: String,
        /// Its version, as it tells it.
        version: String,
        /// Its process on its host; 0 when it did not tell.
        pid: u32,
        /// Its terminal on its host, such as `/dev/pts/3`.
        tty: String,
    },
    /// `A`: the prompt starts.
    PromptStart,
    /// `B`: the prompt has ended, what is typed follows.
    PromptEnd,
    /// `R`: a step can be sent; nothing of it will be echoed.
    Receiving,
    /// `C`: output starts.
    OutputStart,
    /// `D`: the command has ended.
    Ended {
        /// Its exit status, as `$?` has it.
        exit: u8,
    },
}

impl Mark {
    /// Reads what stands between `ESC ] 133 ;` and the terminator.
    ///
    /// None when it is not a mark, or carries neither of the nonces where it must: a running
    /// step's start and end are believed only with the step's own.
    pub(super) fn read(body: &[u8], pane: &Nonce, step: Option<&Nonce>) -> Option<Self> {
        let body = std::str::from_utf8(body).ok()?;
        if body.chars().any(char::is_control) {
            return None;
        }
        let fields = Fields::split(body);
        let kind = fields.kind()?;
        let (origin, expected) = match (&kind, step) {
            (Kind::OutputStart | Kind::Ended { .. }, Some(step)) => (Origin::Step, step),
            _ => (Origin::Pane, pane),
        };
        (fields.named("dm=")? == expected.as_str()).then(|| Self {
            origin,
            at: fields.time(),
            kind,
        })
    }
}

/// The letter, what follows it by place, and what follows by name.
struct Fields<'a> {
    letter: &'a str,
    placed: Vec<&'a str>,
    named: Vec<&'a str>,
}

impl<'a> Fields<'a> {
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

    fn kind(&self) -> Option<Kind> {
        Some(match self.letter {
            "I" => Kind::Integrated {
                shell: self.placed(0),
                version: self.placed(1),
                pid: self
                    .named("pid=")
                    .and_then(|pid| pid.parse().ok())
                    .unwrap_or(0),
                tty: self.named("tty=").unwrap_or_default().to_owned(),
            },
            "A" => Kind::PromptStart,
            "B" => Kind::PromptEnd,
            "R" => Kind::Receiving,
            "C" => Kind::OutputStart,
            "D" => Kind::Ended {
                exit: self.placed.first()?.parse().ok()?,
            },
            _ => return None,
        })
    }
}
