//! Rust text without what is no code: comments, string literals, and the tests at the end of a file.

/// The code of a file, with its comments, string literals and tests taken out.
pub fn code(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = skipped(rest);
        if skipped > 0 {
            code.push(' ');
            rest = &rest[skipped..];
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    match code.find("#[cfg(test)]") {
        Some(at) => code[..at].to_owned(),
        None => code,
    }
}

/// How many bytes at the beginning are no code.
fn skipped(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |at| at + 2);
    }
    if let Some(raw) = text.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let body = &raw[hashes + 1..];
            let length = body.find(&end).map_or(body.len(), |at| at + end.len());
            return 1 + hashes + 1 + length;
        }
    }
    if let Some(literal) = text.strip_prefix('"') {
        return 1 + closing(literal, '"');
    }
    // A character, and not a lifetime.
    let mut letters = text.chars();
    if letters.next() == Some('\'') {
        let second = letters.next();
        if second == Some('\\') || letters.next() == Some('\'') {
            return 1 + closing(&text[1..], '\'');
        }
    }
    0
}

/// How many bytes there are up to the sign that closes a literal, and with it.
fn closing(text: &str, sign: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        if letter == sign && !escaped {
            return at + letter.len_utf8();
        }
        escaped = letter == '\\' && !escaped;
    }
    text.len()
}

#[test]
fn only_code_is_left() {
    let check = |source: &str, expect: &str| assert_eq!(code(source), expect);
    check("use a; // use b;\nuse c;", "use a;  \nuse c;");
    check("let a = \"use b;\\\"\"; c", "let a =  ; c");
    check("let a = r#\"use \"b\";\"#; c", "let a =  ; c");
    check("a /* use b; */ c", "a   c");
    check(
        "fn a<'a>(b: &'a str) { '\"' }",
        "fn a<'a>(b: &'a str) {   }",
    );
    check("'\\'' a", "  a");
    check("use a;\n#[cfg(test)]\nmod tests {}", "use a;\n");
}
