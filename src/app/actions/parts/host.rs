//! Actions on hosts: the connection, the running step, the nested shell.

use crate::app::app::{App, NoticeLevel};
use crate::app::attention::asking;
use crate::app::engine::{Command, Job, Stage};
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::port::{ConnectionState, Request};
use crate::term::PaneId;
use crate::term::shell_integration::Signal;

/// Attaches to the nested shell in the pane on the screen.
pub fn attach(app: &mut App) -> Vec<Request> {
    let Some(host) = app.pane_host().map(str::to_owned) else {
        return Vec::new();
    };
    match app.engine.hosts().foreground(&host) {
        Some(process) if process.is_shell => vec![Request::Attach(PaneId::of(&host))],
        Some(process) => {
            let text = format!(
                "`{}` is not a shell. daymark can attach only to a shell.",
                process.command
            );
            app.notify(NoticeLevel::Refused, text);
            Vec::new()
        }
        None => {
            app.notify(NoticeLevel::Plain, "No nested shell runs in this pane.");
            Vec::new()
        }
    }
}

/// Shows the pane of a host that waits for an answer, else of the next host.
pub fn next_pane(app: &mut App) {
    let shown = app.pane_host().unwrap_or_default();
    let connections = app.engine.hosts().connections();
    let hosts: Vec<&str> = connections.map(|(host, _)| host).collect();
    let asks = asking(&app.engine)
        .map(|(host, _)| host)
        .find(|host| *host != shown);
    let after = hosts.iter().find(|host| **host > shown);
    let next = after.or(hosts.first()).copied();
    let next = asks.or(next).map(str::to_owned);
    match next {
        Some(next) if next != shown => {
            if let Some(day) = app.day_mut() {
                day.host = Some(next);
            }
        }
        _ => app.notify(NoticeLevel::Plain, "No other host has a pane yet."),
    }
}

/// Reconnects to a host, or stops the attempts to.
pub fn reconnect(app: &mut App) -> Vec<Request> {
    let Some(host) = app.pane_host().map(str::to_owned) else {
        return Vec::new();
    };
    match app.engine.hosts().connection(&host) {
        Some(ConnectionState::Retrying { .. }) => vec![Request::StopReconnecting { host }],
        Some(ConnectionState::Lost(_) | ConnectionState::Refused(_)) => {
            vec![Request::Reconnect { host }]
        }
        Some(
            ConnectionState::Opening
            | ConnectionState::Asking(_)
            | ConnectionState::Ready { .. }
            | ConnectionState::NoShellIntegration(_),
        )
        | None => {
            app.notify(
                NoticeLevel::Plain,
                format!("{host} has no connection problem."),
            );
            Vec::new()
        }
    }
}

/// Asks whether to stop the chosen step, else the step in the pane, else any running step.
pub fn ask_stop(app: &mut App) {
    let chosen = app.item().map(|item| item.id()).unwrap_or_default();
    let host = app.pane_host();
    let running = || {
        let jobs = app.engine.jobs().iter();
        jobs.filter(|job| job.stage == Stage::Running)
    };
    let job = running()
        .find(|job| job.id == chosen)
        .or_else(|| running().find(|job| Some(job.host.as_str()) == host))
        .or_else(|| running().next());
    let Some(job) = job else {
        return app.notify(NoticeLevel::Refused, "No step is running.");
    };
    let choice = stop_choice(app, job);
    app.screens.push(Screen::Dialog(choice));
}

fn stop_choice(app: &App, job: &Job) -> Dialog {
    let how = job.next_signal();
    let (text, answer) = match how {
        Signal::Interrupt => ("daymark sends an interrupt, as Ctrl-C does.", "Interrupt"),
        Signal::Terminate => (
            "The step ignored the interrupt. daymark now sends SIGTERM, as a shutdown does.",
            "Terminate",
        ),
        Signal::Kill => (
            "The step ignored SIGTERM. daymark now sends SIGKILL, and the step cannot clean up.",
            "Kill",
        ),
    };
    let stop = Command::Stop {
        id: job.id.clone(),
        how,
    };
    let answers = vec![
        ("Keep running".to_owned(), DialogAction::Nothing),
        (answer.to_owned(), DialogAction::Command(stop)),
    ];
    let title = format!("Stop {}?", app.title_of(&job.id));
    Dialog::new(title, answers).notice(text).notice(format!(
        "The step runs on {}. Its shell stays open.",
        job.host
    ))
}
