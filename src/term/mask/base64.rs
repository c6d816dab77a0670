//! A text inside a longer one that was written as base64 (RFC 4648).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use super::encodings::Encoding;

/// The letters that this text makes wherever it stands: with none, one or two bytes before it in
/// its group of three, in both alphabets.
///
/// A letter holds six bits, so those at either edge are shared with whatever stands there, and
/// are not the text's. Where nothing follows, zeros fill the last letter up: then it is. The
/// signs `=` that may follow say nothing.
pub(super) fn base64(text: &[u8]) -> Vec<Encoding> {
    let mut forms = Vec::new();
    for before in 0..3 {
        let mut bytes = Zeroizing::new(Vec::with_capacity(before + text.len()));
        bytes.resize(before, 0);
        bytes.extend_from_slice(text);
        let first = (before * 8).div_ceil(6);
        let shared = bytes.len() * 8 / 6;
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let letters = Zeroizing::new(engine.encode(&*bytes));
            let letters = letters.as_bytes();
            forms.push(Encoding::new(letters[first..shared].to_vec()));
            forms.push(Encoding::new(letters[first..].to_vec()));
        }
    }
    forms
}

/// Whether base64 has this letter, in either alphabet.
pub(super) fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}
