//! What is about to be done is on disk before the host is touched.

use crate::stage::{Sshd, Stage};

/// The system calls of a run, in order, with the paths behind their descriptors.
fn trace(stage: &Stage) -> Vec<String> {
    let calls = "trace=write,fdatasync,connect,execve";
    let trace = stage.argument("trace");
    let (daymark, plan) = (env!("CARGO_BIN_EXE_daymark"), stage.argument("plan"));
    let words = ["-f", "-y", "-s", "4096", "-e", calls, "-o", &trace, daymark];
    let words = [&words[..], &["run", &plan, "--day", "1"]].concat();
    let traced = stage
        .other("strace", &words)
        .output()
        .expect("strace is installed");
    assert!(traced.status.success(), "{traced:?}");
    stage.read("trace").lines().map(str::to_owned).collect()
}

/// Where the start of a step or a check is synced: the end of the first `fdatasync` of the journal
/// behind the line that holds it.
#[track_caller]
fn synced(calls: &[String], event: &str) -> usize {
    let journal = |call: &str| call.contains("/journal.jsonl>");
    let named = format!("\\\"event\\\":\\\"{event}\\\"");
    let written = calls
        .iter()
        .position(|call| call.contains("write(") && journal(call) && call.contains(&named))
        .expect("the event is written");
    let asked = written
        + calls[written..]
            .iter()
            .position(|call| call.contains("fdatasync(") && journal(call))
            .expect("the journal is synced");
    // The end stands in the same line, or in one that resumes the call of this process.
    let process = calls[asked].split_whitespace().next().unwrap();
    asked
        + calls[asked..]
            .iter()
            .position(|call| {
                call.starts_with(process) && call.contains("fdatasync") && call.ends_with("= 0")
            })
            .expect("the sync ends well")
}

#[track_caller]
fn first(calls: &[String], what: &str, wanted: impl Fn(&str) -> bool) -> usize {
    calls.iter().position(|call| wanted(call)).expect(what)
}

#[test]
fn a_step_types_nothing_before_its_start_is_synced() {
    let stage =
        Stage::new("steps: [{id: one, title: One, on: here, run: echo hello, changes: false}]");
    let calls = trace(&stage);
    let synced = synced(&calls, "step_started");
    let typed = first(&calls, "a byte goes to the pty", |call| {
        call.contains("write(")
            && (call.contains("</dev/ptmx>") || call.contains("</dev/pts/ptmx>"))
    });
    let shell = first(&calls, "the shell starts", |call| {
        call.contains("execve(\"/bin/sh\"")
    });
    assert!(
        synced < typed,
        "synced in line {synced}, typed in line {typed}"
    );
    assert!(
        synced < shell,
        "synced in line {synced}, a shell in line {shell}"
    );
}

#[test]
fn no_connection_is_opened_before_what_it_is_for_is_synced() {
    for (event, day) in [
        (
            "step_started",
            "steps: [{id: one, title: One, on: app, run: echo hello, changes: false}]",
        ),
        (
            "check_asked",
            "checks: [{id: one, check: One, on: app, run: echo hello}]",
        ),
    ] {
        let stage = Stage::new(day);
        let _sshd = Sshd::start(&stage);
        let calls = trace(&stage);
        let synced = synced(&calls, event);
        let knocked = first(&calls, "ssh connects", |call| {
            call.contains("connect(") && call.contains("sin_addr=inet_addr(\"127.0.0.1\")")
        });
        assert!(
            synced < knocked,
            "{event}: line {synced}, but ssh in line {knocked}"
        );
    }
}
