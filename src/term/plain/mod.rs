//! Terminal output as plain text: without escape sequences, with carriage returns resolved.

mod line;
mod stream;
mod styled;

pub use stream::{PlainText, Unresolved};
pub use styled::{Style, StyledLine, StyledText};
