//! Names of kept outputs.

/// The file name of an output: what, where, and the how-manieth; safe in any file system.
pub fn evidence_name(id: &str, host: &str, number: usize) -> String {
    format!("{}@{}.{number}.txt", safe(id), safe(host))
}

/// What the name of a kept output tells; see [`evidence_name`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedOutput {
    /// The step or check.
    pub(super) id: String,
    /// Whether the step's own script made it, or the check's; else one of the questions beside it.
    pub(super) is_main: bool,
    /// The host, as it is written in file names.
    pub(super) host: String,
    /// How many runs of the step or check there were, this one included.
    pub(super) number: usize,
}

impl NamedOutput {
    /// Reads a file name; none where it is no output's. A name that was taken has `-2` behind its
    /// number.
    pub(super) fn read(file: &str) -> Option<Self> {
        let (subject, rest) = file.strip_suffix(".txt")?.split_once('@')?;
        let (host, number) = rest.rsplit_once('.')?;
        let number = number.split('-').next()?.parse().ok()?;
        let id = subject.split('.').next()?;
        Some(Self {
            id: id.to_owned(),
            is_main: id == subject,
            host: host.to_owned(),
            number,
        })
    }

    /// Whether it was made on this host.
    pub(super) fn is_from(&self, host: &str) -> bool {
        self.host == safe(host)
    }
}

/// A name as it is written in file names.
pub(super) fn safe(text: &str) -> String {
    let keep = |c: char| {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    text.chars().map(keep).collect()
}
