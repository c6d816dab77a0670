//! The parser's position in a script, and its smallest steps.

use std::{borrow::Cow, ops::Range};

use super::{
    script::{ScannedScript, SyntaxError},
    token::{ScriptToken, TokenKind},
};

/// The state of the parser: its position, and the results so far.
pub(super) struct Cursor<'s> {
    /// The whole script.
    pub(super) text: &'s str,
    /// The position of the next byte.
    pub(super) at: usize,
    /// The end of the range to parse.
    pub(super) end: usize,
    /// The number of open commands and expansions.
    depth: usize,
    /// The number of open subshells and functions. An `exit` inside them is not reported.
    pub(super) subshells: usize,
    /// Here-documents whose text begins after this line.
    pub(super) pending: Vec<HereDocument<'s>>,
    /// The tokens so far.
    pub(super) tokens: Vec<ScriptToken>,
    /// The names and errors so far.
    pub(super) found: ScannedScript<'s>,
}

/// A here-document whose text has not been parsed yet.
pub(super) struct HereDocument<'s> {
    /// The `<<` and its word.
    pub(super) opener: Range<usize>,
    /// The line that ends the text.
    pub(super) delimiter: Cow<'s, str>,
    /// Whether tabs at the start of each line are removed (`<<-`).
    pub(super) strips: bool,
    /// Whether the text is literal, without expansions.
    pub(super) is_quoted: bool,
}

/// The reason why the parser stops early.
pub(super) enum ParseError {
    /// No shell accepts the script.
    Syntax(SyntaxError),
    /// The nesting exceeds the parser's limit.
    TooDeep,
}

/// The result of parsing a part.
pub(super) type ParseResult<T = ()> = Result<T, ParseError>;

/// The length of `function`.
const LONGEST_KEYWORD: usize = 8;

/// The maximum nesting of commands and expansions. The parser does not check deeper scripts.
const DEEPEST: usize = 100;

impl<'s> Cursor<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self {
            text,
            at: 0,
            end: text.len(),
            depth: 0,
            subshells: 0,
            pending: Vec::new(),
            tokens: Vec::new(),
            found: ScannedScript::default(),
        }
    }

    /// Parses one nesting level deeper.
    pub(super) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> ParseResult<T>,
    ) -> ParseResult<T> {
        if self.depth == DEEPEST {
            return Err(ParseError::TooDeep);
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// Parses a subshell or a function.
    pub(super) fn in_subshell<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> ParseResult<T>,
    ) -> ParseResult<T> {
        self.subshells += 1;
        let value = self.nested(read);
        self.subshells -= 1;
        value
    }

    /// Returns the rest of the range to parse.
    pub(super) fn rest(&self) -> &'s str {
        &self.text[self.at..self.end]
    }

    /// Returns the next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest().bytes().next()
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// Skips `text` if it is next, and returns whether it was.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let sees = self.starts_with(text);
        self.at += if sees { text.len() } else { 0 };
        sees
    }

    /// Skips one character.
    pub(super) fn skip(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    /// Skips all bytes of a kind. A kind must treat all bytes that are not ASCII the same.
    pub(super) fn skip_while(&mut self, kind: impl Fn(u8) -> bool) -> &'s str {
        let rest = self.rest();
        let length = rest.bytes().position(|byte| !kind(byte));
        let length = length.unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Skips blanks, escaped newlines and a comment.
    pub(super) fn blanks(&mut self) {
        loop {
            self.skip_while(|byte| byte == b' ' || byte == b'\t');
            if !self.take("\\\n") {
                break;
            }
        }
        if self.starts_with("#") {
            let start = self.at;
            self.skip_while(|byte| byte != b'\n');
            self.token(TokenKind::Comment, start);
        }
    }

    /// Reads the name of a variable, if one is next.
    pub(super) fn name(&mut self) -> Option<&'s str> {
        let next = self.peek()?;
        let begins = next.is_ascii_alphabetic() || next == b'_';
        begins.then(|| self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
    }

    /// Returns the next word up to a blank or an operator.
    pub(super) fn bare_word(&self) -> &'s str {
        let rest = self.rest();
        &rest[..rest.bytes().position(ends_word).unwrap_or(rest.len())]
    }

    /// Returns the next word if it is short enough for a keyword, else the empty text.
    pub(super) fn keyword(&self) -> &'s str {
        let rest = self.rest();
        let end = rest.bytes().take(LONGEST_KEYWORD + 1).position(ends_word);
        let (word, after) = match end {
            Some(end) => rest.split_at(end),
            None if rest.len() <= LONGEST_KEYWORD => (rest, ""),
            None => ("", rest),
        };
        // `}<(a)` is a single word.
        let goes_on = after.starts_with("<(") || after.starts_with(">(");
        if goes_on { "" } else { word }
    }

    /// Skips `word` if it is the next word, and returns whether it was.
    pub(super) fn take_keyword(&mut self, word: &str) -> bool {
        let takes = self.keyword() == word;
        if takes {
            let start = self.at;
            self.at += word.len();
            self.token(TokenKind::Keyword, start);
        }
        takes
    }

    /// Adds a token from `start` to the current position.
    pub(super) fn token(&mut self, kind: TokenKind, start: usize) {
        let span = start..self.at;
        self.tokens.push(ScriptToken { kind, span });
    }

    /// Returns the span of the next token, and its name in messages.
    pub(super) fn next_text(&self) -> (Range<usize>, String) {
        let operators = [";;&", "&&", "||", ";;", ";&", "|&", "((", "))", ">>", "<<"];
        let operator = operators
            .into_iter()
            .find(|operator| self.starts_with(operator));
        let length = match (operator, self.peek()) {
            (Some(operator), _) => operator.len(),
            (None, None) => return (self.at..self.at, "the end".to_owned()),
            (None, Some(b'\n')) => return (self.at..self.at, "the end of the line".to_owned()),
            (None, Some(_)) => self.bare_word().len().max(1),
        };
        let span = self.at..self.at + length;
        let found = format!("`{}`", &self.text[span.clone()]);
        (span, found)
    }

    /// Returns a syntax error at the next token.
    pub(super) fn unexpected<T>(&self, hint: impl Into<String>) -> ParseResult<T> {
        let (span, found) = self.next_text();
        syntax_error(span, format!("{found} is not allowed here"), hint)
    }
}

/// Returns a syntax error.
pub(super) fn syntax_error<T>(
    span: Range<usize>,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> ParseResult<T> {
    Err(ParseError::Syntax(SyntaxError {
        span,
        message: message.into(),
        hint: hint.into(),
    }))
}

/// Returns whether an unquoted byte ends a word.
pub(super) fn ends_word(byte: u8) -> bool {
    b" \t\n;&|<>()".contains(&byte)
}
