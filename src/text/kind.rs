//! Whether a text is read as words or as code.

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sentences. A joiner stays inside an emoji and in writing systems that need it, and unusual
    /// blanks stay.
    Prose,
    /// Scripts, ids, file names. Every listed character is written visibly.
    Code,
}
