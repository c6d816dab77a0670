//! Masks secrets in a stream, across reads.

use super::effects::LineState;
use super::reading::MaskSpan;
use super::secrets::{Secrets, merge_overlapping};

/// The replacement for a masked secret.
pub const MASKED: &str = "••••";

/// A mask for one stream, across reads.
#[derive(Debug, Clone, Default)]
pub struct Mask {
    secrets: Secrets,
    /// Bytes that may be the beginning of a secret.
    pending: Vec<u8>,
    /// The state of the line where they begin.
    line: LineState,
    /// The parts of them that belong to secrets found already.
    masked: Vec<MaskSpan>,
}

impl Secrets {
    /// Returns the text with the secrets masked.
    pub fn mask(&self, text: &str) -> String {
        if self.is_empty() {
            return text.to_owned();
        }
        let mut mask = Mask::new(self.clone());
        let mut bytes = mask.push(text.as_bytes());
        bytes.extend(mask.finish());
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Mask {
    /// Creates a mask for a stream that begins now.
    pub fn new(secrets: Secrets) -> Self {
        Self {
            secrets,
            ..Self::default()
        }
    }

    /// Replaces the masked secrets, also for bytes that are held back.
    pub fn set_secrets(&mut self, secrets: Secrets) {
        self.secrets = secrets;
    }

    /// Reads the next bytes. Returns those that are certain, masked.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        if self.secrets.is_empty() && self.pending.is_empty() {
            return bytes.to_vec();
        }
        self.pending.extend_from_slice(bytes);
        self.release(false)
    }

    /// Ends the stream. Returns the remaining bytes, masked.
    pub fn finish(&mut self) -> Vec<u8> {
        self.release(true)
    }

    fn release(&mut self, ended: bool) -> Vec<u8> {
        let (mut spans, certain) = self.secrets.look(&self.pending, self.line, ended);
        let certain = if ended { self.pending.len() } else { certain };
        if certain == 0 {
            return Vec::new();
        }
        spans.append(&mut self.masked);
        let mut out = Vec::with_capacity(certain);
        let mut from = 0;
        for mut span in merge_overlapping(spans) {
            if span.range.start < certain {
                out.extend_from_slice(&self.pending[from..span.range.start]);
                if !span.continues {
                    out.extend_from_slice(MASKED.as_bytes());
                }
                from = span.range.end.min(certain);
                span.continues = true;
            }
            if span.range.end > certain {
                span.range = span.range.start.saturating_sub(certain)..span.range.end - certain;
                self.masked.push(span);
            }
        }
        out.extend_from_slice(&self.pending[from..certain]);
        self.line = self.line.after(&self.pending[..certain]);
        self.pending.drain(..certain);
        out
    }
}
