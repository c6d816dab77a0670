//! Tokens for highlighting: keywords, comments, quotes and variables.

use std::ops::Range;

/// A token of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptToken {
    /// The kind to highlight.
    pub kind: TokenKind,
    /// The byte range in the script.
    pub span: Range<usize>,
}

/// The kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Commands, arguments, operators and blanks.
    Code,
    /// A keyword, a builtin that ends or changes the shell, or either delimiter of a here-document.
    Keyword,
    /// `#` to the end of the line.
    Comment,
    /// Quoted text with its quotes, and the text of a here-document.
    String,
    /// `$NAME`, `${…}` and the special parameters such as `$?`.
    Variable,
}
