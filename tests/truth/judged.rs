//! What is judged: the whole output, as plain text, however it was printed.

use std::fs;
use std::process::Stdio;

use crate::stage::{Sshd, Stage, until};
use crate::{result, run, state};

/// More than a pane's history, an excerpt or any buffer holds, then a last line.
const LONG: &str = "seq 1 640000; echo FATAL; echo all done";
/// Colours, progress and control strings around what is to be judged.
const DRAWN: &str =
    r"printf '\033]0;title\007\033[1;32mFA\033[0mTAL\033[K\n10%%\r50%%\r\033[K12\r\n'";

/// A script, how its result must be, and what comes of it.
type Judged<'a> = (&'a str, &'a str, &'a str);

const JUDGED: [Judged; 23] = [
    (LONG, "expect_not: FATAL", "failed"),
    (LONG, "expect: '^FATAL$\\s+^all done$\\s*\\z'", "passed"),
    (LONG, "expect: '\\bdone\\b'", "passed"),
    (LONG, "at_most: 1", "failed"),
    (
        "yes ✓ | head -n 1100000; echo FATAL",
        "expect_not: '\\bFATAL\\b'",
        "failed",
    ),
    (
        "yes ✓ | head -n 1100000; echo FATAL",
        "expect: '\\bFATAL\\s+x'",
        "unknown",
    ),
    (
        "head -c 6000000 /dev/zero | tr '\\0' x; echo FATAL",
        "expect_not: FATAL",
        "failed",
    ),
    (
        "head -c 70000 /dev/zero | tr '\\0' x; printf '\\rFATAL\\n'",
        "expect_not: FATAL",
        "unknown",
    ),
    (DRAWN, "expect_not: FATAL", "failed"),
    (DRAWN, "expect: '^FATAL$'", "passed"),
    (DRAWN, "expect_not: '%'", "passed"),
    (
        "printf '\\033[32m7\\033[0m\\r\\n'",
        "at_most: 7, at_least: 7",
        "passed",
    ),
    ("printf '10\\r 9\\r\\033[K3\\n'", "at_most: 5", "passed"),
    (
        "printf 'a\\033(0b\\033Pq\\033\\\\c\\302\\23331md\\n'",
        "expect: '^abcd$'",
        "passed",
    ),
    ("printf 'ab\\bc\\tx\\n'", "expect: '^abc\\tx$'", "passed"),
    ("printf 'FATAL\\033[2J\\n'", "expect_not: FATAL", "failed"),
    (
        "printf 'FATAL\\033[H\\033[2J\\033[3Jok\\n'",
        "expect_not: FATAL",
        "failed",
    ),
    ("printf 'FATAL\\033[1J\\n'", "expect_not: FATAL", "failed"),
    (
        "printf 'FATAL\\033[5Dfine.\\n'",
        "expect_not: FATAL",
        "failed",
    ),
    (
        "printf 'FATAL\\b\\b\\b\\b\\bfine.\\n'",
        "expect_not: FATAL",
        "failed",
    ),
    (
        "printf '\\033]0;FATAL\\nok\\n'",
        "expect_not: FATAL",
        "failed",
    ),
    ("printf 'ok\\n\\033_FATAL'", "expect_not: FATAL", "failed"),
    ("printf '%70000s' 5; seq 1 0", "at_least: 5", "passed"),
];

#[test]
fn the_whole_output_is_judged_as_plain_text() {
    let items = |prefix: &str, words: &str, turn: usize| -> String {
        let item = |(at, (script, expect, _)): (usize, &Judged)| {
            let host = ["here", "app"][(at + turn) % 2];
            let run = script.replace('\\', r"\\").replace('"', "\\\"");
            format!("  - {{id: {prefix}{at}, {words}, on: {host}, {expect}, run: \"{run}\"}}\n")
        };
        JUDGED.iter().enumerate().map(item).collect()
    };
    let steps = items("s", "title: S, changes: false", 0);
    let checks = items("c", "check: C", 1);
    let stage = Stage::new(&format!("steps:\n{steps}checks:\n{checks}"));
    let _sshd = Sshd::start(&stage);
    let asked = run(&stage, &["--verify"]);
    for (at, (script, expect, outcome)) in JUDGED.iter().enumerate() {
        let id = format!("s{at}");
        let ran = run(&stage, &["--step", &id]);
        for output in [result(&ran, &id), result(&asked, &format!("c{at}"))] {
            assert_eq!(
                output["state"], *outcome,
                "{script}\n{expect}\n{}",
                output["because"]
            );
        }
        assert_eq!(state(&stage, &id), *outcome, "{script}\n{expect}");
    }
}

#[test]
fn the_streams_of_a_check_are_shown_apart() {
    // What is printed, and what is shown of it.
    let printed = [
        ("printf no; printf ok >&2", "no\nok"),
        ("echo no; printf ok >&2", "no\nok"),
        ("printf no", "no"),
        ("printf ok >&2", "ok"),
        (
            "printf ok >&2; printf no; printf '' >&2; printf thing",
            "nothing\nok",
        ),
    ];
    let check = |(at, (script, _)): (usize, &(&str, &str))| {
        format!("  - {{id: c{at}, check: C, on: here, expect_not: nook, run: \"{script}\"}}\n")
    };
    let checks: String = printed.iter().enumerate().map(check).collect();
    let stage = Stage::new(&format!("checks:\n{checks}"));
    let ran = run(&stage, &["--verify"]);
    for (at, (script, shown)) in printed.iter().enumerate() {
        let told = result(&ran, &format!("c{at}"));
        assert_eq!(told["state"], "passed", "{script}");
        assert_eq!(told["output"].as_str().unwrap(), *shown, "{script}");
        let kept = stage.walk().join(format!("outputs/c{at}@here.1.txt"));
        assert_eq!(fs::read_to_string(kept).unwrap(), *shown, "{script}");
    }
}

/// How much more memory a long output may take than a short one, in kB.
const MOST_MORE: u64 = 64 * 1024;

#[test]
fn a_long_output_is_judged_in_little_memory() {
    let script =
        |lines: u64| format!("yes 'some text that fills a line of usual length' | head -n {lines}");
    let (short, long) = (peak(&script(10)), peak(&script(2_000_000)));
    assert!(long < short + MOST_MORE, "{short} kB, then {long} kB");
}

/// The most memory that daymark has taken when a check of this script has printed all, in kB.
fn peak(script: &str) -> u64 {
    let stage = Stage::new(&format!(
        "checks:\n  - {{id: c, check: C, on: here, expect_not: FATAL, \
         timeout: 2m, run: \"{script}; touch printed; until test -e go; do sleep 0.02; done\"}}\n"
    ));
    let words = [
        "--read-only",
        "run",
        &stage.argument("plan"),
        "--day",
        "1",
        "--verify",
    ];
    let mut daymark = stage.command(&words);
    let mut daymark = daymark.stdout(Stdio::null()).spawn().unwrap();
    until("all is printed", || stage.has("home/printed").then_some(()));
    let status = fs::read_to_string(format!("/proc/{}/status", daymark.id())).unwrap();
    stage.write("home/go", "");
    assert_eq!(daymark.wait().unwrap().code(), Some(0));
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = line.unwrap().trim().trim_end_matches(" kB");
    peak.parse().unwrap()
}
