//! What a terminal shows: the marks in its stream, its grid, the keys it is sent, the secrets
//! kept out of it, its recording, and the text that boots a shell which tells its true ends.

pub mod boot;
mod marks;
mod nonce;
mod pane;
mod scanner;

pub use marks::{Kind, Mark, Origin};
pub use nonce::Nonce;
pub use pane::{
    Attributes, Cell, Color, Cursor, CursorShape, Modes, Mouse, NoteRole, Pane, Row, Size, Width,
};
pub use scanner::{Piece, Scanner};
