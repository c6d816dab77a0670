//! Quotes of a host that did not run a script.

/// The longest quote of what a host printed, in characters.
const LONGEST_QUOTE: usize = 200;

/// Returns the reason why a script did not begin as this user, from the text printed instead.
pub fn not_begun_as(user: &str, printed: &str) -> String {
    match (sudo_line(printed), last_quote(printed)) {
        (Some(line), _) => format!("sudo refused to run the script as {user}: {line}"),
        (None, line) => {
            let line = line.unwrap_or_else(|| "no message".to_owned());
            format!("the script did not begin as {user}: {line}")
        }
    }
}

/// Returns the reason why a script did not begin in its shell, from the exit status and the last line
/// that was printed instead.
pub(super) fn not_begun_in(shell: &str, exit: i32, printed: &str) -> String {
    match (exit, printed) {
        (127, "") => format!("the shell `{shell}` is not installed there"),
        (_, "") => format!("the shell `{shell}` exited with {exit} before the script began"),
        (_, line) => {
            format!("the shell `{shell}` exited with {exit} before the script began: {line}")
        }
    }
}

/// Returns the first line with sudo's reason. The command that sudo logs may follow.
fn sudo_line(printed: &str) -> Option<String> {
    let says_why = |line: &&str| {
        line.starts_with("sudo:") || line.starts_with("Sorry,") && *line != "Sorry, try again."
    };
    printed.lines().map(str::trim).find(says_why).map(quote)
}

/// Returns the last line with visible text, quoted.
pub fn last_quote(printed: &str) -> Option<String> {
    let mut lines = printed.lines().rev().map(quote);
    lines.find(|line| !line.is_empty())
}

/// Returns a line without control characters, cut to the longest quote.
fn quote(line: &str) -> String {
    let letters = line.trim().chars().filter(|letter| !letter.is_control());
    letters.take(LONGEST_QUOTE).collect()
}
