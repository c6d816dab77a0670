//! The state of a terminal: bytes in, cells and replies out.

mod annotation;
mod bounded;
mod cell;
mod echo;
mod emulator_events;
mod modes;
mod osc_limit;
#[expect(
    clippy::module_inception,
    reason = "the module is named for its main type"
)]
mod pane;
mod row;
mod sync;
mod visible;

pub(super) use cell::grid_color;
pub use cell::{AnnotationKind, Attributes, Cell, Color, Width};
pub use modes::{Modes, MouseMode};
pub use pane::{Cursor, CursorShape, Pane, Size};
pub use row::Row;
