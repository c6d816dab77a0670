//! Limits the length of OSC strings, which would otherwise fill the memory.

use memchr::memchr;

const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const ESC: u8 = 0x1b;

/// Maximum length of an OSC string, in bytes. The rest is dropped.
pub(super) const LONGEST: usize = 64 * 1024;

/// A filter that shortens OSC strings. The parser buffers a string until its end, which may never
/// arrive.
#[derive(Debug, Default)]
pub(super) struct OscLimiter {
    place: Place,
}

/// The syntactic position in the stream.
#[derive(Debug, Clone, Copy, Default)]
enum Place {
    #[default]
    Text,
    /// After an ESC.
    Escape,
    /// In a string of which this many bytes were passed on.
    Inside(usize),
}

impl OscLimiter {
    /// Emits bytes in as few pieces as possible, without those beyond the limit.
    pub(super) fn pass(&mut self, bytes: &[u8], mut emit: impl FnMut(&[u8])) {
        let (mut from, mut at) = (0, 0);
        while at < bytes.len() {
            match self.place {
                Place::Text => at += self.skip_text(&bytes[at..]),
                Place::Escape => at += self.read_escape(bytes[at]),
                Place::Inside(passed) => {
                    let rest = &bytes[at..];
                    let length = rest.iter().position(|&byte| ends(byte));
                    let room = LONGEST.saturating_sub(passed);
                    let end = length.unwrap_or(rest.len());
                    if end > room {
                        emit(&bytes[from..at + room]);
                        from = at + end;
                    }
                    at += end;
                    self.place =
                        length.map_or(Place::Inside(passed + end.min(room)), |_| Place::Text);
                }
            }
        }
        emit(&bytes[from..]);
    }

    /// Moves past the next ESC and returns the number of bytes skipped.
    fn skip_text(&mut self, bytes: &[u8]) -> usize {
        let Some(escape) = memchr(ESC, bytes) else {
            return bytes.len();
        };
        self.place = Place::Escape;
        escape + 1
    }

    /// Reads the byte after an ESC. The parser executes control characters there, and the sequence
    /// continues.
    fn read_escape(&mut self, byte: u8) -> usize {
        match byte {
            b']' => self.place = Place::Inside(0),
            CAN | SUB | b' '.. => self.place = Place::Text,
            _ => {}
        }
        1
    }
}

/// Returns whether a byte ends an OSC string.
fn ends(byte: u8) -> bool {
    matches!(byte, BEL | CAN | SUB | ESC)
}
