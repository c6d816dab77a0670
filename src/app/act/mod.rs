//! What each action does on each screen: one file a screen, named as the screen's own.

#[expect(
    clippy::module_inception,
    reason = "the folder is named for its main thing"
)]
mod act;
mod anywhere;
mod check;
mod choice;
mod day;
mod find;
mod form;
mod help;
mod home;
mod moves;
mod output;
mod palette;
mod pane;
mod reader;
mod step;
mod trust;
mod words;

pub use act::act;
pub use find::find;
pub use output::show_evidence;
pub use pane::{give_keyboard, scroll_pane};
