//! Draws each screen, one file per screen; its state is in the file of the same name in
//! `app/screens/`.

pub(in crate::view) mod copy_preview;
pub(in crate::view) mod day;
pub(in crate::view) mod dialog;
pub(in crate::view) mod form;
pub(in crate::view) mod help;
pub(in crate::view) mod home;
pub(in crate::view) mod overview;
pub(in crate::view) mod pager;
pub(in crate::view) mod palette;
pub(in crate::view) mod text_prompt;
pub(in crate::view) mod trust;
pub(in crate::view) mod undo_list;
