//! Base64 (RFC 4648): the forms a text takes inside a longer one, and words that line ends cut.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use memchr::memchr_iter;
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

/// The places of letters that make one word if line ends are not looked at, for each word that
/// has a line end in it.
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

/// The word around a line end; what stands before `floor` belongs to another.
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

/// The places of the last letters, at most so many, if they may go on behind the end.
pub(super) fn last_word(bytes: &[u8], most: usize) -> Vec<usize> {
    let mut at = bytes.len();
    // Half a line end is one that may become whole.
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

/// The length of the line end that these bytes begin with; none is 0.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => 0,
    }
}

/// The length of the line end that these bytes end with; none is 0.
fn line_end_before(bytes: &[u8]) -> usize {
    match bytes {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    }
}
