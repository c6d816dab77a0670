//! The areas of the screens, in cells.

pub(super) mod day;
pub(super) mod home;

pub use day::{DayLayout, MINIMUM, day_layout, pane_size};
pub use home::{HomeLayout, first_day, home_layout};
