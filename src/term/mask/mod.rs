//! Masks secrets in stored output, in the common forms in which a stream may show them.

mod base64;
mod effects;
mod encodings;
mod forms;
#[expect(
    clippy::module_inception,
    reason = "the module is named for its main type"
)]
mod mask;
mod reading;
mod secrets;
mod signs;

pub use mask::{MASKED, Mask};
pub use secrets::{SHORTEST_SECRET, Secrets};
