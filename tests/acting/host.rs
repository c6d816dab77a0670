//! What a played host shows in its pane.

use std::time::Instant;

use daymark::app::App;
use daymark::port::{Reach, Run, Target};
use daymark::progress::Fate;
use daymark::term::{NoteRole, Pane, Panes, SharedPane, Size};

/// A shell stands ready in a new pane.
pub fn opens(panes: &Panes, target: &Target, size: Size) {
    let pane = SharedPane::new(Pane::new(size, 1000));
    panes.put(&target.host, pane.clone());
    let (text, prompt) = match &target.reach {
        Reach::Local => (String::new(), "sohrab@desk:~$ ".to_owned()),
        Reach::Ssh(destination) => (
            format!("connecting to {destination}"),
            format!("{}:~$ ", destination.split('.').next().unwrap_or_default()),
        ),
    };
    let mut pane = pane.lock();
    if !text.is_empty() {
        pane.note(&text, NoteRole::Quiet);
    }
    pane.prompt_starts();
    pane.feed(format!("\x1b[32m{prompt}\x1b[m").as_bytes(), Instant::now());
}

/// A step's title takes the prompt's place, and its output begins.
pub fn begins(panes: &Panes, run: &Run, text: &str) {
    let pane = panes.get(&run.target.host).expect("the host is open");
    let mut pane = pane.lock();
    pane.replace_prompt();
    pane.note(&run.title, NoteRole::Title);
    pane.feed(text.replace('\n', "\r\n").as_bytes(), Instant::now());
}

/// A step's end, and the shell's next prompt.
pub fn ends(panes: &Panes, host: &str, fate: &Fate) {
    let pane = panes.get(host).expect("the host is open");
    let mut pane = pane.lock();
    match fate {
        Fate::Exited(0) => {}
        Fate::Exited(exit) => pane.note(&format!("exit {exit}"), NoteRole::Failed),
        _ => pane.note("the connection was closed", NoteRole::Unknown),
    }
    pane.prompt_starts();
    let user = if host == "control" {
        "sohrab@desk"
    } else {
        "senex@203"
    };
    pane.feed(
        format!("\x1b[32m{user}\x1b[m:\x1b[34m~\x1b[m$ ").as_bytes(),
        Instant::now(),
    );
}

/// Every pane gets another size.
pub fn resize(panes: &Panes, app: &App, size: Size) {
    for host in &app.work.plan.hosts {
        if let Some(pane) = panes.get(&host.name) {
            pane.lock().resize(size);
        }
    }
}
