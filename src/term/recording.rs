//! A pane's recording, line by line.
//!
//! The format is asciicast v2 (<https://docs.asciinema.org/manual/asciicast/v2/>).

use std::time::Duration;

use serde_json::json;

use super::{Mask, Secrets, Size};
use crate::text::Printable;

/// Makes the lines of one recording.
#[derive(Debug)]
pub struct Recording {
    mask: Mask,
    /// The beginning of a character whose rest comes with the next bytes.
    broken: Vec<u8>,
}

impl Recording {
    /// A recording that begins now, and its first line.
    ///
    /// `since_epoch` is the time of its beginning, in seconds since 1970.
    pub fn begin(size: Size, since_epoch: i64, title: &str, secrets: Secrets) -> (Self, String) {
        let header = json!({
            "version": 2, "width": size.columns(), "height": size.rows(),
            "timestamp": since_epoch, "title": &*Printable::line(title),
        });
        let recording = Self {
            mask: Mask::new(secrets),
            broken: Vec::new(),
        };
        (recording, format!("{header}\n"))
    }

    /// What a pane showed, this long after the beginning: a line, or nothing yet.
    pub fn output(&mut self, after: Duration, bytes: &[u8]) -> Option<String> {
        self.broken.extend(self.mask.push(bytes));
        let whole = whole_characters(&self.broken);
        let rest = self.broken.split_off(whole);
        let shown = std::mem::replace(&mut self.broken, rest);
        line(after, "o", &String::from_utf8_lossy(&shown))
    }

    /// From now on these are masked, in what was held back too.
    pub fn set_secrets(&mut self, secrets: Secrets) {
        self.mask.set_secrets(secrets);
    }

    /// The pane got another size.
    pub fn resized(after: Duration, size: Size) -> Option<String> {
        line(after, "r", &format!("{}x{}", size.columns(), size.rows()))
    }

    /// Marks that what was shown before is missing: the disk was full.
    pub fn gap(after: Duration) -> String {
        line(after, "m", "not recorded: the disk was full").unwrap_or_default()
    }

    /// The rest, where the stream ended in the middle of a character.
    pub fn finish(&mut self, after: Duration) -> Option<String> {
        let rest = self.mask.finish();
        self.broken.extend(rest);
        line(after, "o", &String::from_utf8_lossy(&self.broken))
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

fn line(after: Duration, kind: &str, text: &str) -> Option<String> {
    // Six decimals, as asciinema's own recorder writes them.
    let seconds = format!("{:.6}", after.as_secs_f64());
    (!text.is_empty()).then(|| format!("[{seconds}, {}, {}]\n", json!(kind), json!(text)))
}
