//! `daymark replay`: prints what panes showed.

use std::path::Path;

use clap::Args;

use super::arguments::Globals;
use super::exit::Exit;
use super::loaded_plan::LoadedPlan;
use super::output::{print_line, print_text};
use super::values::given;
use crate::output::complain;
use crate::plan::Step;
use crate::progress::{Attempt, RunResult, Walk};
use crate::service::{read_recorded, read_recording};
use crate::term::{PlainText, Replay, ReplayPart, Secrets};
use crate::text::Printable;
use crate::view::length;

/// Arguments of `replay`: `[PLAN] ID`, `[PLAN] --day N`, or `FILE.cast`.
#[derive(Debug, Args)]
pub(super) struct ReplayArguments {
    /// Folder of the plan (default: the built-in plan), then a step; or a recording.
    #[arg(num_args = 0..=2, value_names = ["PLAN", "ID"])]
    pub(super) words: Vec<String>,
    /// Replay all runs of a day: `8`, `9` or `8-9`.
    #[arg(long, value_name = "N")]
    pub(super) day: Option<String>,
}

/// What to replay.
enum Subject<'a> {
    Step(Option<&'a Path>, &'a str),
    Day(Option<&'a Path>, &'a str),
    File(&'a Path),
}

impl ReplayArguments {
    fn subject(&self) -> Result<Subject<'_>, Exit> {
        let is_recording =
            |word: &str| Path::new(word).extension().is_some_and(|end| end == "cast");
        match (self.words.as_slice(), &self.day) {
            ([], Some(day)) => Ok(Subject::Day(None, day)),
            ([plan], Some(day)) => Ok(Subject::Day(Some(Path::new(plan)), day)),
            ([file], None) if is_recording(file) => Ok(Subject::File(Path::new(file))),
            ([id], None) => Ok(Subject::Step(None, id)),
            ([plan, id], None) => Ok(Subject::Step(Some(Path::new(plan)), id)),
            _ => {
                complain!("Error: Name a step, a day or a recording.");
                complain!("Hint: daymark replay [PLAN] ID, or [PLAN] --day N, or FILE.cast");
                Err(Exit::Usage)
            }
        }
    }
}

/// Prints what panes showed.
pub(super) fn replay(globals: &Globals, arguments: &ReplayArguments) -> Exit {
    printed(globals, arguments).err().unwrap_or(Exit::Done)
}

fn printed(globals: &Globals, arguments: &ReplayArguments) -> Result<(), Exit> {
    match arguments.subject()? {
        Subject::File(path) => file(path),
        Subject::Step(plan, id) => {
            let opened = LoadedPlan::plan(globals, plan)?;
            let Some((_, step)) = opened.plan.step(id) else {
                complain!("Error: The plan has no step `{id}`");
                return Err(Exit::Usage);
            };
            runs(globals, &opened, &[step])
        }
        Subject::Day(plan, day) => {
            let opened = LoadedPlan::plan(globals, plan)?;
            let steps: Vec<&Step> = opened.entry(day)?.steps.iter().collect();
            runs(globals, &opened, &steps)
        }
    }
}

/// Prints a recording, with its markers on lines of their own.
fn file(path: &Path) -> Result<(), Exit> {
    let replay = read_recording(path).map_err(|error| unreadable(path, &error))?;
    for part in replay.parts() {
        match part {
            ReplayPart::Marker(text) => print_line(&format!("== {text}")),
            ReplayPart::Output(text) => print_output(&text, &Secrets::default()),
        }
    }
    Ok(())
}

/// Prints the recorded runs of steps, oldest first.
fn runs(globals: &Globals, opened: &LoadedPlan, steps: &[&Step]) -> Result<(), Exit> {
    let (walk, contents) = opened.walk()?;
    let secrets = given(globals, &opened.plan)?.secrets();
    let mut runs = recorded_runs(&walk, steps);
    runs.sort_by_key(|run| run.attempt.started.seq);
    if runs.is_empty() {
        complain!(
            "Error: No pane showed a run of this in the walk {}.",
            globals.walk
        );
        return Err(Exit::Failed);
    }
    for run in runs {
        let replay = read_recorded(&opened.folder, run.recordings())
            .map_err(|error| unreadable(&opened.folder.recordings(), &error))?;
        print_line(&run.line());
        print_output(&run.output(&replay), &secrets);
    }
    opened.warn(&contents);
    Ok(())
}

/// A run of a step that a pane showed.
struct RecordedRun<'a> {
    step: &'a Step,
    attempt: &'a Attempt,
    ended: &'a RunResult,
}

fn recorded_runs<'a>(walk: &'a Walk, steps: &[&'a Step]) -> Vec<RecordedRun<'a>> {
    let mut runs = Vec::new();
    for step in steps {
        for attempt in walk.attempts(&step.id) {
            if let Some((ended, _)) = &attempt.ended {
                runs.push(RecordedRun {
                    step,
                    attempt,
                    ended,
                });
            }
        }
    }
    runs.retain(|run| !run.recordings().is_empty());
    runs
}

impl RecordedRun<'_> {
    fn recordings(&self) -> &[String] {
        let output = self.ended.output.as_ref();
        output.map_or(&[], |output| &output.recordings)
    }

    fn line(&self) -> String {
        let Attempt {
            host,
            number,
            undo,
            started,
            ..
        } = self.attempt;
        let what = if *undo { "undo of " } else { "" };
        let (id, title) = (&self.step.id, &self.step.title);
        let at = started.at.format("%Y-%m-%d %H:%M:%S");
        let (outcome, seconds) = (self.ended.state.word(), length(self.ended.seconds));
        format!(
            "== {what}{id} on {host}, attempt {number}, {at}, {outcome} after {seconds}: {title}"
        )
    }

    /// Returns what the run printed. The name of its evidence has a number behind it if a file of
    /// that name existed already.
    fn output(&self, replay: &Replay) -> String {
        let file = self
            .ended
            .output
            .as_ref()
            .map(|output| output.file.as_str());
        let name = file.unwrap_or_default().trim_end_matches(".txt");
        let unnumbered = name.rsplit_once('-').map(|(name, _)| name);
        let found = replay.output_of(name);
        found
            .or_else(|| replay.output_of(unnumbered?))
            .unwrap_or_default()
    }
}

/// Prints output as plain text.
fn print_output(text: &str, secrets: &Secrets) {
    let plain = secrets.mask(&PlainText::of(text.as_bytes()));
    let end = if plain.is_empty() || plain.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    print_text(&format!("{plain}{end}"));
}

fn unreadable(path: &Path, error: &std::io::Error) -> Exit {
    complain!("Error: {}: {error}", Printable::path(path));
    Exit::Failed
}
