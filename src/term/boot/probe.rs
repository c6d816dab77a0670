//! Looking for the processes of a run whose end nobody saw.

const PROBE: &str = include_str!("probe.sh");

/// The exit status that says that none of them lives.
pub const PROBE_GONE: i32 = 3;
/// The exit status that says that the host was started anew since.
pub const PROBE_REBOOTED: i32 = 4;

/// A script that tells which processes of a session still live, one a line, besides the shell that
/// leads it.
///
/// A session is known by the process id of its first shell, and by the host's boot id at that
/// time. POSIX sh over `/proc` (proc(5)).
pub fn probe(shell: u32, boot: Option<&str>) -> String {
    let hex = |c: &char| c.is_ascii_hexdigit() || *c == '-';
    let boot: String = boot.unwrap_or_default().chars().filter(hex).collect();
    PROBE
        .replace("@SESSION@", &shell.to_string())
        .replace("@BOOT@", &boot)
        .replace("@GONE@", &PROBE_GONE.to_string())
        .replace("@REBOOTED@", &PROBE_REBOOTED.to_string())
}
