//! Reports of a walk: every format, for every reader.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own walk has failed"
)]

#[path = "stage/mod.rs"]
mod stage;

#[path = "reports/gates.rs"]
mod gates;
#[path = "reports/hostile.rs"]
mod hostile;
#[path = "reports/model.rs"]
mod model;
#[path = "reports/page.rs"]
mod page;
#[path = "reports/scopes.rs"]
mod scopes;

use stage::Stage;

/// The formats, each with the argument of `--format`.
const FORMATS: [&str; 5] = ["html", "md", "json", "csv", "junit"];

/// The clock of most reports here.
const MADE_AT: &str = "2026-12-02T12:00:00+01:00";

const PLAN: &str = "daymark: 1\n\
    id: small\n\
    title: The shop\n\
    hosts: {here: {local: true}}\n\
    gate: {failed: 0, waived: 1}\n\
    weeks: [{title: First week, days: 1-4}]\n\
    guards: {market: {about: No sale is running, on: here, run: test -e open}}\n\
    phases:\n\
    - {title: One server, days: 1-3, cost: 20 EUR, capacity: 200 users, success: [{id: shop-up, check: The shop answers}]}\n\
    - {title: Two servers, days: 4}\n\
    risks: [{risk: The disk fails, mitigation: Backups, checks: [space]}]\n\
    recurring: [{id: logs, every: day, since: 1, do: Read the logs, checks: [{id: logs-read, check: The logs were read}]}]\n\
    next_actions: [Buy a server]\n";

const DAY_1: &str = "days: 1\n\
    title: Provision\n\
    tasks: [Install, Check]\n\
    steps:\n\
    - {id: install, task: 1, title: Install it, on: here, run: test -e ready && echo installed, changes: false, explain: It is needed.}\n\
    - {id: sale, task: 1, title: Close the shop, on: here, run: echo closed, changes: false, guard: market}\n\
    - {id: extra, title: Do more, on: here, run: echo more, changes: false}\n\
    - {id: hand, title: Call the owner, manual: Call them.}\n\
    checks:\n\
    - {id: space, task: 2, check: The disk has space, on: here, run: test ! -e full}\n\
    - {id: fast, task: 2, check: It was fast, on: here, run: echo 19, at_most: 15}\n\
    - {id: seen, check: It is seen, on: here, run: exit 3}\n";

const DAY_2: &str = "days: 2-3\n\
    title: Move\n\
    steps:\n\
    - {id: move, title: Move it, on: here, run: echo moved, changes: false, minutes: 30}\n";

const DAY_4: &str = "days: 4\n\
    title: Grow\n\
    steps:\n\
    - {id: grow, title: Grow it, on: here, run: echo grown, changes: false}\n";

/// A plan of two phases whose first day was walked with every kind of exception.
fn walked() -> Stage {
    let stage = Stage::empty();
    stage.write("plan/plan.yaml", PLAN);
    stage.write("plan/day-01.yaml", DAY_1);
    stage.write("plan/day-02-03.yaml", DAY_2);
    stage.write("plan/day-04.yaml", DAY_4);
    run(&stage, &["--start", "2026-11-30"], 1);
    stage.write("home/ready", "");
    run(&stage, &["--override", "market", "users were told"], 3);
    run(
        &stage,
        &[
            "--skip",
            "extra",
            "not needed",
            "--attest",
            "hand",
            "called",
        ],
        0,
    );
    run(&stage, &[], 1);
    run(
        &stage,
        &[
            "--waive",
            "fast",
            "it took longer",
            "--attest",
            "seen",
            "looked",
        ],
        0,
    );
    stage.done(&[
        "note",
        "--day",
        "1",
        "--step",
        "install",
        "Port 80 was taken",
    ]);
    stage.done(&["note", "--day", "1", "The provider was slow"]);
    stage.write("home/full", "");
    run(&stage, &["--verify", "--step", "space"], 1);
    stage
}

/// Runs day 1; the run must end with this exit status.
#[track_caller]
fn run(stage: &Stage, words: &[&str], exit: i32) {
    let output = stage.daymark(&[&["run", "--day", "1", "--yes"], words].concat());
    assert_eq!(output.exit, Some(exit), "{words:?}: {output:#?}");
}

/// Returns a report.
#[track_caller]
fn report(stage: &Stage, words: &[&str]) -> String {
    stage.done(&[&["report", "--made-at", MADE_AT], words].concat())
}
