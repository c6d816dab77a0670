//! Base64 (RFC 4648): encodings of a text inside a longer one, and words split by line ends.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use memchr::memchr_iter;
use zeroize::Zeroizing;

use super::encodings::Encoding;

/// Returns the letters that encode this text at any position: after zero, one or two bytes in its
/// group of three, in both alphabets.
///
/// A letter encodes six bits. The first and the last letter may share bits with neighboring bytes
/// and are left out. At the end of the data, zeros fill the last letter, so that it belongs to the
/// text. The padding signs `=` are ignored.
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

/// Returns whether a byte is a base64 letter, in either alphabet.
pub(super) fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

/// Returns the positions of the letters of each word that contains a line end. Line ends do not
/// separate words.
pub(super) fn words(bytes: &[u8]) -> impl Iterator<Item = Vec<usize>> {
    let mut done = 0;
    memchr_iter(b'\n', bytes).filter_map(move |newline| {
        if newline < done {
            return None;
        }
        let word = word(bytes, done, newline);
        done = word.last().map_or(done, |last| last + 1);
        (!word.is_empty()).then_some(word)
    })
}

/// Returns the positions of the word around a line end. Bytes before `floor` belong to another
/// word.
fn word(bytes: &[u8], floor: usize, newline: usize) -> Vec<usize> {
    let mut at = newline - usize::from(newline > floor && bytes[newline - 1] == b'\r');
    let before = bytes[floor..at]
        .iter()
        .rev()
        .take_while(|byte| is_letter(**byte))
        .count();
    if before == 0 {
        return Vec::new();
    }
    let mut word: Vec<usize> = (at - before..at).collect();
    loop {
        at += line_end(&bytes[at..]);
        let letters = bytes[at..]
            .iter()
            .take_while(|byte| is_letter(**byte))
            .count();
        word.extend(at..at + letters);
        at += letters;
        if letters == 0 || line_end(&bytes[at..]) == 0 {
            return word;
        }
    }
}

/// Returns the positions of the last letters, at most `most`, if the word may continue after the
/// end.
pub(super) fn last_word(bytes: &[u8], most: usize) -> Vec<usize> {
    let mut at = bytes.len();
    // A CR at the end may be half of a line end.
    at -= match bytes {
        [.., b'\r'] => 1,
        _ => line_end_before(bytes),
    };
    let mut word = Vec::new();
    loop {
        let letters = bytes[..at]
            .iter()
            .rev()
            .take(most - word.len())
            .take_while(|byte| is_letter(**byte))
            .count();
        word.extend((at - letters..at).rev());
        at -= letters;
        let gap = line_end_before(&bytes[..at]);
        if letters == 0 || gap == 0 || word.len() == most {
            word.reverse();
            return word;
        }
        at -= gap;
    }
}

/// Returns the length of the line end at the beginning of the bytes, or 0.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => 0,
    }
}

/// Returns the length of the line end at the end of the bytes, or 0.
fn line_end_before(bytes: &[u8]) -> usize {
    match bytes {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    }
}
