//! Expansions, which begin with `$` or a backtick.

use std::ops::Range;

use super::{
    cursor::{Cursor, ParseError, ParseResult, syntax_error},
    token::TokenKind,
};

impl Cursor<'_> {
    /// Parses text in which only `$`, backticks and `\` are special.
    pub(super) fn expansions(&mut self) -> ParseResult {
        while self.peek().is_some() {
            self.expandable()?;
            self.take("\"");
        }
        Ok(())
    }

    /// Parses text up to a double quote or the end of one expansion or escape.
    pub(super) fn expandable(&mut self) -> ParseResult {
        self.skip_while(|byte| !b"\"\\$`".contains(&byte));
        match self.peek() {
            Some(b'\\') => {
                self.skip();
                self.skip();
                Ok(())
            }
            Some(b'$') => self.dollar(true),
            Some(b'`') => self.backticks(),
            _ => Ok(()),
        }
    }

    /// Parses an expansion that begins with `$`. Some are literal in double quotes.
    pub(super) fn dollar(&mut self, quoted: bool) -> ParseResult {
        let start = self.at;
        self.at += 1;
        match self.peek() {
            Some(b'(') if self.starts_with("((") && self.is_arithmetic(self.at + 2) => {
                self.at += 2;
                self.nested(|cursor| cursor.arithmetic(start))?;
                self.token(TokenKind::Code, start);
                Ok(())
            }
            Some(b'(') => self.substitution(start),
            Some(b'{') => {
                self.nested(|cursor| cursor.parameter(start, quoted))?;
                self.token(TokenKind::Variable, start);
                Ok(())
            }
            Some(b'\'') if !quoted => self.escaped(),
            Some(b'"') if !quoted => self.double(),
            Some(byte) if byte.is_ascii_digit() || b"@*#?-$!".contains(&byte) => {
                self.at += 1;
                self.token(TokenKind::Variable, start);
                Ok(())
            }
            _ => {
                if let Some(name) = self.name() {
                    self.token(TokenKind::Variable, start);
                    self.found.uses.push((name, start..self.at));
                }
                Ok(())
            }
        }
    }

    /// Parses the rest of `$( … )`.
    fn substitution(&mut self, start: usize) -> ParseResult {
        self.at += 1;
        let pending = std::mem::take(&mut self.pending);
        self.in_subshell(Self::list)?;
        self.pending.extend(pending);
        if self.take(")") {
            self.token(TokenKind::Code, start);
            return Ok(());
        }
        if self.peek().is_some() {
            return self.unexpected("close `$(` with `)` before it");
        }
        syntax_error(
            start..start + 2,
            "this `$(` is never closed",
            "close it with `)`",
        )
    }

    /// Parses `` `…` ``.
    pub(super) fn backticks(&mut self) -> ParseResult {
        let start = self.at;
        self.at += 1;
        let inner = self.at;
        loop {
            match self.peek() {
                None => {
                    let hint = "close it with another; `$( … )` is easier to read";
                    return syntax_error(start..start + 1, "this backtick is never closed", hint);
                }
                Some(b'`') => break,
                Some(b'\\') => {
                    self.skip();
                    self.skip();
                }
                Some(_) => self.skip(),
            }
        }
        let span = inner..self.at;
        self.at += 1;
        self.token(TokenKind::Code, start);
        // The shell removes backslashes first, so the text is not the script that runs.
        if self.text[span.clone()].contains('\\') {
            return Ok(());
        }
        self.subshells += 1;
        let read = self.within(span, Self::whole);
        self.subshells -= 1;
        read
    }

    /// Parses the rest of `${ … }`.
    fn parameter(&mut self, start: usize, quoted: bool) -> ParseResult {
        self.at += 1;
        self.skip_while(|byte| byte == b'!' || byte == b'#');
        let from = self.at;
        let name = self.name();
        let named = from..self.at;
        if name.is_some() && self.starts_with("[") {
            self.subscript(quoted)?;
        }
        let operator = self.rest().trim_start_matches(':').chars().next();
        let knows_better = matches!(operator, Some('-' | '=' | '+' | '?'));
        match name {
            Some(name) if knows_better => drop(self.found.sets.insert(name)),
            Some(name) => self.found.uses.push((name, start..named.end)),
            None => {}
        }
        // Single quotes are literal in double quotes, except in a pattern.
        let singles = !quoted || matches!(operator, Some('#' | '%' | '/' | '^' | ',' | '@'));
        while let Some(byte) = self.peek() {
            match byte {
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\'' if singles => self.single()?,
                // An unclosed quote belongs to the surrounding text, and the `}` is missing.
                b'"' => match self.nested(Self::double) {
                    Err(ParseError::Syntax(_)) if self.at == self.end => break,
                    read => read?,
                },
                _ => self.inside(byte, quoted)?,
            }
        }
        let opener = start..start + 2;
        syntax_error(opener, "this `${` is never closed", "close it with `}`")
    }

    fn subscript(&mut self, quoted: bool) -> ParseResult {
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'}' => return Ok(()),
                b']' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => self.inside(byte, quoted)?,
            }
        }
        Ok(())
    }

    /// Parses one character, quoted text or expansion inside an expansion.
    fn inside(&mut self, byte: u8, quoted: bool) -> ParseResult {
        match byte {
            b'\\' => {
                self.skip();
                self.skip();
                Ok(())
            }
            b'"' => self.nested(Self::double),
            b'$' => self.dollar(quoted),
            b'`' => self.backticks(),
            _ => {
                self.skip();
                Ok(())
            }
        }
    }

    /// Returns whether the `((` before `from` begins arithmetic instead of two subshells.
    pub(super) fn is_arithmetic(&self, from: usize) -> bool {
        let mut depth = 0;
        let mut bytes = self.text[from..self.end].bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\\' => drop(bytes.next()),
                b'\'' | b'"' => {
                    while let Some(inner) = bytes.next().filter(|inner| *inner != byte) {
                        if inner == b'\\' && byte == b'"' {
                            bytes.next();
                        }
                    }
                }
                b'(' => depth += 1,
                b')' if depth == 0 => return bytes.peek() == Some(&b')'),
                b')' => depth -= 1,
                _ => {}
            }
        }
        false
    }

    /// Parses the rest of arithmetic, up to `))`.
    pub(super) fn arithmetic(&mut self, start: usize) -> ParseResult {
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            match byte {
                b')' if depth == 0 && self.take("))") => return Ok(()),
                b')' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b'(' => {
                    depth += 1;
                    self.at += 1;
                }
                b'\'' => self.single()?,
                _ => match self.name() {
                    Some(name) => drop(self.found.sets.insert(name)),
                    None => self.inside(byte, false)?,
                },
            }
        }
        let opener: Range<usize> = start..start + 2;
        syntax_error(
            opener,
            "this arithmetic is never closed",
            "close it with `))`",
        )
    }
}
