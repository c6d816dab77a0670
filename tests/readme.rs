//! What the README and the pages of `docs/` tell people to type does what it says.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

#[path = "stage/mod.rs"]
mod stage;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use stage::{Stage, Told};

/// Commands that would build the program or run these tests once more; they must exist.
const NOT_RUN: [&str; 3] = [
    "cargo run --release",
    "tests/run",
    // Nothing is broken.
    "daymark journal accept --why \"A disk failed\"",
];

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The blocks of a language, without their fences.
fn blocks<'r>(readme: &'r str, language: &str) -> Vec<&'r str> {
    let opens = format!("```{language}\n");
    let rest = readme.split(opens.as_str()).skip(1);
    rest.map(|block| block.split("```").next().unwrap())
        .collect()
}

/// All commands, without the words that explain them.
fn commands(readme: &str) -> Vec<&str> {
    let lines = blocks(readme, "console").into_iter().flat_map(str::lines);
    lines
        .map(|line| line.split(" #").next().unwrap().trim())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Types a line into a shell that knows `daymark`.
fn typed(stage: &Stage, line: &str) -> Told {
    let mut shell = stage.other("/bin/sh", &["-c", line]);
    shell.output().unwrap().into()
}

fn stage() -> Stage {
    let stage = Stage::empty();
    symlink(env!("CARGO_BIN_EXE_daymark"), stage.path("bin/daymark")).unwrap();
    stage
}

#[test]
fn every_command_works() {
    let readme = readme();
    let commands = commands(&readme);
    let stage = stage();
    let run: Vec<&&str> = commands
        .iter()
        .filter(|line| !NOT_RUN.contains(line))
        .collect();
    assert!(run.len() >= 8, "the README has only {run:?}");
    for line in run {
        works(&stage, line);
    }
}

#[track_caller]
fn works(stage: &Stage, line: &str) {
    let output = typed(stage, line);
    assert_eq!(output.exit, Some(0), "{line}: {output:?}");
    let writes = line.contains(" -o ");
    assert!(writes || !output.out.is_empty(), "{line} says nothing");
}

#[test]
fn every_command_of_the_pages_works() {
    let mut count = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                let page = fs::read_to_string(&path).unwrap();
                let stage = stage();
                for line in commands(&page) {
                    works(&stage, line);
                    count += 1;
                }
            }
        }
    }
    assert!(count >= 14, "only {count} commands");
}

#[test]
fn what_is_not_run_is_there() {
    let readme = readme();
    let commands = commands(&readme);
    for line in NOT_RUN {
        assert!(commands.contains(&line), "the README has no more `{line}`");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mode = fs::metadata(root.join("tests/run"))
        .unwrap()
        .permissions()
        .mode();
    assert_ne!(mode & 0o111, 0, "tests/run cannot be run");
}

#[test]
fn its_plan_is_a_good_one() {
    let readme = readme();
    let stage = stage();
    for block in blocks(&readme, "yaml") {
        let name = block.lines().next().unwrap().trim_start_matches("# ");
        stage.write(&format!("bakery/{name}"), block);
    }
    let output = typed(&stage, "daymark check ../bakery");
    assert_eq!(output.exit, Some(0), "{}", output.out);
    assert!(output.out.contains("nothing wrong"), "{}", output.out);
}

#[test]
fn its_words_for_the_command_line_exist() {
    let readme = readme();
    let stage = stage();
    let help = typed(
        &stage,
        "daymark --help; daymark run --help; daymark report --help; daymark keys --help; \
         daymark journal accept --help; daymark journal verify --help; daymark calendar --help",
    )
    .out;
    let words = readme.split('`').flat_map(|code| code.split([' ', '\n']));
    let flags = words.filter(|word| word.starts_with("--") && word.len() > 3);
    let mut seen = 0;
    for flag in flags {
        let flag = flag.trim_end_matches(|sign: char| !sign.is_alphanumeric());
        if flag == "--release" {
            continue;
        }
        // `cargo` has its own.
        assert!(
            help.contains(flag) || ["--path", "--features"].contains(&flag),
            "no {flag} in daymark"
        );
        seen += 1;
    }
    assert!(seen > 5);
}
