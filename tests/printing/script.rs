//! What you read is what runs.

use crate::hostile::safe;
use crate::stage::{Stage, Told};

/// A script in which a carriage return hides a command behind another.
const HIDES: &str = r#"steps:
- id: one
  title: "Look at the disk\e]52;c;cm0gLXJmIH4K\a\e]0;PWNED\a"
  on: here
  run: "touch EVIL  #\r    | df -h /                              "
  changes: false
- {id: ends, title: Ends, on: here, changes: false, run: "df -h /\r\n# EVIL\u2028x\u200b"}
- {id: joined, title: "A 👩\u200d💻 joins", on: here, changes: false, run: "echo 👩\u200d💻 \xa0 \u3000"}
checks:
- {id: told, check: It is told, on: here, run: "true #\u202e EVIL"}
"#;

#[track_caller]
fn shows(output: &Told, all: &[&str]) {
    safe(&output.out.replace('\u{200d}', ""), "what is shown");
    for one in all {
        assert!(
            output.out.contains(one),
            "no {one} in {}{}",
            output.out,
            output.err
        );
    }
}

#[test]
fn a_script_is_shown_with_all_its_characters() {
    let stage = Stage::new(HIDES);
    let scripts = [
        "touch EVIL  #^M    | df -h /                              \n",
        "| df -h /^M\n",
        "| # EVIL<U+2028>x<U+200B>\n",
        "| echo 👩<U+200D>💻 <U+00A0> <U+3000>\n",
        "| true #<U+202E> EVIL\n",
    ];
    shows(&stage.daymark(&["show", "--day", "1"]), &scripts);
    shows(
        &stage.daymark(&["run", "--day", "1", "--dry-run"]),
        &scripts,
    );
    let title = "Look at the disk^[]52;c;cm0gLXJmIH4K^G^[]0;PWNED^G";
    shows(
        &stage.daymark(&["show", "--day", "1"]),
        &[title, "A 👩\u{200d}💻 joins"],
    );
}

#[test]
fn check_warns_of_what_hides() {
    let stage = Stage::new(HIDES);
    let output = stage.daymark(&["check", "--json"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    let found: Vec<String> = output
        .json()
        .iter()
        .map(|one| format!("{}:{}:{}", one["code"], one["line"], one["column"]))
        .collect();
    let code = |place: &str| format!("\"hidden-character\":{place}");
    let expect: Vec<String> = ["5:27", "7:22", "9:66", "10:81", "12:55"].map(code).into();
    assert_eq!(found, expect, "{output:#?}");
}

/// A step each of whose texts hides something.
const EVERYWHERE: &str = r#"steps:
- id: one
  title: One
  on: here
  as: "o\u200dps"
  when: [{run: "whe\rn", on: there, as: "nobo\u200bdy"}, {variable: KEY, is: "a  b\u200d"}]
  wait: {until: told, for: 5m}
  guard: calm
  unless: "unles\u200bs $KEY"
  run: "ru\u202en"
  expect: "fin\u2060e"
  undo: "und\ro"
- id: two
  title: Two
  on: here
  unless: "false"
  guard: calm
  copy: [{from: files/conf, to: "~/co\u200dnf", mode: "0600", fill: true, backup: false},
         {from: files/bytes, to: ~/bytes}, {from: files/long, to: ~/long}]
- {id: three, title: Three, on: here, inside: ["sudo\r -i", "b, c"], run: "true", changes: false}
checks:
- {id: told, check: It is told, on: here, run: "true #\u202e EVIL", expect_not: "x\u200dy"}
"#;

const AROUND: &str = "
hosts: {here: {local: true}, there: {ssh: there}}
guards: {calm: {about: Calm, on: there, as: \"ro\\u200bot\", run: \"cal\\u200bm $ROW\"}}
variables:
  KEY: {secret: true, from: \"pass  sho\\u200dw\"}
  ROW: {secret: true, from: find, generate: \"gen\\rerate\", keep: \"kee\\u200bp\"}
";

#[test]
fn everything_that_would_run_or_be_written_is_shown_with_all_its_characters() {
    let stage = Stage::new(EVERYWHERE);
    stage.write(
        "plan/plan.yaml",
        &format!("daymark: 1\nid: case\ntitle: Case\n{AROUND}"),
    );
    stage.write("plan/files/conf", "key $KEY\r\n\u{200b}second\u{202e}\n");
    stage.write("plan/files/long", &"long\n".repeat(20_000));
    std::fs::write(stage.path("plan/files/bytes"), b"\0\xff\n").unwrap();
    let both = [
        "as o<U+200D>ps",
        "only when: this succeeds on there as nobo<U+200B>dy:\n    | whe^Mn\n",
        "only when: KEY matches a  b<U+200D>\n",
        "Already done if this succeeds:\n    | unles<U+200B>s $KEY\n",
        "    | ru<U+202E>n\n",
        "expected: output matches fin<U+2060>e\n",
        "Undone by:\n    | und^Mo\n",
        "  calm: Calm\n    on there as ro<U+200B>ot\n    | cal<U+200B>m $ROW\n",
        "files/conf -> ~/co<U+200D>nf (mode 0600, variables filled in, no backup, an existing file needs consent)\n",
        "    | key $KEY^M\n    | <U+200B>second<U+202E>\n",
        "    | ^@<FF>\n",
        "100000 bytes, sha256 ",
        "too long to show here\n",
        "inside:\n    | sudo^M -i\n",
        "inside:\n    | b, c\n",
        "    | true #<U+202E> EVIL\n",
        "expected: output does not match x<U+200D>y\n",
    ];
    shows(&stage.daymark(&["show", "--day", "1"]), &both);
    let dry = stage.daymark(&["run", "--day", "1", "--dry-run"]);
    shows(&dry, &both);
    // The commands of its values run too, and so does the check that it waits for.
    shows(
        &dry,
        &[
            "needs KEY, ROW",
            "value KEY: secret, from `pass  sho<U+200D>w`",
            "value ROW: secret, from `find`, made by `gen^Merate`, kept by `kee<U+200B>p`",
            "waits: until this passes, for 5m at most: told",
        ],
    );
    let one = stage.daymark(&["run", "--day", "1", "--step", "one", "--dry-run"]);
    shows(&one, &["told: It is told", "    | true #<U+202E> EVIL\n"]);
    let json = stage.daymark(&["run", "--day", "1", "--dry-run", "--json"]);
    let [one, two] = [&json.json()[0], &json.json()[1]];
    assert_eq!(one["guards"]["calm"]["run"], "cal\u{200b}m $ROW");
    assert_eq!(one["step"]["unless"], "unles\u{200b}s $KEY");
    assert_eq!(one["until"]["id"], "told");
    let copies = &two["step"]["copy"];
    assert_eq!(copies[0]["content"], "key $KEY\r\n\u{200b}second\u{202e}\n");
    assert_eq!(copies[2]["content"], serde_json::Value::Null);
    assert!(!stage.has("data"));
}
