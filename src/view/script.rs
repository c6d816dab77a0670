//! Draws a script in colours, with its text unchanged.

use super::line::{Line, Span, fold, span};
use super::theme::Role;
use crate::plan::{TokenKind, script_tokens};
use crate::text::Printable;

/// Draws a script beside a rule. A line longer than `room` columns continues below, after a marker.
pub fn script(text: &str, room: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for line in highlight(text) {
        for (index, pieces) in fold(&line, room.saturating_sub(2)).into_iter().enumerate() {
            let edge = if index == 0 {
                span("│ ", Role::Line)
            } else {
                span("» ", Role::Accent)
            };
            let mut left = vec![edge];
            left.extend(pieces);
            lines.push(Line::new(left));
        }
    }
    lines
}

/// Returns a script's lines, split into spans with roles. It keeps every character and makes hidden
/// ones visible.
fn highlight(script: &str) -> Vec<Vec<Span>> {
    let script = Printable::code(script);
    let mut lines = vec![Vec::new()];
    for token in script_tokens(&script) {
        let role = role(token.kind);
        for (index, piece) in script[token.span].split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !piece.is_empty()) {
                line.push(span(piece, role));
            }
        }
    }
    // As with `str::lines`, a newline at the end begins no line.
    if lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

fn role(kind: TokenKind) -> Role {
    match kind {
        TokenKind::Code => Role::Text,
        TokenKind::Keyword => Role::Keyword,
        TokenKind::Comment => Role::Comment,
        TokenKind::String => Role::String,
        TokenKind::Variable => Role::Variable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_kept() {
        let check = |script: &str| {
            let text: Vec<String> = highlight(script)
                .iter()
                .map(|line| line.iter().map(|span| &*span.text).collect())
                .collect();
            let expect = script.replace('\t', "        ");
            assert_eq!(text, expect.lines().collect::<Vec<_>>(), "{script:?}");
        };
        check("");
        check("echo\n");
        check("echo\n\n# ok\n");
        check("for x in \"$@\"; do\n\techo \"\\\"日本\\\"\" '\\' # ok\ndone");
        check("cat <<-END\n\tdon't\n\tEND\necho ok");
        check("echo 'never closed\n$X");
    }

    #[test]
    fn each_part_has_its_role() {
        let check = |script: &str, expect: &[(&str, Role)]| {
            let lines = highlight(script);
            let spans: Vec<(&str, Role)> = lines
                .iter()
                .flatten()
                .map(|span| (&*span.text, span.role))
                .collect();
            assert_eq!(spans, expect, "{script}");
        };
        check(
            "if a; then\n  b '1\n2' $C # d",
            &[
                ("if", Role::Keyword),
                (" a; ", Role::Text),
                ("then", Role::Keyword),
                ("  b ", Role::Text),
                ("'1", Role::String),
                ("2'", Role::String),
                (" ", Role::Text),
                ("$C", Role::Variable),
                (" ", Role::Text),
                ("# d", Role::Comment),
            ],
        );
    }
}
