//! The value of a variable.

use std::fmt;

use zeroize::Zeroize;

/// The value of a variable; a secret one is not shown by `Debug` and is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Value {
    text: String,
    secret: bool,
}

impl Value {
    /// A value that may be shown and kept.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            secret: false,
        }
    }

    /// A value that must never be kept or shown.
    pub fn secret(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            secret: true,
        }
    }

    /// The value itself.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The value as a screen may show it.
    pub fn shown(&self) -> &str {
        if self.secret {
            "••••"
        } else {
            &self.text
        }
    }

    /// Whether it must never be kept or shown.
    pub fn is_secret(&self) -> bool {
        self.secret
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.shown())
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        if self.secret {
            self.text.zeroize();
        }
    }
}
