//! Judging raw bytes.

use zeroize::Zeroizing;

use crate::progress::{Excerpt, Findings, OutputJudge, Query};
use crate::term::{MASKED, Mask, PlainText, Secrets, Unresolved};

/// Judges the bytes of one output as plain text, and keeps a masked excerpt of it.
pub(super) struct RawJudge {
    plain: PlainText,
    judge: OutputJudge,
    mask: Mask,
    excerpt: Excerpt,
    /// The plain text of the last bytes; its memory is used again, and wiped at the end.
    text: Zeroizing<String>,
}

/// What is left of an output that was judged.
#[derive(Debug, Clone, Default)]
pub(super) struct Judged {
    /// What was found in it.
    pub(super) findings: Findings,
    /// What is shown of it, masked.
    pub(super) excerpt: Excerpt,
}

impl RawJudge {
    /// A judge of an output that begins now.
    pub(super) fn new(query: &Query, secrets: Secrets) -> Self {
        Self {
            plain: PlainText::default(),
            judge: OutputJudge::new(query),
            mask: Mask::new(secrets),
            excerpt: Excerpt::default(),
            text: Zeroizing::default(),
        }
    }

    /// From now on these are masked.
    pub(super) fn set_secrets(&mut self, secrets: Secrets) {
        self.mask.set_secrets(secrets);
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.text.clear();
        self.plain.push(bytes, &mut self.text);
        self.take_text();
    }

    /// What was found: the output has ended.
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
        // The mask holds whole secrets back, so it cuts no character.
        self.excerpt.push(&String::from_utf8_lossy(&masked));
    }
}

impl Judged {
    /// The secret that came out of it.
    pub(super) fn secret(&self) -> Option<&str> {
        match &self.findings.saved {
            Some(Ok(Some(secret))) => Some(secret),
            _ => None,
        }
    }

    /// The same, with nothing to be seen of a secret that came out of it.
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
