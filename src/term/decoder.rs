//! Bytes that come in pieces, as text.

/// Decodes UTF-8 that comes in pieces.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The beginning of a character whose rest comes with the next bytes.
    broken: Vec<u8>,
}

impl Decoder {
    /// Returns the characters that are whole by now; what is not UTF-8 becomes U+FFFD.
    pub fn decode(&mut self, bytes: &[u8]) -> String {
        self.broken.extend(bytes);
        let whole = whole_characters(&self.broken);
        let rest = self.broken.split_off(whole);
        let decoded = std::mem::replace(&mut self.broken, rest);
        String::from_utf8_lossy(&decoded).into_owned()
    }

    /// Returns the rest, where the stream ended in the middle of a character.
    pub fn finish(&mut self) -> String {
        let rest = std::mem::take(&mut self.broken);
        String::from_utf8_lossy(&rest).into_owned()
    }
}

/// How many bytes hold whole characters, or bytes that can never become one.
fn whole_characters(bytes: &[u8]) -> usize {
    let mut from = 0;
    loop {
        match std::str::from_utf8(&bytes[from..]) {
            Ok(_) => return bytes.len(),
            Err(error) => match error.error_len() {
                Some(length) => from += error.valid_up_to() + length,
                None => return from + error.valid_up_to(),
            },
        }
    }
}
