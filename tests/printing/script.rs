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
fn shows(told: &Told, all: &[&str]) {
    safe(&told.out.replace('\u{200d}', ""), "what is shown");
    for one in all {
        assert!(told.out.contains(one), "no {one} in {}", told.out);
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
    let told = stage.daymark(&["check", "--json"]);
    assert_eq!(told.exit, Some(0), "{told:?}");
    let found: Vec<String> = told
        .json()
        .iter()
        .map(|one| format!("{}:{}:{}", one["code"], one["line"], one["column"]))
        .collect();
    let code = |place: &str| format!("\"hidden-character\":{place}");
    let expect: Vec<String> = ["5:27", "7:22", "9:66", "10:81", "12:55"].map(code).into();
    assert_eq!(found, expect, "{told:#?}");
}
