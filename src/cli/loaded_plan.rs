//! A plan and its walk, opened.

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
use crate::app::{Engine, Values};
use crate::output::{ask, complain};
use crate::plan::{Entry, Plan, Procedure, Severity, SourceFile, read};
use crate::port::Value;
use crate::progress::{Break, Chain, Event, Walk};
use crate::report::ReportInput;
use crate::service::{
    HAS_KEYRING, Journal, JournalContents, OpenError, TrustFile, WalkFolder, breaks_text, built_in,
    built_in_files, data_dir, now, plan_folder, read_journal, salt,
};
use crate::text::Printable;

/// A plan that was read, and the folder of its walk.
pub(super) struct LoadedPlan {
    /// The plan.
    pub(super) plan: Arc<Plan>,
    /// Its folder; none for the built-in plan.
    pub(super) path: Option<PathBuf>,
    /// The folder of its walk.
    pub(super) folder: WalkFolder,
    /// What its operator trusts; none for the built-in plan.
    pub(super) trust: Option<TrustFile>,
    /// The words of a command line that name it and its walk, each after a space.
    words: String,
}

/// A walk opened to be written.
pub(super) struct Writer {
    /// The work at hand.
    pub(super) work: Engine,
    /// Its journal.
    pub(super) journal: Journal,
    /// What the operator should know.
    pub(super) notices: Vec<String>,
}

/// The files of a plan.
///
/// # Errors
/// After telling why they cannot be read.
pub(super) fn sources(path: Option<&Path>) -> Result<Vec<SourceFile>, Exit> {
    let Some(path) = path else {
        return Ok(built_in_files());
    };
    plan_folder(path).map_err(|why| {
        complain!("{why}");
        Exit::Failed
    })
}

/// The data folder: as given, else the platform's.
pub(super) fn data_folder(globals: &Globals) -> Result<PathBuf, Exit> {
    let folder = globals.data_dir.clone().or_else(data_dir);
    folder.ok_or_else(|| {
        complain!("there is no home to keep walks in: give --data-dir");
        Exit::Usage
    })
}

/// Who walks.
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

/// The login name as the system knows it, where the environment does not tell.
fn login_name() -> Option<String> {
    let user = User::from_uid(Uid::current()).ok()??;
    Some(user.name)
}

impl LoadedPlan {
    /// Reads a plan.
    ///
    /// # Errors
    /// After telling all that is wrong with it.
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

    /// The entry that holds a day: `8`, `9` and `8-9` are the same one.
    ///
    /// # Errors
    /// After telling that there is none.
    pub(super) fn entry(&self, day: &str) -> Result<&Entry, Exit> {
        let by_id = |entry: &&Entry| entry.days.to_string() == day;
        let by_day = || self.plan.entry_of(day.parse().ok()?);
        let found = self.plan.entries.iter().find(by_id).or_else(by_day);
        found.ok_or_else(|| {
            complain!(
                "the plan has no day {day}; it has days 1 to {}",
                self.plan.last_day()
            );
            Exit::Usage
        })
    }

    /// What is walked.
    ///
    /// # Errors
    /// After telling that there is none.
    pub(super) fn procedure(&self, what: &What) -> Result<Procedure<'_>, Exit> {
        if let Some(day) = &what.day {
            return self.entry(day).map(Procedure::Entry);
        }
        let (id, missing) = match (&what.recurring, what.rollback, what.success) {
            (Some(id), ..) => (
                id.clone(),
                format!("no work that comes again is called {id}"),
            ),
            (None, Some(phase), _) => (
                format!("rollback-{phase}"),
                format!("phase {phase} has no way back"),
            ),
            (None, None, phase) => {
                let phase = phase.unwrap_or_default();
                let missing = format!("phase {phase} does not say what its success is");
                (format!("success-{phase}"), missing)
            }
        };
        self.plan.procedure(&id).ok_or_else(|| {
            complain!("{missing}");
            Exit::Usage
        })
    }

    /// What stands in the walk's journal.
    ///
    /// # Errors
    /// After telling why it cannot be read.
    pub(super) fn contents(&self) -> Result<JournalContents, Exit> {
        read_journal(&self.folder).map_err(|error| self.not_opened(&error))
    }

    /// The walk as it stands; a running step is one whose writer lives.
    ///
    /// # Errors
    /// After telling why it cannot be read.
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
        }
    }

    /// Warns of a journal that is only partly believed or known.
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

    /// How a person accepts what is broken.
    fn accept_hint(&self) -> String {
        let plan = &self.words;
        format!(
            "Hint: Look at it with `daymark journal verify{plan}`. Once you know what happened, \
             accept it with `daymark journal accept{plan} --why TEXT`"
        )
    }

    /// Accepts what is broken in the journal; gives the places.
    ///
    /// # Errors
    /// After telling that nothing is broken, or why it cannot be accepted.
    pub(super) fn accept(&self, globals: &Globals, why: &str) -> Result<Vec<Break>, Exit> {
        if self.contents()?.chain.breaks.is_empty() {
            complain!("Error: Nothing is broken in this journal, so there is nothing to accept.");
            return Err(Exit::Failed);
        }
        let secrets = given(globals, &self.plan)?.secrets();
        let operator = operator(globals);
        Journal::accept(&self.folder, &operator, &self.plan, why, secrets)
            .map_err(|error| self.not_opened(&error))
    }

    fn not_opened(&self, error: &OpenError) -> Exit {
        match error {
            OpenError::Broken(_) => {
                complain!("Error: {error}. Until a person accepts this, nothing is written.");
                complain!("{}", self.accept_hint());
            }
            _ => complain!("{error}"),
        }
        Exit::Failed
    }

    /// The walk to be looked at.
    ///
    /// # Errors
    /// After telling why it cannot be read, or which value will not do.
    pub(super) fn open_read_only(&self, globals: &Globals) -> Result<Engine, Exit> {
        let (walk, contents) = self.walk()?;
        let values = given(globals, &self.plan)?;
        let chain = &contents.chain;
        let mut work = Engine::new(self.plan.clone(), &chain.records, values);
        work.keyring = HAS_KEYRING;
        work.salt = new_salt()?;
        work.walk = walk;
        work.read_only_reason = Some(match (&contents.holder, &chain.newer) {
            (Some(holder), _) => format!("only looked at: {holder}"),
            (None, _) if !chain.breaks.is_empty() => breaks_text(&chain.breaks),
            (None, Some(newer)) => newer.to_string(),
            (None, None) => "only looked at (--read-only)".to_owned(),
        });
        if contents.holder.is_none() && chain.newer.is_none() && !globals.read_only {
            work.breaks.clone_from(&chain.breaks);
        }
        Ok(work)
    }

    /// The walk to be written; what opening it means is on disk.
    ///
    /// # Errors
    /// After telling why it cannot be written.
    pub(super) fn open_for_writing(&self, globals: &Globals, screen: bool) -> Result<Writer, Exit> {
        self.open_unless_locked(globals, screen)?
            .map_err(|held| self.not_opened(&held))
    }

    /// The walk to be written; where it can only be read, why: somebody else writes it, its journal
    /// is broken, or a newer daymark wrote it.
    ///
    /// # Errors
    /// After telling why else it cannot be written.
    pub(super) fn open_unless_locked(
        &self,
        globals: &Globals,
        screen: bool,
    ) -> Result<Result<Writer, OpenError>, Exit> {
        let values = given(globals, &self.plan)?;
        let (mut journal, contents, notices) = match Journal::open(&self.folder, &operator(globals))
        {
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
        let kept = journal.append(events);
        let kept = kept.map_err(|error| not_appended(&journal, &error))?;
        records.extend(kept);
        let mut work = Engine::new(self.plan.clone(), &records, values);
        work.keyring = HAS_KEYRING;
        work.salt = new_salt()?;
        Ok(Ok(Writer {
            work,
            journal,
            notices,
        }))
    }

    /// Whether the walk was made with this plan; a person at a screen is asked.
    pub(super) fn same_plan(&self, walk: &Walk, screen: bool) -> Result<(), Exit> {
        let touched: Vec<&str> = walk.recorded_ids().collect();
        let known: Vec<&str> = self.plan.ids().collect();
        let shared = touched.iter().filter(|id| known.contains(id)).count();
        if shared * 2 >= touched.len() {
            return Ok(());
        }
        complain!(
            "this walk knows {} steps and checks, of which the plan in {} has only {shared}: it may \
             be another plan's",
            touched.len(),
            Printable::path(self.path.as_deref().unwrap_or(Path::new("the program")))
        );
        if screen && has_consent("go on with it all the same? [y/N] ") {
            return Ok(());
        }
        complain!("walk it under another name: --walk NAME");
        Err(Exit::Failed)
    }
}

/// The words of a command line that name a plan and its walk, each after a space.
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

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    if text.chars().all(is_plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The plan in a folder.
///
/// # Errors
/// After telling all that is wrong with it.
fn read_plan(path: &Path) -> Result<Plan, Exit> {
    let sources = sources(Some(path))?;
    let reading = read(&sources);
    let errors = reading.diagnostics.iter();
    let errors = errors.filter(|found| found.severity == Severity::Error);
    reading.plan.ok_or_else(|| {
        for diagnostic in errors {
            let mut files = sources.iter();
            let source = files.find(|source| source.path == diagnostic.place.file);
            let text = source.and_then(|source| std::str::from_utf8(&source.bytes).ok());
            complain(&Printable::coloured(
                &(diagnostic.render(text, has_colors()) + "\n"),
            ));
        }
        complain!("the plan cannot be opened before this is mended");
        Exit::Failed
    })
}

/// The values that must not be kept.
pub(super) fn secrets(values: &Values) -> Vec<Value> {
    values
        .iter()
        .filter(|(_, value)| value.is_secret())
        .map(|(_, value)| value.clone())
        .collect()
}

/// What opening a walk to write it means.
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

/// Whether a person at a terminal says yes.
fn has_consent(question: &str) -> bool {
    if !io::stdin().is_terminal() {
        return false;
    }
    ask(&Printable::line(question));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}

/// Tells why events could not be written before anything ran.
pub(super) fn not_appended(journal: &Journal, error: &io::Error) -> Exit {
    let why = journal.fault(error);
    complain!("{why}. Nothing ran. Free disk space or repair the disk, then try again");
    Exit::Failed
}

/// The file that keeps what is trusted in a plan's folder.
fn trust_file(data: &Path, plan: &Path) -> Result<TrustFile, Exit> {
    TrustFile::new(data, plan).map_err(|error| {
        complain!("{}: {error}", Printable::path(plan));
        Exit::Failed
    })
}

/// What the fingerprints of this session are mixed with.
fn new_salt() -> Result<String, Exit> {
    salt().map_err(|error| {
        complain!("{error}");
        Exit::Failed
    })
}
