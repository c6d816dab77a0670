//! Standard output and standard error. No other module prints.

mod macros;
mod panics;
mod print;
mod terminal;

pub(super) use macros::complain;
pub use panics::report_panics;
pub use print::{ask, complain, print};
pub use terminal::{is_terminal, terminal};
