//! The screens of the README: the built-in plan in the middle of its second day.

use crate::acting::Stage;

/// The built-in plan, opened for the first time.
pub fn built_in(columns: u16, rows: u16) -> Stage {
    Stage::new(&daymark::service::built_in(), columns, rows)
}

/// The plan's screen.
pub fn home() -> Stage {
    let mut stage = second_day(120, 36);
    stage.keys("esc");
    stage
}

/// A day's screen.
pub fn day() -> Stage {
    second_day(120, 40)
}

/// Day 1 is done, and the firewall of day 2 has just failed.
fn second_day(columns: u16, rows: u16) -> Stage {
    let mut stage = built_in(columns, rows);
    stage.keys("enter");
    stage
}
