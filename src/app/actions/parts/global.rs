//! Actions that work on several screens.

use crate::app::Action;
use crate::app::actions::parts::check::verify_all;
use crate::app::actions::parts::find::find;
use crate::app::actions::parts::host::{ask_stop, attach, next_pane, reconnect};
use crate::app::actions::parts::open::{open_procedure, show_overview};
use crate::app::actions::parts::quiz::ask_quiz;
use crate::app::actions::parts::run_all::{ask_run_all, begin};
use crate::app::actions::undo_list::show_undo_list;
use crate::app::app::{App, NoticeLevel};
use crate::app::find::Find;
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::pager::Pager;
use crate::app::screens::screen::Screen;
use crate::app::screens::text_prompt::PromptPurpose;
use crate::plan::Procedure;
use crate::port::Request;
use crate::report::{
    Coverage, Document, DocumentSources, FORMATS, ReadOutput, Report, ReportInput, Scope,
};

/// Performs an action that works on several screens.
pub fn anywhere(app: &mut App, action: Action) -> Vec<Request> {
    match action {
        Action::Quit => return quit(app),
        Action::Continue => open_next(app),
        Action::PreviousDay | Action::NextDay => turn_day(app, action),
        Action::VerifyAll => return verify_all(app),
        Action::NoteDay | Action::Note => {
            let day = app.procedure().map(Procedure::id).unwrap_or_default();
            app.ask_text(PromptPurpose::Note { day, id: None });
        }
        Action::Overview
        | Action::Phases
        | Action::Risks
        | Action::Recurring
        | Action::Guards
        | Action::NextActions
        | Action::Calendar => show_overview(app, action),
        Action::ShowUndoList => show_undo_list(app),
        Action::Quiz => ask_quiz(app),
        Action::Begin => return begin(app),
        Action::RunAll => ask_run_all(app, None),
        Action::Stop => ask_stop(app),
        Action::Attach => return attach(app),
        Action::Reconnect => return reconnect(app),
        Action::NextPane => next_pane(app),
        Action::Author => show_author(app),
        Action::Report => show_report(app),
        Action::Edit => {
            let place = app
                .entry()
                .map(|entry| entry.location.clone())
                .unwrap_or_default();
            return vec![Request::Edit {
                file: place.file,
                line: place.line,
            }];
        }
        Action::Find => {
            app.find = Find {
                typing: true,
                ..Find::default()
            }
        }
        Action::FindNext => find(app, 1),
        Action::FindPrevious => find(app, -1),
        _ => {}
    }
    Vec::new()
}

fn quit(app: &mut App) -> Vec<Request> {
    if app.engine.has_unsaved() {
        return quit_unsaved(app);
    }
    let Some(job) = app.engine.jobs().first() else {
        return vec![Request::Leave];
    };
    let title = app.title_of(&job.id);
    let host = job.host.clone();
    let answers = vec![
        ("Stay".to_owned(), DialogAction::Nothing),
        ("Quit".to_owned(), DialogAction::Leave),
    ];
    let choice = Dialog::new("Quit while a step runs?", answers).notice(format!(
        "{title} runs on {host}. If you quit, its terminal closes and its program gets a hang-up, \
         which ends most programs. The step is shown as interrupted next time."
    ));
    app.screens.push(Screen::Dialog(choice));
    Vec::new()
}

/// Asks before quitting loses results that are not on disk.
fn quit_unsaved(app: &mut App) -> Vec<Request> {
    let answers = vec![
        ("Stay".to_owned(), DialogAction::Nothing),
        ("Quit".to_owned(), DialogAction::Leave),
    ];
    let mut choice = Dialog::new("Quit while results are not on disk?", answers);
    for line in app.engine.unsaved_lines() {
        choice = choice.notice(format!("{line}, but this is not on disk."));
    }
    let about = "daymark tries to write this every second while it stays open. Free disk space. \
                 If you quit now, the step is shown as interrupted next time.";
    app.screens.push(Screen::Dialog(choice.notice(about)));
    Vec::new()
}

fn open_next(app: &mut App) {
    let Some((next, id)) = crate::progress::next_item(app.engine.plan(), app.engine.walk()) else {
        app.notify(NoticeLevel::Good, "All days are done.");
        return;
    };
    let before = app.engine.open_before(Procedure::Entry(next));
    let is_step = id.is_some_and(|id| app.engine.plan().step(id).is_some());
    let before = before.into_iter().next().filter(|_| is_step);
    let (day, id) = (next.days.to_string(), before.or(id.map(str::to_owned)));
    open_procedure(app, &day, id.as_deref());
}

fn turn_day(app: &mut App, action: Action) {
    let Some(days) = app.entry().map(|entry| entry.days) else {
        return;
    };
    let entries = &app.engine.plan().entries;
    let turned = if action == Action::NextDay {
        entries.iter().find(|entry| entry.days > days)
    } else {
        entries.iter().rfind(|entry| entry.days < days)
    };
    if let Some(id) = turned.map(|entry| entry.days.to_string()) {
        open_procedure(app, &id, None);
    }
}

fn show_author(app: &mut App) {
    let Some(entry) = app.entry() else { return };
    let mut text = entry.author.clone().unwrap_or_default();
    if !entry.see.is_empty() {
        text.push_str("\nSee also:\n");
        text.extend(entry.see.iter().map(|see| format!("  {see}\n")));
    }
    if text.trim().is_empty() {
        app.notify(
            NoticeLevel::Plain,
            "This day has no commands of its author.",
        );
        return;
    }
    let title = format!(
        "Day {}: author's commands (daymark does not run them)",
        entry.days
    );
    app.screens.push(Screen::Pager(Pager::new(title, &text)));
}

fn show_report(app: &mut App) {
    let report = Report::new(&ReportInput {
        plan: app.engine.plan(),
        walk: app.engine.walk(),
        walk_name: &app.walk_name,
        made_at: app.now,
        breaks: &[],
        scope: Scope::Plan,
    });
    let secrets = app.engine.values().secrets();
    let sources = DocumentSources {
        mask: &|text| secrets.mask(text),
        output: &|_| ReadOutput::NotRead,
        faulty_outputs: None,
    };
    let text = (FORMATS[0].write)(&Document::new(&report, &sources, Coverage::Whole));
    let mut pager = Pager::new("Report", &text);
    pager.file = Some(format!("{}-report.md", app.engine.plan().id));
    app.screens.push(Screen::Pager(pager));
}
