//! Durations as a plan writes them.

use std::time::Duration;

/// Parses `30s`, `10m`, `4h` or `2d`: a whole number of seconds, minutes, hours or days, at least
/// 1.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let (number, seconds) = match text.as_bytes().last()? {
        b's' => (text.strip_suffix('s')?, 1),
        b'm' => (text.strip_suffix('m')?, 60),
        b'h' => (text.strip_suffix('h')?, 3600),
        b'd' => (text.strip_suffix('d')?, 24 * 3600),
        _ => return None,
    };
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = digits.then(|| number.parse().ok()).flatten()?;
    (number > 0).then(|| Duration::from_secs(u64::from(number) * seconds))
}

/// Formats a duration as a plan writes it, in the largest unit that fits: `90s`, `10m`, `4h` or
/// `2d`.
pub fn format(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let units = [(24 * 3600, 'd'), (3600, 'h'), (60, 'm')];
    let unit = units
        .into_iter()
        .find(|(length, _)| seconds > 0 && seconds.is_multiple_of(*length));
    let (length, unit) = unit.unwrap_or((1, 's'));
    format!("{}{unit}", seconds / length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_a_number_and_a_unit() {
        let check = |text: &str, seconds: Option<u64>| {
            assert_eq!(parse(text), seconds.map(Duration::from_secs), "{text:?}");
        };
        check("30s", Some(30));
        check("10m", Some(600));
        check("1h", Some(3600));
        check("2d", Some(172_800));
        check("0s", None);
        check("", None);
        check("s", None);
        check("30", None);
        check("+3s", None);
        check("1.5h", None);
        check("1h30m", None);
        check("3 s", None);
        check("99999999999999999999h", None);
    }

    #[test]
    fn a_length_of_time_is_written_as_it_is_read() {
        for text in ["90s", "10m", "61m", "4h", "2d", "1s"] {
            assert_eq!(parse(text).map(format).as_deref(), Some(text));
        }
        assert_eq!(format(Duration::from_secs(7200)), "2h");
        assert_eq!(format(Duration::ZERO), "0s");
    }
}
