//! Words: text, quotes and expansions, up to a blank or an operator.

use super::cursor::{Cursor, Read, ends_word, trouble};

impl Cursor<'_> {
    /// Reads one word.
    pub(super) fn word(&mut self) -> Read {
        let start = self.at;
        while let Some(c) = self.rest().chars().next() {
            let opens = self.sees("<(") || self.sees(">(");
            let after_start = self.at > start;
            if c == '(' && after_start && self.follows("=") {
                self.elements()?;
            } else if c == '(' && after_start && self.follows_pattern() {
                self.parentheses()?;
            } else if opens && !after_start {
                self.process()?;
            } else if ends_word(c) && !opens {
                break;
            } else if opens {
                self.process()?;
            } else {
                self.piece(c)?;
            }
        }
        if self.at == start {
            return self.unexpected("a word is missing here");
        }
        Ok(())
    }

    /// Reads the value of an assignment.
    pub(super) fn word_of_value(&mut self) -> Read {
        if self.sees("(") {
            return self.elements();
        }
        self.word()
    }

    /// Reads the regular expression of `=~`, in which parentheses and `|` are text.
    pub(super) fn pattern_word(&mut self) -> Read {
        while let Some(c) = self.rest().chars().next() {
            match c {
                ' ' | '\t' | '\n' => break,
                '(' => self.parentheses()?,
                '|' | '<' | '>' | ')' | '&' | ';' => self.skip(),
                _ => self.piece(c)?,
            }
        }
        Ok(())
    }

    /// Reads one character, quoted text or expansion of a word.
    fn piece(&mut self, c: char) -> Read {
        match c {
            '\\' => {
                self.skip();
                self.skip();
                Ok(())
            }
            '\'' => self.single(),
            '"' => self.double(),
            '$' => self.dollar(false),
            '`' => self.backticks(),
            _ => {
                self.skip();
                Ok(())
            }
        }
    }

    fn follows(&self, text: &str) -> bool {
        self.text[..self.at].ends_with(text)
    }

    /// Whether what comes before makes parentheses part of a pattern, as in `@(a|b)`.
    fn follows_pattern(&self) -> bool {
        ["?", "*", "+", "@", "!"]
            .into_iter()
            .any(|sign| self.follows(sign))
    }

    /// Reads `'…'`.
    pub(super) fn single(&mut self) -> Read {
        let start = self.at;
        self.at += 1;
        self.skip_while(|c| c != '\'');
        if self.take("'") {
            return Ok(());
        }
        let hint = "close it with `'`; inside it, write `'\\''` for one that is text";
        trouble(start..start + 1, "this quote is never closed", hint)
    }

    /// Reads `"…"`.
    pub(super) fn double(&mut self) -> Read {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.skip();
                    self.skip();
                }
                b'$' => self.dollar(true)?,
                b'`' => self.backticks()?,
                _ => self.skip(),
            }
        }
        let hint = "close it with `\"`; inside it, write `\\\"` for one that is text";
        trouble(start..start + 1, "this quote is never closed", hint)
    }

    /// Reads the `'…'` of `$'…'`.
    pub(super) fn escaped(&mut self) -> Read {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.skip();
            match byte {
                b'\'' => return Ok(()),
                b'\\' => self.skip(),
                _ => {}
            }
        }
        trouble(
            start..start + 1,
            "this quote is never closed",
            "close it with `'`",
        )
    }

    /// Reads the elements of an array, `( … )`.
    fn elements(&mut self) -> Read {
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

    /// Reads `( … )` in a pattern.
    fn parentheses(&mut self) -> Read {
        let start = self.at;
        self.at += 1;
        while let Some(c) = self.rest().chars().next() {
            match c {
                ')' => {
                    self.at += 1;
                    return Ok(());
                }
                '(' => self.nested(Self::parentheses)?,
                _ => self.piece(c)?,
            }
        }
        unclosed(start)
    }

    /// Reads `<( … )` or `>( … )`.
    fn process(&mut self) -> Read {
        let start = self.at;
        self.at += 2;
        self.apart(Self::list)?;
        if self.take(")") {
            return Ok(());
        }
        unclosed(start)
    }
}

fn unclosed(start: usize) -> Read {
    trouble(
        start..start + 1,
        "this is never closed",
        "close it with `)`",
    )
}
