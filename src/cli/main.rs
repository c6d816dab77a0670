//! The command line as a whole: its subcommands, and where the program starts.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::arguments::{Globals, PlanArguments, behind_subcommand};
use super::exit::Exit;
use super::help::with_help;
use super::misspelt::no_subcommand;
use super::output::print_text;
use super::run_arguments::RunArguments;
use super::{
    calendar, check, completions, journal, keys, man, new, note, open, paths, reference, replay,
    report, run, schema, show, stats, status,
};
use crate::output::{complain, report_panics};
use crate::text::Printable;

/// What `--version` prints. The build script knows the commit.
const LONG_VERSION: &str = if cfg!(feature = "keyring") {
    concat!(
        env!("CARGO_PKG_VERSION"),
        " (commit ",
        env!("DAYMARK_COMMIT"),
        ", features: keyring)"
    )
} else {
    concat!(
        env!("CARGO_PKG_VERSION"),
        " (commit ",
        env!("DAYMARK_COMMIT"),
        ", features: none)"
    )
};

/// Walk through a deployment plan: run its steps, verify them, keep the evidence.
#[derive(Debug, Parser)]
#[command(name = "daymark", version, long_version = LONG_VERSION, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// Subcommand; without one, the plan opens on the screen.
    #[command(subcommand)]
    command: Option<Subcommands>,
    /// Folder of the plan (default: the built-in plan).
    plan: Option<PathBuf>,
    /// Options of all subcommands.
    #[command(flatten)]
    globals: Globals,
}

impl Arguments {
    /// Reads the command line.
    ///
    /// # Errors
    /// After printing what is wrong with it, or the help or version.
    fn read() -> Result<Self, Exit> {
        let mut command = with_help(Self::command());
        // `build` passes the global options on to the subcommands.
        command.build();
        let mut words = std::env::args_os();
        let program = words.next().into_iter();
        let words = behind_subcommand(&command, words.collect());
        let matches = command.clone().try_get_matches_from(program.chain(words));
        let read = matches.and_then(|matches| Self::from_arg_matches(&matches));
        let arguments = read.map_err(|other| {
            // The text repeats words of the command line, so that it is made printable.
            let text = other.render().to_string();
            if other.use_stderr() {
                complain(&Printable::prose(text.trim_end()));
                return Exit::Usage;
            }
            print_text(&text);
            Exit::Done
        })?;
        arguments.no_misspelt_subcommand(&command)?;
        Ok(arguments)
    }

    /// Refuses a misspelled subcommand, which would be taken for a plan.
    fn no_misspelt_subcommand(&self, command: &clap::Command) -> Result<(), Exit> {
        match &self.command {
            None => no_subcommand(self.plan.as_deref(), command),
            Some(Subcommands::Journal(arguments)) => match command.find_subcommand("journal") {
                Some(command) => no_subcommand(arguments.plan.plan.as_deref(), command),
                None => Ok(()),
            },
            Some(_) => Ok(()),
        }
    }
}

/// The subcommands.
#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Report every error in a plan with file, line and column.
    Check(check::CheckArguments),
    /// Show a plan.
    Show(show::ShowArguments),
    /// Show progress.
    Status(PlanArguments),
    /// Run a day without a screen.
    Run(Box<RunArguments>),
    /// Record a deviation.
    Note(note::NoteArguments),
    /// Print, verify or accept the journal.
    Journal(journal::JournalArguments),
    /// Write a report with the evidence.
    Report(report::ReportArguments),
    /// Print the dates of days, recurring work and deadlines, or write them as iCalendar.
    Calendar(calendar::CalendarArguments),
    /// Print what a pane showed while a step ran, all steps of a day, or a recording.
    Replay(replay::ReplayArguments),
    /// Print how long each step took, over all walks of the plan on this machine.
    Stats(PlanArguments),
    /// Print the paths of a walk's files.
    Paths(PlanArguments),
    /// List all keys.
    Keys(keys::KeysArguments),
    /// Write a small plan, or add a day to a plan.
    New(new::NewArguments),
    /// Print the JSON Schema of the plan format or of a report.
    Schema(schema::SchemaArguments),
    /// Print the completions of a shell.
    Completions(completions::CompletionsArguments),
    /// Print a man page.
    Man(man::ManArguments),
}

/// Returns the reference page of the command line, in Markdown.
pub fn command_line_page() -> String {
    reference::page(Arguments::command())
}

/// Runs the subcommand of the command line.
pub fn main() -> ExitCode {
    report_panics();
    completions::complete(Arguments::command);
    take_no_end_from_limits();
    let Arguments {
        command,
        plan,
        globals,
    } = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(exit) => return exit.into(),
    };
    let exit = match command {
        None => open::open(&globals, plan.as_deref()),
        Some(Subcommands::Check(arguments)) => check::check(&arguments),
        Some(Subcommands::Show(arguments)) => show::show(&globals, &arguments),
        Some(Subcommands::Status(arguments)) => status::status(&globals, &arguments),
        Some(Subcommands::Run(arguments)) => run::run(&globals, &arguments),
        Some(Subcommands::Note(arguments)) => note::note(&globals, &arguments),
        Some(Subcommands::Journal(arguments)) => journal::journal(&globals, &arguments),
        Some(Subcommands::Report(arguments)) => report::report(&globals, &arguments),
        Some(Subcommands::Calendar(arguments)) => calendar::calendar(&globals, &arguments),
        Some(Subcommands::Replay(arguments)) => replay::replay(&globals, &arguments),
        Some(Subcommands::Stats(arguments)) => stats::stats(&globals, &arguments),
        Some(Subcommands::Paths(arguments)) => paths::paths(&globals, &arguments),
        Some(Subcommands::Keys(arguments)) => keys::keys(&arguments),
        Some(Subcommands::New(arguments)) => new::new(&arguments),
        Some(Subcommands::Schema(arguments)) => schema::schema(&arguments),
        Some(Subcommands::Completions(arguments)) => completions::completions(&arguments),
        Some(Subcommands::Man(arguments)) => man::man(&arguments, Arguments::command()),
    };
    exit.into()
}

/// Makes a write beyond the file size limit (`ulimit -f`) fail instead of killing the program.
/// The signal is handled, not ignored: child processes inherit an ignored signal.
fn take_no_end_from_limits() {
    // Without a handler such a write ends the program, as any other signal does.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}
