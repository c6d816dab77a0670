//! Turns input into actions: the actions, the key table, typed text and the mouse.

pub(super) mod action;
pub(super) mod key_tables;
pub(super) mod keymap;
pub(super) mod mouse;
pub(super) mod typing;

pub use action::Action;
pub use key_tables::{KeySection, key_sections, key_sections_from, keys_markdown, keys_text};
pub use keymap::{Binding, When, key_name, keys, lookup};
pub use mouse::{first_row, list_rows};
