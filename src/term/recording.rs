//! A pane's recording, line by line.
//!
//! The format is asciicast v2 (<https://docs.asciinema.org/manual/asciicast/v2/>).

use std::time::Duration;

use serde_json::json;

use super::{Decoder, Mask, Secrets, Size};
use crate::text::Printable;

/// Makes the lines of one recording.
#[derive(Debug)]
pub struct Recording {
    mask: Mask,
    decoder: Decoder,
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
            decoder: Decoder::default(),
        };
        (recording, format!("{header}\n"))
    }

    /// What a pane showed, this long after the beginning: a line, or nothing yet.
    pub fn output(&mut self, after: Duration, bytes: &[u8]) -> Option<String> {
        line(after, "o", &self.decoder.decode(&self.mask.push(bytes)))
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
        let rest = self.decoder.decode(&self.mask.finish());
        line(after, "o", &(rest + &self.decoder.finish()))
    }
}

fn line(after: Duration, kind: &str, text: &str) -> Option<String> {
    // Six decimals, as asciinema's own recorder writes them.
    let seconds = format!("{:.6}", after.as_secs_f64());
    (!text.is_empty()).then(|| format!("[{seconds}, {}, {}]\n", json!(kind), json!(text)))
}
