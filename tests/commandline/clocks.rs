//! Clocks that are far off: nothing panics, and the walk goes on.

use std::process::Command;

use crate::stage::{Stage, Told};

const DAY: &str = "steps:\n\
    - {id: one, title: One, on: here, run: echo one, changes: false}\n\
    - {id: two, title: Two, on: here, run: echo two, changes: false, wait: 1s}\n\
    checks: [{id: holds, check: Holds, on: here, run: 'true', again: [1h, 24h]}]\n";

/// The program at a time, in seconds since 1970.
fn told(stage: &Stage, zone: &str, seconds: i64, words: &[&str]) -> Told {
    let (subcommand, rest) = words.split_first().unwrap();
    let plan = stage.argument("plan");
    let mut command: Command = stage.command(&[&[*subcommand, plan.as_str()], rest].concat());
    command
        .env("LD_PRELOAD", libfaketime())
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("FAKETIME_FMT", "%s")
        .env("FAKETIME", format!("@{seconds}"))
        .env("TZ", zone);
    command.output().unwrap().into()
}

/// The library that `faketime` puts before a program.
fn libfaketime() -> String {
    let mut faketime = Command::new("faketime");
    faketime.args(["-m", "2026-01-01 00:00:00", "printenv", "LD_PRELOAD"]);
    let told = faketime.output().expect("faketime is installed");
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_clock_far_off_stops_nothing() {
    // Before 1970, right at it, in 2038, 2100 and 9999, and as far as a clock goes.
    for seconds in [
        -2_000_000_000,
        -1,
        0,
        2_147_483_648,
        4_102_444_800,
        253_402_300_799,
        i64::MAX / 4,
    ] {
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
                let told = told(&stage, zone, seconds, words);
                let at = format!("{seconds} {zone} {words:?}");
                assert_eq!(told.exit, Some(0), "{at}: {told:?}");
            }
        }
    }
}
