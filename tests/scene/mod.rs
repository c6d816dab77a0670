//! A world of its own for each test: requests in, answers out, on real shells of this machine.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses what it needs; one that cannot have its own world has failed"
)]

pub mod sshd;

use std::sync::Arc;
use std::time::Duration;

use daymark::port::{
    Completion as Ended, Foreground, Probe, Request, RequestId, Response, Script, StepRun, Target,
    Transport, Value,
};
use daymark::progress::Termination;
use daymark::service::{Backend, BackendOptions, JournalFile, WalkFolder};
use daymark::term::{Key, KeyCode, Modifiers, PaneId, Panes, Size};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// How long anything may take; only a test that fails waits for it.
const LIMIT: Duration = Duration::from_secs(30);

pub struct Scene {
    pub world: Backend,
    pub answers: UnboundedReceiver<Response>,
    pub panes: Panes,
    pub folder: tempfile::TempDir,
    pub target: Target,
    tickets: u64,
    past: Vec<Response>,
}

/// A value that breaks out of every quote that is not one.
pub const ODD: &str = "it's $HOME\n`x` \"y\" \\n é";

pub fn local(shell: &str) -> Target {
    target("here", Transport::Local, shell)
}

pub fn target(host: &str, reach: Transport, shell: &str) -> Target {
    Target {
        host: host.to_owned(),
        transport: reach,
        shell: shell.to_owned(),
    }
}

pub fn script(text: &str) -> Script {
    Script {
        text: text.to_owned(),
        variables: vec![("ODD".to_owned(), Value::plain(ODD))],
        user: None,
        shell: None,
    }
}

pub fn bare(text: &str) -> Script {
    Script {
        variables: Vec::new(),
        ..script(text)
    }
}

/// A script for `sh`, whatever the plan's shell is.
pub fn in_sh(script: Script) -> Script {
    Script {
        shell: Some("sh".to_owned()),
        ..script
    }
}

impl Scene {
    pub fn new(target: Target) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let walk = WalkFolder::new(folder.path(), "plan", "main");
        let (journal, _, _) = JournalFile::open(&walk, "ops").unwrap();
        let (sender, answers) = unbounded_channel();
        let panes = Panes::default();
        let world = Backend::open(BackendOptions {
            folder: walk,
            journal: Some(Box::new(journal)),
            screen: true,
            size: Size::new(80, 24),
            secrets: vec![Value::secret("hunter2hunter2")],
            responses: sender,
            panes: panes.clone(),
            changed: Arc::new(Notify::new()),
        })
        .unwrap();
        Self {
            world,
            answers,
            panes,
            folder,
            target,
            tickets: 0,
            past: Vec::new(),
        }
    }

    pub fn request_id(&mut self) -> RequestId {
        self.tickets += 1;
        RequestId(self.tickets)
    }

    /// Waits for an answer that is wanted; others are kept for later.
    pub async fn until<T>(&mut self, wanted: impl Fn(&Response) -> Option<T>) -> T {
        let found = self
            .past
            .iter()
            .enumerate()
            .find_map(|(at, answer)| Some((at, wanted(answer)?)));
        if let Some((at, found)) = found {
            self.past.remove(at);
            return found;
        }
        let search = async {
            loop {
                let answer = self.answers.recv().await.unwrap();
                if let Some(found) = wanted(&answer) {
                    return found;
                }
                self.past.push(answer);
            }
        };
        let found = tokio::time::timeout(LIMIT, search).await;
        found.unwrap_or_else(|_| panic!("not told, but {:#?}\n{}", self.past, self.text()))
    }

    /// Forgets what was told so far.
    pub fn forget(&mut self) {
        while self.answers.try_recv().is_ok() {}
        self.past.clear();
    }

    /// Starts a step, and gives its ticket.
    pub fn start(&mut self, script: Script, change: impl FnOnce(&mut StepRun)) -> RequestId {
        self.forget();
        let request_id = self.request_id();
        let mut run = StepRun {
            request_id,
            target: self.target.clone(),
            title: format!("step {}", request_id.0),
            script,
            evidence: format!("step-{}.txt", request_id.0),
            query: Box::default(),
            secret: false,
            inside: Vec::new(),
            in_shell: false,
            disconnects: false,
            interactive: false,
        };
        change(&mut run);
        self.world.perform(Request::Run(run));
        request_id
    }

    pub async fn began(&mut self, request_id: RequestId) {
        self.until(|answer| match answer {
            Response::RunBegan {
                request_id: began, ..
            } if *began == request_id => Some(()),
            _ => None,
        })
        .await;
    }

    /// Waits until this command is the foreground process.
    pub async fn foreground(&mut self, command: &str) -> Foreground {
        self.until(|answer| match answer {
            Response::Foreground {
                process: Some(process),
                ..
            } if process.command.contains(command) => Some(process.clone()),
            _ => None,
        })
        .await
    }

    pub async fn end(&mut self, request_id: RequestId) -> Ended {
        self.until(|answer| match answer {
            Response::RunEnded(ended, result) if *ended == request_id => Some(result.clone()),
            _ => None,
        })
        .await
    }

    pub async fn ended(&mut self, request_id: RequestId) -> (Termination, String) {
        let ended = self.end(request_id).await;
        (
            ended.outcome.termination,
            ended.outcome.stdout.text("[cut]"),
        )
    }

    pub async fn ran(&mut self, script: Script) -> (Termination, String) {
        let request_id = self.start(script, |_| {});
        self.ended(request_id).await
    }

    /// Runs a step in the pane's shell itself.
    pub async fn ran_in_shell(&mut self, script: Script) -> (Termination, String) {
        let request_id = self.start(script, |run| run.in_shell = true);
        self.ended(request_id).await
    }

    /// Runs a step inside the shells that these commands lead to, in a shell that all of them have.
    pub async fn ran_inside(&mut self, inside: &[&str], text: &str) -> (Termination, String) {
        let inside = inside.iter().map(|text| bare(text)).collect();
        let request_id = self.start(in_sh(script(text)), |run| run.inside = inside);
        self.ended(request_id).await
    }

    /// Runs a step in the innermost of those shells itself.
    pub async fn changed_inside(&mut self, inside: &[&str], text: &str) -> (Termination, String) {
        let inside = inside.iter().map(|text| bare(text)).collect();
        let request_id = self.start(script(text), |run| {
            run.inside = inside;
            run.in_shell = true;
        });
        self.ended(request_id).await
    }

    pub fn ask(&mut self, script: Script, timeout: Duration) -> RequestId {
        self.forget();
        let request_id = self.request_id();
        self.world.perform(Request::Probe(Probe {
            request_id,
            target: self.target.clone(),
            script,
            timeout,
            fresh: false,
            after: Duration::ZERO,
            query: Box::default(),
            evidence: Some(format!("ask-{}.txt", request_id.0)),
        }));
        request_id
    }

    pub async fn answered(&mut self, request_id: RequestId) -> (Termination, String, String) {
        let ended = self
            .until(|answer| match answer {
                Response::ProbeEnded(asked, result) if *asked == request_id => Some(result.clone()),
                _ => None,
            })
            .await;
        let outcome = ended.outcome;
        let text = |excerpt: Box<daymark::progress::Excerpt>| excerpt.text("[cut]");
        (
            outcome.termination,
            text(outcome.stdout),
            text(outcome.stderr),
        )
    }

    pub async fn asked(
        &mut self,
        script: Script,
        timeout: Duration,
    ) -> (Termination, String, String) {
        let request_id = self.ask(script, timeout);
        self.answered(request_id).await
    }

    pub fn press(&mut self, code: KeyCode, modifiers: Modifiers) {
        let key = Key { code, modifiers };
        let pane = PaneId::of(&self.target.host);
        self.world.perform(Request::Press { pane, key });
    }

    pub fn ctrl(&mut self, letter: char) {
        let modifiers = Modifiers {
            ctrl: true,
            ..Modifiers::default()
        };
        self.press(KeyCode::Char(letter), modifiers);
    }

    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            let code = match letter {
                '\n' => KeyCode::Enter,
                '\x1b' => KeyCode::Escape,
                letter => KeyCode::Char(letter),
            };
            self.press(code, Modifiers::default());
        }
    }

    /// Waits until the cursor stands in this column.
    pub async fn cursor_is_in(&mut self, column: u16) {
        let pane = self.panes.get(&PaneId::of(&self.target.host)).unwrap();
        let search = async {
            while pane
                .lock()
                .cursor()
                .is_none_or(|cursor| cursor.column != column)
            {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(LIMIT, search).await.unwrap();
    }

    /// Waits until the pane shows a text.
    pub async fn shows(&mut self, text: &str) {
        let search = async {
            while !self.text().contains(text) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let found = tokio::time::timeout(LIMIT, search).await;
        assert!(found.is_ok(), "{text} is not in:\n{}", self.text());
    }

    pub fn text(&self) -> String {
        let pane = self.panes.get(&PaneId::of(&self.target.host));
        pane.map_or_else(String::new, |pane| pane.lock().last_lines(300).join("\n"))
    }
}

pub fn exited(exit: i32, text: &str) -> (Termination, String) {
    (Termination::Exited(exit), text.to_owned())
}
