//! Judging raw bytes.

use zeroize::Zeroizing;

use crate::progress::{Excerpt, Findings, OutputJudge, Query};
use crate::term::{MASKED, Mask, PlainText, Secrets, Unresolved, WholeCharacters};

/// Judges the bytes of one output as text and keeps a masked excerpt.
pub(super) struct RawJudge {
    reading: Reading,
    judge: OutputJudge,
    mask: Mask,
    excerpt: Excerpt,
    /// The plain text of the last bytes. Its memory is reused, and wiped at the end.
    text: Zeroizing<String>,
}

/// How bytes become text.
enum Reading {
    /// As a terminal shows them, on lines of unlimited width.
    Plain(Box<PlainText>),
    /// As they are.
    Verbatim(WholeCharacters),
}

impl Reading {
    fn push(&mut self, bytes: &[u8], text: &mut String) {
        match self {
            Self::Plain(plain) => plain.push(bytes, text),
            Self::Verbatim(whole) => {
                whole.pass(bytes, |bytes| {
                    text.push_str(&String::from_utf8_lossy(bytes));
                });
            }
        }
    }

    fn finish(self, text: &mut String) -> Result<(), Unresolved> {
        match self {
            Self::Plain(plain) => plain.finish(text),
            Self::Verbatim(mut whole) => {
                text.push_str(&String::from_utf8_lossy(&whole.end()));
                Ok(())
            }
        }
    }
}

/// The result of judging an output.
#[derive(Debug, Clone, Default)]
pub(super) struct Judged {
    pub(super) findings: Findings,
    /// The masked excerpt.
    pub(super) excerpt: Excerpt,
}

impl RawJudge {
    /// Returns a judge for a new output.
    pub(super) fn new(query: &Query, secrets: Secrets) -> Self {
        Self {
            reading: if query.verbatim {
                Reading::Verbatim(WholeCharacters::default())
            } else {
                Reading::Plain(Box::default())
            },
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
        self.reading.push(bytes, &mut self.text);
        self.take_text();
    }

    /// Ends the output. Returns the result.
    pub(super) fn finish(mut self) -> Judged {
        self.text.clear();
        let plain = Reading::Plain(Box::default());
        let resolved = std::mem::replace(&mut self.reading, plain).finish(&mut self.text);
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
