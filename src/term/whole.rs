//! Splits a UTF-8 stream only between characters.

/// A buffer for a character that a read has cut. It waits for the rest, because the parser behind
/// it loses the text after a cut character.
#[derive(Debug, Default)]
pub struct WholeCharacters {
    cut: Vec<u8>,
}

impl WholeCharacters {
    /// Emits bytes in as few pieces as possible, each of whole characters.
    pub fn pass(&mut self, bytes: &[u8], mut emit: impl FnMut(&[u8])) {
        let mut rest = bytes;
        while !self.cut.is_empty()
            && let Some((byte, after)) = rest.split_first()
        {
            self.cut.push(*byte);
            rest = after;
            let cut = self.cut.split_off(self.cut.len() - cut_length(&self.cut));
            let whole = std::mem::replace(&mut self.cut, cut);
            if !whole.is_empty() {
                emit(&whole);
            }
        }
        let (whole, cut) = rest.split_at(rest.len() - cut_length(rest));
        self.cut.extend_from_slice(cut);
        emit(whole);
    }

    /// Ends the stream and returns the bytes of an incomplete character.
    pub fn end(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.cut)
    }
}

/// Returns the number of bytes at the end that begin an incomplete UTF-8 character.
fn cut_length(bytes: &[u8]) -> usize {
    let behind = bytes.iter().rev().take(3);
    let lead = behind.enumerate().find(|(_, byte)| **byte & 0xc0 != 0x80);
    let Some((behind, lead)) = lead else { return 0 };
    let length = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    if behind + 1 < length { behind + 1 } else { 0 }
}
