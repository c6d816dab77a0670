//! The clock.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, Local, Utc};

/// The range of times, in seconds since 1970: from the second day of year 1 to the last day of year
/// 9999.
const FIRST: i64 = -62_135_510_400;
const LAST: i64 = 253_402_214_400;

/// The time now, where the operator is. A clock far off, as before 1970, is taken as it is within
/// the years 1 to 9999.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the time of day"
)]
pub fn now() -> DateTime<FixedOffset> {
    let (seconds, nanos) = since_1970(SystemTime::now());
    let utc = DateTime::<Utc>::from_timestamp(seconds.clamp(FIRST, LAST), nanos);
    utc.unwrap_or_default().with_timezone(&Local).fixed_offset()
}

/// This moment, to measure how long things last.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the steady clock"
)]
pub fn instant() -> Instant {
    Instant::now()
}

/// Seconds since 1970, and nanoseconds behind them.
fn since_1970(time: SystemTime) -> (i64, u32) {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => (
            i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            after.subsec_nanos(),
        ),
        Err(before) => {
            let before = before.duration();
            let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
            match before.subsec_nanos() {
                0 => (-seconds, 0),
                nanos => (-seconds - 1, 1_000_000_000 - nanos),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_time_before_1970_is_a_time() {
        let check = |time: Option<SystemTime>, expect: (i64, u32)| {
            assert_eq!(since_1970(time.unwrap()), expect);
        };
        check(Some(UNIX_EPOCH), (0, 0));
        check(
            UNIX_EPOCH.checked_add(Duration::from_millis(1500)),
            (1, 500_000_000),
        );
        check(
            UNIX_EPOCH.checked_sub(Duration::from_millis(1500)),
            (-2, 500_000_000),
        );
        check(UNIX_EPOCH.checked_sub(Duration::from_secs(2)), (-2, 0));
    }
}
