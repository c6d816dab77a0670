//! A terminal's state: bytes in, cells and answers out.

mod bounded;
mod cell;
mod guard;
mod mail;
mod modes;
mod note;
mod note_role;
#[expect(
    clippy::module_inception,
    reason = "the room is named for its main thing"
)]
mod pane;
mod prompt;
mod row;
mod sync;
mod typed;
mod visible;

pub(super) use cell::grid_color;
pub use cell::{Attributes, Cell, Color, Width};
pub(super) use guard::Guard;
pub use modes::{Modes, Mouse};
pub use note_role::NoteRole;
pub use pane::{Cursor, CursorShape, Pane, Size};
pub use row::Row;
