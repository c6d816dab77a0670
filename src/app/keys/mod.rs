//! From a key to an action: the actions, the keymap, and what is drawn from it.

pub(in crate::app) mod action;
pub(in crate::app) mod key_tables;
pub(in crate::app) mod keymap;
pub(in crate::app) mod mouse;
pub(in crate::app) mod typing;

pub use action::Action;
pub use key_tables::{keys_markdown, keys_text};
pub use keymap::{BINDINGS, Binding, When, bindings, key_name, lookup};
pub use mouse::{first_row, list_rows};
