//! A loaded plan, and its walk.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use nix::unistd::{Uid, User};

use super::arguments::Globals;
use super::exit::Exit;
use super::output::has_colors;
use super::run_arguments::What;
use super::values::given;
use crate::app::{Engine, SessionOptions, Values};
use crate::output::{ask, complain};
use crate::plan::{Entry, Plan, Procedure, Severity, SourceFile, read};
use crate::port::Value;
use crate::progress::{Break, Chain, Event, Walk};
use crate::report::{ReportInput, Scope};
use crate::service::{
    AppendError, HAS_KEYRING, Journal as _, JournalContents, JournalFile, OpenError, TrustFile,
    WalkFolder, breaks_text, built_in, built_in_files, data_dir, now, plan_folder, read_journal,
    salt,
};
use crate::text::Printable;

/// A plan, and the folder of its walk.
pub(super) struct LoadedPlan {
    /// The plan.
    pub(super) plan: Arc<Plan>,
    /// Folder of the plan; none for the built-in one.
    pub(super) path: Option<PathBuf>,
    /// Folder of the walk.
    pub(super) folder: WalkFolder,
    /// The facts that the operator trusts; none for the built-in plan.
    pub(super) trust: Option<TrustFile>,
    /// Words of a command line that name the plan and its walk, each after a space.
    words: String,
}

/// A walk that is open for writing.
pub(super) struct Writer {
    /// The engine.
    pub(super) engine: Engine,
    /// The journal.
    pub(super) journal: JournalFile,
    /// Lines that the operator should read.
    pub(super) notices: Vec<String>,
}

/// Reads the files of a plan.
///
/// # Errors
/// After reporting why they cannot be read.
pub(super) fn sources(path: Option<&Path>) -> Result<Vec<SourceFile>, Exit> {
    let Some(path) = path else {
        return Ok(built_in_files());
    };
    plan_folder(path).map_err(|why| {
        complain!("Error: {why}");
        Exit::Failed
    })
}

/// Returns the data folder: `--data-dir`, or the platform's.
pub(super) fn data_folder(globals: &Globals) -> Result<PathBuf, Exit> {
    let folder = globals.data_dir.clone().or_else(data_dir);
    folder.ok_or_else(|| {
        complain!("Error: There is no home folder for the walks.");
        complain!("Hint: Set a folder with --data-dir DIR");
        Exit::Usage
    })
}

/// Returns the name of the operator.
pub(super) fn operator(globals: &Globals) -> String {
    let login = || {
        ["USER", "LOGNAME"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()))
    };
    globals
        .operator
        .clone()
        .or_else(login)
        .or_else(login_name)
        .unwrap_or_else(|| "unknown".to_owned())
}

/// Returns the login name of the system, for an environment without one.
fn login_name() -> Option<String> {
    let user = User::from_uid(Uid::current()).ok()??;
    Some(user.name)
}

impl LoadedPlan {
    /// Reads a plan.
    ///
    /// # Errors
    /// After reporting all its errors.
    pub(super) fn plan(globals: &Globals, path: Option<&Path>) -> Result<Self, Exit> {
        let plan = match path {
            None => built_in(),
            Some(path) => read_plan(path)?,
        };
        let data = data_folder(globals)?;
        let folder = WalkFolder::new(&data, &plan.id, &globals.walk);
        let trust = path.map(|path| trust_file(&data, path)).transpose()?;
        Ok(Self {
            plan: Arc::new(plan),
            path: path.map(Path::to_owned),
            folder,
            trust,
            words: naming_words(globals, path),
        })
    }

    /// Returns the entry of a day: `8`, `9` and `8-9` are the same one.
    ///
    /// # Errors
    /// After reporting an unknown day.
    pub(super) fn entry(&self, day: &str) -> Result<&Entry, Exit> {
        let by_id = |entry: &&Entry| entry.days.to_string() == day;
        let by_day = || self.plan.entry_of(day.parse().ok()?);
        let found = self.plan.entries.iter().find(by_id).or_else(by_day);
        found.ok_or_else(|| {
            complain!(
                "Error: The plan has no day {day}; it has days 1 to {}",
                self.plan.last_day()
            );
            Exit::Usage
        })
    }

    /// Returns the procedure that the command line names.
    ///
    /// # Errors
    /// After reporting an unknown one.
    pub(super) fn procedure(&self, what: &What) -> Result<Procedure<'_>, Exit> {
        if let Some(day) = &what.day {
            return self.entry(day).map(Procedure::Entry);
        }
        let (id, missing) = match (&what.recurring, what.rollback, what.success) {
            (Some(id), ..) => (id.clone(), format!("The plan has no recurring work `{id}`")),
            (None, Some(phase), _) => (
                format!("rollback-{phase}"),
                format!("Phase {phase} has no rollback."),
            ),
            (None, None, phase) => {
                let phase = phase.unwrap_or_default();
                let missing = format!("Phase {phase} has no success checks.");
                (format!("success-{phase}"), missing)
            }
        };
        self.plan.procedure(&id).ok_or_else(|| {
            complain!("Error: {missing}");
            Exit::Usage
        })
    }

    /// Reads the journal of the walk.
    ///
    /// # Errors
    /// After reporting why it cannot be read.
    pub(super) fn contents(&self) -> Result<JournalContents, Exit> {
        read_journal(&self.folder).map_err(|error| self.not_opened(&error))
    }

    /// Reads the walk. A step runs while the session that started it is alive.
    ///
    /// # Errors
    /// After reporting why it cannot be read.
    pub(super) fn walk(&self) -> Result<(Walk, JournalContents), Exit> {
        let contents = self.contents()?;
        Ok((contents.walk(&self.plan), contents))
    }

    /// Returns what a report of the walk is made from, with this time as its clock.
    pub(super) fn report_input<'a>(
        &'a self,
        globals: &'a Globals,
        walk: &'a Walk,
        contents: &'a JournalContents,
        made_at: DateTime<FixedOffset>,
    ) -> ReportInput<'a> {
        ReportInput {
            plan: &self.plan,
            walk,
            walk_name: &globals.walk,
            made_at,
            breaks: &contents.chain.breaks,
            scope: Scope::Plan,
        }
    }

    /// Warns of a journal with breaks, or of a newer version.
    pub(super) fn warn(&self, contents: &JournalContents) {
        let chain = &contents.chain;
        if !chain.breaks.is_empty() {
            complain!("Warning: {}", breaks_text(&chain.breaks));
        }
        if !chain.breaks.is_empty() && chain.newer.is_none() {
            complain!("{}", self.accept_hint());
        }
        if let Some(newer) = &chain.newer {
            complain!("Warning: {newer}. This version shows what it knows.");
        }
    }

    /// Returns the hint for accepting breaks.
    fn accept_hint(&self) -> String {
        let plan = &self.words;
        format!(
            "Hint: Look at it with `daymark journal verify{plan}`. Once you know what happened, \
             accept it with `daymark journal accept{plan} --why TEXT`"
        )
    }

    /// Accepts the breaks of the journal and returns them.
    ///
    /// # Errors
    /// After reporting that there is none, or why it cannot be accepted.
    pub(super) fn accept(&self, globals: &Globals, why: &str) -> Result<Vec<Break>, Exit> {
        if self.contents()?.chain.breaks.is_empty() {
            complain!("Error: Nothing is broken in this journal, so there is nothing to accept.");
            return Err(Exit::Failed);
        }
        let secrets = given(globals, &self.plan)?.secrets();
        let operator = operator(globals);
        JournalFile::accept(&self.folder, &operator, &self.plan, why, secrets)
            .map_err(|error| self.not_opened(&error))
    }

    fn not_opened(&self, error: &OpenError) -> Exit {
        match error {
            OpenError::Broken(_) => {
                complain!("Error: {error}. Until a person accepts this, nothing is written.");
                complain!("{}", self.accept_hint());
            }
            _ => complain!("Error: {error}"),
        }
        Exit::Failed
    }

    /// Opens the walk read-only.
    ///
    /// # Errors
    /// After reporting why it cannot be read, or which value is not valid.
    pub(super) fn open_read_only(
        &self,
        globals: &Globals,
    ) -> Result<(Engine, JournalContents), Exit> {
        let (walk, contents) = self.walk()?;
        let values = given(globals, &self.plan)?;
        let chain = &contents.chain;
        let mut engine = Engine::of_walk(self.plan.clone(), walk, &chain.records, values);
        let reason = match (&contents.holder, &chain.newer) {
            (Some(holder), _) => holder.to_string(),
            (None, _) if !chain.breaks.is_empty() => breaks_text(&chain.breaks),
            (None, Some(newer)) => newer.to_string(),
            (None, None) => "daymark was started with --read-only".to_owned(),
        };
        engine.set_session(session_options(Some(reason))?);
        Ok((engine, contents))
    }

    /// Opens the walk for writing; its opening events are on disk.
    ///
    /// # Errors
    /// After reporting why it cannot be written.
    pub(super) fn open_for_writing(&self, globals: &Globals, screen: bool) -> Result<Writer, Exit> {
        self.open_unless_locked(globals, screen)?
            .map_err(|locked| self.not_opened(&locked))
    }

    /// Opens the walk for writing, or returns why it can only be read: another process has locked it,
    /// its journal has breaks, or a newer daymark wrote it.
    ///
    /// # Errors
    /// After reporting any other reason.
    pub(super) fn open_unless_locked(
        &self,
        globals: &Globals,
        screen: bool,
    ) -> Result<Result<Writer, OpenError>, Exit> {
        let values = given(globals, &self.plan)?;
        let (mut journal, contents, notices) =
            match JournalFile::open(&self.folder, &operator(globals)) {
                Ok(opened) => opened,
                Err(OpenError::Failed(why)) => return Err(self.not_opened(&OpenError::Failed(why))),
                Err(error) => return Ok(Err(error)),
            };
        journal.set_secrets(values.secrets());
        let Chain {
            mut records, walk, ..
        } = contents.chain;
        self.same_plan(&walk, screen)?;
        let events = opening_events(&self.plan, &walk, &values, globals.start, screen);
        let kept = journal.append_now(events);
        let kept = kept.map_err(|error| not_appended(&error))?;
        records.extend(kept);
        let mut engine = Engine::new(self.plan.clone(), &records, values);
        engine.set_session(session_options(None)?);
        Ok(Ok(Writer {
            engine,
            journal,
            notices,
        }))
    }

    /// Stops if most records of the walk are of another plan; at a screen, daymark asks first.
    pub(super) fn same_plan(&self, walk: &Walk, screen: bool) -> Result<(), Exit> {
        let touched: Vec<&str> = walk.recorded_ids().collect();
        let known: Vec<&str> = self.plan.ids().collect();
        let shared = touched.iter().filter(|id| known.contains(id)).count();
        if shared * 2 >= touched.len() {
            return Ok(());
        }
        complain!(
            "Error: This walk records {} steps and checks, but the plan in {} has only {shared} of them.",
            touched.len(),
            Printable::path(self.path.as_deref().unwrap_or(Path::new("the program")))
        );
        if screen && has_consent("Continue anyway? [y/N] ") {
            return Ok(());
        }
        complain!("Hint: Use another walk: --walk NAME");
        Err(Exit::Failed)
    }
}

/// Returns words of a command line that name a plan and its walk, each after a space.
fn naming_words(globals: &Globals, plan: Option<&Path>) -> String {
    let mut words = Vec::new();
    words.extend(plan.map(quoted));
    if let Some(data) = &globals.data_dir {
        words.extend(["--data-dir".to_owned(), quoted(data)]);
    }
    if globals.walk != "main" {
        words.extend(["--walk".to_owned(), globals.walk.clone()]);
    }
    words.iter().map(|word| format!(" {word}")).collect()
}

/// Quotes a path for a shell.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    if text.chars().all(is_plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Reads the plan in a folder.
///
/// # Errors
/// After reporting all its errors.
pub(super) fn read_plan(path: &Path) -> Result<Plan, Exit> {
    read_sources(&sources(Some(path))?)
}

/// Reads the plan in these files.
///
/// # Errors
/// After reporting all its errors.
pub(super) fn read_sources(sources: &[SourceFile]) -> Result<Plan, Exit> {
    let reading = read(sources);
    let errors = reading.diagnostics.iter();
    let errors = errors.filter(|found| found.severity == Severity::Error);
    reading.plan.ok_or_else(|| {
        for diagnostic in errors {
            let mut files = sources.iter();
            let source = files.find(|source| source.path == diagnostic.location.file);
            let text = source.and_then(|source| std::str::from_utf8(&source.bytes).ok());
            complain(&Printable::coloured(
                &(diagnostic.render(text, has_colors()) + "\n"),
            ));
        }
        complain!("Error: The plan has errors, so daymark does not open it.");
        Exit::Failed
    })
}

/// Returns the values that must be masked.
pub(super) fn secrets(values: &Values) -> Vec<Value> {
    values
        .iter()
        .filter(|(_, value)| value.is_secret())
        .map(|(_, value)| value.clone())
        .collect()
}

/// Returns the events of opening a walk for writing.
fn opening_events(
    plan: &Plan,
    walk: &Walk,
    values: &Values,
    start: Option<chrono::NaiveDate>,
    screen: bool,
) -> Vec<Event> {
    let mut events = Vec::new();
    if walk.start.is_none() {
        events.push(Event::WalkStarted {
            plan: plan.id.clone(),
            title: plan.title.clone(),
            digest: plan.digest.clone(),
            start: start.unwrap_or_else(|| now().date_naive()),
        });
    }
    events.push(Event::SessionOpened {
        daymark: env!("CARGO_PKG_VERSION").to_owned(),
        screen,
    });
    if walk.start.is_some() && walk.digest != plan.digest {
        let digest = plan.digest.clone();
        events.push(Event::PlanChanged { digest });
    }
    if let Some(start) = start.filter(|start| walk.start.is_some_and(|old| old != *start)) {
        events.push(Event::StartMoved { start });
    }
    for (name, value) in values.iter().filter(|(_, value)| !value.is_secret()) {
        if walk.variables.get(name).map(String::as_str) != Some(value.reveal()) {
            events.push(Event::VariableSet {
                name: name.clone(),
                value: value.reveal().to_owned(),
            });
        }
    }
    events
}

/// Asks a person at the terminal; without one the answer is no.
fn has_consent(question: &str) -> bool {
    if !io::stdin().is_terminal() {
        return false;
    }
    ask(&Printable::line(question));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}

/// Reports why events could not be written before anything ran.
pub(super) fn not_appended(error: &AppendError) -> Exit {
    complain!("Error: {error}. Nothing ran.");
    complain!("Hint: Free disk space or repair the disk, then try again.");
    Exit::Failed
}

/// Returns the file with the trusted facts of a plan's folder.
fn trust_file(data: &Path, plan: &Path) -> Result<TrustFile, Exit> {
    TrustFile::new(data, plan).map_err(|error| {
        complain!("Error: {}: {error}", Printable::path(plan));
        Exit::Failed
    })
}

/// Returns the options of this session, with a new salt.
fn session_options(read_only_reason: Option<String>) -> Result<SessionOptions, Exit> {
    let salt = salt().map_err(|error| {
        complain!("Error: {error}");
        Exit::Failed
    })?;
    Ok(SessionOptions {
        read_only_reason,
        has_keyring: HAS_KEYRING,
        salt,
    })
}
