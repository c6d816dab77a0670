//! Draws the program as it stands: from the state of the app and the cells of panes to a frame.

mod calendar;
mod canvas;
mod choice;
mod clock;
mod day;
mod details;
mod difference;
mod draw;
mod foot;
mod form;
mod head;
mod help;
mod highlight;
mod home;
mod items;
mod ledger;
mod line;
mod marks;
mod overlay;
mod overview;
mod page;
mod palette;
mod pane;
mod progress_bar;
mod proof;
mod reader;
mod recent;
mod script;
mod terms;
mod text;
mod theme;
mod theme_file;
mod trust;
mod words;

pub use draw::draw;
pub use theme::{Role, Theme};
