//! The two kinds of text: prose and code.

/// The kind of a text, which decides the invisible characters that it may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sentences. Joiners remain inside emoji and in writing systems that need them. Unusual spaces
    /// also remain.
    Prose,
    /// Scripts, ids and file names. Every listed character is made visible.
    Code,
}
