//! A walk without a screen, on a real shell of this machine: what is heard while it goes on.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::TimeDelta;
use daymark::app::{Approval, Command, Engine, Job, Values, WaitingStep};
use daymark::plan::{SourceFile, read};
use daymark::port::{Completion as Ended, RequestId};
use daymark::progress::{Record, Refusal, StepState, step_state};
use daymark::run::{Headless, Listener};
use daymark::service::{Backend, BackendOptions, JournalFile, WalkFolder};
use daymark::term::{Panes, Size};
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio::sync::mpsc::unbounded_channel;

/// Remembers which steps were silent, and opens a gate when one is.
struct Ear {
    gate: PathBuf,
    silent: Vec<String>,
}

impl Listener for Ear {
    fn appended(&mut self, _: &Engine, _: &Record) {}
    fn ended(&mut self, _: &Engine, _: RequestId, _: &Ended) {}
    fn refused(&mut self, _: &Refusal) {}
    fn waits(&mut self, _: &WaitingStep) {}

    fn silent(&mut self, _: &Engine, job: &Job) {
        self.silent.push(job.id.clone());
        fs::write(&self.gate, "").unwrap();
    }
}

/// A short silence.
const SHORT: TimeDelta = TimeDelta::milliseconds(100);
/// A silence longer than the pause in which what is put out is told only once.
const SECOND: TimeDelta = TimeDelta::milliseconds(1200);

/// Runs the one step of a plan, `GATE` in it being a file that is there once it was silent; tells
/// the silences that were heard, and how the step stands then.
fn walked(silent_after: TimeDelta, step: &str) -> (Vec<String>, StepState) {
    let folder = tempfile::tempdir().unwrap();
    let gate = folder.path().join("gate");
    let step = step.replace("GATE", &gate.display().to_string());
    let mut walk = headless(&folder, &step);
    walk.silent_after = silent_after;
    let silent = Vec::new();
    let mut ear = Ear { gate, silent };
    let run = Command::Run {
        id: "step".to_owned(),
        consent: Approval::default(),
    };
    walk.carry_out([run], &mut ear).unwrap();
    let (_, step) = walk.engine.plan().step("step").unwrap();
    (ear.silent, step_state(step, walk.engine.walk()))
}

fn headless(folder: &TempDir, step: &str) -> Headless {
    let source = |path: &str, text: String| SourceFile {
        path: path.to_owned(),
        bytes: text.into_bytes(),
    };
    let plan = "daymark: 1\nid: small\ntitle: Small\nhosts: {here: {local: true}}\n".to_owned();
    let day = format!("days: 1\ntitle: A day\nsteps:\n  - {step}\n");
    let reading = read(&[source("plan.yaml", plan), source("day-01.yaml", day)]);
    let plan = reading
        .plan
        .unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let walk = WalkFolder::new(folder.path(), "small", "main");
    let (journal, _, _) = JournalFile::open(&walk, "ada").unwrap();
    let (sender, answers) = unbounded_channel();
    let world = Backend::open(BackendOptions {
        folder: walk,
        journal: Some(Box::new(journal)),
        screen: false,
        size: Size::new(80, 24),
        secrets: Vec::new(),
        responses: sender,
        panes: Panes::default(),
        changed: Arc::new(Notify::new()),
    });
    let mut work = Engine::new(plan, &[], Values::default());
    work.set_trust(true, None);
    Headless::open(work, world.unwrap(), answers, None).unwrap()
}

#[test]
fn a_step_that_puts_nothing_out_is_told_once_and_goes_on() {
    let (silent, state) = walked(
        SHORT,
        "{id: step, title: Step, on: here, changes: false, run: 'until test -e GATE; do sleep 0.01; done'}",
    );
    assert_eq!(
        (silent.as_slice(), state),
        (&["step".to_owned()][..], StepState::Passed)
    );
}

#[test]
fn a_step_that_reads_is_ended_where_the_plan_says_so() {
    let (silent, state) = walked(
        SHORT,
        "{id: step, title: Step, on: here, changes: false, run: read -r x, timeout: {after: 1s, then: end}}",
    );
    // What an interrupt shows in the pane may begin another silence.
    assert_eq!((silent.is_empty(), state), (false, StepState::Failed));
}

#[test]
fn each_silence_is_told() {
    let (silent, state) = walked(
        SECOND,
        "{id: step, title: Step, on: here, changes: false, run: 'until test -e GATE; do sleep 0.01; done; rm GATE; echo on; until test -e GATE; do sleep 0.01; done'}",
    );
    assert_eq!((silent.len(), state), (2, StepState::Passed));
}
