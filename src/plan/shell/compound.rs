//! Compound commands.

use std::ops::Range;

use super::{
    cursor::{Cursor, ParseResult, syntax_error},
    token::TokenKind,
};

impl Cursor<'_> {
    /// Parses a compound command, if one is next.
    pub(super) fn compound(&mut self) -> ParseResult<bool> {
        let start = self.at;
        if self.starts_with("((") && self.is_arithmetic(self.at + 2) {
            self.at += 2;
            self.arithmetic(start)?;
            return Ok(true);
        }
        let word = self.keyword();
        let opener = start..start + word.len();
        if self.take("(") {
            self.subshell(start..start + 1)?;
            return Ok(true);
        }
        let read = match word {
            "{" => Self::group,
            "if" => Self::if_clause,
            "while" | "until" => Self::while_clause,
            "for" | "select" => Self::for_clause,
            "case" => Self::case,
            "[[" => Self::test,
            "function" => Self::function,
            "coproc" => Self::coprocess,
            _ => return Ok(false),
        };
        self.at += word.len();
        self.token(TokenKind::Keyword, start);
        read(self, opener)?;
        Ok(true)
    }

    /// Parses the rest of `( … )`.
    pub(super) fn subshell(&mut self, opener: Range<usize>) -> ParseResult {
        let any = self.in_subshell(Self::list)?;
        self.something(any, &opener)?;
        self.close(")", &opener)
    }

    /// Parses the rest of `{ …; }`.
    fn group(&mut self, opener: Range<usize>) -> ParseResult {
        let any = self.nested(Self::list)?;
        self.something(any, &opener)?;
        self.close("}", &opener)
    }

    /// Parses the rest of `if …; then …; fi`.
    fn if_clause(&mut self, opener: Range<usize>) -> ParseResult {
        loop {
            self.part(&opener)?;
            self.close("then", &opener)?;
            self.part(&opener)?;
            if !self.take_keyword("elif") {
                break;
            }
        }
        if self.take_keyword("else") {
            self.part(&opener)?;
        }
        self.close("fi", &opener)
    }

    /// Parses the rest of `while …; do …; done`.
    fn while_clause(&mut self, opener: Range<usize>) -> ParseResult {
        self.part(&opener)?;
        self.body(&opener)
    }

    /// Parses the rest of `for NAME in …; do …; done`.
    fn for_clause(&mut self, opener: Range<usize>) -> ParseResult {
        self.blanks();
        let start = self.at;
        if self.take("((") {
            self.arithmetic(start)?;
        } else {
            let name = self.bare_word();
            if name.is_empty() {
                let message = "this loop names no variable";
                return syntax_error(opener, message, "write `for NAME in …; do …; done`");
            }
            self.found.sets.insert(name);
            self.at += name.len();
            self.lines()?;
            if self.take_keyword("in") {
                self.blanks();
                while self.peek().is_some_and(|byte| !b";\n&|)".contains(&byte)) {
                    self.word()?;
                    self.blanks();
                }
            }
        }
        self.blanks();
        self.take(";");
        self.lines()?;
        let brace = self.at..self.at + 1;
        if self.take_keyword("{") {
            return self.group(brace);
        }
        self.body(&opener)
    }

    /// Parses `do …; done`.
    fn body(&mut self, opener: &Range<usize>) -> ParseResult {
        self.close("do", opener)?;
        self.part(opener)?;
        self.close("done", opener)
    }

    /// Parses the rest of `case … in …) …;; esac`.
    fn case(&mut self, opener: Range<usize>) -> ParseResult {
        self.blanks();
        self.word()?;
        self.lines()?;
        self.close("in", &opener)?;
        loop {
            self.lines()?;
            if self.keyword() == "esac" || self.peek().is_none() {
                return self.close("esac", &opener);
            }
            self.patterns(&opener)?;
            self.nested(Self::list)?;
            let next = [";;&", ";;", ";&"].into_iter().any(|end| self.take(end));
            if !next {
                return self.close("esac", &opener);
            }
        }
    }

    /// Parses `PATTERN | PATTERN )`.
    fn patterns(&mut self, opener: &Range<usize>) -> ParseResult {
        self.take("(");
        loop {
            self.blanks();
            self.word()?;
            self.blanks();
            if self.take(")") {
                return Ok(());
            }
            if !self.take("|") {
                if self.peek().is_none() {
                    return self.close("esac", opener);
                }
                return self.unexpected("a pattern of `case` ends with `)`");
            }
        }
    }

    /// Parses the rest of `[[ … ]]`.
    fn test(&mut self, opener: Range<usize>) -> ParseResult {
        loop {
            self.lines()?;
            if self.take_keyword("]]") {
                return Ok(());
            }
            let operators = ["&&", "||", "|", "(", ")", "<", ">"];
            let process = self.starts_with("<(") || self.starts_with(">(");
            if !process && operators.into_iter().any(|operator| self.take(operator)) {
                continue;
            }
            if self.peek().is_none_or(|byte| byte == b';' || byte == b'&') {
                let hint = "close it with `]]`, with blanks around it";
                return syntax_error(opener, "this `[[` is never closed", hint);
            }
            if self.keyword() == "=~" {
                self.at += 2;
                self.blanks();
                self.pattern_word()?;
            } else {
                self.word()?;
            }
        }
    }

    /// Parses the rest of `function NAME { …; }`.
    fn function(&mut self, opener: Range<usize>) -> ParseResult {
        self.blanks();
        if self.bare_word().is_empty() {
            return syntax_error(opener, "this function has no name", "write `NAME() { …; }`");
        }
        self.word()?;
        self.blanks();
        if self.take("(") {
            self.blanks();
            if !self.take(")") {
                return self.unexpected("the parentheses of a function are empty");
            }
        }
        self.function_body()
    }

    /// Parses the body of a function.
    pub(super) fn function_body(&mut self) -> ParseResult {
        self.lines()?;
        self.in_subshell(|cursor| cursor.command(false))
    }

    /// Parses the rest of `coproc NAME { …; }`.
    fn coprocess(&mut self, _: Range<usize>) -> ParseResult {
        self.found.is_opaque = true;
        self.blanks();
        let start = self.at;
        self.take(self.bare_word());
        self.blanks();
        if !self.starts_with("{") && !self.starts_with("(") {
            self.at = start;
        }
        self.in_subshell(|cursor| cursor.command(false))
    }

    /// Parses a list of at least one command.
    fn part(&mut self, opener: &Range<usize>) -> ParseResult {
        let any = self.nested(Self::list)?;
        self.something(any, opener)
    }

    fn something(&self, any: bool, opener: &Range<usize>) -> ParseResult {
        if any || self.peek().is_none() {
            return Ok(());
        }
        let (span, found) = self.next_text();
        let opener = &self.text[opener.clone()];
        let message = format!("a command is missing before {found}");
        syntax_error(
            span,
            message,
            format!("each part of `{opener}` needs one; `:` does nothing"),
        )
    }

    /// Parses a word or sign that closes or continues the compound command.
    fn close(&mut self, closer: &str, opener: &Range<usize>) -> ParseResult {
        let takes = if closer == ")" {
            self.take(closer)
        } else {
            self.take_keyword(closer)
        };
        if takes {
            return Ok(());
        }
        let opened = &self.text[opener.clone()];
        let hint = match closer {
            "}" => "`}` closes it where a command could begin: after `;` or on a line of its own",
            "do" | "then" => "it is a command word: write it after `;` or on a new line",
            _ => "",
        };
        if self.peek().is_none() {
            let message = format!("this `{opened}` has no `{closer}`");
            return syntax_error(opener.clone(), message, hint);
        }
        let (span, found) = self.next_text();
        let message = format!("expected `{closer}` of the `{opened}` before, found {found}");
        syntax_error(span, message, hint)
    }
}
