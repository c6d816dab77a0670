//! Whatever the files hold, reading them ends well.

use daymark::plan::{SourceFile, fill, read};
use proptest::prelude::*;

use crate::folder::{output, plan};

/// Pieces of which plans, YAML and shell scripts are made.
const PIECES: [&str; 88] = [
    "days: ", "title: ", "steps:", "checks:", "id: ", "run: |", "on: ", "tasks:", "1", "3-4", "x",
    "é", "\u{feff}", "\n", "\n  ", "\n    - ", "\n  - ", "\t", "\r\n", "- ", ": ", "[", "]", "{",
    "}", ",", "&a ", "*a", "!!str ", "? ", "|", ">-", "'", "\"", "\\", "#", " ", "---", "...", "$",
    "${", "$(", ")", "((", "))", "`", "<<EOF", "EOF", "case ", " in ", ";;", "esac", "exit",
    "set -e", "NAME=", "$NAME", "\0", "\u{1b}", "\u{85}", "(", "if ", "; then ", "; fi", "while ",
    "; do ", "; done", "for x", "{ ", "; }", "[[ ", " ]]", " =~ ", "&& ", "| ", "& ", "$((", "=(",
    "@(", "<(", "f() ", "! ", "time ", "coproc ", "copy: ", "when: ", "wait: ", "guard: ", "<<<",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn of_any_bytes(first: Vec<u8>, second: Vec<u8>) {
        let source = |path: &str, bytes| SourceFile { path: path.to_owned(), bytes };
        output(&[source("plan.yaml", first), source("day.yaml", second)]);
    }

    #[test]
    fn of_what_looks_like_a_plan(first in text(), second in text()) {
        output(&plan(&[("plan.yaml", &first), ("day.yaml", &second)]));
    }

    #[test]
    fn of_any_script(script in text()) {
        let quoted = serde_json::to_string(&script).unwrap();
        let day = format!("days: 1\ntitle: T\nsteps:\n  - {{id: a, title: A, run: {quoted}}}\n");
        output(&crate::folder::with_day(&day));
    }

    #[test]
    fn every_diagnostic_stands_inside_its_file(first in text(), second in text()) {
        let sources = plan(&[("plan.yaml", &first), ("day.yaml", &second)]);
        for diagnostic in read(&sources).diagnostics {
            let source = sources.iter().find(|source| source.path == diagnostic.location.file);
            let text = source.map(|source| String::from_utf8(source.bytes.clone()).unwrap()).unwrap();
            prop_assert!(text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}");
            prop_assert!(diagnostic.location.line >= 1 && diagnostic.location.column >= 1);
        }
    }

    #[test]
    fn of_any_address(template: String) {
        prop_assert!(fill(&template, |name| Some(name.to_owned())).is_ok());
    }
}
