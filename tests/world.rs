//! Requests in, answers out, on real shells of this machine.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

use std::sync::Arc;
use std::time::Duration;

use daymark::port::{Answer, Ask, Link, Reach, Request, Run, Script, Target, Ticket, Value};
use daymark::progress::{Event, Fate};
use daymark::service::{Journal, Opening, WalkFolder, World};
use daymark::term::{Panes, Size};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

struct Scene {
    world: World,
    answers: UnboundedReceiver<Answer>,
    panes: Panes,
    folder: tempfile::TempDir,
}

fn scene() -> Scene {
    let folder = tempfile::tempdir().unwrap();
    let walk = WalkFolder::new(folder.path(), "plan", "main");
    let (journal, _, _) = Journal::open(&walk, "ops").unwrap();
    let (sender, answers) = unbounded_channel();
    let panes = Panes::default();
    let world = World::open(Opening {
        folder: walk,
        journal: Some(journal),
        screen: true,
        size: Size::new(80, 24),
        secrets: vec![Value::secret("hunter2hunter2")],
        answers: sender,
        panes: panes.clone(),
        changed: Arc::new(Notify::new()),
    })
    .unwrap();
    Scene {
        world,
        answers,
        panes,
        folder,
    }
}

fn local() -> Target {
    Target {
        host: "here".to_owned(),
        reach: Reach::Local,
        shell: "bash".to_owned(),
    }
}

fn script(text: &str) -> Script {
    Script {
        text: text.to_owned(),
        variables: vec![("ODD".to_owned(), Value::plain("it's $HOME\n`x` \"y\""))],
        user: None,
    }
}

fn run(number: u64, text: &str) -> Request {
    Request::Run(Run {
        ticket: Ticket(number),
        target: local(),
        title: format!("step {number}"),
        script: script(text),
        evidence: format!("step-{number}.txt"),
        secret: None,
        inside: Vec::new(),
        disconnects: false,
        interactive: false,
    })
}

fn ask(number: u64, text: &str, timeout: Duration) -> Request {
    Request::Ask(Ask {
        ticket: Ticket(number),
        target: local(),
        script: script(text),
        timeout,
        fresh: false,
        after: Duration::ZERO,
        evidence: Some(format!("ask-{number}.txt")),
    })
}

impl Scene {
    async fn until<T>(&mut self, mut wanted: impl FnMut(Answer) -> Option<T>) -> T {
        let search = async {
            loop {
                if let Some(found) = wanted(self.answers.recv().await.unwrap()) {
                    return found;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(30), search)
            .await
            .unwrap()
    }

    async fn ran(&mut self, number: u64, text: &str) -> (Fate, String) {
        self.world.perform(run(number, text));
        let ended = self
            .until(|answer| match answer {
                Answer::RunEnded(ticket, ended) if ticket == Ticket(number) => Some(ended),
                _ => None,
            })
            .await;
        (ended.outcome.fate, ended.outcome.stdout)
    }

    async fn asked(
        &mut self,
        number: u64,
        text: &str,
        timeout: Duration,
    ) -> (Fate, String, String) {
        self.world.perform(ask(number, text, timeout));
        let ended = self
            .until(|answer| match answer {
                Answer::Asked(ticket, ended) if ticket == Ticket(number) => Some(ended),
                _ => None,
            })
            .await;
        (
            ended.outcome.fate,
            ended.outcome.stdout,
            ended.outcome.stderr,
        )
    }
}

fn exited(exit: i32, text: &str) -> (Fate, String) {
    (Fate::Exited(exit), text.to_owned())
}

#[tokio::test]
async fn steps_share_a_living_shell() {
    let mut scene = scene();
    assert_eq!(
        scene.ran(1, "cd /tmp && LEFT=behind; (exit 3)").await,
        exited(3, "")
    );
    assert_eq!(
        scene.ran(2, "echo $PWD $LEFT").await,
        exited(0, "/tmp behind\n")
    );
    assert_eq!(
        scene.ran(3, "printf %s \"$ODD\"").await,
        exited(0, "it's $HOME\n`x` \"y\"")
    );
    assert_eq!(
        scene.ran(4, "exit 4").await,
        (Fate::ShellEnded(4), "exit\n".to_owned())
    );
    assert_eq!(scene.ran(5, "echo again").await, exited(0, "again\n"));
    let text = scene
        .panes
        .get("here")
        .unwrap()
        .lock()
        .last_lines(200)
        .join("\n");
    assert!(text.contains("step 2\n/tmp behind\n"), "{text}");
    assert!(!text.contains("__dm"), "{text}");
}

#[tokio::test]
async fn questions_are_asked_beside_it() {
    let mut scene = scene();
    let second = Duration::from_secs(1);
    let answer = scene
        .asked(1, "echo out; echo err >&2; exit 7", 9 * second)
        .await;
    assert_eq!(
        answer,
        (Fate::Exited(7), "out\n".to_owned(), "err\n".to_owned())
    );
    let answer = scene.asked(2, "echo begun; sleep 600", second).await;
    assert_eq!(
        answer,
        (Fate::TimedOut, "begun\n".to_owned(), String::new())
    );
}

#[tokio::test]
async fn secrets_are_not_kept() {
    let mut scene = scene();
    let (fate, text) = scene.ran(1, "echo the word is hunter2hunter2").await;
    assert_eq!(
        (fate, text.trim()),
        (Fate::Exited(0), "the word is hunter2hunter2")
    );
    let walk = WalkFolder::new(scene.folder.path(), "plan", "main");
    let kept = std::fs::read_to_string(walk.outputs().join("step-1.txt")).unwrap();
    assert_eq!(kept, "the word is ••••\r\n");
}

#[tokio::test]
async fn events_are_kept_before_they_are_told() {
    let mut scene = scene();
    let event = Event::DeviationNoted {
        day: "1".to_owned(),
        id: None,
        text: "so".to_owned(),
    };
    scene.world.perform(Request::Keep(vec![event]));
    let kept = scene
        .until(|answer| match answer {
            Answer::Kept(records) => Some(records),
            _ => None,
        })
        .await;
    let walk = WalkFolder::new(scene.folder.path(), "plan", "main");
    let journal = std::fs::read_to_string(walk.journal()).unwrap();
    assert!(journal.contains(&kept[0].hash));
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_says_why() {
    let mut scene = scene();
    let mut request = ask(1, "true", Duration::from_secs(9));
    if let Request::Ask(ask) = &mut request {
        ask.target.reach = Reach::Ssh("nobody@127.0.0.1 ".trim().to_owned() + "9");
    }
    scene.world.perform(request);
    let gone = scene
        .until(|answer| match answer {
            Answer::Link {
                link: Link::Gone(why),
                ..
            } => Some(why),
            _ => None,
        })
        .await;
    assert!(gone.starts_with("ssh could not connect"), "{gone}");
}
