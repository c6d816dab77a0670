//! A place in a script, and the smallest moves from it.

use std::{borrow::Cow, ops::Range};

use super::{
    script::{ScannedScript, SyntaxError},
    token::{ScriptToken, TokenKind},
};

/// A place in a script, and all that was found before it.
pub(super) struct Cursor<'s> {
    /// The whole script.
    pub(super) text: &'s str,
    /// The byte that comes next.
    pub(super) at: usize,
    /// Where to stop reading.
    pub(super) end: usize,
    /// How many commands and expansions are open.
    depth: usize,
    /// How many of them run in a shell of their own, or only when they are called.
    pub(super) subshells: usize,
    /// Here-documents whose text begins after this line.
    pub(super) pending: Vec<HereDocument<'s>>,
    /// The parts that were found so far.
    pub(super) tokens: Vec<ScriptToken>,
    /// What was found so far.
    pub(super) found: ScannedScript<'s>,
}

/// A here-document whose text is still to come.
pub(super) struct HereDocument<'s> {
    /// Where it was announced.
    pub(super) opener: Range<usize>,
    /// The line that ends it.
    pub(super) delimiter: Cow<'s, str>,
    /// Whether tabs before each line are taken away.
    pub(super) strips: bool,
    /// Whether its text is taken as it is.
    pub(super) is_quoted: bool,
}

/// Why reading ends early.
pub(super) enum ParseError {
    /// No shell would take this.
    Syntax(SyntaxError),
    /// It nests too deep to be followed.
    TooDeep,
}

/// What reading a part comes to.
pub(super) type ParseResult<T = ()> = Result<T, ParseError>;

/// The length of `function`.
const LONGEST_KEYWORD: usize = 8;

/// How deep commands and expansions may nest before they are left to the shell.
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

    /// Reads something that is open until it is read.
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

    /// Reads something that runs in a shell of its own, or only when it is called.
    pub(super) fn in_subshell<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> ParseResult<T>,
    ) -> ParseResult<T> {
        self.subshells += 1;
        let value = self.nested(read);
        self.subshells -= 1;
        value
    }

    /// The rest of the script.
    pub(super) fn rest(&self) -> &'s str {
        &self.text[self.at..self.end]
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest().bytes().next()
    }

    /// Whether the rest begins with this.
    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// Goes past this, if it comes next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let sees = self.starts_with(text);
        self.at += if sees { text.len() } else { 0 };
        sees
    }

    /// Goes past one character.
    pub(super) fn skip(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    /// Goes past all bytes of a kind; a kind tells apart what is ASCII, and takes all else or none.
    pub(super) fn skip_while(&mut self, kind: impl Fn(u8) -> bool) -> &'s str {
        let rest = self.rest();
        let length = rest.bytes().position(|byte| !kind(byte));
        let length = length.unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Goes past blanks, lines that go on, and a comment.
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

    /// The name of a variable, if one comes next.
    pub(super) fn name(&mut self) -> Option<&'s str> {
        let next = self.peek()?;
        let begins = next.is_ascii_alphabetic() || next == b'_';
        begins.then(|| self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
    }

    /// The word that comes next, as far as it holds no blank and no operator.
    pub(super) fn bare_word(&self) -> &'s str {
        let rest = self.rest();
        &rest[..rest.bytes().position(ends_word).unwrap_or(rest.len())]
    }

    /// The word that comes next, if it could be one that the grammar knows; else nothing.
    pub(super) fn keyword(&self) -> &'s str {
        let rest = self.rest();
        let end = rest.bytes().take(LONGEST_KEYWORD + 1).position(ends_word);
        let (word, after) = match end {
            Some(end) => rest.split_at(end),
            None if rest.len() <= LONGEST_KEYWORD => (rest, ""),
            None => ("", rest),
        };
        // `}<(a)` is one word.
        let goes_on = after.starts_with("<(") || after.starts_with(">(");
        if goes_on { "" } else { word }
    }

    /// Goes past a word that the grammar knows.
    pub(super) fn take_keyword(&mut self, word: &str) -> bool {
        let takes = self.keyword() == word;
        if takes {
            let start = self.at;
            self.at += word.len();
            self.token(TokenKind::Keyword, start);
        }
        takes
    }

    /// Notes a part from `start` up to here.
    pub(super) fn token(&mut self, kind: TokenKind, start: usize) {
        let span = start..self.at;
        self.tokens.push(ScriptToken { kind, span });
    }

    /// What comes next, as a message names it.
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
        let told = format!("`{}`", &self.text[span.clone()]);
        (span, told)
    }

    /// The stop at something that cannot come next.
    pub(super) fn unexpected<T>(&self, hint: impl Into<String>) -> ParseResult<T> {
        let (span, told) = self.next_text();
        syntax_error(span, format!("{told} cannot stand here"), hint)
    }
}

/// The stop at something that no shell takes.
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

/// Whether a byte without quotes ends a word.
pub(super) fn ends_word(byte: u8) -> bool {
    b" \t\n;&|<>()".contains(&byte)
}
