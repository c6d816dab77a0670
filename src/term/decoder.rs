//! Decodes UTF-8 that arrives in chunks.

/// A decoder for UTF-8 that arrives in chunks.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The bytes of a character whose remaining bytes have not arrived.
    broken: Vec<u8>,
}

impl Decoder {
    /// Returns the complete characters. Invalid UTF-8 becomes U+FFFD.
    pub fn decode(&mut self, bytes: &[u8]) -> String {
        self.broken.extend(bytes);
        let whole = whole_characters(&self.broken);
        let rest = self.broken.split_off(whole);
        let decoded = std::mem::replace(&mut self.broken, rest);
        String::from_utf8_lossy(&decoded).into_owned()
    }

    /// Ends the stream. Returns U+FFFD if it ended inside a character, else an empty text.
    pub fn finish(&mut self) -> String {
        let rest = std::mem::take(&mut self.broken);
        String::from_utf8_lossy(&rest).into_owned()
    }
}

/// Returns the number of bytes before an incomplete character at the end.
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
