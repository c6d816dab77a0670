//! What each action does on each screen: one file a screen, named as the screen's own.

#[expect(
    clippy::module_inception,
    reason = "the folder is named for its main thing"
)]
mod act;
mod check;
mod copy_preview;
mod cursor;
mod day;
mod dialog;
mod find;
mod form;
mod global;
mod help;
mod home;
mod host;
mod open;
mod output;
mod overview;
mod pager;
mod palette;
mod pane;
mod quiz;
mod recovery;
mod run_all;
mod step;
mod text_prompt;
mod trust;
mod undo_list;

pub use act::act;
pub use copy_preview::show_edited;
pub use find::find;
pub use output::show_evidence;
pub use recovery::look_again;

pub use pane::{give_keyboard, scroll_pane};
pub use quiz::show_answer;
