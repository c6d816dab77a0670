//! Steps that tell the truth: every key of the format, walked by the real program against a real
//! sshd, without a screen.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own files has failed"
)]

mod stage;

#[path = "truth/as_user.rs"]
mod as_user;
#[path = "truth/conditions.rs"]
mod conditions;
#[path = "truth/copies.rs"]
mod copies;
#[path = "truth/detached.rs"]
mod detached;
#[path = "truth/every_key.rs"]
mod every_key;
#[path = "truth/hosts.rs"]
mod hosts;
#[path = "truth/judged.rs"]
mod judged;
#[path = "truth/login_files.rs"]
mod login_files;
#[path = "truth/probes.rs"]
mod probes;
#[path = "truth/sheets.rs"]
mod procedures;
#[path = "truth/secrets.rs"]
mod secrets;
#[path = "truth/times.rs"]
mod times;

use serde_json::Value;

use stage::{Stage, Told};

/// How the step or check `id` stands.
#[track_caller]
fn state(stage: &Stage, id: &str) -> String {
    let status: Value = serde_json::from_str(&stage.done(&["status", "--json"])).unwrap();
    let days = status["days"].as_array().unwrap().iter();
    let items = days.flat_map(|day| {
        let of = |key: &str| day[key].as_array().unwrap().clone();
        of("steps").into_iter().chain(of("checks"))
    });
    let mut found = items.filter(|item| item["id"] == id);
    found.next().unwrap()["state"].as_str().unwrap().to_owned()
}

/// Runs a day with these words.
fn run(stage: &Stage, words: &[&str]) -> Told {
    stage.daymark(&[&["run", "--day", "1", "--json"], words].concat())
}

/// Runs a day that must end so.
#[track_caller]
fn ends(stage: &Stage, words: &[&str], exit: i32) -> Told {
    let output = run(stage, words);
    assert_eq!(output.exit, Some(exit), "{words:?}: {output:#?}");
    output
}

/// The result of a step or check among those told.
#[track_caller]
fn result(output: &Told, id: &str) -> Value {
    let results = output.json();
    let found = results.into_iter().rfind(|result| result["id"] == id);
    found.unwrap_or_else(|| panic!("nothing is told of {id}: {output:#?}"))
}
