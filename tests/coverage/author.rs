//! What the author wrote, and the plan that must hold it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use daymark::plan::Plan;
use daymark::service::built_in;

/// The author's text, line by line.
pub static TEXT: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("author.md").lines().collect());

/// What was read out of the author's text.
pub static AUTHOR: LazyLock<Author> =
    LazyLock::new(|| serde_json::from_str(include_str!("coverage.json")).unwrap());

/// The plan that is part of the program.
pub static PLAN: LazyLock<Plan> = LazyLock::new(built_in);

#[derive(Deserialize)]
pub struct Author {
    pub days: Vec<Day>,
    pub phases: Vec<Phase>,
    pub recurring: BTreeMap<String, Vec<String>>,
    pub success: BTreeMap<String, Vec<String>>,
    pub risks: Vec<(String, String, String)>,
    pub rollback: BTreeMap<String, Vec<String>>,
    pub next_actions: Vec<String>,
}

#[derive(Deserialize)]
pub struct Day {
    pub first: u32,
    pub last: u32,
    pub title: String,
    pub week: String,
    pub phase: String,
    pub line: usize,
    pub tasks: Vec<String>,
    pub checks: Vec<String>,
    pub code: Vec<Block>,
    pub see: Vec<String>,
    pub bullets: Vec<String>,
}

/// A block of commands: the line of its opening fence, counted from 1, and how many lines it has.
#[derive(Deserialize)]
pub struct Block {
    pub lang: String,
    pub line: usize,
    pub lines: usize,
}

#[derive(Deserialize)]
pub struct Phase {
    pub title: String,
    pub weeks: String,
    pub deliverables: Vec<String>,
    pub goal: String,
    pub cost: String,
    pub capacity: String,
}

impl Block {
    /// The commands themselves.
    pub fn text(&self) -> String {
        assert_eq!(TEXT[self.line - 1], format!("```{}", self.lang));
        assert_eq!(TEXT[self.line + self.lines], "```");
        TEXT[self.line..self.line + self.lines].join("\n")
    }
}

impl Day {
    /// All that the author writes down for the day besides tasks and checks: blocks of commands,
    /// then the list under its heading.
    pub fn commands(&self) -> Option<String> {
        let mut parts: Vec<String> = self.code.iter().map(Block::text).collect();
        if let Some(bullet) = self.bullets.first() {
            let bullet = format!("- {bullet}");
            let at = self.line
                + TEXT[self.line..]
                    .iter()
                    .position(|line| *line == bullet)
                    .unwrap();
            let heading = TEXT[at - 1].replace("**", "");
            let bullets = self.bullets.iter().map(|bullet| format!("\n- {bullet}"));
            parts.push(heading + &bullets.collect::<String>());
        }
        (!parts.is_empty()).then(|| parts.join("\n\n"))
    }
}
