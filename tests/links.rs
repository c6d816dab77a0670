//! Connections that are cut, refused and found again, on a real sshd.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

mod scene;

use std::path::Path;
use std::time::Duration;

use daymark::port::{ConnectionState, Request, RequestId, Response, Script, Transport};
use daymark::progress::Termination;
use daymark::term::shell_integration::alive_script;
use daymark::term::{PaneId, ShellSession};
use scene::sshd::with_sshd;
use scene::{Scene, bare, exited, script, target};

const LONG: Duration = Duration::from_secs(60);

fn lab(shell: &str) -> Scene {
    Scene::new(target("lab", Transport::Ssh("lab".to_owned()), shell))
}

impl Scene {
    async fn link(&mut self, wanted: impl Fn(&ConnectionState) -> bool) -> ConnectionState {
        self.until(|answer| match answer {
            Response::Connection { state, .. } if wanted(state) => Some(state.clone()),
            _ => None,
        })
        .await
    }

    fn reconnect(&mut self, yes: bool) {
        self.forget();
        let host = "lab".to_owned();
        self.world.perform(if yes {
            Request::Reconnect { host }
        } else {
            Request::StopReconnecting { host }
        });
    }

    async fn session(&mut self, request_id: RequestId) -> ShellSession {
        self.until(|answer| match answer {
            Response::RunBegan {
                request_id: began,
                session,
            } if *began == request_id => session.clone(),
            _ => None,
        })
        .await
    }
}

impl Scene {
    /// Asks until it is asked: for a moment after a cut, nobody knows of it yet.
    async fn begun(&mut self, script: &Script, file: &Path, round: usize) -> RequestId {
        loop {
            let request_id = self.ask(script.clone(), LONG);
            tokio::select! {
                count = lines(file, round) => {
                    assert_eq!(count, round);
                    return request_id;
                }
                (fate, _, _) = self.answered(request_id) => {
                    assert!(matches!(fate, Termination::NotStarted(_)), "{fate:?}");
                }
            }
        }
    }
}

async fn lines(file: &Path, at_least: usize) -> usize {
    let count = || {
        std::fs::read_to_string(file)
            .unwrap_or_default()
            .lines()
            .count()
    };
    let written = async {
        while count() < at_least {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let in_time = tokio::time::timeout(LONG, written).await;
    assert!(in_time.is_ok(), "{} lines and not {at_least}", count());
    count()
}

#[test]
fn every_shell_is_booted_over_ssh() {
    with_sshd("every_shell_is_booted_over_ssh", async |_sshd| {
        for shell in ["bash", "zsh", "dash", "ash"] {
            let mut scene = lab(shell);
            let output = scene.ran(script("printf %s \"$ODD\"; (exit 3)")).await;
            assert_eq!(output, exited(3, scene::ODD), "{shell}");
            let (_, output) = scene.ran(bare("readlink /proc/$$/exe")).await;
            let file = if shell == "ash" { "busybox" } else { shell };
            assert!(output.contains(file), "{shell}: {output}");
            let output = scene
                .asked(script("printf %s \"$ODD\"; exit 7"), LONG)
                .await;
            assert_eq!((output.0, output.1), exited(7, scene::ODD), "{shell}");
            let text = "sleep 604 & echo $!; sleep 605";
            let (fate, output, _) = scene.asked(bare(text), Duration::from_secs(1)).await;
            assert_eq!(fate, Termination::TimedOut, "{shell}");
            while Path::new(&format!("/proc/{}", output.trim())).exists() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    });
}

#[test]
fn the_plans_shell_is_booted_whatever_the_login_shell_is() {
    with_sshd(
        "the_plans_shell_is_booted_whatever_the_login_shell_is",
        async |mut sshd| {
            // The last one knows words and single quotes alone, as all shells do that are no sh.
            for login in [
                "exec zsh -f -c \"$SSH_ORIGINAL_COMMAND\"",
                "exec dash -c \"$SSH_ORIGINAL_COMMAND\"",
                "exec busybox ash -c \"$SSH_ORIGINAL_COMMAND\"",
                "eval \"set -- $SSH_ORIGINAL_COMMAND\"; shift; exec \"$@\"",
            ] {
                sshd.log_in_by(login);
                for shell in ["bash", "zsh", "dash"] {
                    let mut scene = lab(shell);
                    let output = scene.ran(script("printf %s \"$ODD\"; (exit 3)")).await;
                    assert_eq!(output, exited(3, scene::ODD), "{shell} behind {login}");
                    let (_, output) = scene.ran(bare("readlink /proc/$$/exe")).await;
                    assert!(output.contains(shell), "{shell} behind {login}: {output}");
                    let output = scene
                        .asked(script("printf %s \"$ODD\"; exit 7"), LONG)
                        .await;
                    assert_eq!(
                        (output.0, output.1),
                        exited(7, scene::ODD),
                        "{shell}: {login}"
                    );
                }
            }
        },
    );
}

#[test]
fn a_line_that_is_half_typed_is_left_alone() {
    with_sshd("a_line_that_is_half_typed_is_left_alone", async |_sshd| {
        for shell in ["bash", "zsh", "dash", "ash"] {
            let mut scene = lab(shell);
            assert_eq!(
                scene.ran_in_shell(bare("PS1='at: '")).await,
                exited(0, ""),
                "{shell}"
            );
            // By the time a question is answered, it is known that the prompt stands.
            scene.shows("\nat:").await;
            assert_eq!(
                scene.asked(bare("true"), LONG).await.0,
                Termination::Exited(0)
            );
            scene.type_text("echo half");
            scene.shows("at: echo half").await;
            let (fate, _) = scene.ran(bare("echo not me")).await;
            let Termination::NotStarted(why) = fate else {
                panic!("{shell}: {fate:?}")
            };
            assert!(why.contains("text at the prompt"), "{shell}: {why}");
            scene.type_text("-typed\n");
            scene.shows("\nhalf-typed\nat:").await;
            assert_eq!(
                scene.asked(bare("true"), LONG).await.0,
                Termination::Exited(0)
            );
            assert_eq!(scene.ran(bare("true")).await, exited(0, ""), "{shell}");
            assert!(!scene.text().contains("not me"), "{shell}");
        }
    });
}

#[test]
fn a_question_has_its_true_status_whatever_it_is() {
    with_sshd(
        "a_question_has_its_true_status_whatever_it_is",
        async |_sshd| {
            let mut scene = lab("bash");
            for exit in [0, 1, 126, 127, 128, 255] {
                let output = scene.asked(bare(&format!("exit {exit}")), LONG).await;
                assert_eq!(output.0, Termination::Exited(exit));
            }
        },
    );
}

#[test]
fn a_pane_has_what_ssh_sends_and_its_own_size() {
    with_sshd(
        "a_pane_has_what_ssh_sends_and_its_own_size",
        async |_sshd| {
            let mut scene = lab("bash");
            let output = scene.ran(bare("echo $SENT:$DAYMARK_SENT; stty size")).await;
            assert_eq!(output, exited(0, "over:\n24 80\n"));
            scene.world.perform(Request::Resize {
                pane: PaneId::of("lab"),
                columns: 100,
                rows: 30,
            });
            let resized = async { while scene.ran(bare("stty size")).await.1 != "30 100\n" {} };
            tokio::time::timeout(LONG, resized).await.unwrap();
        },
    );
}

#[test]
fn what_is_still_on_its_way_when_the_shell_ends_is_kept() {
    with_sshd(
        "what_is_still_on_its_way_when_the_shell_ends_is_kept",
        async |_sshd| {
            let mut scene = lab("bash");
            let text = "head -c 1000000 /dev/zero | tr '\\0' x; exit 4";
            let request_id = scene.start(bare(text), |run| {
                run.in_shell = true;
                run.query.expect = Some(r"\Ax{900}".to_owned());
            });
            let ended = scene.end(request_id).await;
            assert_eq!(ended.outcome.termination, Termination::ShellEnded(4));
            assert_eq!(ended.outcome.findings.expect, Some(Ok(true)));
            assert!(ended.evidence.unwrap().bytes >= 1_000_000);
            let seen = ended.outcome.stdout;
            assert!(seen.cut + seen.head.len() as u64 + seen.tail.len() as u64 >= 1_000_000);
        },
    );
}

#[test]
fn a_lost_connection_is_found_again_when_a_person_asks() {
    with_sshd(
        "a_lost_connection_is_found_again_when_a_person_asks",
        async |mut sshd| {
            let mut scene = lab("bash");
            let text = "trap '' HUP; setsid true; sh -c 'trap \"\" HUP; sleep 606; true'";
            let request_id = scene.start(bare(text), |_| {});
            let session = scene.session(request_id).await;
            scene.foreground("sleep 606").await;
            sshd.stop();
            sshd.cut();
            assert!(matches!(
                scene.ended(request_id).await.0,
                Termination::Lost(_)
            ));
            scene
                .link(|link| matches!(link, ConnectionState::Lost(_)))
                .await;

            scene.reconnect(true);
            scene
                .link(|link| {
                    matches!(
                        link,
                        ConnectionState::Retrying {
                            attempt: 2,
                            seconds: 1,
                            ..
                        }
                    )
                })
                .await;
            scene
                .link(|link| {
                    matches!(
                        link,
                        ConnectionState::Retrying {
                            attempt: 3,
                            seconds: 2,
                            ..
                        }
                    )
                })
                .await;
            scene.reconnect(false);
            scene
                .link(|link| matches!(link, ConnectionState::Lost(_)))
                .await;

            scene.reconnect(true);
            scene
                .link(|link| matches!(link, ConnectionState::Retrying { .. }))
                .await;
            sshd.restart();
            let ready = scene
                .link(|link| matches!(link, ConnectionState::Ready { .. }))
                .await;
            assert_eq!(
                ready,
                ConnectionState::Ready {
                    rebooted: Some(false)
                }
            );

            let (fate, output, _) = scene.asked(bare(&alive_script(&session)), LONG).await;
            assert_eq!(fate, Termination::Exited(0));
            assert!(output.contains("sleep 606"), "{output}");
            let processes = output.lines().filter_map(|line| line.split(' ').next());
            let kill = format!("kill -KILL {}", processes.collect::<Vec<_>>().join(" "));
            assert_eq!(
                scene.asked(bare(&kill), LONG).await.0,
                Termination::Exited(0)
            );
            while scene.asked(bare(&alive_script(&session)), LONG).await.0 != Termination::Exited(3)
            {
            }
            let before = ShellSession {
                boot: "another".to_owned(),
                ..session
            };
            let (fate, _, _) = scene.asked(bare(&alive_script(&before)), LONG).await;
            assert_eq!(fate, Termination::Exited(4));
        },
    );
}

#[test]
fn a_refused_login_is_not_tried_again() {
    with_sshd("a_refused_login_is_not_tried_again", async |mut sshd| {
        let mut scene = lab("bash");
        assert_eq!(scene.ran(bare("true")).await, exited(0, ""));
        sshd.stop();
        sshd.cut();
        scene
            .link(|link| matches!(link, ConnectionState::Lost(_)))
            .await;
        scene.reconnect(true);
        scene
            .link(|link| matches!(link, ConnectionState::Retrying { .. }))
            .await;
        sshd.refuse();
        sshd.restart();
        let refused = scene
            .link(|link| matches!(link, ConnectionState::Refused(_)))
            .await;
        assert!(
            format!("{refused:?}").contains("Permission denied"),
            "{refused:?}"
        );
        let output = scene.asked(bare("true"), LONG).await.0;
        assert!(matches!(output, Termination::NotStarted(_)), "{output:?}");
    });
}

#[test]
fn a_step_that_cuts_its_connection_is_waited_for() {
    with_sshd(
        "a_step_that_cuts_its_connection_is_waited_for",
        async |sshd| {
            let mut scene = lab("bash");
            let cut = scene.start(bare("echo going; sleep 607"), |run| {
                run.disconnects = true;
            });
            scene.shows("going").await;
            sshd.cut();
            let (fate, output) = scene.ended(cut).await;
            assert!(matches!(fate, Termination::Disconnected(_)), "{fate:?}");
            assert_eq!(output, "going\n");
            // Asked at once, both wait until the host is back.
            assert_eq!(
                scene.asked(bare("true"), LONG).await.0,
                Termination::Exited(0)
            );
            assert_eq!(scene.ran(bare("echo back")).await, exited(0, "back\n"));

            let cut = scene.start(bare("true"), |run| run.disconnects = true);
            scene.began(cut).await;
            sshd.cut();
            let (fate, _) = scene.ended(cut).await;
            assert!(matches!(fate, Termination::Disconnected(_)), "{fate:?}");
            scene
                .link(|link| matches!(link, ConnectionState::Ready { .. }))
                .await;

            let stays = scene.start(bare("exit 3"), |run| run.in_shell = true);
            assert_eq!(scene.ended(stays).await.0, Termination::ShellEnded(3));
        },
    );
}

#[test]
fn a_question_that_a_dying_connection_did_not_take_is_asked_over_the_next() {
    with_sshd(
        "a_question_that_a_dying_connection_did_not_take_is_asked_over_the_next",
        async |sshd| {
            let mut scene = lab("bash");
            let cut = scene.start(bare("echo going; sleep 608"), |run| run.disconnects = true);
            scene.shows("going").await;
            sshd.signal_masters("-STOP");
            let question = scene.ask(bare("echo taken"), LONG);
            sshd.a_master_is_asked().await;
            sshd.signal_masters("-KILL");
            let (fate, _) = scene.ended(cut).await;
            assert!(matches!(fate, Termination::Disconnected(_)), "{fate:?}");
            let (fate, output, _) = scene.answered(question).await;
            assert_eq!((fate, output.as_str()), (Termination::Exited(0), "taken\n"));
        },
    );
}

#[test]
fn a_host_that_was_started_anew_says_so() {
    with_sshd("a_host_that_was_started_anew_says_so", async |mut sshd| {
        if !sshd.boot("first") {
            return;
        }
        let mut scene = lab("bash");
        assert_eq!(scene.ran(bare("true")).await, exited(0, ""));
        let mut sessions = Vec::new();
        for (boot, expected) in [(None, false), (Some("second"), true), (None, false)] {
            let cut = scene.start(bare("echo going; sleep 609"), |run| run.disconnects = true);
            sessions.push(scene.session(cut).await);
            scene.shows("going").await;
            match boot {
                Some(boot) => assert!(sshd.boot(boot)),
                None => sshd.cut(),
            }
            let (fate, _) = scene.ended(cut).await;
            assert!(matches!(fate, Termination::Disconnected(_)), "{fate:?}");
            let ready = scene
                .link(|link| matches!(link, ConnectionState::Ready { .. }))
                .await;
            let rebooted = Some(expected);
            assert_eq!(ready, ConnectionState::Ready { rebooted }, "{boot:?}");
        }
        let boots = sessions.iter().map(|session| session.boot.as_str());
        assert_eq!(boots.collect::<Vec<_>>(), ["first", "first", "second"]);
        // What ran before the host was started anew is not looked for by its number.
        let (fate, _, _) = scene.asked(bare(&alive_script(&sessions[0])), LONG).await;
        assert_eq!(fate, Termination::Exited(4));
    });
}

#[test]
fn a_master_that_dies_runs_nothing_twice() {
    with_sshd("a_master_that_dies_runs_nothing_twice", async |sshd| {
        let mut scene = lab("bash");
        let file = sshd.folder.join("effects");
        let append =
            |more: &str| -> Script { bare(&format!("echo once >> {}; {more}", file.display())) };
        for round in 1..=5 {
            // In the middle of a request.
            let request_id = scene.begun(&append("sleep 608"), &file, round).await;
            sshd.cut();
            let (fate, _, _) = scene.answered(request_id).await;
            assert!(matches!(fate, Termination::Lost(_)), "{fate:?}");
            scene
                .link(|link| matches!(link, ConnectionState::Lost(_)))
                .await;
            // Between two requests: one asked again by itself opens no connection.
            let request_id = scene.request_id();
            scene.world.perform(Request::Probe(daymark::port::Probe {
                request_id,
                target: scene.target.clone(),
                script: append("true"),
                timeout: LONG,
                fresh: false,
                after: Duration::from_millis(1),
                query: Box::default(),
                evidence: None,
            }));
            let (fate, _, _) = scene.answered(request_id).await;
            assert!(matches!(fate, Termination::NotStarted(_)), "{fate:?}");
            assert_eq!(lines(&file, round).await, round);
        }
    });
}
