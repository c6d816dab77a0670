//! The clock.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, Local, Utc};
use rustix::time::{ClockId, clock_gettime};

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

/// The longest sleep of a timer that counts the time in which the machine sleeps.
const NAP: Duration = Duration::from_secs(30);

/// Waits for this long, including the time in which the machine sleeps. The runtime's own timers
/// stop then, so the wait ends at most [`NAP`] after the machine wakes up.
pub(super) async fn sleep_since_boot(after: Duration) {
    let due = since_boot() + after;
    while let Some(nap) = nap(due, since_boot()) {
        tokio::time::sleep(nap).await;
    }
}

/// Returns how long to sleep at once; none if it is due.
fn nap(due: Duration, now: Duration) -> Option<Duration> {
    let left = due.saturating_sub(now);
    (!left.is_zero()).then_some(left.min(NAP))
}

/// The time since the machine started, with the time in which it slept.
fn since_boot() -> Duration {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let clock = ClockId::Boottime;
    // Elsewhere this clock counts sleep.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let clock = ClockId::Monotonic;
    Duration::try_from(clock_gettime(clock)).unwrap_or_default()
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
    use super::*;

    #[test]
    fn a_sleeping_machine_makes_no_wait_longer() {
        let seconds = Duration::from_secs;
        let check = |due, now, expect: Option<Duration>| assert_eq!(nap(due, now), expect);
        check(seconds(100), seconds(90), Some(seconds(10)));
        check(seconds(4000), seconds(90), Some(NAP));
        // It slept eight hours in between.
        check(seconds(4000), seconds(28_890), None);
        check(seconds(100), seconds(100), None);
    }

    #[test]
    fn the_time_since_boot_is_the_system_s() {
        let uptime = std::fs::read_to_string("/proc/uptime");
        let Some(uptime) = uptime.ok().and_then(|text| {
            let seconds = text.split(' ').next()?.parse().ok()?;
            Some(Duration::from_secs_f64(seconds))
        }) else {
            return;
        };
        let later = since_boot() + Duration::from_secs(1);
        assert!(uptime <= later, "{uptime:?}, {later:?}");
    }

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
