//! Redirections and here-documents, whose text begins at the next line.

use std::{borrow::Cow, ops::Range};

use super::{
    cursor::{Cursor, HereDocument, ParseResult, ends_word, syntax_error},
    token::TokenKind,
};

/// Redirection operators that need a target, longer ones first.
const OPERATORS: [&str; 10] = ["&>>", "&>", "<<<", "<>", "<&", ">>", ">&", ">|", "<", ">"];

impl HereDocument<'_> {
    /// Returns a syntax error for a here-document without its last line.
    pub(super) fn unclosed<T>(&self) -> ParseResult<T> {
        let message = format!("this here-document has no line `{}`", self.delimiter);
        let hint = "the line that ends it holds nothing else, not even blanks";
        syntax_error(self.opener.clone(), message, hint)
    }
}

impl<'s> Cursor<'s> {
    /// Skips blanks and newlines.
    pub(super) fn lines(&mut self) -> ParseResult {
        self.blanks();
        while self.starts_with("\n") {
            self.line_end()?;
            self.blanks();
        }
        Ok(())
    }

    /// Skips a newline, and parses the here-documents that follow it.
    pub(super) fn line_end(&mut self) -> ParseResult {
        self.at += 1;
        for document in std::mem::take(&mut self.pending) {
            self.here_document(&document)?;
        }
        Ok(())
    }

    /// Parses all redirections that come next.
    pub(super) fn redirections(&mut self) -> ParseResult {
        self.blanks();
        while self.redirection()? {
            self.blanks();
        }
        Ok(())
    }

    /// Parses one redirection, if it is next.
    pub(super) fn redirection(&mut self) -> ParseResult<bool> {
        let start = self.at;
        let begins = |byte: u8| byte.is_ascii_digit() || b"{<>&".contains(&byte);
        if !self.peek().is_some_and(begins) {
            return Ok(false);
        }
        self.descriptor();
        if self.starts_with("<<") && !self.starts_with("<<<") {
            self.announce()?;
            return Ok(true);
        }
        let process = self.starts_with("<(") || self.starts_with(">(");
        if process || !OPERATORS.into_iter().any(|operator| self.take(operator)) {
            self.at = start;
            return Ok(false);
        }
        self.blanks();
        let target = self.starts_with("<(") || self.starts_with(">(");
        if !target && self.peek().is_none_or(ends_word) {
            let hint = "a file or a descriptor follows it";
            return syntax_error(start..self.at, "this redirection goes nowhere", hint);
        }
        self.word()?;
        Ok(true)
    }

    /// Skips the `2` of `2>` or the `{fd}` of `{fd}>`.
    fn descriptor(&mut self) {
        let start = self.at;
        if self.take("{") {
            if let Some(name) = self.name()
                && self.take("}")
                && (self.starts_with("<") || self.starts_with(">"))
            {
                self.found.sets.insert(name);
                return;
            }
        } else {
            self.skip_while(|byte| byte.is_ascii_digit());
            if self.starts_with("<") || self.starts_with(">") {
                return;
            }
        }
        self.at = start;
    }

    /// Parses `<<WORD`. The text follows after this line.
    fn announce(&mut self) -> ParseResult {
        let start = self.at;
        self.at += 2;
        let strips = self.take("-");
        self.blanks();
        let word = self.at;
        self.skip_delimiter();
        self.token(TokenKind::Keyword, word);
        if word == self.at {
            let hint = "the word that ends the text follows `<<`";
            return syntax_error(start..self.at, "this here-document has no end", hint);
        }
        let raw = &self.text[word..self.at];
        let is_quoted = raw.contains(['\'', '"', '\\']);
        let delimiter = if is_quoted {
            Cow::Owned(raw.replace(['\'', '"', '\\'], ""))
        } else {
            Cow::Borrowed(raw)
        };
        self.pending.push(HereDocument {
            opener: start..self.at,
            delimiter,
            strips,
            is_quoted,
        });
        Ok(())
    }

    fn skip_delimiter(&mut self) {
        while let Some(quote) = self.peek().filter(|byte| !ends_word(*byte)) {
            self.skip();
            match quote {
                b'\'' | b'"' => {
                    self.skip_while(|byte| byte != quote && byte != b'\n');
                    self.skip();
                }
                b'\\' => self.skip(),
                _ => {}
            }
        }
    }

    /// Parses the text of a here-document.
    pub(super) fn here_document(&mut self, document: &HereDocument<'s>) -> ParseResult {
        let start = self.at;
        loop {
            if self.at >= self.end {
                return document.unclosed();
            }
            let body = start..self.at;
            let line = self.rest().lines().next().unwrap_or_default();
            let bare = if document.strips {
                line.trim_start_matches('\t')
            } else {
                line
            };
            let after = bare.strip_prefix(document.delimiter.as_ref());
            // Inside `$( … )` bash accepts the closing parenthesis right after the last line.
            let ends = after.is_some_and(|after| {
                after.is_empty() || (self.subshells > 0 && after.starts_with(')'))
            });
            if ends {
                self.token(TokenKind::String, start);
                let end = self.at + line.len() - bare.len();
                self.at += line.len() - after.map_or(0, str::len);
                self.token(TokenKind::Keyword, end);
                if self.starts_with("\n") {
                    self.at += 1;
                }
                return if document.is_quoted {
                    Ok(())
                } else {
                    self.within(body, Self::expansions)
                };
            }
            self.at = (self.at + line.len() + 1).min(self.end);
        }
    }

    /// Parses an earlier range, and returns to the current position.
    pub(super) fn within<T>(
        &mut self,
        span: Range<usize>,
        read: impl FnOnce(&mut Self) -> ParseResult<T>,
    ) -> ParseResult<T> {
        let (at, end) = (self.at, self.end);
        (self.at, self.end) = (span.start, span.end);
        let pending = std::mem::take(&mut self.pending);
        let value = self.nested(read);
        self.pending = pending;
        (self.at, self.end) = (at, end);
        value
    }
}
