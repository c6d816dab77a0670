//! What a step costs over typing it in the same shell, and a check over `ssh -S`.
//!
//! Over a real sshd of its own, in each of the plan's shells, one after the other in one run; prints
//! milliseconds, the median and the middle half of all rounds. A step's time is from the order to
//! its end being known, a typed line's from the first key to its output being seen; both print the
//! clock of the host, which is this machine's, and so tell when they began to run there.
//!
//! `cargo bench --bench step`

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench reads the clock, and one that cannot have its own host measures nothing"
)]

#[path = "../tests/scene/mod.rs"]
mod scene;

use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use daymark::port::Transport;
use scene::{Scene, bare, sshd, target};

const ROUNDS: usize = 50;

/// Far longer than anything here takes.
const LIMIT: Duration = Duration::from_secs(30);

fn main() {
    sshd::with_sshd("step", |sshd| async move {
        println!(
            "{:5} {:34} {:>8}  middle half",
            "", "milliseconds", "median"
        );
        for shell in ["bash", "zsh", "dash", "ash"] {
            in_a_shell(&sshd, shell).await;
        }
    });
}

async fn in_a_shell(sshd: &sshd::Sshd, shell: &str) {
    let reach = Transport::Ssh("lab".to_owned());
    let mut scene = Scene::new(target("lab", reach, shell));
    let master = Master::open(sshd);
    let mut times: Vec<(&str, Vec<f64>)> = [
        "step, until it runs",
        "typed, until it runs",
        "step, until its end is known",
        "typed, until its output is seen",
        "check",
        "ssh -S",
    ]
    .map(|name| (name, Vec::new()))
    .into();
    // The first of each opens what the others use.
    for round in 0..=ROUNDS {
        let step = step(&mut scene).await;
        let typed = typed(&mut scene, round).await;
        let check = check(&mut scene).await;
        let ssh = master.ask(shell);
        if round > 0 {
            let taken = [step.0, typed.0, step.1, typed.1, check, ssh];
            for ((_, times), taken) in times.iter_mut().zip(taken) {
                times.push(taken);
            }
        }
    }
    for (name, times) in &mut times {
        times.sort_by(f64::total_cmp);
        let at = |part: usize| times[(times.len() - 1) * part / 4];
        println!(
            "{shell:5} {name:34} {:8.2}  {:.2} to {:.2}",
            at(2),
            at(1),
            at(3)
        );
    }
}

/// How long until a step runs, and until its end is known.
async fn step(scene: &mut Scene) -> (f64, f64) {
    let (clock, begin) = (now(), Instant::now());
    let (_, text) = scene.ran(bare("date +%s.%N")).await;
    let end = begin.elapsed();
    (began(&text, clock), milliseconds(end))
}

/// How long until a line that is typed runs, and until what it prints is seen.
async fn typed(scene: &mut Scene, round: usize) -> (f64, f64) {
    let mark = format!("-seen-{round}-");
    let (clock, begin) = (now(), Instant::now());
    scene.type_text(&format!(" date +%s.%N-se''en-{round}-\n"));
    let text = loop {
        let text = last_lines(scene);
        if text.contains(&mark) {
            break text;
        }
        assert!(begin.elapsed() < LIMIT, "never seen:\n{text}");
        tokio::task::yield_now().await;
    };
    let end = begin.elapsed();
    let text = text.lines().find(|line| line.contains(&mark)).unwrap();
    let text = text.split('-').next().unwrap();
    (began(text, clock), milliseconds(end))
}

/// What the pane shows at its end; looking at more would slow what is measured.
fn last_lines(scene: &Scene) -> String {
    let pane = scene.panes.get(&daymark::term::PaneId::of("lab")).unwrap();
    let lines = pane.lock().last_lines(4);
    lines.join("\n")
}

/// How long a check takes.
async fn check(scene: &mut Scene) -> f64 {
    let begin = Instant::now();
    scene.asked(bare("true"), LIMIT).await;
    milliseconds(begin.elapsed())
}

/// A connection of ssh's own, as an operator would keep one.
struct Master {
    ssh: std::path::PathBuf,
    socket: std::path::PathBuf,
}

impl Master {
    fn open(sshd: &sshd::Sshd) -> Self {
        let master = Self {
            ssh: sshd.folder.join("bin/ssh"),
            socket: sshd.folder.join("bench"),
        };
        assert!(master.run(&["-f", "-N", "-M"], &[]));
        master
    }

    fn run(&self, options: &[&str], command: &[&str]) -> bool {
        let mut ssh = Command::new(&self.ssh);
        ssh.args(options).arg("-S").arg(&self.socket).arg("lab");
        ssh.args(command).status().unwrap().success()
    }

    /// How long the plan's shell takes to say yes.
    fn ask(&self, shell: &str) -> f64 {
        let shell = if shell == "ash" { "busybox ash" } else { shell };
        let begin = Instant::now();
        assert!(self.run(&[], &[shell, "-c", "true"]));
        milliseconds(begin.elapsed())
    }
}

impl Drop for Master {
    fn drop(&mut self) {
        self.run(&["-q", "-O", "exit"], &[]);
    }
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
}

/// How long after `start` a clock was read that said this.
fn began(text: &str, start: Duration) -> f64 {
    let text: f64 = text.trim().parse().unwrap();
    (text - start.as_secs_f64()) * 1000.0
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
