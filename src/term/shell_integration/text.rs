//! Quotes bytes for a shell.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::term::shell_integration::ScriptVariable;

/// Appends the bytes in single quotes, without NUL bytes, which shell text cannot contain.
pub(in crate::term) fn quote(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'\'');
    for &byte in bytes {
        match byte {
            0 => {}
            b'\'' => out.extend_from_slice(br"'\''"),
            _ => out.push(byte),
        }
    }
    out.push(b'\'');
}

/// Appends a line `NAME='value'`.
pub(in crate::term) fn assign(name: &str, value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(name.as_bytes());
    out.push(b'=');
    quote(value, out);
    out.push(b'\n');
}

/// Returns words in single quotes, for the `for` loop of a shell.
pub(in crate::term) fn quoted_list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    quoted.join(" ")
}

/// Returns lines of `export NAME='value'`.
pub(in crate::term) fn exports(variables: &[ScriptVariable<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    for variable in variables {
        out.extend_from_slice(b"export ");
        out.extend_from_slice(variable.name().as_bytes());
        out.push(b'=');
        quote(variable.value(), &mut out);
        out.push(b'\n');
    }
    out
}

/// Returns a word that a POSIX shell replaces by the text. The word has no quote or `$` of the
/// text.
pub(in crate::term) fn decoded(text: &str) -> String {
    format!("\"$(printf %s {} | base64 -d)\"", STANDARD.encode(text))
}
