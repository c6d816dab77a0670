//! Draws a frame from the state of the program and the cells of the panes.

mod calendar;
mod canvas;
mod day_keys;
mod details;
mod draw;
mod evidence;
mod footer;
mod header;
mod icons;
mod keys;
mod line;
mod overlay;
mod pane;
mod progress_bar;
mod recent;
mod scene;
mod screens;
mod script;
mod step_fields;
mod step_list;
mod step_terminal;
mod text;
mod theme;
mod theme_file;
mod time_format;

pub use draw::draw;
pub use step_terminal::draw_step_terminal;
pub use theme::{Role, Theme};
pub use time_format::length;
