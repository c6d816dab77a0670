//! A long text to read.

/// A long text to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reader {
    /// What it is.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// The first line shown.
    pub top: usize,
    /// The file it can be written to.
    pub file: Option<String>,
    /// Kept output that is still on its way.
    pub awaits: Option<String>,
}

impl Reader {
    /// A text under a title.
    pub fn new(title: impl Into<String>, text: &str) -> Self {
        Self {
            title: title.into(),
            lines: text.lines().map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }
}
