//! What a played host shows in its pane.

use std::time::Instant;

use daymark::port::{StepRun, Target, Transport};
use daymark::progress::Termination;
use daymark::term::{AnnotationKind, Pane, PaneId, Panes, SharedPane, Size};

/// A shell stands ready in a new pane.
pub fn opens(panes: &Panes, target: &Target, size: Size) {
    let pane = SharedPane::new(Pane::new(size, 1000));
    panes.put(PaneId::of(&target.host), pane.clone());
    let (text, prompt) = match &target.transport {
        Transport::Local => (String::new(), "sohrab@desk:~$ ".to_owned()),
        Transport::Ssh(destination) => (
            format!("connecting to {destination}"),
            format!("{}:~$ ", destination.split('.').next().unwrap_or_default()),
        ),
    };
    let mut pane = pane.lock();
    if !text.is_empty() {
        pane.annotate(&text, AnnotationKind::Quiet);
    }
    pane.prompt_starts();
    pane.feed(format!("\x1b[32m{prompt}\x1b[m").as_bytes(), Instant::now());
}

/// A step's title takes the prompt's place, and its output begins.
pub fn begins(panes: &Panes, run: &StepRun, text: &str) {
    let pane = panes
        .get(&PaneId::of(&run.target.host))
        .expect("the host is open");
    let mut pane = pane.lock();
    pane.replace_prompt();
    pane.annotate(&run.title, AnnotationKind::Title);
    pane.feed(text.replace('\n', "\r\n").as_bytes(), Instant::now());
}

/// A step's end, and the shell's next prompt.
pub fn ends(panes: &Panes, host: &str, fate: &Termination) {
    let pane = panes.get(&PaneId::of(host)).expect("the host is open");
    let mut pane = pane.lock();
    match fate {
        Termination::Exited(0) => {}
        Termination::Exited(exit) => pane.annotate(&format!("exit {exit}"), AnnotationKind::Failed),
        _ => pane.annotate("the connection was closed", AnnotationKind::Unknown),
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

/// A pane gets another size.
pub fn resize(panes: &Panes, pane: &PaneId, size: Size) {
    if let Some(pane) = panes.get(pane) {
        pane.lock().resize(size);
    }
}
