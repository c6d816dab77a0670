//! Clocks that are far off: nothing panics, and the walk goes on.

use std::process::Command;

use crate::stage::{Stage, Told};

const DAY: &str = "steps:\n\
    - {id: one, title: One, on: here, run: echo one, changes: false}\n\
    - {id: two, title: Two, on: here, run: echo two, changes: false, wait: 1s}\n\
    checks: [{id: holds, check: Holds, on: here, run: 'true', again: [1h, 24h]}]\n";

/// The program so many years from now.
fn output(stage: &Stage, zone: &str, years: i32, words: &[&str]) -> Told {
    let (subcommand, rest) = words.split_first().unwrap();
    let plan = stage.argument("plan");
    let mut command: Command = stage.command(&[&[*subcommand, plan.as_str()], rest].concat());
    command
        .env("LD_PRELOAD", libfaketime())
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("FAKETIME", format!("{years:+}y"))
        .env("TZ", zone);
    command.output().unwrap().into()
}

/// The library that `faketime` puts before a program.
fn libfaketime() -> String {
    let mut faketime = Command::new("faketime");
    faketime.args(["-m", "2026-01-01 00:00:00", "printenv", "LD_PRELOAD"]);
    let output = faketime.output().expect("faketime is installed");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_clock_far_off_stops_nothing() {
    // Before 1970, behind 2038, and as far as any calendar goes.
    for years in [-100, -57, 20, 7970, 20_000, 250_000] {
        for zone in ["UTC", "Pacific/Kiritimati", "America/New_York"] {
            let stage = Stage::new(DAY);
            for words in [
                &["status"][..],
                &["run", "--day", "1"],
                &["status", "--json"],
                &["note", "--day", "1", "so"],
                &["report"],
                &["journal"],
            ] {
                let output = output(&stage, zone, years, words);
                let at = format!("{years} {zone} {words:?}");
                assert_eq!(output.exit, Some(0), "{at}: {output:?}");
            }
        }
    }
}
