//! Simple commands: assignments, words and redirections.

use std::ops::Range;

use super::{
    cursor::{Cursor, ParseResult, ends_word},
    token::{ScriptToken, TokenKind},
};

/// Builtins to highlight: they end or change the shell, or export variables.
const SHELL_BUILTINS: [&str; 4] = ["return", "exit", "export", "set"];

/// Commands whose arguments are names of variables to set.
const SETTERS: [&str; 12] = [
    "read",
    "mapfile",
    "readarray",
    "printf",
    "declare",
    "typeset",
    "local",
    "export",
    "readonly",
    "getopts",
    "let",
    "unset",
];

impl Cursor<'_> {
    /// Parses a simple command, which may be empty.
    pub(super) fn simple(&mut self) -> ParseResult {
        let mut words: Vec<Range<usize>> = Vec::new();
        loop {
            self.blanks();
            if self.redirection()? {
                continue;
            }
            let start = self.at;
            match self.peek() {
                None | Some(b'\n' | b';' | b'&' | b'|' | b')') => break,
                Some(b'(') if words.len() == 1 => {
                    self.at += 1;
                    self.blanks();
                    if !self.take(")") {
                        return self.unexpected("quote the parentheses, or write `NAME() { …; }`");
                    }
                    return self.function_body();
                }
                Some(b'(') => return self.unexpected("quote the parentheses if they are text"),
                Some(_) if words.is_empty() && self.assignment()? => {}
                Some(_) => {
                    self.word()?;
                    words.push(start..self.at);
                }
            }
        }
        self.learn(&words);
        Ok(())
    }

    /// Parses `NAME=VALUE`, if it is next.
    fn assignment(&mut self) -> ParseResult<bool> {
        let start = self.at;
        let Some(name) = self.name() else {
            return Ok(false);
        };
        if self.starts_with("[") {
            self.at = self.subscript_end().unwrap_or(self.at);
        }
        self.take("+");
        if !self.take("=") {
            self.at = start;
            return Ok(false);
        }
        self.found.sets.insert(name);
        if self
            .peek()
            .is_some_and(|byte| !ends_word(byte) || byte == b'(')
            || self.starts_with("<(")
            || self.starts_with(">(")
        {
            self.word_of_value()?;
        }
        Ok(true)
    }

    /// Returns the end of the subscript that begins here, on this line. A subscript may contain
    /// blanks.
    fn subscript_end(&self) -> Option<usize> {
        let line = self.rest().lines().next()?;
        let mut depth = 0;
        for (at, byte) in line.bytes().enumerate() {
            match byte {
                b'[' => depth += 1,
                b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let after = &line[at + 1..];
                let assigns = after.starts_with('=') || after.starts_with("+=");
                return assigns.then_some(self.at + at + 1);
            }
        }
        None
    }

    /// Records the variables that a command sets, and whether it ends the shell.
    fn learn(&mut self, words: &[Range<usize>]) {
        let mut words: &[Range<usize>] = words;
        let at = |range: &Range<usize>| &self.text[range.clone()];
        while let Some("command" | "builtin") = words.first().map(at) {
            words = &words[1..];
        }
        let Some((first, arguments)) = words.split_first() else {
            return;
        };
        let mut arguments = arguments.iter().map(at);
        let name = at(first);
        if SHELL_BUILTINS.contains(&name) {
            let (kind, span) = (TokenKind::Keyword, first.clone());
            self.tokens.push(ScriptToken { kind, span });
        }
        match name {
            "." | "source" | "eval" => self.found.is_opaque = true,
            "set" if arguments.any(stops_on_failure) => self.ends_here(first, words),
            "exit" | "logout" | "trap" => self.ends_here(first, words),
            "exec" if arguments.next().is_some() => self.ends_here(first, words),
            _ if SETTERS.contains(&name) => {
                let names = arguments.filter_map(leading_name);
                self.found.sets.extend(names);
            }
            _ => {}
        }
    }

    fn ends_here(&mut self, first: &Range<usize>, words: &[Range<usize>]) {
        if self.subshells == 0 {
            let last = words.last().unwrap_or(first);
            self.found.ends.push(first.start..last.end);
        }
    }
}

/// Returns whether an argument of `set` makes the shell exit at the next failure.
fn stops_on_failure(argument: &str) -> bool {
    let flags = argument.strip_prefix('-');
    argument == "errexit" || flags.is_some_and(|flags| flags.contains('e') && !flags.contains('-'))
}

/// Returns the variable name at the start of an argument, after a quote if there is one.
fn leading_name(argument: &str) -> Option<&str> {
    let argument = argument.trim_start_matches(['"', '\'']);
    let end = argument
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(argument.len());
    (end > 0).then(|| &argument[..end])
}
