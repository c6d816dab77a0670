//! Where the parts of a screen lie, in cells.

pub(in crate::app) mod day;
pub(in crate::app) mod home;

pub use day::{DayLayout, MINIMUM, day_layout, pane_size};
pub use home::{HomeLayout, first_day, home_layout};
