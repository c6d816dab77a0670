//! Names of evidence files.

/// Returns the file name of an output, `ID@HOST.N.txt`, without characters that some file systems
/// reject.
pub fn evidence_name(id: &str, host: &str, number: usize) -> String {
    format!("{}@{}.{number}.txt", safe(id), safe(host))
}

/// The parts of an evidence file's name; see [`evidence_name`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedOutput {
    /// The step or check.
    pub(super) id: String,
    /// Whether it is the output of the step's or check's own script, not of a precondition.
    pub(super) is_main: bool,
    /// The host, as in file names.
    pub(super) host: String,
    /// The number of runs of the step or check, up to this one.
    pub(super) number: usize,
}

impl NamedOutput {
    /// Parses a file name; `None` if it does not name evidence. If a name was taken, `-2` follows
    /// the number.
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

    /// Returns whether the file is from this host.
    pub(super) fn is_from(&self, host: &str) -> bool {
        self.host == safe(host)
    }
}

/// Returns a name without characters that some file systems reject.
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
