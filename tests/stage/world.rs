//! A home, a plan and a data folder that go with the test.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::until;

/// A home, a plan and a data folder that go with the test.
pub struct Stage {
    folder: TempDir,
}

impl Stage {
    /// A stage with a plan of one day, made of these steps and checks.
    ///
    /// The plan knows the host `here`, which is this machine, and `app`, which is `ssh app`.
    pub fn new(day: &str) -> Self {
        let stage = Self::empty();
        stage.write("plan/plan.yaml", PLAN);
        stage.write(
            "plan/day-01.yaml",
            &format!("days: 1\ntitle: The first day\n{day}"),
        );
        stage
    }

    /// A stage without a plan.
    pub fn empty() -> Self {
        // A control socket's path must be short.
        let folder = tempfile::Builder::new()
            .prefix("dm")
            .tempdir_in("/tmp")
            .unwrap();
        let stage = Self { folder };
        for name in ["home", "away", "run", "bin"] {
            fs::create_dir(stage.path(name)).unwrap();
        }
        // Whoever runs the tests has a prompt of their own; these shells have this one.
        for home in ["home", "away"] {
            stage.write(&format!("{home}/.bashrc"), "PS1='at \\w> '\n");
            stage.write(&format!("{home}/.bash_profile"), "cd; . ~/.bashrc\n");
        }
        stage
    }

    /// A path on the stage.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A path on the stage, as an argument.
    pub fn argument(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Reads a file.
    #[track_caller]
    pub fn read(&self, name: &str) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Whether a file is there.
    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The folder of the plan's walk `main`.
    pub fn walk(&self) -> PathBuf {
        self.path("data/walks/small/main")
    }

    /// The journal of the walk `main`, one event a line; the last line may be half written.
    pub fn journal(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.walk().join("journal.jsonl")).unwrap_or_default();
        text.lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    }

    /// Puts an event behind the journal, as a newer daymark may write it: `"event":"…",…`.
    pub fn write_newer(&self, body: &str) {
        let path = self.walk().join("journal.jsonl");
        let text = fs::read_to_string(&path).unwrap();
        let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        let (seq, prev) = (last["seq"].as_u64().unwrap() + 1, &last["hash"]);
        let body = format!(
            "{{\"v\":1,\"seq\":{seq},\"at\":\"2026-12-01T09:00:00+00:00\",\"operator\":\"ada\",\
             \"session\":\"s\",{body},\"prev\":{prev}}}"
        );
        let digest = Sha256::digest(&body);
        let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let line = format!("{},\"hash\":\"{hash}\"}}", &body[..body.len() - 1]);
        fs::write(path, format!("{text}{line}\n")).unwrap();
    }

    /// The events of a kind in the journal of the walk `main`.
    pub fn events(&self, kind: &str) -> Vec<Value> {
        let mut events = self.journal();
        events.retain(|event| event["event"] == kind);
        events
    }

    /// Waits until the journal holds so many events of a kind, and gives the last of them.
    #[track_caller]
    pub fn until_event(&self, kind: &str, count: usize) -> Value {
        until(kind, || {
            let events = self.events(kind);
            (events.len() >= count).then(|| events[count - 1].clone())
        })
    }

    /// The environment of every program on the stage.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let path = std::env::var("PATH").unwrap_or_default();
        vec![
            ("HOME", self.argument("home")),
            ("PATH", format!("{}:{path}:/usr/sbin", self.argument("bin"))),
            ("XDG_RUNTIME_DIR", self.argument("run")),
            ("DAYMARK_DATA_DIR", self.argument("data")),
            ("TERM", "xterm-256color".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
            ("SHELL", "/bin/bash".to_owned()),
            ("USER", "ada".to_owned()),
        ]
    }
}

const PLAN: &str = r"daymark: 1
id: small
title: A small plan
hosts:
  here: {local: true}
  app: {ssh: app, about: The server}
  prod: {ssh: app, about: The same in production, production: true}
variables:
  ODD: {ask: Something odd, default: nothing}
  NAME: {ask: A name, example: senex, match: '[a-z]+'}
  TOKEN: {ask: A token, secret: true}
";

/// Whether a process lives.
pub fn lives(process: u32) -> bool {
    let stat = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("stat"));
    stat.is_ok_and(|stat| !stat.contains(") Z "))
}
