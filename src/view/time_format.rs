//! Formats times and durations.

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use crate::report::minutes_text as minutes;

/// Formats a duration: `0:07`, `2:11`, `1:02:03`.
pub fn length(seconds: f64) -> String {
    // A duration is negative if the clock was set back.
    #[expect(clippy::cast_sign_loss, reason = "not below 0 here")]
    let seconds = seconds.round().max(0.0) as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Formats the time between two moments.
pub fn between(start: DateTime<FixedOffset>, end: DateTime<FixedOffset>) -> String {
    length((end - start).as_seconds_f64())
}

/// Formats a moment: the time if it was today, else the date.
pub fn moment(at: DateTime<FixedOffset>, today: NaiveDate) -> String {
    if at.date_naive() == today {
        at.format("%H:%M").to_string()
    } else {
        at.format("%-d %b").to_string()
    }
}

/// Formats a moment: the time if it was today, else date and time.
pub fn full_moment(at: DateTime<FixedOffset>, today: NaiveDate) -> String {
    if at.date_naive() == today {
        at.format("%H:%M").to_string()
    } else {
        at.format("%-d %b %H:%M").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_at_a_glance() {
        let check = |seconds: f64, expect: &str| assert_eq!(length(seconds), expect);
        check(0.4, "0:00");
        check(7.0, "0:07");
        check(131.2, "2:11");
        check(3723.0, "1:02:03");
        check(-5.0, "0:00");
    }

    #[test]
    fn minutes_become_hours() {
        let check = |count: u32, expect: &str| assert_eq!(minutes(count), expect);
        check(35, "35 min");
        check(240, "4 h");
        check(70, "1 h 10");
    }
}
