//! Requests in, answers out, on real shells of this machine.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

mod scene;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use daymark::plan::Save;
use daymark::port::{ConnectionState, Request, Response, Transport, Value};
use daymark::progress::{Event, Termination};
use daymark::service::WalkFolder;
use scene::{ODD, Scene, bare, exited, local, script, target};

#[tokio::test]
async fn a_step_leaves_nothing_in_the_living_shell() {
    let mut scene = Scene::new(local("bash"));
    assert_eq!(
        scene.ran(script("cd /tmp && LEFT=behind; (exit 3)")).await,
        exited(3, "")
    );
    assert_eq!(
        scene
            .ran(script("cd; [ \"$PWD\" = \"$OLDPWD\" ] && echo home $LEFT"))
            .await,
        exited(0, "home\n")
    );
    assert_eq!(
        scene.ran(script("printf %s \"$ODD\"")).await,
        exited(0, ODD)
    );
    assert_eq!(scene.ran(script("exit 4")).await, exited(4, ""));
    assert_eq!(scene.ran(script("echo again")).await, exited(0, "again\n"));
    let text = scene.text();
    assert!(text.contains("step 2\nhome\n"), "{text}");
    assert!(!text.contains("__dm"), "{text}");
}

#[tokio::test]
async fn questions_are_asked_beside_it() {
    let mut scene = Scene::new(local("bash"));
    let second = Duration::from_secs(1);
    let answer = scene
        .asked(script("echo out; echo err >&2; exit 7"), 9 * second)
        .await;
    assert_eq!(
        answer,
        (
            Termination::Exited(7),
            "out\n".to_owned(),
            "err\n".to_owned()
        )
    );
    // The script's own shell may say on standard error that it was terminated.
    let (fate, output, _) = scene.asked(script("echo begun; sleep 600"), second).await;
    assert_eq!(
        (fate, output),
        (Termination::TimedOut, "begun\n".to_owned())
    );
}

#[tokio::test]
async fn secrets_are_not_kept() {
    let mut scene = Scene::new(local("bash"));
    let (fate, text) = scene.ran(script("echo the word is hunter2hunter2")).await;
    assert_eq!(
        (fate, text.trim()),
        (Termination::Exited(0), "the word is ••••")
    );
    let walk = WalkFolder::new(scene.folder.path(), "plan", "main");
    let kept = std::fs::read_to_string(walk.outputs().join("step-1.txt")).unwrap();
    assert_eq!(kept, "the word is ••••\r\n");
}

#[tokio::test]
async fn a_secret_that_comes_to_be_known_is_struck_from_what_is_still_coming() {
    let mut scene = Scene::new(local("bash"));
    let go = scene.folder.path().join("go");
    let wait = format!(
        "echo begun; until test -e {}; do sleep 0.02; done; echo it is late\"\"comer",
        go.display()
    );
    let request_id = scene.start(bare(&wait), |_| {});
    scene.shows("begun").await;
    let secret = Value::secret("latecomer");
    scene.world.perform(Request::Mask(secret));
    // The host has heard of it before it answers this.
    scene.asked(bare("true"), Duration::from_secs(30)).await;
    std::fs::write(&go, "").unwrap();
    assert_eq!(scene.ended(request_id).await.0, Termination::Exited(0));
    let walk = WalkFolder::new(scene.folder.path(), "plan", "main");
    let kept = std::fs::read_to_string(walk.outputs().join("step-1.txt")).unwrap();
    assert_eq!(kept, "begun\r\nit is ••••\r\n");
}

#[tokio::test]
async fn a_secret_that_comes_to_be_known_is_struck_from_a_question_under_way() {
    let mut scene = Scene::new(local("bash"));
    let file = |name: &str| scene.folder.path().join(name);
    let (begun, go) = (file("begun"), file("go"));
    let wait = format!(
        "echo out; echo error >&2; touch {}; until test -e {}; do sleep 0.02; done; \
         echo it is late\"\"comer; echo late\"\"comer it is >&2",
        begun.display(),
        go.display()
    );
    let request_id = scene.ask(bare(&wait), Duration::from_secs(30));
    let began = async {
        while !begun.exists() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let began = tokio::time::timeout(Duration::from_secs(30), began);
    began.await.unwrap();
    let secret = Value::secret("latecomer");
    scene.world.perform(Request::Mask(secret));
    std::fs::write(&go, "").unwrap();
    let (fate, out, error) = scene.answered(request_id).await;
    let shown = (out.as_str(), error.as_str());
    assert_eq!(fate, Termination::Exited(0));
    assert_eq!(shown, ("out\nit is ••••\n", "error\n•••• it is\n"));
    let walk = WalkFolder::new(scene.folder.path(), "plan", "main");
    let kept = std::fs::read_to_string(walk.outputs().join("ask-1.txt")).unwrap();
    assert_eq!(kept, "out\nit is ••••\nerror\n•••• it is\n");
}

#[tokio::test]
async fn events_are_kept_before_they_are_told() {
    let mut scene = Scene::new(local("bash"));
    let event = Event::DeviationNoted {
        day: "1".to_owned(),
        id: None,
        text: "so".to_owned(),
    };
    scene.world.perform(Request::Append(vec![event]));
    let kept = scene
        .until(|answer| match answer {
            Response::Appended(records) => Some(records.clone()),
            _ => None,
        })
        .await;
    let walk = WalkFolder::new(scene.folder.path(), "plan", "main");
    let journal = std::fs::read_to_string(walk.journal()).unwrap();
    assert!(journal.contains(&kept[0].hash));
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_says_why() {
    let reach = Transport::Ssh("ssh://nobody@127.0.0.1:9".to_owned());
    let mut scene = Scene::new(target("here", reach, "bash"));
    scene.ask(bare("true"), Duration::from_secs(9));
    let gone = scene
        .until(|answer| match answer {
            Response::Connection {
                state: ConnectionState::Lost(why),
                ..
            } => Some(why.clone()),
            _ => None,
        })
        .await;
    assert!(gone.starts_with("ssh could not connect"), "{gone}");
}

#[tokio::test]
async fn what_is_written_and_what_is_shown_again_hold_no_secret() {
    let mut scene = Scene::new(local("bash"));
    let walk = WalkFolder::new(scene.folder.path(), "plan", "main");
    let (text, struck) = ("the word is hunter2hunter2", "the word is ••••");
    // It was kept before anybody knew that it is a secret.
    std::fs::write(walk.outputs().join("kept.txt"), text).unwrap();
    let file = "kept.txt".to_owned();
    scene.world.perform(Request::ReadEvidence(file));
    let shown = |answer: &Response| match answer {
        Response::Evidence { text, .. } => text
            .as_ref()
            .ok()
            .map(|text| text.texts().collect::<String>()),
        _ => None,
    };
    assert_eq!(scene.until(shown).await, struck);

    let written = scene.folder.path().join("report.md");
    let path = written.display().to_string();
    let text = text.to_owned();
    scene.world.perform(Request::WriteFile { path, text });
    let done = |answer: &Response| matches!(answer, Response::OperatorMessage(Ok(_))).then_some(());
    scene.until(done).await;
    assert_eq!(std::fs::read_to_string(written).unwrap(), struck);
}

/// Runs itself once more, since what is copied goes to standard output.
#[tokio::test]
async fn what_is_copied_holds_no_secret() {
    const COPIES: &str = "WORLD_COPIES";
    if std::env::var_os(COPIES).is_some() {
        let mut scene = Scene::new(local("bash"));
        let text = "the word is hunter2hunter2".to_owned();
        scene.world.perform(Request::Copy(text));
        let output =
            |answer: &Response| matches!(answer, Response::OperatorMessage(Ok(_))).then_some(());
        return scene.until(output).await;
    }
    let copied = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["what_is_copied_holds_no_secret", "--exact", "--nocapture"])
        .env(COPIES, "yes")
        .output()
        .unwrap();
    let text = String::from_utf8(copied.stdout).unwrap();
    let (_, copied) = text.split_once("\x1b]52;c;").unwrap();
    let (copied, _) = copied.split_once('\x07').unwrap();
    let copied = STANDARD.decode(copied).unwrap();
    assert_eq!(copied, "the word is ••••".as_bytes());
}

#[tokio::test]
async fn a_recording_that_cannot_be_made_is_missed_in_every_output() {
    let mut scene = Scene::new(local("bash"));
    let walk = WalkFolder::new(scene.folder.path(), "plan", "main");
    std::fs::remove_dir(walk.recordings()).unwrap();
    for _ in 0..2 {
        let request_id = scene.start(bare("echo so"), |_| {});
        let evidence = scene.end(request_id).await.evidence.unwrap();
        let text = "its whole output is kept, but its recording lacks some of it";
        assert_eq!(evidence.cut.map(|cut| cut.text()).as_deref(), Some(text));
    }
}

#[tokio::test]
async fn a_secret_that_comes_out_of_a_step_is_kept_nowhere() {
    let mut scene = Scene::new(local("bash"));
    let walk = WalkFolder::new(scene.folder.path(), "plan", "main");
    let mut check = async |text: &str, saved: Option<&str>, kept: &str, shown: &str| {
        let request_id = scene.start(bare(text), |run| {
            run.secret = true;
            run.query.save = Some(Save {
                variable: "TOKEN".to_owned(),
                pattern: Some(r"^token: (\S+)$".to_owned()),
            });
        });
        let outcome = scene.end(request_id).await.outcome;
        let found = outcome.findings.saved.unwrap().unwrap();
        assert_eq!(found.as_ref().map(|found| found.as_str()), saved, "{text}");
        let file = format!("step-{}.txt", request_id.0);
        let file = std::fs::read_to_string(walk.outputs().join(file)).unwrap();
        assert_eq!(
            (file.as_str(), outcome.stdout.text("[cut]").as_str()),
            (kept, shown),
            "{text}"
        );
    };
    let token = Some("abcdefghijk");
    let masked = "token: ••••\n";
    check("echo token: abcdefghijk", token, "token: ••••\r\n", masked).await;
    check(
        r"printf 'token: abc\033[1mdefghijk\n'",
        token,
        "token: ••••\u{1b}[1m\r\n",
        masked,
    )
    .await;
    check(
        r"printf 'token: xxx\rtoken: abcdefghijk\n'",
        token,
        "token: xxx\rtoken: ••••\r\n",
        masked,
    )
    .await;
    check("echo no token here", None, "••••", "••••").await;
    let long = "seq 1 900000; echo token: abcdefghijk";
    check(long, token, "••••", "••••").await;
}
