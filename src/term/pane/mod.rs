//! A terminal's state: bytes in, cells and answers out.

mod bounded;
mod cell;
mod guard;
mod mail;
mod modes;
mod note;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod pane;
mod prompt;
mod row;
mod sync;
mod visible;

pub use cell::{Attributes, Cell, Color, Width};
pub use modes::{Modes, Mouse};
pub use note::NoteRole;
pub use pane::{Cursor, CursorShape, Pane, Size};
pub use row::Row;
