//! Turns actions into commands, with one file per screen. Several screens share the files in
//! `parts/`.

for_each_screen!(screen_modules);
mod act;
mod home;
mod parts;
mod screen_actions;

pub use act::act;
pub use copy_preview::show_edited;
pub use parts::find::find;
pub use parts::output::show_evidence;
pub use parts::pane::{give_keyboard, scroll_pane};
pub use parts::quiz::show_answer;
pub use recovery::look_again;
