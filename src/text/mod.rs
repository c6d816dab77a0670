//! Text that is safe to show, with hidden characters made visible. Also digests as text.

mod digest;
mod hidden;
mod joined;
mod json;
mod kind;
mod printable;
mod set;
mod signs;

pub use digest::{Sha256, hex, sha256};
pub use hidden::is_hidden;
pub use json::json;
pub use kind::Kind;
pub use printable::Printable;
pub use signs::hidden_signs;
