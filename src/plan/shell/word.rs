//! Words: text, quotes and expansions, up to a blank or an operator.

use super::{
    cursor::{Cursor, ParseResult, ends_word, syntax_error},
    token::TokenKind,
};

impl Cursor<'_> {
    /// Parses one word.
    pub(super) fn word(&mut self) -> ParseResult {
        let start = self.at;
        while let Some(byte) = self.peek() {
            let inside = self.at > start;
            match byte {
                b'(' if inside && self.follows("=") => self.elements()?,
                b'(' if inside && self.follows_pattern() => self.parentheses()?,
                b'<' | b'>' if self.starts_with("<(") || self.starts_with(">(") => {
                    self.process()?;
                }
                _ if ends_word(byte) => break,
                _ => self.piece(byte)?,
            }
        }
        if self.at == start {
            return self.unexpected("a word is missing here");
        }
        Ok(())
    }

    /// Parses the value of an assignment.
    pub(super) fn word_of_value(&mut self) -> ParseResult {
        if self.starts_with("(") {
            return self.elements();
        }
        self.word()
    }

    /// Parses the regular expression after `=~`, in which parentheses and `|` are text.
    pub(super) fn pattern_word(&mut self) -> ParseResult {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' => break,
                b'(' => self.parentheses()?,
                _ => self.piece(byte)?,
            }
        }
        Ok(())
    }

    /// Parses plain characters, one quoted text or one expansion.
    fn piece(&mut self, byte: u8) -> ParseResult {
        match byte {
            b'\\' => {
                self.skip();
                self.skip();
                Ok(())
            }
            b'\'' => self.single(),
            b'"' => self.double(),
            b'$' => self.dollar(false),
            b'`' => self.backticks(),
            _ => {
                self.skip();
                self.skip_while(|byte| !ends_word(byte) && !b"\\'\"$`".contains(&byte));
                Ok(())
            }
        }
    }

    fn follows(&self, text: &str) -> bool {
        self.text[..self.at].ends_with(text)
    }

    /// Returns whether the previous character makes parentheses part of a pattern, as in `@(a|b)`.
    fn follows_pattern(&self) -> bool {
        ["?", "*", "+", "@", "!"]
            .into_iter()
            .any(|sign| self.follows(sign))
    }

    /// Parses `'…'`.
    pub(super) fn single(&mut self) -> ParseResult {
        let start = self.at;
        self.at += 1;
        self.skip_while(|byte| byte != b'\'');
        if self.take("'") {
            self.token(TokenKind::String, start);
            return Ok(());
        }
        let hint = "close it with `'`; inside it, write `'\\''` for one that is text";
        syntax_error(start..start + 1, "this quote is never closed", hint)
    }

    /// Parses `"…"`.
    pub(super) fn double(&mut self) -> ParseResult {
        let start = self.at;
        self.at += 1;
        while self.peek().is_some() {
            if self.take("\"") {
                self.token(TokenKind::String, start);
                return Ok(());
            }
            self.expandable()?;
        }
        let hint = "close it with `\"`; inside it, write `\\\"` for one that is text";
        syntax_error(start..start + 1, "this quote is never closed", hint)
    }

    /// Parses the `'…'` of `$'…'`.
    pub(super) fn escaped(&mut self) -> ParseResult {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.skip();
            match byte {
                b'\'' => {
                    self.token(TokenKind::String, start - 1);
                    return Ok(());
                }
                b'\\' => self.skip(),
                _ => {}
            }
        }
        syntax_error(
            start..start + 1,
            "this quote is never closed",
            "close it with `'`",
        )
    }

    /// Parses the elements of an array, `( … )`.
    fn elements(&mut self) -> ParseResult {
        let start = self.at;
        self.at += 1;
        loop {
            self.lines()?;
            if self.take(")") {
                return Ok(());
            }
            if self.peek().is_none() {
                return unclosed(start);
            }
            self.nested(Self::word)?;
        }
    }

    /// Parses `( … )` in a pattern.
    fn parentheses(&mut self) -> ParseResult {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b')' => {
                    self.at += 1;
                    return Ok(());
                }
                b'(' => self.nested(Self::parentheses)?,
                _ => self.piece(byte)?,
            }
        }
        unclosed(start)
    }

    /// Parses `<( … )` or `>( … )`.
    fn process(&mut self) -> ParseResult {
        let start = self.at;
        self.at += 2;
        self.in_subshell(Self::list)?;
        if self.take(")") {
            self.token(TokenKind::Code, start);
            return Ok(());
        }
        unclosed(start)
    }
}

fn unclosed(start: usize) -> ParseResult {
    syntax_error(
        start..start + 1,
        "this is never closed",
        "close it with `)`",
    )
}
