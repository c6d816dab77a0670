//! The arguments of `daymark run`, and the decisions in them.

use std::path::PathBuf;

use clap::Args;

use crate::app::{Approval, Command, Overwrite};
use crate::progress::Outcome;

/// Arguments of `run`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches of a command line, each its own"
)]
pub(super) struct RunArguments {
    /// Folder of the plan (default: the built-in plan).
    pub(super) plan: Option<PathBuf>,
    /// The procedure to run.
    #[command(flatten)]
    pub(super) what: What,
    /// Run only this step or check.
    #[arg(long, value_name = "ID")]
    pub(super) step: Option<String>,
    /// Start at this step; open steps before it stay open.
    #[arg(long, value_name = "ID", conflicts_with_all = ["step", "verify"])]
    pub(super) from: Option<String>,
    /// Run the step again.
    #[arg(long, requires = "step")]
    pub(super) again: bool,
    /// Run the checks, and no step.
    #[arg(long)]
    pub(super) verify: bool,
    /// Run dangerous steps.
    #[arg(long)]
    pub(super) yes: bool,
    /// Run dangerous steps on this production host.
    #[arg(long, value_name = "HOST")]
    pub(super) production: Vec<String>,
    /// Show what would run, and run nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print JSON, one result a line.
    #[arg(long)]
    pub(super) json: bool,
    /// Attest that a manual step is done or a check is true, and run nothing.
    #[arg(long, num_args = 2, value_names = ["ID", "WHY"])]
    attest: Vec<String>,
    /// Skip a step, and run nothing.
    #[arg(long, num_args = 2, value_names = ["ID", "WHY"])]
    skip: Vec<String>,
    /// Waive a check, and run nothing.
    #[arg(long, num_args = 2, value_names = ["ID", "WHY"])]
    waive: Vec<String>,
    /// Remove the tick of a check, and run nothing.
    #[arg(long, value_name = "ID")]
    untick: Vec<String>,
    /// Run only the `unless` of a step that is already done.
    #[arg(long, value_name = "ID")]
    done: Vec<String>,
    /// Undo a step, and run nothing else.
    #[arg(long, value_name = "ID")]
    undo: Vec<String>,
    /// Override a guard, and record a deviation.
    #[arg(long = "override", num_args = 2, value_names = ["GUARD", "WHY"])]
    overrides: Vec<String>,
    /// Overwrite a file that is not as this step wrote it, and keep a copy of it.
    #[arg(long, value_name = "ID")]
    pub(super) overwrite: Vec<String>,
    /// Answer a question of the day's quiz; both count from 1.
    #[arg(long, num_args = 2, value_names = ["QUESTION", "ANSWER"])]
    answer: Vec<usize>,
    /// Set an unknown result, `passed` or `failed`, and run nothing.
    #[arg(long, num_args = 3, value_names = ["ID", "HOW", "WHY"])]
    end: Vec<String>,
}

/// The procedure to run: one of these. Decisions alone need none.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct What {
    /// Day: `8`, `9` or `8-9`.
    #[arg(long, value_name = "N")]
    pub(super) day: Option<String>,
    /// Recurring work.
    #[arg(long, value_name = "ID")]
    pub(super) recurring: Option<String>,
    /// Rollback of a phase, counted from 1.
    #[arg(long, value_name = "PHASE")]
    pub(super) rollback: Option<usize>,
    /// Success checks of a phase, counted from 1.
    #[arg(long, value_name = "PHASE")]
    pub(super) success: Option<usize>,
}

impl What {
    /// Returns whether the command line names a procedure.
    pub(super) fn is_named(&self) -> bool {
        let phase = self.rollback.or(self.success);
        self.day.is_some() || self.recurring.is_some() || phase.is_some()
    }
}

/// A decision of a person on the command line.
pub(super) struct Decision {
    /// The step or check.
    pub(super) id: String,
    /// The command for the engine.
    pub(super) command: Command,
}

impl RunArguments {
    /// Returns the approvals for a step that runs or is undone.
    pub(super) fn approval(&self, step: &str) -> Approval {
        let overrides = pairs(&self.overrides);
        let overwrite = if self.overwrite.iter().any(|id| id == step) {
            Overwrite::AsFound
        } else {
            Overwrite::Nothing
        };
        Approval {
            overwrite,
            danger: self.yes,
            hosts: self.production.clone(),
            overrides: overrides
                .map(|(guard, why)| (guard.clone(), why.clone()))
                .collect(),
            // `daymark run` runs them itself, and `--step` runs its step alone.
            without_before: true,
            ..Approval::default()
        }
    }

    /// Returns the answers to the quiz of a procedure.
    pub(super) fn answers(&self, day: &str) -> impl Iterator<Item = Command> {
        self.answer
            .chunks_exact(2)
            .map(move |pair| Command::Answer {
                day: day.to_owned(),
                question: pair[0].saturating_sub(1),
                answer: pair[1],
            })
    }

    /// Returns whether the procedure runs after the decisions. A decision alone runs nothing, or only
    /// its `unless` or undo. After an undo, going on would run the undone steps again at once.
    pub(super) fn goes_on(&self) -> bool {
        let [attest, skip, waive] = [&self.attest, &self.skip, &self.waive];
        let [untick, done, end] = [&self.untick, &self.done, &self.end];
        let decisions = [attest, skip, waive, untick, done, end];
        let undoes = !self.undo.is_empty();
        let decides = undoes || decisions.iter().any(|words| !words.is_empty());
        let more = self.from.is_some() || !self.overrides.is_empty() || !self.answer.is_empty();
        !decides || self.step.is_some() || self.verify || more && !undoes
    }

    /// Returns all decisions.
    ///
    /// # Errors
    /// Returns a message about a missing reason, or a result that is neither `passed` nor `failed`.
    pub(super) fn decisions(&self) -> Result<Vec<Decision>, String> {
        let reasons = [
            ("--skip ID WHY", &self.skip, 2),
            ("--waive ID WHY", &self.waive, 2),
            ("--override GUARD WHY", &self.overrides, 2),
            ("--end ID HOW WHY", &self.end, 3),
        ];
        for (option, words, count) in reasons {
            let reason = |words: &[String]| words[count - 1].trim().is_empty();
            if words.chunks_exact(count).any(reason) {
                return Err(format!("Error: The reason of `{option}` is empty."));
            }
        }
        let mut decisions = Vec::new();
        let mut decide = |id: &String, command| {
            decisions.push(Decision {
                id: id.clone(),
                command,
            });
        };
        for (id, why) in pairs(&self.attest) {
            let (to, why) = (id.clone(), why.clone());
            decide(id, Command::Attest { id: to, why });
        }
        for (id, why) in pairs(&self.skip).chain(pairs(&self.waive)) {
            let (to, why) = (id.clone(), why.clone());
            decide(id, Command::LeaveOut { id: to, why });
        }
        for id in &self.untick {
            decide(id, Command::Untick(id.clone()));
        }
        for id in &self.done {
            decide(id, Command::Done(id.clone()));
        }
        for id in &self.undo {
            let (to, consent) = (id.clone(), self.approval(id));
            decide(id, Command::Undo { id: to, consent });
        }
        for words in self.end.chunks_exact(3) {
            let state = match words[1].as_str() {
                "passed" => Outcome::Passed,
                "failed" => Outcome::Failed,
                other => {
                    return Err(format!(
                        "Error: `--end` takes `passed` or `failed`, not `{other}`"
                    ));
                }
            };
            let (id, why) = (words[0].clone(), words[2].clone());
            decide(&words[0], Command::SetResult { id, state, why });
        }
        Ok(decisions)
    }
}

fn pairs(words: &[String]) -> impl Iterator<Item = (&String, &String)> {
    words.chunks_exact(2).map(|pair| (&pair[0], &pair[1]))
}
