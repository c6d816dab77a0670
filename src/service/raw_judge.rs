//! Judging raw bytes.

use zeroize::Zeroizing;

use crate::progress::{Excerpt, Findings, OutputJudge, Query};
use crate::term::{MASKED, Mask, PlainText, Secrets, Unresolved};

/// Judges the bytes of one output as plain text and keeps a masked excerpt.
pub(super) struct RawJudge {
    plain: PlainText,
    judge: OutputJudge,
    mask: Mask,
    excerpt: Excerpt,
    /// The plain text of the last bytes. Its memory is reused, and wiped at the end.
    text: Zeroizing<String>,
}

/// The result of judging an output.
#[derive(Debug, Clone, Default)]
pub(super) struct Judged {
    /// The findings.
    pub(super) findings: Findings,
    /// The masked excerpt.
    pub(super) excerpt: Excerpt,
}

impl RawJudge {
    /// Returns a judge for a new output.
    pub(super) fn new(query: &Query, secrets: Secrets) -> Self {
        Self {
            plain: PlainText::default(),
            judge: OutputJudge::new(query),
            mask: Mask::new(secrets),
            excerpt: Excerpt::default(),
            text: Zeroizing::default(),
        }
    }

    /// Masks these secrets from now on.
    pub(super) fn set_secrets(&mut self, secrets: Secrets) {
        self.mask.set_secrets(secrets);
    }

    /// Judges bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.text.clear();
        self.plain.push(bytes, &mut self.text);
        self.take_text();
    }

    /// Ends the output. Returns the result.
    pub(super) fn finish(mut self) -> Judged {
        self.text.clear();
        let resolved = std::mem::take(&mut self.plain).finish(&mut self.text);
        self.take_text();
        let rest = self.mask.finish();
        self.excerpt.push(&String::from_utf8_lossy(&rest));
        let findings = self.judge.finish();
        Judged {
            findings: match resolved {
                Ok(()) => findings,
                Err(unresolved @ Unresolved) => findings.doubted(&unresolved.to_string()),
            },
            excerpt: self.excerpt.finish(),
        }
    }

    fn take_text(&mut self) {
        self.judge.push(&self.text);
        let masked = self.mask.push(self.text.as_bytes());
        // The mask keeps whole secrets back, so it never splits a character.
        self.excerpt.push(&String::from_utf8_lossy(&masked));
    }
}

impl Judged {
    /// Returns the new secret in the output.
    pub(super) fn secret(&self) -> Option<&str> {
        match &self.findings.saved {
            Some(Ok(Some(secret))) => Some(secret),
            _ => None,
        }
    }

    /// Returns the result with the new secret masked in the excerpt.
    pub(super) fn withheld(mut self) -> Self {
        self.excerpt = match self.secret() {
            Some(secret) if self.excerpt.cut == 0 => {
                let text = Secrets::new([secret]).mask(&self.excerpt.head);
                text.as_str().into()
            }
            _ => MASKED.into(),
        };
        self
    }
}
