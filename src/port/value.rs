//! The value of a variable.

use std::fmt;

use zeroize::Zeroize;

/// The value of a variable. `Debug` hides a secret one, and its memory is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Value {
    text: String,
    secret: bool,
}

impl Value {
    /// Returns a value that may be shown and stored.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            secret: false,
        }
    }

    /// Returns a value that is never shown or stored.
    pub fn secret(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            secret: true,
        }
    }

    /// Returns the value, even if it is a secret.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// Returns the value for the screen: dots for a secret.
    pub fn shown(&self) -> &str {
        if self.secret {
            "••••"
        } else {
            &self.text
        }
    }

    /// Returns whether the value is never shown or stored.
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
