//! Names of kept outputs.

/// The file name of an output: what, where, and the how-manieth; safe in any file system.
pub fn evidence_name(id: &str, host: &str, number: usize) -> String {
    let safe = |text: &str| -> String {
        let keep = |c: char| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '_'
            }
        };
        text.chars().map(keep).collect()
    };
    format!("{}@{}.{number}.txt", safe(id), safe(host))
}
