//! The real program in a pty, and an eye on its screen.

use std::io::{Read as _, Write};
use std::mem::ManuallyDrop;
use std::sync::{Arc, Condvar, Mutex};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::{Patience, Stage, until};

/// The real program in a pty; it is killed when this is dropped.
pub struct Screen {
    child: Box<dyn Child + Send + Sync>,
    /// None once the terminal was closed.
    master: Option<Box<dyn MasterPty + Send>>,
    /// Dropped, it would type a newline.
    keys: ManuallyDrop<Box<dyn Write + Send>>,
    seen: Arc<Seen>,
}

struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    frame: Frame,
    /// The newest whole frame.
    shown: String,
    ended: bool,
}

/// Whether the program is in the middle of a frame (synchronized output, DEC mode 2026).
#[derive(Default)]
struct Frame {
    half: bool,
    /// The end of what came before: a sign may come in two reads.
    tail: Vec<u8>,
}

impl Frame {
    const BEGINS: &[u8] = b"\x1b[?2026h";
    const ENDS: &[u8] = b"\x1b[?2026l";

    fn read(&mut self, bytes: &[u8]) {
        self.tail.extend_from_slice(bytes);
        let last = |sign: &[u8]| {
            self.tail
                .windows(sign.len())
                .rposition(|found| found == sign)
        };
        let (began, ended) = (last(Self::BEGINS), last(Self::ENDS));
        if began.max(ended).is_some() {
            self.half = began > ended;
        }
        let surplus = self.tail.len().saturating_sub(Self::ENDS.len() - 1);
        self.tail.drain(..surplus);
    }
}

impl Stage {
    /// Opens the stage's plan on a screen of 100 by 30.
    pub fn open(&self, words: &[&str]) -> Screen {
        self.open_sized(words, 100, 30)
    }

    /// Opens the stage's plan on a screen of this size.
    pub fn open_sized(&self, words: &[&str], columns: u16, rows: u16) -> Screen {
        let plan = self.argument("plan");
        let words = [&[plan.as_str()], words].concat();
        Screen::start(self, env!("CARGO_BIN_EXE_daymark"), &words, columns, rows)
    }
}

impl Screen {
    /// Starts a program on the stage in a pty of this size.
    pub fn start(stage: &Stage, program: &str, words: &[&str], columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut builder = CommandBuilder::new(program);
        builder.args(words);
        builder.cwd(stage.path("home"));
        builder.env_clear();
        for (name, value) in stage.environment() {
            builder.env(name, value);
        }
        let mut output = pair.master.try_clone_reader().unwrap();
        let keys = ManuallyDrop::new(pair.master.take_writer().unwrap());
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        let seen = Arc::new(Seen {
            state: Mutex::new(State {
                parser: vt100::Parser::new(rows, columns, 0),
                frame: Frame::default(),
                shown: String::new(),
                ended: false,
            }),
            changed: Condvar::new(),
        });
        let eye = seen.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            loop {
                let length = output.read(&mut buffer).unwrap_or(0);
                let mut state = eye.state.lock().unwrap();
                state.parser.process(&buffer[..length]);
                state.frame.read(&buffer[..length]);
                state.ended = length == 0;
                if !state.frame.half || state.ended {
                    state.shown = state.parser.screen().contents();
                }
                drop(state);
                eye.changed.notify_all();
                if length == 0 {
                    return;
                }
            }
        });
        Self {
            child,
            master: Some(pair.master),
            keys,
            seen,
        }
    }

    /// Types keys, as a terminal sends them.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen shows a text, and gives the whole screen.
    #[track_caller]
    pub fn shows(&self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    /// Chooses the answer of a question that begins with this text.
    #[track_caller]
    pub fn choose(&mut self, answer: &str) {
        let chosen = format!("▌ {answer}");
        let screen = self.shows(answer);
        let below = screen.lines().skip_while(|line| !line.contains("  ▌ "));
        let steps = below.take_while(|line| !line.contains(answer)).count();
        self.press(&"j".repeat(steps));
        self.shows(&chosen);
        self.press("\r");
    }

    /// Waits until the screen shows this no more.
    #[track_caller]
    pub fn loses(&self, text: &str) -> String {
        self.until(&format!("no {text}"), |screen| !screen.contains(text))
    }

    /// Waits until the screen is as wanted, and gives it.
    #[track_caller]
    pub fn until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let patience = Patience::new();
        let mut state = self.seen.state.lock().unwrap();
        while !wanted(&state.shown) {
            let left = patience.left().filter(|_| !state.ended);
            let Some(left) = left else {
                let (shown, ended) = (state.shown.clone(), state.ended);
                drop(state);
                let why = if ended {
                    "it ended before"
                } else {
                    "waited too long for"
                };
                panic!("{why}: {what}\n{shown}");
            };
            state = self.seen.changed.wait_timeout(state, left).unwrap().0;
        }
        state.shown.clone()
    }

    /// What the screen shows now.
    pub fn now(&self) -> String {
        self.seen.state.lock().unwrap().shown.clone()
    }

    /// The process.
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        let process = Pid::from_raw(self.process().cast_signed()).unwrap();
        kill_process(process, signal).unwrap();
    }

    /// Kills the program outright, and waits until it is gone.
    pub fn kill(mut self) {
        self.signal(Signal::KILL);
        self.child.wait().unwrap();
    }

    /// Waits until the program has ended, and gives its exit status.
    #[track_caller]
    pub fn ended(mut self) -> u32 {
        let ended = until("the program's end", || self.child.try_wait().unwrap());
        ended.exit_code()
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        let mut state = self.seen.state.lock().unwrap();
        state.parser.screen_mut().set_size(rows, columns);
        drop(state);
        self.master
            .as_ref()
            .unwrap()
            .resize(size(columns, rows))
            .unwrap();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}
