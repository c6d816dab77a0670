//! Steps and questions in every shell that a plan may be written for.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

mod scene;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use daymark::port::{ConnectionState, Request, Response, Script};
use daymark::progress::Termination;
use daymark::term::PaneId;
use daymark::term::shell_integration::Signal;
use scene::{ODD, Scene, bare, exited, local, script};

/// Gives a pane a size.
fn resize(scene: &mut Scene, host: &str, columns: u16, rows: u16) {
    let pane = PaneId::of(host);
    scene.world.perform(Request::Resize {
        pane,
        columns,
        rows,
    });
}

#[tokio::test]
async fn a_pane_has_a_size_of_its_own() {
    let mut scene = Scene::new(local("bash"));
    resize(&mut scene, "there", 90, 20);
    assert_eq!(scene.ran(bare("stty size")).await, exited(0, "24 80\n"));
    scene.target.host = "there".to_owned();
    assert_eq!(scene.ran(bare("stty size")).await, exited(0, "20 90\n"));
    // Requests are performed in their order, so the next step sees the new size.
    resize(&mut scene, "here", 100, 30);
    assert_eq!(scene.ran(bare("stty size")).await, exited(0, "20 90\n"));
    scene.target.host = "here".to_owned();
    assert_eq!(scene.ran(bare("stty size")).await, exited(0, "30 100\n"));
}

const SHELLS: [&str; 5] = ["bash", "zsh", "dash", "sh", "ash"];

/// Checks something in every shell, each in a world of its own.
async fn in_each(check: impl AsyncFn(&mut Scene, &str)) {
    let in_one = async |shell| {
        let mut scene = Scene::new(local(shell));
        check(&mut scene, shell).await;
        let text = scene.text();
        assert!(!text.contains("__dm"), "{shell}: {text}");
    };
    let [bash, zsh, dash, sh, ash] = SHELLS.map(in_one);
    tokio::join!(bash, zsh, dash, sh, ash);
}

#[tokio::test]
async fn a_step_has_its_true_status_and_its_exact_output() {
    in_each(async |scene, shell| {
        for (text, exit, output) in [
            ("cd /tmp && LEFT=behind; (exit 3)", 3, ""),
            ("[ \"$PWD\" = \"$HOME\" ] && echo ${LEFT-gone}", 0, "gone\n"),
            ("printf %s \"$ODD\"", 0, ODD),
            (
                "printf '  two\\n\\n  lines\\n\\n'",
                0,
                "  two\n\n  lines\n\n",
            ),
            ("cat <<'X'\n\ta!\\n 'b\nX\n", 0, "\ta!\\n 'b\n"),
            ("false", 1, ""),
            ("kill -KILL $$", 137, ""),
            ("kill -TERM $$; sleep 9", 143, ""),
            ("exit 148", 148, ""),
            ("set -f; IFS=x; true", 0, ""),
            ("set +f; unset IFS; set -C; true", 0, ""),
            ("set -u; true", 0, ""),
            ("set +u; true", 0, ""),
        ] {
            let (fate, result) = scene.ran(script(text)).await;
            assert_eq!((fate, result), exited(exit, output), "{shell}: {text}");
            let gone = scene.ran(bare("echo \"${ODD-gone}\"")).await;
            assert_eq!(gone, exited(0, "gone\n"), "{shell}: after {text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_step_in_the_shell_itself_gives_back_what_a_variable_held() {
    in_each(async |scene, shell| {
        let show = "sh -c 'echo \"${ODD-gone}\"'; echo \"${ODD-gone}\"";
        for (before, output) in [
            ("ODD=\"own 'one'\"", "gone\nown 'one'\n"),
            ("export ODD", "own 'one'\nown 'one'\n"),
        ] {
            let told = scene.ran_in_shell(bare(before)).await;
            assert_eq!(told, exited(0, ""), "{shell}");
            let told = scene.ran_in_shell(script("test \"$ODD\" != own")).await;
            assert_eq!(told, exited(0, ""), "{shell}");
            let kept = scene.ran_in_shell(bare(show)).await;
            assert_eq!(kept, exited(0, output), "{shell}: {before}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_step_that_breaks_off_ends_and_leaves_nothing() {
    in_each(async |scene, shell| {
        for text in ["if", "echo begun\n) (", "set -u; echo $nope_nope"] {
            let (fate, _) = scene.ran(script(text)).await;
            assert!(
                matches!(fate, Termination::Exited(1 | 2 | 127)),
                "{shell}: {text}: {fate:?}"
            );
            let gone = scene.ran(bare("set +u; echo \"${ODD-gone}\"")).await;
            assert_eq!(gone, exited(0, "gone\n"), "{shell}: after {text}");
        }
        let request_id = scene.start(script("echo begun; sleep 600; echo not me"), |_| {});
        assert!(!scene.foreground("sleep 600").await.is_shell, "{shell}");
        scene.ctrl('c');
        let (fate, result) = scene.ended(request_id).await;
        assert_eq!(fate, Termination::Exited(130), "{shell}");
        assert!(!result.contains("not me"), "{shell}: {result}");
        let gone = scene.ran(bare("echo \"${ODD-gone}\"")).await;
        assert_eq!(gone, exited(0, "gone\n"), "{shell}: after ctrl-c");
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_ahead_of_the_prompt_is_not_run_with_the_next_step() {
    in_each(async |scene, shell| {
        let (go, oops) = (
            scene.folder.path().join("go"),
            scene.folder.path().join("oops"),
        );
        let wait = format!("until test -e {}; do sleep 0.02; done", go.display());
        let request_id = scene.start(bare(&wait), |_| {});
        scene.began(request_id).await;
        scene.type_text(&format!("touch {} ahead", oops.display()));
        scene.shows(" ahead").await;
        std::fs::write(&go, "").unwrap();
        assert_eq!(
            scene.ended(request_id).await.0,
            Termination::Exited(0),
            "{shell}"
        );
        assert_eq!(
            scene.ran(bare("echo mine")).await,
            exited(0, "mine\n"),
            "{shell}"
        );
        assert!(!oops.exists(), "{shell}");
    })
    .await;
}

#[tokio::test]
async fn a_step_may_be_long_and_only_one_in_the_shell_itself_ends_it() {
    in_each(async |scene, shell| {
        let line = format!(": '{}é'\n", "x".repeat(999));
        let long = line.repeat(1000) + "echo done";
        assert!(long.len() > 1_000_000);
        assert_eq!(
            scene.ran(script(&long)).await,
            exited(0, "done\n"),
            "{shell}"
        );
        for (text, exit) in [("set -e; false; echo not me", 1), ("exit 4", 4)] {
            let told = scene.ran(script(text)).await;
            assert_eq!(told, exited(exit, ""), "{shell}");
            let (fate, _) = scene.ran_in_shell(script(text)).await;
            assert_eq!(fate, Termination::ShellEnded(exit), "{shell}");
        }
        assert_eq!(scene.ran(script("echo again")).await, exited(0, "again\n"));
    })
    .await;
}

#[tokio::test]
async fn a_step_runs_as_another_user() {
    in_each(async |scene, shell| {
        let text = "id -un; printf '%s\\n' \"$ODD\"; [ -t 0 ] && exit 5";
        let as_nobody = Script {
            user: Some("nobody".to_owned()),
            ..script(text)
        };
        let output = format!("nobody\n{ODD}\n");
        assert_eq!(scene.ran(as_nobody).await, exited(5, &output), "{shell}");
        let gone = scene.ran(bare("echo \"${ODD-gone}$__dm_child\"")).await;
        assert_eq!(gone, exited(0, "gone\n"), "{shell}");
    })
    .await;
}

#[tokio::test]
async fn what_sudo_ends_with_is_no_status_of_a_script_that_did_not_begin() {
    in_each(async |scene, shell| {
        let as_user = |user: &str, text: &str| Script {
            user: Some(user.to_owned()),
            ..script(text)
        };
        let (fate, _) = scene.ran(as_user("no-such-user", "echo ran")).await;
        let Termination::NotStarted(why) = fate else {
            panic!("{shell}: {fate:?}");
        };
        let text = "sudo refused to run the script as no-such-user: sudo: ";
        assert!(why.starts_with(text), "{shell}: {why}");
        // A script may end as sudo does, and print what sudo would.
        for exit in [0, 1, 126, 127, 130] {
            let text = format!("echo sudo: no; exit {exit}");
            let result = scene.ran(as_user("nobody", &text)).await;
            assert_eq!(result, exited(exit, "sudo: no\n"), "{shell}");
        }
        let me = scene.ran(bare("id -un")).await.1;
        let result = scene.ran(as_user(me.trim(), "exit 1")).await;
        assert_eq!(result, exited(1, ""), "{shell}");
    })
    .await;
}

#[tokio::test]
async fn a_step_may_ask_the_operator() {
    in_each(async |scene, shell| {
        let text = "printf 'name? '; read name; stty -echo; printf 'word? '; read word; \
                    stty echo; echo; echo \"$name+$word\"";
        let request_id = scene.start(script(text), |run| run.interactive = true);
        scene.shows("name?").await;
        scene.type_text("ann\n");
        scene.shows("word?").await;
        scene.type_text("secret\n");
        let result = scene.ended(request_id).await;
        let output = "name? ann\nword? \nann+secret\n";
        assert_eq!(result, exited(0, output), "{shell}");

        let file = scene.folder.path().join("note");
        let text = format!("busybox vi {}", file.display());
        let request_id = scene.start(script(&text), |run| run.interactive = true);
        // Its status line: a tilde may stand in a prompt, and keys that come too early are lost.
        scene.shows("1/1").await;
        scene.type_text("ihello");
        scene.shows("hello").await;
        scene.type_text("\x1b");
        // The editor takes what follows an escape at once for an arrow key.
        scene.cursor_is_in(4).await;
        scene.type_text(":wq\n");
        assert_eq!(
            scene.ended(request_id).await.0,
            Termination::Exited(0),
            "{shell}"
        );
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "hello\n");

        let text = "i=0; while [ $i -lt 99 ]; do i=$((i+1)); echo line $i; done | busybox more";
        let request_id = scene.start(script(text), |run| run.interactive = true);
        scene.shows("--More--").await;
        scene.type_text("q");
        let (fate, result) = scene.ended(request_id).await;
        assert!(matches!(fate, Termination::Exited(_)), "{shell}: {fate:?}");
        assert!(result.contains("line 5\n"), "{shell}: {result}");
    })
    .await;
}

#[tokio::test]
async fn what_a_step_started_is_ended_and_never_its_shell() {
    in_each(async |scene, shell| {
        for (how, exit) in [
            (Signal::Interrupt, 130),
            (Signal::Terminate, 143),
            (Signal::Kill, 137),
        ] {
            let result = scene.ran_in_shell(bare("KEPT=yes")).await;
            assert_eq!(result, exited(0, ""), "{shell}");
            let request_id = scene.start(script("sh -c 'sleep 601; true'"), |_| {});
            scene.foreground("sleep 601").await;
            scene.world.perform(Request::Stop { request_id, how });
            let (fate, _) = scene.ended(request_id).await;
            assert_eq!(fate, Termination::Exited(exit), "{shell}: {how:?}");
            let told = scene.ran_in_shell(bare("echo $KEPT")).await;
            assert_eq!(told, exited(0, "yes\n"), "{shell}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_question_is_asked_in_the_plans_shell() {
    let long = Duration::from_secs(60);
    in_each(async |scene, shell| {
        let result = |fate, out: &str, err: &str| (fate, out.to_owned(), err.to_owned());
        let answer = scene
            .asked(
                script("printf '%s' \"$ODD\"; echo err >&2; cat; exit 7"),
                long,
            )
            .await;
        assert_eq!(
            answer,
            result(Termination::Exited(7), ODD, "err\n"),
            "{shell}"
        );
        let (fate, _, _) = scene.asked(bare("if"), long).await;
        assert!(
            matches!(fate, Termination::Exited(1 | 2)),
            "{shell}: {fate:?}"
        );
        for (exit, text) in [
            (1, "false"),
            (126, "exit 126"),
            (0, "[ \"$(id -un)\" = nobody ]"),
        ] {
            let as_nobody = Script {
                user: Some("nobody".to_owned()),
                ..script(text)
            };
            let answer = scene.asked(as_nobody, long).await;
            assert_eq!(
                answer,
                result(Termination::Exited(exit), "", ""),
                "{shell}: {text}"
            );
        }
        let version = match shell {
            "bash" => "echo ${BASH_VERSION:+bash}",
            "zsh" => "echo ${ZSH_VERSION:+zsh}",
            _ => "echo sh",
        };
        let name = if ["bash", "zsh"].contains(&shell) {
            shell
        } else {
            "sh"
        };
        let answer = scene.asked(bare(version), long).await;
        assert_eq!(
            answer,
            result(Termination::Exited(0), &format!("{name}\n"), "")
        );
    })
    .await;
}

#[tokio::test]
async fn a_question_that_takes_too_long_ends_with_all_it_started() {
    in_each(async |scene, shell| {
        for user in [None, Some("nobody".to_owned())] {
            let text = "trap '' TERM; sleep 602 & echo $!; sleep 603";
            let asked = Script { user, ..bare(text) };
            let (fate, result, _) = scene.asked(asked, Duration::from_secs(1)).await;
            assert_eq!(fate, Termination::TimedOut, "{shell}");
            let process = format!("/proc/{}", result.trim());
            while std::path::Path::new(&process).exists() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_shell_without_marks_is_told() {
    let mut scene = Scene::new(local("nosuchshell"));
    scene.world.perform(Request::Open(scene.target.clone()));
    let why = scene
        .until(|answer| match answer {
            Response::Connection {
                state: ConnectionState::NoShellIntegration(why),
                ..
            } => Some(why.clone()),
            _ => None,
        })
        .await;
    assert!(why.contains("nosuchshell"), "{why}");
}

#[tokio::test]
async fn in_a_shell_that_tells_no_ends_nothing_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("odd");
    fs::write(&odd, "#!/bin/sh\nPS1='odd> ' exec dash -i\n").unwrap();
    fs::set_permissions(&odd, fs::Permissions::from_mode(0o755)).unwrap();
    let mut scene = Scene::new(local(odd.to_str().unwrap()));
    scene.world.perform(Request::Open(scene.target.clone()));
    scene.shows("odd>").await;
    let plain = |answer: &Response| match answer {
        Response::Connection {
            state: ConnectionState::NoShellIntegration(why),
            ..
        } => Some(why.clone()),
        _ => None,
    };
    let why = scene.until(plain).await;
    assert!(why.contains("/odd"), "{why}");
    let (fate, _) = scene.ran(bare("echo stepped")).await;
    let Termination::Lost(why) = fate else {
        panic!("{fate:?}")
    };
    assert!(why.contains("no shell integration"), "{why}");
    // The operator may type what they wish.
    scene.type_text("echo $((6 * 7))\r");
    scene.shows("42").await;
    assert!(!scene.text().contains("stepped"), "{}", scene.text());
}
