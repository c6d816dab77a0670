//! A script, exactly as written, in colours.

use super::line::{Line, Span, fold, ink};
use super::theme::Role;
use crate::text::Printable;

/// Words of the shell that are told apart.
const KEYWORDS: [&str; 18] = [
    "if", "then", "else", "elif", "fi", "for", "in", "do", "done", "while", "until", "case",
    "esac", "function", "return", "exit", "export", "set",
];

/// A script beside a rule; a line too long for the room goes on below, beside a sign.
pub fn script(text: &str, room: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for line in highlight(text) {
        for (index, pieces) in fold(&line, room.saturating_sub(2)).into_iter().enumerate() {
            let edge = if index == 0 {
                ink("│ ", Role::Line)
            } else {
                ink("» ", Role::Accent)
            };
            let mut left = vec![edge];
            left.extend(pieces);
            lines.push(Line::new(left));
        }
    }
    lines
}

/// A script's lines, in pieces with roles; every character of the script is kept, and none hides.
fn highlight(script: &str) -> Vec<Vec<Span>> {
    let mut reader = Reader::default();
    Printable::code(script)
        .lines()
        .map(|line| reader.line(line))
        .collect()
}

/// What is open at the end of a line.
#[derive(Default)]
struct Reader {
    /// The quote that is not closed yet.
    quote: Option<char>,
    /// The word that ends a text in the script.
    document: Option<String>,
    pieces: Vec<(String, Role)>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Vec<Span> {
        if let Some(end) = &self.document {
            let ends = line.trim() == end;
            if ends {
                self.document = None;
            }
            return vec![ink(line, if ends { Role::Keyword } else { Role::String })];
        }
        self.pieces.clear();
        let mut rest = line;
        while !rest.is_empty() {
            rest = self.piece(rest);
        }
        if self.quote.is_none() {
            self.document = document_end(line);
        }
        let pieces = std::mem::take(&mut self.pieces);
        pieces.iter().map(|(text, role)| ink(text, *role)).collect()
    }

    /// Takes the next piece off a line and gives what is left.
    fn piece<'s>(&mut self, rest: &'s str) -> &'s str {
        let (length, role) = match self.quote {
            Some(quote) => self.quoted(rest, quote),
            None => self.bare(rest),
        };
        let (piece, rest) = rest.split_at(length);
        match self.pieces.last_mut() {
            Some((text, last)) if *last == role => text.push_str(piece),
            _ => self.pieces.push((piece.to_owned(), role)),
        }
        rest
    }

    fn quoted(&mut self, rest: &str, quote: char) -> (usize, Role) {
        if rest.starts_with(quote) {
            self.quote = None;
            return (1, Role::String);
        }
        if quote == '"' {
            if let Some(length) = variable(rest) {
                return (length, Role::Variable);
            }
            if let Some(escaped) = rest.strip_prefix('\\') {
                return (1 + first(escaped), Role::String);
            }
        }
        (first(rest), Role::String)
    }

    fn bare(&mut self, rest: &str) -> (usize, Role) {
        let opens = rest
            .chars()
            .next()
            .filter(|sign| matches!(sign, '\'' | '"'));
        if opens.is_some() {
            self.quote = opens;
            return (1, Role::String);
        }
        let before = self.pieces.last().and_then(|(text, _)| text.chars().last());
        let starts_word = before.is_none_or(|sign| sign.is_whitespace() || "(;&|".contains(sign));
        if rest.starts_with('#') && starts_word {
            return (rest.len(), Role::Comment);
        }
        if let Some(length) = variable(rest) {
            return (length, Role::Variable);
        }
        if let Some(escaped) = rest.strip_prefix('\\') {
            return (1 + first(escaped), Role::Text);
        }
        let word = rest
            .find(|sign: char| !sign.is_alphanumeric() && sign != '_' && sign != '-')
            .unwrap_or(rest.len());
        if starts_word && KEYWORDS.contains(&&rest[..word]) {
            return (word, Role::Keyword);
        }
        (word.max(first(rest)), Role::Text)
    }
}

/// How long the first character is; 0 where there is none.
fn first(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// How long the variable is that a text begins with.
fn variable(text: &str) -> Option<usize> {
    let name = text.strip_prefix('$')?;
    if name.starts_with('{') {
        return name.find('}').map(|end| end + 2);
    }
    let length = name
        .find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_')
        .unwrap_or(name.len());
    let special = name.starts_with(['?', '!', '#', '@', '*', '$']);
    match length {
        0 if special => Some(2),
        0 => None,
        length => Some(length + 1),
    }
}

/// The word that ends the text which begins below this line.
fn document_end(line: &str) -> Option<String> {
    let (_, behind) = line.split_once("<<")?;
    let word = behind
        .trim_start_matches('-')
        .trim_start()
        .trim_start_matches(['\'', '"', '\\']);
    let end = word
        .find(|sign: char| !sign.is_alphanumeric() && sign != '_')
        .unwrap_or(word.len());
    (end > 0).then(|| word[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(script: &str) -> Vec<(String, Role)> {
        highlight(script)
            .into_iter()
            .flatten()
            .filter(|ink| ink.role != Role::Text)
            .map(|ink| (ink.text.into(), ink.role))
            .collect()
    }

    #[test]
    fn parts_of_scripts_are_told_apart() {
        let check = |script: &str, expect: &[(&str, Role)]| {
            let told = tokens(script);
            let told: Vec<(&str, Role)> = told
                .iter()
                .map(|(text, role)| (text.as_str(), *role))
                .collect();
            assert_eq!(told, expect, "{script}");
        };
        check("ufw allow 22 # ssh", &[("# ssh", Role::Comment)]);
        check(
            "echo \"at $PORT/tcp\"",
            &[
                ("\"at ", Role::String),
                ("$PORT", Role::Variable),
                ("/tcp\"", Role::String),
            ],
        );
        check("awk '$1 == 2'", &[("'$1 == 2'", Role::String)]);
        check(
            "echo ${A#x} $?",
            &[("${A#x}", Role::Variable), ("$?", Role::Variable)],
        );
        check(
            "ends in done",
            &[("in", Role::Keyword), ("done", Role::Keyword)],
        );
        check("well-done", &[]);
        check(
            "cat <<'END'\ndon't $X\nEND\necho",
            &[
                ("'END'", Role::String),
                ("don't $X", Role::String),
                ("END", Role::Keyword),
            ],
        );
        check(
            "echo 'a\nb' c",
            &[("'a", Role::String), ("b'", Role::String)],
        );
        check("echo don\\'t", &[]);
    }

    #[test]
    fn nothing_is_lost() {
        let script = "for x in \"$@\"; do\n\techo \"\\\"日本\\\"\" '\\' # ok\ndone";
        let text: Vec<String> = highlight(script)
            .iter()
            .map(|line| line.iter().map(|ink| &*ink.text).collect())
            .collect();
        assert_eq!(text.join("\n"), script.replace('\t', "        "));
    }
}
