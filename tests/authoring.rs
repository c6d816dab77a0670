//! What plan authors use: new plans, plans from Markdown, completions, the man page.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

#[path = "stage/mod.rs"]
mod stage;

#[path = "authoring/completions.rs"]
mod completions;
#[path = "authoring/new.rs"]
mod new;

use stage::Stage;

/// Runs a command line of daymark that must end well, and gives its standard output.
#[track_caller]
fn done(stage: &Stage, words: &[&str]) -> String {
    let told = stage.tell(words);
    assert_eq!(told.exit, Some(0), "{words:?}: {told:#?}");
    told.out
}
