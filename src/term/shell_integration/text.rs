//! Putting bytes where a shell takes them as they are.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::term::shell_integration::ScriptVariable;

/// Appends the bytes in single quotes. NUL bytes are left out: no shell text can hold one.
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

/// A line of `NAME='value'`.
pub(in crate::term) fn assign(name: &str, value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(name.as_bytes());
    out.push(b'=');
    quote(value, out);
    out.push(b'\n');
}

/// Words in single quotes, for a `for` of a shell to go through.
pub(in crate::term) fn quoted_list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    quoted.join(" ")
}

/// Lines of `export NAME='value'`.
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

/// A word that a POSIX shell replaces by the text: it holds no quote and no `$` of the text's.
pub(in crate::term) fn decoded(text: &str) -> String {
    format!("\"$(printf %s {} | base64 -d)\"", STANDARD.encode(text))
}
