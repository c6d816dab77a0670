//! Secrets are told to the steps that name them, and to nobody else: not to the disk, not to
//! argument lists, not to what daymark prints.
//!
//! The real program walks a day whose scripts print their secret in all the ways they can.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot make its own plan has failed"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// With something in it for every way of writing it down.
const SECRET: &str = "p a\"s's/w+o&rd=\\é-9$_hunter2";

/// Prints `$TOKEN` in all ways, for bash.
const PRINTS: &str = r#"
url() {
  local i c
  for ((i = 0; i < ${#TOKEN}; i++)); do
    c=${TOKEN:i:1}
    case $c in
      [a-zA-Z0-9._~-]) printf %s "$c" ;;
      *) printf %s "$c" | od -An -v -tx1 | tr -d '\n' | tr ' a-f' '%A-F' ;;
    esac
  done
}
echo "plain: $TOKEN."
echo "to standard error: $TOKEN." >&2
echo "in an address: https://example.com/?token=$(url)&x=1"
echo "every byte: $(printf %s "$TOKEN" | od -An -v -tx1 | tr -d '\n' | tr ' ' %)"
echo "{\"json\": \"$(printf %s "$TOKEN" | sed 's/["\\]/\\&/g')\"}"
printf 'quoted: %q\n' "$TOKEN"
( set -x; : "$TOKEN" )
printf %s "$TOKEN" | base64 -w0; echo
printf 'u:%s' "$TOKEN" | base64 -w0; echo
printf '%s:%s@host' user "$TOKEN" | base64 -w0; echo
printf '%s\n' "$TOKEN" | base64 -w0; echo
printf '%s:%s' us "$TOKEN" | base64 -w0 | tr +/ -_ | tr -d =; echo
printf '%050d %s %050d' 1 "$TOKEN" 2 | base64
for ((i = 0; i < ${#TOKEN}; i++)); do printf %s "${TOKEN:i:1}"; done; echo
"#;

struct Scene {
    folder: tempfile::TempDir,
}

impl Scene {
    /// A plan with this secret, and these steps and checks for its only day.
    fn new(variable: &str, day: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let plan = folder.path().join("plan");
        fs::create_dir(&plan).unwrap();
        let store = folder.path().join("store");
        fs::create_dir(&store).unwrap();
        let store = store.display().to_string();
        let head = format!(
            "daymark: 1\nid: planted\ntitle: Planted\nhosts:\n  here: {{local: true}}\nvariables:\n\
             \x20 TOKEN: {variable}\n"
        );
        fs::write(plan.join("plan.yaml"), head.replace("STORE", &store)).unwrap();
        let day = format!("days: 1\ntitle: A day\n{day}");
        fs::write(plan.join("day-01.yaml"), day.replace("STORE", &store)).unwrap();
        Self { folder }
    }

    fn store(&self, name: &str) -> PathBuf {
        self.folder.path().join("store").join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daymark"));
        command
            .args(arguments)
            .args(["--operator", "ada", "--data-dir"])
            .arg(self.folder.path().join("data"))
            .current_dir(self.folder.path());
        command
    }

    fn daymark(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// All that stands on the disk, but for the plan and the operator's own store.
    fn kept(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.folder.path().join("data"), &mut files);
        collect(&self.folder.path().join("report.md"), &mut files);
        files
    }
}

fn collect(path: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), files);
        }
    } else if path.is_file() {
        files.push((path.to_owned(), fs::read(path).unwrap()));
    }
}

/// Every way in which the secret must stand nowhere.
fn planted(secret: &str) -> Vec<(&'static str, String)> {
    let percent = |keeps: &dyn Fn(u8) -> bool| {
        secret.bytes().fold(String::new(), |mut text, byte| {
            if keeps(byte) {
                text.push(byte.into());
            } else {
                write!(text, "%{byte:02X}").unwrap();
            }
            text
        })
    };
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let mut ways = vec![
        ("plain", secret.to_owned()),
        ("in an address", percent(&unreserved)),
        ("every byte in hexadecimal", percent(&|_| false)),
        (
            "in JSON",
            serde_json::to_string(secret)
                .unwrap()
                .trim_matches('"')
                .to_owned(),
        ),
        ("quoted", secret.replace('\'', r"'\''")),
        ("its last bytes", secret[secret.len() - 8..].to_owned()),
    ];
    for before in 0..3 {
        let encoded = STANDARD_NO_PAD.encode(format!("{}{secret}", "x".repeat(before)));
        // All letters that hold nothing but the secret.
        let first = (before * 8).div_ceil(6);
        let last = (before + secret.len()) * 8 / 6;
        ways.push(("in base64", encoded[first..last].to_owned()));
        let url = encoded[first..last].replace('+', "-").replace('/', "_");
        ways.push(("in base64 for addresses", url));
        ways.push(("the end of its base64", encoded[last - 8..last].to_owned()));
    }
    ways
}

#[track_caller]
fn stands_nowhere(secret: &str, place: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.replace(['\r', '\n'], "").replace("\\r\\n", "");
    // A recording and a journal are JSON; what they tell is one level down.
    let result = text.replace("\\\\", "\\").replace("\\\"", "\"");
    for (way, planted) in planted(secret) {
        for text in [&*text, &lines, &result] {
            assert!(!text.contains(&planted), "{way} in {place}:\n{text}");
        }
    }
}

fn indented(script: &str) -> String {
    script
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect()
}

#[test]
fn after_a_walk_a_secret_stands_nowhere_on_the_disk() {
    let prints = indented(PRINTS);
    let day = format!(
        "steps:
  - id: prints
    title: Prints
    on: here
    changes: false
    run: |
{prints}  - id: by-hand
    title: By hand
    manual: Do it
  - id: fails
    title: Fails
    on: here
    changes: false
    run: |
{prints}      echo \"and $TOKEN\"; exit 3
checks:
  - id: number
    check: A number
    on: here
    run: 'echo \"$TOKEN\"; echo \"$TOKEN\" >&2'
    at_most: 3
  - id: told
    check: It is told
    on: here
    run: |
{prints}    expect: hunter2
"
    );
    let scene = Scene::new("{secret: true, ask: A token}", &day);
    let with = |arguments: &[&str]| {
        let mut command = scene.command(arguments);
        command.env("DAYMARK_VAR_TOKEN", SECRET).output().unwrap()
    };
    let text = format!("I typed {SECRET} there");
    let runs = [
        ("run plan --day 1 --attest by-hand SAID", 1),
        ("run plan --day 1 --step told --json", 0),
        ("run plan --day 1 --step number --json", 1),
        ("run plan --day 1 --step prints --again --json", 0),
        ("run plan --day 1 --verify --read-only --json", 1),
        ("run plan --day 1 --skip fails SAID", 1),
        ("note plan --day 1 SAID", 0),
        ("status plan --json", 0),
        ("journal plan --json", 0),
        ("journal verify plan", 0),
        ("report plan -o report.md", 0),
        ("report plan", 0),
        ("show plan --json", 0),
    ];
    for (arguments, exit) in runs {
        let words: Vec<&str> = arguments
            .split(' ')
            .map(|word| if word == "SAID" { &text } else { word })
            .collect();
        let output = with(&words);
        let result = [output.stdout, output.stderr].concat();
        assert_eq!(
            output.status.code(),
            Some(exit),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&result)
        );
        stands_nowhere(SECRET, arguments, &result);
    }
    let kept = scene.kept();
    for (path, bytes) in &kept {
        stands_nowhere(SECRET, &path.display().to_string(), bytes);
    }
    // There was something to find, and it was struck and not left out.
    let holds_masks = |part: &str, ways: usize| {
        let found = kept
            .iter()
            .filter(|(path, _)| path.display().to_string().contains(part));
        let masks = found.map(|(_, bytes)| String::from_utf8_lossy(bytes).matches("••••").count());
        assert!(masks.sum::<usize>() >= ways, "{part}");
    };
    holds_masks("outputs/prints@here.1.txt", 15);
    holds_masks("outputs/told@here", 15);
    holds_masks("recordings/", 15);
    holds_masks("journal.jsonl", 4);
    holds_masks("report.md", 15);
}

#[test]
fn a_secret_is_in_no_argument_list_and_only_in_the_steps_that_name_it() {
    // What every process of this machine shows of itself while the step runs.
    let look = r#"sleep 60 & child=$!
      for p in /proc/[0-9]*; do
        { printf '\n%s ' "${p##*/}"; tr '\0' ' ' < "$p/cmdline"; } >> STORE/NAME.arguments
        { printf '\n%s ' "${p##*/}"; tr '\0' ' ' < "$p/environ"; } >> STORE/NAME.environment
      done 2> /dev/null
      printf '%s\n' "$$" > STORE/NAME.shell
      kill "$child""#;
    let look = |name: &str| look.replace("NAME", name);
    let day = format!(
        "steps:
  - id: names
    title: Names it
    on: here
    changes: false
    run: |
      : \"$TOKEN\"
      {}
  - id: names-not
    title: Does not
    on: here
    changes: false
    run: |
      {}
checks:
  - id: asked
    check: It is told
    on: here
    run: |
      : \"$TOKEN\"
      {}
",
        look("step"),
        look("other"),
        look("check"),
    );
    let day = day.replace("\n        ", "\n          ");
    let variable = "{secret: true, from: cat STORE/secret, generate: cat STORE/new, keep: KEEP}";
    let scene = Scene::new(&variable.replace("KEEP", "sh STORE/keep"), &day);
    let keep = format!("cat > STORE/secret\n{}", look("keep"));
    let store = scene.store("").display().to_string();
    fs::write(scene.store("keep"), keep.replace("STORE", &store)).unwrap();
    // Nobody else on this machine has it.
    let secret = format!("planted {} for once", scene.folder.path().display());
    fs::write(scene.store("new"), format!("{secret}\n")).unwrap();
    let output = scene.daymark(&["run", "plan", "--day", "1"]);
    let result = [output.stdout, output.stderr].concat();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&result)
    );
    assert_eq!(fs::read_to_string(scene.store("secret")).unwrap(), secret);
    for name in ["keep", "step", "other", "check"] {
        let read = |what: &str| {
            let bytes = fs::read(scene.store(&format!("{name}.{what}"))).unwrap();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        assert!(!read("arguments").contains(&secret), "{name}");
        let with_it: Vec<String> = read("environment")
            .lines()
            .filter(|line| line.contains(&secret))
            .map(str::to_owned)
            .collect();
        let shell = read("shell");
        let is_shell = |line: &&String| line.split(' ').next() == Some(shell.trim());
        assert_eq!(with_it.iter().find(is_shell), None, "{name}");
        // What a step that names it starts is given it: here, its `sleep`.
        let names_it = matches!(name, "step" | "check");
        assert_eq!(!with_it.is_empty(), names_it, "{name}: {with_it:?}");
    }
    for (path, bytes) in scene.kept() {
        stands_nowhere(&secret, &path.display().to_string(), &bytes);
    }
}

/// Runs the only step of a plan with this variable: exit status, and what was told.
fn ran(variable: &str, stored: &str) -> (Scene, Option<i32>, String) {
    let day = "steps:
  - {id: uses, title: Uses it, on: here, changes: false, run: 'printf %s \"$TOKEN\" > STORE/used'}
";
    let scene = Scene::new(variable, day);
    if !stored.is_empty() {
        fs::write(scene.store("secret"), stored).unwrap();
    }
    let output = scene.daymark(&["run", "plan", "--day", "1"]);
    let result = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (scene, output.status.code(), result)
}

/// What the step got, or what was told in its place.
#[track_caller]
fn check(variable: &str, stored: &str, expected: Result<&str, &str>) {
    let (scene, exit, result) = ran(variable, stored);
    let used = fs::read_to_string(scene.store("used")).ok();
    match expected {
        Ok(value) => assert_eq!((exit, used.as_deref()), (Some(0), Some(value)), "{result}"),
        Err(why) => {
            assert_eq!((exit, used), (Some(3), None), "{result}");
            assert!(result.contains(why), "{result}");
        }
    }
}

#[test]
fn a_secret_comes_from_where_the_plan_says() {
    let from = "{secret: true, from: cat STORE/secret}";
    check(from, "from a file\n", Ok("from a file"));
    check(from, "two\nlines\n\n", Ok("two\nlines\n"));
    check(from, "no newline", Ok("no newline"));
    check(
        from,
        "short\n",
        Err("a secret shorter than 6 characters cannot be masked"),
    );
    check(from, "éééééé\n", Ok("éééééé"));
    check(
        from,
        "ééééé\n",
        Err("a secret shorter than 6 characters cannot be masked"),
    );
    check(from, "\n", Err("printed nothing"));
    check(from, "", Err("No such file or directory"));
    check(
        "{secret: true, from: no-such-command-here}",
        "",
        Err("could not be run, exit 127"),
    );
    check("{secret: true, from: 'kill -9 $$'}", "", Err("was stopped"));
}

#[test]
fn a_secret_is_made_once_and_kept_before_it_is_used() {
    let made = "{secret: true, from: cat STORE/secret, generate: echo brand new, keep: cat > STORE/secret}";
    check(made, "is there already\n", Ok("is there already"));
    let (scene, exit, result) = ran(made, "");
    assert_eq!(exit, Some(0), "{result}");
    assert_eq!(
        fs::read_to_string(scene.store("secret")).unwrap(),
        "brand new"
    );
    assert_eq!(
        fs::read_to_string(scene.store("used")).unwrap(),
        "brand new"
    );
    let lost =
        "{secret: true, from: cat STORE/secret, generate: echo brand new, keep: 'cat >&2; exit 4'}";
    check(
        lost,
        "",
        Err("a new value was not kept, so it is not used: `cat >&2; exit 4` ended with 4: ••••"),
    );
}
