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
mod difference;
mod find;
mod form;
mod help;
mod home;
mod host;
mod ledger;
mod lost;
mod moves;
mod open;
mod output;
mod overview;
mod palette;
mod pane;
mod quiz;
mod reader;
mod run_on;
mod step;
mod trust;
mod words;

pub use act::act;
pub use difference::show_edited;
pub use find::find;
pub use lost::look_again;
pub use output::show_evidence;

pub use pane::{give_keyboard, scroll_pane};
pub use quiz::tell_answer;
