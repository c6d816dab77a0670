//! Shells inside one another: attached to by the operator, entered and left for a plan.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

mod scene;

use daymark::port::{Request, Response};
use daymark::progress::Termination;
use daymark::term::PaneId;
use scene::sshd::with_sshd;
use scene::{Scene, bare, exited, in_sh, local, script};

const SHELLS: [&str; 4] = ["bash", "zsh", "dash", "ash"];

/// A shell as a container has it: other processes, other files, nothing but busybox.
fn container(scene: &Scene) -> String {
    let root = scene.folder.path().join("root");
    let listed = std::process::Command::new("ldd")
        .arg("/bin/busybox")
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let libraries = listed
        .split_whitespace()
        .filter(|word| word.starts_with('/'));
    for file in libraries.chain(["/bin/busybox"]) {
        let copy = root.join(&file[1..]);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(file, copy).unwrap();
    }
    std::fs::create_dir_all(root.join("dev")).unwrap();
    std::fs::create_dir_all(root.join("proc")).unwrap();
    let start = root.join("start");
    let text = "PATH=/bin HOME=/; export PATH HOME; b=/bin/busybox; $b --install -s /bin; \
                mount -t proc proc /proc; mknod -m 666 /dev/tty c 5 0; \
                mknod -m 666 /dev/null c 1 3; exec sh";
    std::fs::write(start, text).unwrap();
    let root = root.display();
    format!("unshare --mount --pid --fork chroot {root} /bin/busybox sh /start")
}

/// A container of a real engine, where there is one that can start it; gone with the test.
struct Podman {
    /// The engine, with its own store.
    command: String,
}

impl Podman {
    /// Runs the shell's files as a container; says so where that cannot be.
    fn start(scene: &Scene) -> Option<Self> {
        let folder = scene.folder.path().display();
        let engine = |runtime: &str| {
            format!(
                "podman --root {folder}/store --runroot {folder}/run --storage-driver vfs \
                 --cgroup-manager cgroupfs --runtime {runtime}"
            )
        };
        for runtime in ["crun", "runc"] {
            let command = engine(runtime);
            let run = format!(
                "exec >/dev/null 2>&1; {command} rm -f -t 0 box; {command} run -d --name box \
                 --network none --ulimit nofile=1024:1024 --ulimit nproc=1000:1000 \
                 --env PATH=/bin --rootfs {folder}/root /bin/busybox sleep 1000 && \
                 {command} exec box /bin/busybox --install -s /bin"
            );
            let started = std::process::Command::new("sh").args(["-c", &run]).status();
            if started.unwrap().success() {
                return Some(Self { command });
            }
        }
        eprintln!("NOT TESTED: no podman here can start a container");
        None
    }
}

impl Drop for Podman {
    fn drop(&mut self) {
        let remove = format!("{} rm -f -t 0 box >/dev/null 2>&1", self.command);
        let _ = std::process::Command::new("sh")
            .args(["-c", &remove])
            .status();
    }
}

#[tokio::test]
async fn a_container_of_an_engine_is_a_shell_like_any_other() {
    let mut scene = Scene::new(local("bash"));
    container(&scene);
    let Some(podman) = Podman::start(&scene) else {
        return;
    };
    let way = format!("{} exec -it box sh", podman.command);
    let outer = scene.start(bare(&way), |_| {});
    let front = scene.foreground("exec -it box sh").await;
    assert!(front.is_shell, "{front:?}");
    scene.world.perform(Request::Attach(PaneId::of("here")));
    assert_eq!(inside(&mut scene).await, [front.command]);
    let result = scene
        .ran(in_sh(script("printf %s \"$ODD\"; (exit 3)")))
        .await;
    assert_eq!(result, exited(3, scene::ODD));
    let result = scene.ran(bare("echo not me")).await;
    let why = "the shell `bash` is not installed there".to_owned();
    assert_eq!(result, (Termination::NotStarted(why), String::new()));
    let result = scene.ran_in_shell(bare("exit 6")).await;
    assert!(matches!(result.0, Termination::Lost(_)), "{result:?}");
    assert_eq!(
        scene.end(outer).await.outcome.termination,
        Termination::Exited(6)
    );

    let result = scene.changed_inside(&[&way], "HERE=inside; (exit 4)").await;
    assert_eq!(result, exited(4, ""));
    let result = scene
        .changed_inside(&[&way], "echo $HERE; ls /proc/1/exe")
        .await;
    assert_eq!(result, exited(0, "inside\n/proc/1/exe\n"));
    let result = scene.ran_inside(&[], "echo \"${HERE-outside}\"").await;
    assert_eq!(result, exited(0, "outside\n"));
}

/// Ways into another shell.
fn ways(scene: &Scene) -> Vec<String> {
    let ways = [
        "bash",
        "zsh -f",
        "dash",
        "busybox ash",
        "sudo -i",
        "sudo -u nobody -s",
        "su -",
    ];
    let mut ways: Vec<String> = ways.map(str::to_owned).into();
    ways.push(container(scene));
    ways
}

async fn inside(scene: &mut Scene) -> Vec<String> {
    scene
        .until(|answer| match answer {
            Response::Inside { commands, .. } => Some(commands.clone()),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn the_operator_attaches_to_a_shell_in_front() {
    let in_one = async |shell: &str| {
        let mut scene = Scene::new(local(shell));
        for way in ways(&scene) {
            let about = format!("{shell}: {way}");
            let told = scene.ran_in_shell(bare("OUTER=yes")).await;
            assert_eq!(told, exited(0, ""), "{about}");
            let outer = scene.start(bare(&format!("{way}; (exit $(($? + 1)))")), |_| {});
            let process = scene
                .until(|answer| match answer {
                    Response::Foreground {
                        request_id,
                        process,
                        ..
                    } if *request_id == Some(outer) => {
                        process.clone().filter(|process| process.is_shell)
                    }
                    _ => None,
                })
                .await;
            scene.world.perform(Request::Attach(PaneId::of("here")));
            assert_eq!(inside(&mut scene).await, [process.command], "{about}");
            let result = scene
                .ran_in_shell(script("echo \"${OUTER-inside}\"; (exit 3)"))
                .await;
            assert_eq!(result, exited(3, "inside\n"), "{about}");
            let result = scene.ran(in_sh(script("printf %s \"$ODD\""))).await;
            assert_eq!(result, exited(0, scene::ODD), "{about}");
            let result = scene.ran_in_shell(bare("exit 6")).await;
            assert!(
                matches!(result.0, Termination::Lost(_)),
                "{about}: {result:?}"
            );
            assert_eq!(
                scene.end(outer).await.outcome.termination,
                Termination::Exited(7),
                "{about}"
            );
            let result = scene.ran_in_shell(bare("echo $OUTER")).await;
            assert_eq!(result, exited(0, "yes\n"), "{about}");
        }
    };
    let [a, b, c, d] = SHELLS.map(in_one);
    tokio::join!(a, b, c, d);
}

#[tokio::test]
async fn a_plan_leads_in_and_out_again() {
    let in_one = async |shell: &str| {
        let mut scene = Scene::new(local(shell));
        for way in ways(&scene) {
            let about = format!("{shell}: {way}");
            let way = [way.as_str()];
            let result = scene.changed_inside(&way, "HERE=inside; (exit 3)").await;
            assert_eq!(result, exited(3, ""), "{about}");
            let result = scene
                .ran_inside(&way, "echo ${HERE-child}; printf %s \"$ODD\"; exit 8")
                .await;
            let output = format!("child\n{}", scene::ODD);
            assert_eq!(result, exited(8, &output), "{about}");
            let result = scene.changed_inside(&way, "echo $HERE; exit 8").await;
            assert_eq!(result.0, Termination::ShellEnded(8), "{about}");
            let result = scene.changed_inside(&way, "echo \"${HERE-anew}\"").await;
            assert_eq!(result, exited(0, "anew\n"), "{about}");
            let result = scene.ran_inside(&[], "echo \"${HERE-outside}\"").await;
            assert_eq!(result, exited(0, "outside\n"), "{about}");
        }
    };
    let [a, b, c, d] = SHELLS.map(in_one);
    tokio::join!(a, b, c, d);
}

#[tokio::test]
async fn shells_stand_inside_one_another() {
    let mut scene = Scene::new(local("bash"));
    let far = ["sudo -u nobody -s", "dash", "busybox ash"];
    let who = "id -un; echo $((LEVEL += 1))";
    for (inside, output) in [
        (&far[..], "nobody\n1\n"),
        (&far[..], "nobody\n2\n"),
        (&far[..1], "nobody\n1\n"),
        (&far[..2], "nobody\n1\n"),
        (&["dash"], "root\n1\n"),
        (&[], "root\n1\n"),
    ] {
        let result = scene.changed_inside(inside, who).await;
        assert_eq!(result, exited(0, output), "{inside:?}");
    }
}

#[tokio::test]
async fn a_way_that_leads_nowhere_runs_nothing() {
    let mut scene = Scene::new(local("bash"));
    for (way, because) in [
        ("(exit 9)", "`(exit 9)` ended with 9"),
        ("nosuchcommand", "`nosuchcommand` ended with 127"),
    ] {
        let (fate, _) = scene.ran_inside(&[way], "echo not me").await;
        let Termination::NotStarted(why) = fate else {
            panic!("{way}: {fate:?}")
        };
        assert!(why.contains(because), "{way}: {why}");
        assert_eq!(scene.ran(bare("true")).await, exited(0, ""), "{way}");
    }
    assert!(!scene.text().contains("not me"));
}

#[tokio::test]
async fn what_is_no_shell_is_told_as_what_it_is() {
    let mut scene = Scene::new(local("bash"));
    let request_id = scene.start(bare("python3 -c 'input()'"), |_| {});
    assert!(!scene.foreground("python3").await.is_shell);
    scene.type_text("\n");
    assert_eq!(scene.ended(request_id).await.0, Termination::Exited(0));
}

#[test]
fn another_ssh_leads_to_a_shell_too() {
    with_sshd("another_ssh_leads_to_a_shell_too", async |sshd| {
        let mut scene = Scene::new(scene::target(
            "lab",
            daymark::port::Transport::Ssh("lab".to_owned()),
            "bash",
        ));
        let ssh = sshd.ssh();
        let result = scene
            .ran_inside(&[&ssh], "echo ${SSH_TTY:+far}; (exit 3)")
            .await;
        assert_eq!(result, exited(3, "far\n"));
        let result = scene
            .ran_inside(&[&ssh, "dash"], "printf %s \"$ODD\"")
            .await;
        assert_eq!(result, exited(0, scene::ODD));
        assert_eq!(scene.ran(bare("echo back")).await, exited(0, "back\n"));
    });
}

#[test]
fn the_operator_attaches_to_another_ssh() {
    with_sshd("the_operator_attaches_to_another_ssh", async |sshd| {
        let reach = daymark::port::Transport::Ssh("lab".to_owned());
        let mut scene = Scene::new(scene::target("lab", reach, "bash"));
        let outer = scene.start(bare(&format!("{}; (exit $(($? + 1)))", sshd.ssh())), |_| {});
        let front = scene.foreground("lab").await;
        assert!(front.is_shell, "{front:?}");
        scene.world.perform(Request::Attach(PaneId::of("lab")));
        assert_eq!(inside(&mut scene).await, [front.command]);
        let result = scene.ran(script("printf %s \"$ODD\"; (exit 3)")).await;
        assert_eq!(result, exited(3, scene::ODD));
        assert!(matches!(
            scene.ran_in_shell(bare("exit 6")).await.0,
            Termination::Lost(_)
        ));
        assert_eq!(
            scene.end(outer).await.outcome.termination,
            Termination::Exited(7)
        );
        assert_eq!(scene.ran(bare("echo back")).await, exited(0, "back\n"));
    });
}
