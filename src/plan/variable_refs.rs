//! References to variables in texts: `$NAME` and `${NAME}`.

/// Returns the names after each `$`, `${`, `${#` and `${!`.
pub(super) fn variable_refs(script: &str) -> impl Iterator<Item = &str> {
    script.split('$').skip(1).filter_map(|after| {
        let inner = after
            .strip_prefix('{')
            .map(|inner| inner.trim_start_matches(['#', '!']));
        word(inner.unwrap_or(after))
    })
}

/// Fills in the variables of a host's address.
///
/// # Errors
///
/// The name of the first variable for which `value` returns `None`.
pub fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::with_capacity(template.len());
    for part in parts(template) {
        match part {
            AddressPart::Text(text) => filled.push_str(text),
            AddressPart::Name(name) => {
                filled.push_str(&value(name).ok_or_else(|| name.to_owned())?);
            }
        }
    }
    Ok(filled)
}

/// Fills in `$NAME` and `${NAME}` where `value` returns a value, and keeps the rest as it is.
pub fn fill_declared(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut pieces = text.split('$');
    filled.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let known = reference(piece).and_then(|(name, rest)| Some((value(name)?, rest)));
        match known {
            Some((value, rest)) => {
                filled.push_str(&value);
                filled.push_str(rest);
            }
            None => {
                filled.push('$');
                filled.push_str(piece);
            }
        }
    }
    filled
}

/// Returns the variables in a host's address, in order.
pub fn address_variables(template: &str) -> Vec<&str> {
    let name = |part| match part {
        AddressPart::Name(name) => Some(name),
        AddressPart::Text(_) => None,
    };
    parts(template).into_iter().filter_map(name).collect()
}

/// A part of an address.
enum AddressPart<'t> {
    Text(&'t str),
    Name(&'t str),
}

/// Splits an address into parts. A `$` without a name after it is literal.
fn parts(template: &str) -> Vec<AddressPart<'_>> {
    let mut parts = Vec::new();
    let mut pieces = template.split('$');
    parts.extend(pieces.next().map(AddressPart::Text));
    for piece in pieces {
        match reference(piece) {
            Some((name, rest)) => parts.extend([AddressPart::Name(name), AddressPart::Text(rest)]),
            None => parts.extend([AddressPart::Text("$"), AddressPart::Text(piece)]),
        }
    }
    parts
}

/// Returns the name that follows a `$`, and the text after the name.
fn reference(after: &str) -> Option<(&str, &str)> {
    match after.strip_prefix('{') {
        Some(inner) => inner
            .split_once('}')
            .filter(|(name, _)| word(name) == Some(*name)),
        None => word(after).map(|name| after.split_at(name.len())),
    }
}

/// Returns the shell name at the start of a text (POSIX.1-2024 §3.216).
fn word(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let word = &text[..end];
    let named = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    named.then_some(word)
}
