//! Terminal output as plain text: without escape sequences, with carriage returns resolved.

mod line;
mod stream;
mod style;
mod styled;

pub use stream::{PlainText, Unresolved};
pub use style::Style;
pub use styled::{StyledLine, StyledText};
