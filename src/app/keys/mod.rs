//! From a key to an action: the actions, the keymap, and what is drawn from it.

pub(super) mod action;
pub(super) mod key_tables;
pub(super) mod keymap;
pub(super) mod mouse;
pub(super) mod typing;

pub use action::Action;
pub use key_tables::{keys_markdown, keys_text};
pub use keymap::{BINDINGS, Binding, When, bindings, key_name, lookup};
pub use mouse::{first_row, list_rows};
