//! Scans a whole script for errors and names, or for tokens.

use super::{
    cursor::{Cursor, ParseError},
    script::ScannedScript,
    token::{ScriptToken, TokenKind},
};

/// Returns whether the parser supports a shell. The grammar of zsh differs.
pub(crate) fn knows(shell: &str) -> bool {
    ["bash", "sh", "dash", "ash"].contains(&shell)
}

/// Parses a script for its errors and names.
pub(crate) fn scan(text: &str) -> ScannedScript<'_> {
    let mut cursor = Cursor::new(text);
    let trouble = match cursor.whole() {
        Err(ParseError::Syntax(trouble)) => Some(trouble),
        // A script that nests too deep is not checked.
        Ok(()) | Err(ParseError::TooDeep) => None,
    };
    ScannedScript {
        error: trouble,
        ..cursor.found
    }
}

/// Splits a script into tokens, in order and without a gap.
///
/// After a syntax error, or where commands nest too deep for the parser, the rest is
/// [`TokenKind::Code`].
pub fn script_tokens(script: &str) -> Vec<ScriptToken> {
    let mut cursor = Cursor::new(script);
    // After an error, the tokens found before it remain valid.
    let _ = cursor.whole();
    let mut found = cursor.tokens;
    // An outer token comes before the tokens inside it, which overwrite it.
    found.sort_by_key(|token| (token.span.start, usize::MAX - token.span.end));
    let mut kinds = vec![TokenKind::Code; script.len()];
    for token in found {
        kinds[token.span].fill(token.kind);
    }
    let mut start = 0;
    let runs = kinds.chunk_by(|left, right| left == right);
    runs.map(|run| {
        let span = start..start + run.len();
        start = span.end;
        ScriptToken { kind: run[0], span }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks each token except code with the first letter of its kind.
    fn shown(script: &str) -> String {
        let tokens = script_tokens(script);
        let parts = tokens.iter().map(|token| {
            let text = &script[token.span.clone()];
            match token.kind {
                TokenKind::Code => text.to_owned(),
                TokenKind::Keyword => format!("⟨k {text}⟩"),
                TokenKind::Comment => format!("⟨c {text}⟩"),
                TokenKind::String => format!("⟨s {text}⟩"),
                TokenKind::Variable => format!("⟨v {text}⟩"),
            }
        });
        parts.collect()
    }

    #[test]
    fn a_part_that_looks_like_another_is_recognized() {
        let check = |script: &str, expect: &str| assert_eq!(shown(script), expect);
        // Neither a shift nor a here-string is a here-document.
        check("echo $((1 << 2)); echo b", "echo $((1 << 2)); echo b");
        check("((a <<= 2))\necho b", "((a <<= 2))\necho b");
        check("cat <<< END\necho b", "cat <<< END\necho b");
        check("echo '<<END'\necho b", "echo ⟨s '<<END'⟩\necho b");
        check("# <<END\necho b", "⟨c # <<END⟩\necho b");
        // Here-documents: quoted or not, two on a line, with tabs, and before a pipe.
        check(
            "cat <<'END'\ndon't $X\nEND\necho",
            "cat <<⟨k 'END'⟩\n⟨s don't $X\n⟩⟨k END⟩\necho",
        );
        check(
            "cat <<END\n$X # \"a\nEND\necho",
            "cat <<⟨k END⟩\n⟨v $X⟩⟨s  # \"a\n⟩⟨k END⟩\necho",
        );
        check(
            "cat <<A <<B | wc\n1\nA\n2\nB\n# c",
            "cat <<⟨k A⟩ <<⟨k B⟩ | wc\n⟨s 1\n⟩⟨k A⟩\n⟨s 2\n⟩⟨k B⟩\n⟨c # c⟩",
        );
        check(
            "cat <<-END\n\ta\n\tEND\necho",
            "cat <<-⟨k END⟩\n⟨s \ta\n⟩\t⟨k END⟩\necho",
        );
        check("cat <<END\n END\nEND", "cat <<⟨k END⟩\n⟨s  END\n⟩⟨k END⟩");
        // `#` begins a comment only at the start of a word.
        check(
            "echo a#b ${A#x} $# ${#A}",
            "echo a#b ⟨v ${A#x}⟩ ⟨v $#⟩ ⟨v ${#A}⟩",
        );
        check("(a)# b", "(a)⟨c # b⟩");
        check("echo \\# b", "echo \\# b");
        check("echo \"# b\" # c", "echo ⟨s \"# b\"⟩ ⟨c # c⟩");
        // A keyword is special only at the start of a command.
        check("echo if then done", "echo if then done");
        check(
            "for in in in; do :; done",
            "⟨k for⟩ in ⟨k in⟩ in; ⟨k do⟩ :; ⟨k done⟩",
        );
        check(
            "case $A in in) echo in;; esac",
            "⟨k case⟩ ⟨v $A⟩ ⟨k in⟩ in) echo in;; ⟨k esac⟩",
        );
        check("well-done; done-well", "well-done; done-well");
        check("exit 1; echo exit", "⟨k exit⟩ 1; echo exit");
        check("A=if B=fi", "A=if B=fi");
        // Quotes nested in quotes.
        check("echo don\\'t \"'\"", "echo don\\'t ⟨s \"'\"⟩");
        check(
            "echo \"a $B $(c \"d\" e) f\"",
            "echo ⟨s \"a ⟩⟨v $B⟩⟨s  ⟩$(c ⟨s \"d\"⟩ e)⟨s  f\"⟩",
        );
        check("echo `a 'b'` c", "echo `a ⟨s 'b'⟩` c");
        check("echo $'a\\'b' c", "echo ⟨s $'a\\'b'⟩ c");
        check("awk '$1 == 2'", "awk ⟨s '$1 == 2'⟩");
        check("echo \"$\" \\$A $?", "echo ⟨s \"$\"⟩ \\$A ⟨v $?⟩");
        check("echo ${A:-\"}\"} b", "echo ⟨v ${A:-⟩⟨s \"}\"⟩⟨v }⟩ b");
        check("diff <(a 'b') c", "diff <(a ⟨s 'b'⟩) c");
        check("[[ $A =~ (b|#c) ]]", "⟨k [[⟩ ⟨v $A⟩ =~ (b|#c) ⟨k ]]⟩");
        check("a=(1 # b\n2)", "a=(1 ⟨c # b⟩\n2)");
        // After an error the rest is code.
        check("if a; fi 'b'", "⟨k if⟩ a; fi 'b'");
        check("", "");
    }

    #[test]
    fn every_byte_has_one_part() {
        for script in [
            "",
            "é 'ü' # ß",
            "cat <<E\n$A\nE",
            "echo \"$(echo \"",
            "a\0b",
            "$",
        ] {
            let ends = script_tokens(script).into_iter().map(|token| token.span);
            let last = ends.fold(0, |end, span| {
                assert_eq!(span.start, end, "{script:?}");
                span.end
            });
            assert_eq!(last, script.len(), "{script:?}");
        }
    }
}
