//! Keeps secrets out of what is kept, in whatever usual form a stream shows them.

mod base64;
mod encodings;
mod forms;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod mask;
mod reading;
mod secrets;

pub use mask::{MASKED, Mask};
pub use secrets::{SHORTEST_SECRET, Secrets};
