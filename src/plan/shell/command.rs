//! Lists and pipelines of commands.

use super::cursor::{Cursor, ParseResult, syntax_error};

/// Words that end a list of commands if they are at the start of a command.
const CLOSERS: [&str; 8] = ["then", "elif", "else", "fi", "do", "done", "esac", "}"];

impl Cursor<'_> {
    /// Parses the whole script.
    pub(super) fn whole(&mut self) -> ParseResult {
        self.list()?;
        if self.at < self.end {
            return self.stray_closer();
        }
        match self.pending.first() {
            Some(document) => document.unclosed(),
            None => Ok(()),
        }
    }

    /// Parses commands up to the end of the list, and returns whether there are any.
    pub(super) fn list(&mut self) -> ParseResult<bool> {
        let mut any = false;
        loop {
            self.lines()?;
            if self.at_list_end() {
                return Ok(any);
            }
            let ends = self.found.ends.len();
            self.and_or()?;
            any = true;
            self.blanks();
            match self.peek() {
                Some(b';') if !self.at_case_end() => self.at += 1,
                Some(b'&') => {
                    self.at += 1;
                    self.found.ends.truncate(ends);
                }
                Some(b'\n') => {}
                _ if self.at_list_end() => {}
                _ => return self.unexpected("end the command before it with `;` or a new line"),
            }
        }
    }

    /// Returns whether a list of commands ends here.
    fn at_list_end(&self) -> bool {
        let closes = || CLOSERS.contains(&self.keyword());
        self.peek().is_none_or(|byte| byte == b')') || self.at_case_end() || closes()
    }

    fn at_case_end(&self) -> bool {
        self.starts_with(";;") || self.starts_with(";&")
    }

    /// Reports a closing word or sign without its opener.
    fn stray_closer(&self) -> ParseResult {
        let (span, found) = self.next_text();
        let opener = match self.keyword() {
            "then" | "elif" | "else" | "fi" => "`if`",
            "do" | "done" => "`for`, `while` or `until`",
            "esac" => "`case`",
            "}" => "`{`",
            _ if self.starts_with(")") => "`(`",
            _ => "`case`",
        };
        let hint = format!("remove it, or quote it if it is text: no {opener} is open before it");
        syntax_error(span, format!("{found} closes nothing"), hint)
    }

    /// Parses pipelines joined by `&&` and `||`.
    fn and_or(&mut self) -> ParseResult {
        loop {
            self.pipeline()?;
            self.blanks();
            if !self.take("&&") && !self.take("||") {
                return Ok(());
            }
            self.lines()?;
        }
    }

    /// Parses commands joined by `|`.
    fn pipeline(&mut self) -> ParseResult {
        let ends = self.found.ends.len();
        let prefixed = self.prefixes();
        self.nested(|cursor| cursor.command(prefixed))?;
        loop {
            self.blanks();
            if self.starts_with("||") || !self.take("|") {
                return Ok(());
            }
            self.take("&");
            self.lines()?;
            // Each command of a pipeline runs in a subshell.
            self.found.ends.truncate(ends);
            self.in_subshell(|cursor| cursor.command(false))?;
        }
    }

    /// Skips `!` and `time` before a pipeline, and returns whether there were any.
    fn prefixes(&mut self) -> bool {
        let mut any = false;
        loop {
            self.blanks();
            if self.take_keyword("time") {
                self.blanks();
                self.take_keyword("-p");
            } else if !self.take_keyword("!") {
                return any;
            }
            any = true;
        }
    }

    /// Parses one command, which may be missing after `!` or `time`.
    pub(super) fn command(&mut self, prefixed: bool) -> ParseResult {
        self.blanks();
        let start = self.at;
        if self.compound()? {
            return self.redirections();
        }
        self.simple()?;
        if self.at == start && !prefixed {
            return self.unexpected("a command is missing before it");
        }
        Ok(())
    }
}
