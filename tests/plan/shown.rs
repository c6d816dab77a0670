//! What `show` tells of a plan that uses every key.

use std::{env, fs, path::Path};

use daymark::plan::Plan;
use daymark::report::{show_json, show_text};
use serde_json::Value;

use crate::good::{sound, sources};

#[test]
fn every_key_is_shown() {
    let plan = sound(&sources());
    let json = serde_json::to_string_pretty(&without_digest(show_json(&plan, None))).unwrap();
    let mut shown = vec![("plan.json".to_owned(), json + "\n")];
    shown.push(("plan.txt".to_owned(), show_text(&plan, None, 100)));
    for procedure in plan.procedures() {
        let file = format!("{}.txt", procedure.id());
        shown.push((file, show_text(&plan, Some(procedure), 100)));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plan/shown");
    for (file, text) in shown {
        let file = folder.join(file);
        if env::var_os("UPDATE").is_some() {
            fs::write(&file, &text).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(text, kept, "{}", file.display());
    }
}

#[test]
fn one_day_is_shown_alone() {
    let plan = sound(&sources());
    let days = |plan: &Plan, entry: usize| {
        let shown = show_json(plan, plan.entries.get(entry));
        let days = shown["days"].as_array().unwrap().iter();
        days.map(|day| day["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(days(&plan, 1), ["2-3"]);
    assert_eq!(days(&plan, 2), ["1", "2-3"]);
}

#[test]
fn a_narrow_page_holds_the_same_words() {
    let plan = sound(&sources());
    for procedure in plan.procedures() {
        let wide = show_text(&plan, Some(procedure), 400);
        let narrow = show_text(&plan, Some(procedure), 40);
        let words = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(words(&narrow), words(&wide), "{}", procedure.id());
        for line in narrow.lines().filter(|line| line.chars().count() > 40) {
            let is_script = line.starts_with("    | ");
            let is_one_word = line.split_whitespace().count() == 1;
            assert!(is_script || is_one_word, "{line}");
        }
    }
}

/// The digest has its own test, and would change with every comment.
fn without_digest(mut shown: Value) -> Value {
    let digest = shown.as_object_mut().and_then(|plan| plan.remove("digest"));
    assert!(digest.is_some());
    shown
}
