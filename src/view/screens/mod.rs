//! Draws each screen, one file per screen; its state is in the file of the same name in
//! `app/screens/`.

pub(super) mod copy_preview;
pub(super) mod day;
pub(super) mod dialog;
pub(super) mod form;
pub(super) mod help;
pub(super) mod home;
pub(super) mod overview;
pub(super) mod pager;
pub(super) mod palette;
pub(super) mod text_prompt;
pub(super) mod trust;
pub(super) mod undo_list;
