//! Encodes the recording of a pane, line by line.
//!
//! The format is asciicast v2 (<https://docs.asciinema.org/manual/asciicast/v2/>).

use std::time::Duration;

use serde_json::json;

use super::{Decoder, Mask, Secrets, Size};
use crate::text::Printable;

/// The encoder of one recording.
#[derive(Debug)]
pub struct Recording {
    mask: Mask,
    decoder: Decoder,
}

impl Recording {
    /// Starts a recording and returns it with its header line.
    ///
    /// `since_epoch` is the start time, in seconds since 1970.
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

    /// Returns the line for output that the pane got `after` the start. `None` if all of it is held
    /// back for masking or decoding.
    pub fn output(&mut self, after: Duration, bytes: &[u8]) -> Option<String> {
        line(after, "o", &self.decoder.decode(&self.mask.push(bytes)))
    }

    /// Replaces the masked secrets. Output that is held back is masked with the new ones too.
    pub fn set_secrets(&mut self, secrets: Secrets) {
        self.mask.set_secrets(secrets);
    }

    /// Returns the line for a new size of the pane.
    pub fn resized(after: Duration, size: Size) -> Option<String> {
        line(after, "r", &format!("{}x{}", size.columns(), size.rows()))
    }

    /// Returns a marker line for output that is missing because the disk was full.
    pub fn gap(after: Duration) -> String {
        line(after, "m", "not recorded: the disk was full").unwrap_or_default()
    }

    /// Ends the stream and returns the line for output that was held back, if any.
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
