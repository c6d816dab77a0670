//! The real program without a screen.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::Stage;

/// What the program told, and its exit status.
#[derive(Debug)]
pub struct Told {
    /// The exit status; none after a signal.
    pub exit: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Stage {
    /// The program with these words, ready to start.
    pub fn command(&self, words: &[&str]) -> Command {
        self.other(env!("CARGO_BIN_EXE_daymark"), words)
    }

    /// Another program on the stage, ready to start.
    pub fn other(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(words)
            .env_clear()
            .envs(self.environment())
            .current_dir(self.path("home"))
            .stdin(Stdio::null());
        command
    }

    /// Runs the program with these words.
    pub fn tell(&self, words: &[&str]) -> Told {
        self.command(words).output().unwrap().into()
    }

    /// Runs a subcommand on the stage's plan: the folder follows the subcommand.
    pub fn daymark(&self, words: &[&str]) -> Told {
        let plan = self.argument("plan");
        let (subcommand, rest) = words.split_first().unwrap();
        self.tell(&[&[*subcommand, &plan], rest].concat())
    }

    /// Runs a subcommand on the stage's plan that must end well, and gives its standard output.
    #[track_caller]
    pub fn done(&self, words: &[&str]) -> String {
        let output = self.daymark(words);
        assert_eq!(output.exit, Some(0), "{words:?}: {output:#?}");
        output.out
    }
}

impl From<Output> for Told {
    fn from(output: Output) -> Self {
        Self {
            exit: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Told {
    /// Standard output, each line as JSON.
    #[track_caller]
    pub fn json(&self) -> Vec<Value> {
        lines_of(&self.out)
    }
}

/// Lines, each as JSON.
#[track_caller]
pub fn lines_of(text: &str) -> Vec<Value> {
    let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(read).collect()
}
