//! What fetches a secret has the operator's terminal meanwhile: it can ask for a passphrase, and
//! Ctrl-C ends it alone.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot make its own terminal has failed"
)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Asks as a pinentry does: at the terminal itself, without echo.
const ASKS: &str = r"
stty -echo < /dev/tty
printf 'Passphrase: ' > /dev/tty
read -r answer < /dev/tty
stty echo < /dev/tty
case $answer in open) echo the stored secret ;; *) exit 1 ;; esac
";

/// How long nothing new may be shown while something is waited for.
const LONGEST: Duration = Duration::from_secs(30);

struct Operator {
    _folder: tempfile::TempDir,
    _master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn std::io::Write + Send>,
    shown: Receiver<Vec<u8>>,
    seen: String,
}

impl Operator {
    /// Sits down at a terminal, and starts daymark with these arguments.
    fn starts(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_plan(folder.path());
        let size = PtySize {
            rows: 40,
            cols: 120,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_daymark"));
        command.args(arguments);
        command.args(["--operator", "ada", "--data-dir", "data"]);
        command.cwd(folder.path());
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (tell, shown) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if tell.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            _folder: folder,
            _master: pair.master,
            child,
            keys,
            shown,
            seen: String::new(),
        }
    }

    /// Waits until this is shown, after what was waited for before.
    #[track_caller]
    fn sees(&mut self, text: &str) {
        loop {
            if let Some(at) = self.seen.find(text) {
                self.seen.drain(..at + text.len());
                return;
            }
            match self.shown.recv_timeout(LONGEST) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("{text} was not shown, but\n{:?}", self.seen)
                }
            }
        }
    }

    fn types(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    #[track_caller]
    fn leaves_with(&mut self, exit: u32) {
        assert_eq!(
            self.child.wait().unwrap().exit_code(),
            exit,
            "{}",
            self.seen
        );
    }
}

fn write_plan(folder: &Path) {
    let plan = folder.join("plan");
    fs::create_dir(&plan).unwrap();
    let asks = folder.join("asks");
    fs::write(&asks, ASKS).unwrap();
    let head = format!(
        "daymark: 1\nid: lent\ntitle: Lent\nhosts:\n  here: {{local: true}}\nvariables:\n\
         \x20 TOKEN: {{secret: true, from: sh {}}}\n",
        asks.display()
    );
    fs::write(plan.join("plan.yaml"), head).unwrap();
    let day = "days: 1\ntitle: A day\nsteps:\n  - {id: uses, title: Uses it, on: here, \
               changes: false, run: 'echo \"got ${#TOKEN} letters\"'}\n";
    fs::write(plan.join("day-01.yaml"), day).unwrap();
}

#[test]
fn without_a_screen() {
    let mut operator = Operator::starts(&["run", "plan", "--day", "1"]);
    operator.sees("Passphrase: ");
    operator.types("open\r");
    operator.sees("got 17 letters");
    operator.leaves_with(0);
}

#[test]
fn without_a_screen_ctrl_c_ends_the_question() {
    let mut operator = Operator::starts(&["run", "plan", "--day", "1"]);
    operator.sees("Passphrase: ");
    operator.types("\x03");
    operator.sees("was stopped");
    operator.leaves_with(3);
}

#[test]
fn on_the_screen() {
    let mut operator = Operator::starts(&["plan"]);
    operator.sees("Trust Lent?");
    operator.types("y");
    operator.sees("A day");
    operator.types("\r");
    operator.sees("Uses it");
    operator.types("\r");
    operator.sees("daymark fetches TOKEN");
    operator.sees("Passphrase: ");
    operator.types("\x03");
    // The form comes in the question's place, and can fetch it again.
    operator.sees("was stopped");
    operator.types("\x06");
    operator.sees("Passphrase: ");
    operator.types("open\r");
    operator.sees("set for this session");
    operator.types("\r");
    operator.sees("Day 1 is done");
    operator.types("q");
    operator.leaves_with(0);
}
