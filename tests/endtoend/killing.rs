//! Killed at any instant, nothing that was acknowledged is lost.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::stage::{Stage, lines_of};

/// How often the program is killed, all hands together.
const ROUNDS: u64 = 240;
/// How many walk at once.
const HANDS: u64 = 4;
/// No round takes so long that it is not killed before its end now and then.
const LONGEST: Duration = Duration::from_millis(250);

const DAY: &str = "steps:\n\
    - {id: s1, title: One, on: here, run: echo one, changes: false}\n\
    - {id: s2, title: Two, on: here, run: 'echo two; sleep 0.01', changes: false}\n\
    - {id: s3, title: Three, on: here, run: 'touch done', unless: 'test -e done', no_undo: no}\n\
    - {id: s4, title: Four, on: here, run: 'seq 2000', changes: false}\n\
    - {id: s5, title: Five, on: here, run: 'echo five', changes: false}\n\
    checks:\n\
    - {id: c1, check: One, on: here, run: 'echo yes', expect: 'yes'}\n\
    - {id: c2, check: Two, on: here, run: 'true'}\n";

#[test]
fn killed_at_any_instant_nothing_acknowledged_is_lost() {
    thread::scope(|scope| {
        for hand in 0..HANDS {
            scope.spawn(move || walk_and_be_killed(hand));
        }
    });
}

fn walk_and_be_killed(hand: u64) {
    let stage = Stage::new(DAY);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (hand + 1));
    let mut walk = Walk::new(&stage, 0);
    let mut killed = 0;
    for round in 0..ROUNDS / HANDS {
        let words = walk.next_words(round);
        let acknowledged = killed_run(&stage, &walk.name, &words, &mut dice, &mut killed);
        walk.verify(&acknowledged, round);
        if walk.is_done() {
            walk = Walk::new(&stage, round + 1);
        }
    }
    assert!(
        killed > ROUNDS / HANDS / 2,
        "only {killed} were killed in their midst"
    );
}

/// Runs the program until an instant that the dice choose; gives what it acknowledged by then.
fn killed_run(
    stage: &Stage,
    walk: &str,
    words: &[String],
    dice: &mut Dice,
    killed: &mut u64,
) -> Vec<String> {
    let plan = stage.argument("plan");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let words = [&[words[0], plan.as_str(), "--walk", walk], &words[1..]].concat();
    let mut child = stage
        .command(&words)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (lines, acknowledged_lines) = channel();
    let output = child.stdout.take().unwrap();
    let reader = thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let _ = lines.send(line);
        }
    });
    let instant = dice.below(LONGEST);
    let mut acknowledged = Vec::new();
    // Either so much time passes without a word, or so many words are heard.
    for _ in 0..=dice.next() % 8 {
        match acknowledged_lines.recv_timeout(instant) {
            Ok(line) => acknowledged.push(line),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    *killed += u64::from(child.try_wait().unwrap().is_none());
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    acknowledged.extend(acknowledged_lines.try_iter());
    acknowledged
}

/// A walk, and all that was acknowledged on it.
struct Walk<'a> {
    stage: &'a Stage,
    name: String,
    lines: Vec<String>,
    acknowledged: Vec<Value>,
    notes: usize,
}

impl<'a> Walk<'a> {
    fn new(stage: &'a Stage, number: u64) -> Self {
        Self {
            stage,
            name: format!("walk{number}"),
            lines: Vec::new(),
            acknowledged: Vec::new(),
            notes: 0,
        }
    }

    /// What an operator would do next: run the day, decide about what was interrupted, note.
    fn next_words(&self, round: u64) -> Vec<String> {
        let interrupted = &self.status()["interrupted"];
        let words = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
        match interrupted.as_array().unwrap().first() {
            _ if round % 5 == 4 => words("note --day 1 otherwise"),
            Some(lost) if round.is_multiple_of(3) => {
                let id = lost["id"].as_str().unwrap();
                words(&format!("run --day 1 --json --skip {id} seen"))
            }
            Some(lost) => {
                let id = lost["id"].as_str().unwrap();
                words(&format!("run --day 1 --json --step {id} --again"))
            }
            None => words("run --day 1 --json"),
        }
    }

    fn stdout_of(&self, words: &[&str]) -> String {
        let plan = self.stage.argument("plan");
        let words = [words, &[&plan, "--walk", &self.name]].concat();
        let output = self.stage.tell(&words);
        assert_eq!(output.exit, Some(0), "{words:?}: {output:?}");
        output.out
    }

    fn status(&self) -> Value {
        lines_of(&self.stdout_of(&["status", "--json"])).remove(0)
    }

    fn is_done(&self) -> bool {
        self.status()["days"][0]["state"] == "done"
    }

    /// Everything acknowledged stands in the journal, its chain holds, and of what stood there
    /// before not a byte has changed.
    fn verify(&mut self, acknowledged: &[String], round: u64) {
        for line in acknowledged {
            match serde_json::from_str::<Value>(line) {
                Ok(line) if line.get("summary").is_none() => self.acknowledged.push(line),
                Ok(_) => {}
                Err(_) => {
                    assert_eq!(line, "noted on day 1");
                    self.notes += 1;
                }
            }
        }
        if !self
            .stage
            .has(&format!("data/walks/small/{}/journal.jsonl", self.name))
        {
            assert!(self.acknowledged.is_empty() && self.notes == 0);
            return;
        }
        self.stdout_of(&["journal", "verify"]);
        let lines: Vec<String> = self
            .stdout_of(&["journal", "--json"])
            .lines()
            .map(str::to_owned)
            .collect();
        assert_eq!(
            lines[..self.lines.len()],
            self.lines,
            "round {round}: what stood there changed"
        );
        self.lines = lines;
        let events = lines_of(&self.lines.join("\n"));
        let notes = events
            .iter()
            .filter(|event| event["event"] == "deviation_noted")
            .count();
        assert!(notes >= self.notes, "round {round}: a note is lost");
        for line in &self.acknowledged {
            let count = |all: &[Value], same: &dyn Fn(&Value) -> bool| {
                all.iter().filter(|one| same(one)).count()
            };
            let promised = count(&self.acknowledged, &|other| is_about(other, line));
            let kept = count(&events, &|event| is_about(event, line));
            assert!(kept >= promised, "round {round}: lost {}", line["id"]);
        }
        for event in &events {
            self.verify_output(event, round);
        }
    }

    /// An output that is cited is there, whole.
    fn verify_output(&self, event: &Value, round: u64) {
        let Some(file) = event["output"]["file"].as_str() else {
            return;
        };
        let name = format!("data/walks/small/{}/outputs/{file}", self.name);
        let digest: String = Sha256::digest(self.stage.read(&name))
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(event["output"]["sha256"], digest, "round {round}: {file}");
    }
}

/// Whether an event, or another result, says the same as a result.
fn is_about(event: &Value, line: &Value) -> bool {
    let state = event
        .get("state")
        .cloned()
        .unwrap_or_else(|| match event["event"].as_str() {
            Some("step_skipped") => "skipped".into(),
            _ => Value::Null,
        });
    event["id"] == line["id"] && state == line["state"]
}

/// The same dice for every run of the test (xorshift, Marsaglia 2003); the machine adds its own
/// chance.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: Duration) -> Duration {
        let most = u64::try_from(most.as_micros()).unwrap();
        Duration::from_micros(self.next() % most)
    }
}
