//! The whole command line.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory as _, Parser, Subcommand};

use super::early::behind_subcommand;
use super::exit::Exit;
use super::output::print_text;
use crate::app::{Approval, Command as Decided, Overwrite};
use crate::output::complain;
use crate::progress::Outcome;
use crate::report::{FORMATS, Format};
use crate::text::Printable;

/// Walks you through a deployment plan: runs its steps, verifies them, keeps the proof.
#[derive(Debug, Parser)]
#[command(name = "daymark", version, args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    /// What to do; without it, the plan is opened on the screen.
    #[command(subcommand)]
    pub(super) command: Option<Subcommands>,
    /// The plan's folder; without it, the built-in plan.
    pub(super) plan: Option<PathBuf>,
    /// What all subcommands share.
    #[command(flatten)]
    pub(super) globals: Globals,
}

impl Arguments {
    /// The words of the command line.
    ///
    /// # Errors
    /// After printing what is wrong with them; or the help or version that was wanted.
    pub(super) fn read() -> Result<Self, Exit> {
        let mut command = Self::command();
        // What all subcommands share is handed on to them only now.
        command.build();
        let mut words = std::env::args_os();
        let program = words.next().into_iter();
        let words = behind_subcommand(&command, words.collect());
        Self::try_parse_from(program.chain(words)).map_err(|other| {
            // It repeats words of the command line, and has no colours that could stay.
            let text = other.render().to_string();
            if other.use_stderr() {
                complain(&Printable::prose(text.trim_end()));
                return Exit::Usage;
            }
            print_text(&text);
            Exit::Done
        })
    }
}

/// What all subcommands share.
#[derive(Debug, Clone, Args)]
pub(super) struct Globals {
    /// The folder in which walks are kept.
    #[arg(long, global = true, value_name = "DIR", env = "DAYMARK_DATA_DIR")]
    pub(super) data_dir: Option<PathBuf>,
    /// Which walk through the plan.
    #[arg(long, global = true, value_name = "NAME", default_value = "main", value_parser = walk_name)]
    pub(super) walk: String,
    /// A variable's value; not for secrets.
    #[arg(long = "var", global = true, value_name = "NAME=VALUE", value_parser = assignment)]
    pub(super) variables: Vec<(String, String)>,
    /// A YAML file of `NAME: value` lines, secrets too.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) vars_file: Option<PathBuf>,
    /// How it looks: the name of a theme, or a theme's file.
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) theme: Option<String>,
    /// Run no step and write nothing; checks are asked and shown, not kept.
    #[arg(long, global = true)]
    pub(super) read_only: bool,
    /// Who walks; without it, the login name.
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) operator: Option<String>,
    /// The date of day 1.
    #[arg(long, global = true, value_name = "DATE")]
    pub(super) start: Option<NaiveDate>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Subcommands {
    /// Tell every error in a plan, with file, line and column.
    Check(PlanArguments),
    /// Show the plan as text.
    Show(ShowArguments),
    /// Tell where the walk stands.
    Status(PlanArguments),
    /// Go through a day without a screen.
    Run(Box<RunArguments>),
    /// Note a deviation.
    Note(NoteArguments),
    /// Tell what happened, or verify the journal.
    Journal(JournalArguments),
    /// Write what was done, with its proof.
    Report(ReportArguments),
    /// Tell where things are kept.
    Paths(PlanArguments),
    /// Tell all keys.
    Keys(KeysArguments),
}

/// A plan, and how to tell of it.
#[derive(Debug, Args)]
pub(super) struct PlanArguments {
    /// The plan's folder; without it, the built-in plan.
    pub(super) plan: Option<PathBuf>,
    /// For programs.
    #[arg(long)]
    pub(super) json: bool,
}

/// What `show` takes.
#[derive(Debug, Args)]
pub(super) struct ShowArguments {
    /// The plan, and how to tell of it.
    #[command(flatten)]
    pub(super) plan: PlanArguments,
    /// One day: `8`, `9` or `8-9`.
    #[arg(long, value_name = "N")]
    pub(super) day: Option<String>,
}

/// What `note` takes: `[PLAN] TEXT`, of which the last is the text.
#[derive(Debug, Args)]
pub(super) struct NoteArguments {
    /// The plan's folder, if it is not the built-in plan; then the note.
    #[arg(required = true, num_args = 1..=2, value_names = ["PLAN", "TEXT"])]
    pub(super) words: Vec<String>,
    /// The day: `8`, `9` or `8-9`.
    #[arg(long, value_name = "N")]
    pub(super) day: String,
    /// The step or check it belongs to.
    #[arg(long, value_name = "ID")]
    pub(super) step: Option<String>,
}

/// What `journal` takes.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct JournalArguments {
    /// The plan, and how to tell of it.
    #[command(flatten)]
    pub(super) plan: PlanArguments,
    /// What to do with it.
    #[command(subcommand)]
    pub(super) action: Option<JournalAction>,
}

/// What is done with a journal.
#[derive(Debug, Subcommand)]
pub(super) enum JournalAction {
    /// Verify the journal, and the outputs that it cites.
    Verify(PlanArguments),
    /// Accept what is broken in the journal, with a reason; then the walk can go on.
    Accept(AcceptArguments),
}

/// What `journal accept` takes.
#[derive(Debug, Args)]
pub(super) struct AcceptArguments {
    /// The plan's folder; without it, the built-in plan.
    pub(super) plan: Option<PathBuf>,
    /// The reason; it is recorded.
    #[arg(long, value_name = "TEXT")]
    pub(super) why: String,
}

/// What `report` takes.
#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// The plan's folder; without it, the built-in plan.
    pub(super) plan: Option<PathBuf>,
    /// Format.
    #[arg(long, value_parser = format_parser(), default_value = FORMATS[0].name)]
    pub(super) format: Format,
    /// Write to this file.
    #[arg(short = 'o', long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// The time the report is made at, RFC 3339; without it, now.
    #[arg(long, value_name = "TIME", value_parser = made_at)]
    pub(super) made_at: Option<DateTime<FixedOffset>>,
}

/// What `keys` takes.
#[derive(Debug, Args)]
pub(super) struct KeysArguments {
    /// As the README has them.
    #[arg(long)]
    pub(super) markdown: bool,
}

/// What `run` takes.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches of a command line, each its own"
)]
pub(super) struct RunArguments {
    /// The plan's folder; without it, the built-in plan.
    pub(super) plan: Option<PathBuf>,
    /// What is walked.
    #[command(flatten)]
    pub(super) what: What,
    /// Only this step or check.
    #[arg(long, value_name = "ID")]
    pub(super) step: Option<String>,
    /// From this step on; what is open before it stays open.
    #[arg(long, value_name = "ID", conflicts_with_all = ["step", "verify"])]
    pub(super) from: Option<String>,
    /// Run the step again.
    #[arg(long, requires = "step")]
    pub(super) again: bool,
    /// Ask the checks, and run no step.
    #[arg(long)]
    pub(super) verify: bool,
    /// Run what is dangerous.
    #[arg(long)]
    pub(super) yes: bool,
    /// A production host on which what is dangerous may run.
    #[arg(long, value_name = "HOST")]
    pub(super) production: Vec<String>,
    /// Tell what would run, and do nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// One result a line, for programs.
    #[arg(long)]
    pub(super) json: bool,
    /// A manual step is done, or a check holds.
    #[arg(long, num_args = 2, value_names = ["ID", "WHY"])]
    attest: Vec<String>,
    /// Leave a step out.
    #[arg(long, num_args = 2, value_names = ["ID", "WHY"])]
    skip: Vec<String>,
    /// Leave a check out.
    #[arg(long, num_args = 2, value_names = ["ID", "WHY"])]
    waive: Vec<String>,
    /// Take a check's tick back.
    #[arg(long, value_name = "ID")]
    untick: Vec<String>,
    /// A step is done already: ask its `unless`.
    #[arg(long, value_name = "ID")]
    done: Vec<String>,
    /// Take a step back, and go no further.
    #[arg(long, value_name = "ID")]
    undo: Vec<String>,
    /// Pass a guard over, with a deviation.
    #[arg(long = "override", num_args = 2, value_names = ["GUARD", "WHY"])]
    overrides: Vec<String>,
    /// Write over a file that was edited since this step wrote it, and keep the edited file.
    #[arg(long, value_name = "ID")]
    pub(super) overwrite: Vec<String>,
    /// Answer a question of the day's quiz, both counted from 1.
    #[arg(long, num_args = 2, value_names = ["QUESTION", "ANSWER"])]
    answer: Vec<usize>,
    /// Say how a run ended whose end is in doubt: `passed` or `failed`.
    #[arg(long, num_args = 3, value_names = ["ID", "HOW", "WHY"])]
    end: Vec<String>,
}

/// What is walked: one of these.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct What {
    /// The day: `8`, `9` or `8-9`.
    #[arg(long, value_name = "N")]
    pub(super) day: Option<String>,
    /// Work that comes again.
    #[arg(long, value_name = "ID")]
    pub(super) recurring: Option<String>,
    /// The way back from a phase, counted from 1.
    #[arg(long, value_name = "PHASE")]
    pub(super) rollback: Option<usize>,
    /// Whether a phase, counted from 1, has reached what it was for.
    #[arg(long, value_name = "PHASE")]
    pub(super) success: Option<usize>,
}

/// Something a person decided on the command line.
pub(super) struct Decision {
    /// The step or check.
    pub(super) id: String,
    /// What.
    pub(super) command: Decided,
}

impl RunArguments {
    /// What is agreed to for a step that runs, or is undone.
    pub(super) fn consent(&self, step: &str) -> Approval {
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
            ..Approval::default()
        }
    }

    /// Answers to questions of the quiz of the sheet `day`, question and answer counted from 1.
    pub(super) fn answers(&self, day: &str) -> impl Iterator<Item = Decided> {
        self.answer
            .chunks_exact(2)
            .map(move |pair| Decided::Answer {
                day: day.to_owned(),
                question: pair[0].saturating_sub(1),
                answer: pair[1],
            })
    }

    /// Whether a step is to be taken back.
    pub(super) fn takes_back(&self) -> bool {
        !self.undo.is_empty()
    }

    /// All that was decided.
    ///
    /// # Errors
    /// Says which word is none.
    pub(super) fn decisions(&self) -> Result<Vec<Decision>, String> {
        let mut decisions = Vec::new();
        let mut decide = |id: &String, command| {
            decisions.push(Decision {
                id: id.clone(),
                command,
            });
        };
        for (id, why) in pairs(&self.attest) {
            let (to, why) = (id.clone(), why.clone());
            decide(id, Decided::Attest { id: to, why });
        }
        for (id, why) in pairs(&self.skip).chain(pairs(&self.waive)) {
            let (to, why) = (id.clone(), why.clone());
            decide(id, Decided::LeaveOut { id: to, why });
        }
        for id in &self.untick {
            decide(id, Decided::Untick(id.clone()));
        }
        for id in &self.done {
            decide(id, Decided::Done(id.clone()));
        }
        for id in &self.undo {
            let (to, consent) = (id.clone(), self.consent(id));
            decide(id, Decided::Undo { id: to, consent });
        }
        for words in self.end.chunks_exact(3) {
            let state = match words[1].as_str() {
                "passed" => Outcome::Passed,
                "failed" => Outcome::Failed,
                other => return Err(format!("`--end` wants `passed` or `failed`, not `{other}`")),
            };
            let (id, why) = (words[0].clone(), words[2].clone());
            decide(&words[0], Decided::SetResult { id, state, why });
        }
        Ok(decisions)
    }
}

fn pairs(words: &[String]) -> impl Iterator<Item = (&String, &String)> {
    words.chunks_exact(2).map(|pair| (&pair[0], &pair[1]))
}

/// Accepts the names of formats.
fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names = FORMATS.iter();
    let names = names.map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).map(|name| {
        let mut formats = FORMATS.into_iter();
        let named = formats.find(|format| format.name == name);
        named.unwrap_or(FORMATS[0])
    })
}

fn made_at(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text).map_err(|error| error.to_string())
}

/// A walk's name is the name of its folder.
fn walk_name(text: &str) -> Result<String, String> {
    let ordinary = |character: char| character.is_alphanumeric() || "-_.".contains(character);
    if text.is_empty() || text.starts_with('.') || !text.chars().all(ordinary) {
        return Err("a walk's name is letters, digits, `-`, `_` and `.`".to_owned());
    }
    Ok(text.to_owned())
}

fn assignment(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .ok_or_else(|| "write NAME=VALUE".to_owned())
}
