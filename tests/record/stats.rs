//! How long steps take, over all walks of a plan on this machine.

use daymark::progress::{Durations, Spread, StepDurations};

use crate::stage::Stage;

#[test]
fn a_spread_is_told_after_three_runs_in_a_fitting_unit() {
    let check = |seconds: &[f64], expect: Option<&str>| {
        let durations = StepDurations {
            passed: seconds.to_vec(),
            failed: 0,
        };
        let text = durations.spread().and_then(|spread| spread.text());
        assert_eq!(text.as_deref(), expect, "{seconds:?}");
    };
    check(&[], None);
    check(&[240.0], None);
    check(&[240.0, 120.0], None);
    check(&[240.0, 120.0, 540.0], Some("about 4 min (2–9)"));
    check(&[540.0, 120.0, 200.0, 280.0], Some("about 4 min (2–9)"));
    check(&[40.0, 35.0, 50.0], Some("about 40 s (35–50)"));
    check(&[89.0, 60.0, 600.0], Some("about 89 s (60–600)"));
    check(&[0.04, 0.04, 0.3], Some("about 0 s (0–0.3)"));
    check(&[0.01, 0.01, 0.01], Some("about 0 s"));
    check(&[7200.0, 3600.0, 10800.0], Some("about 2 h (1–3)"));
    check(&[-5.0, -5.0, 2.0], Some("about 0 s (0–2)"));
}

#[test]
fn a_median_lies_between_the_two_in_the_middle() {
    let check = |seconds: &[f64], expect: f64| {
        let durations = StepDurations {
            passed: seconds.to_vec(),
            failed: 7,
        };
        let Spread { runs, median, .. } = durations.spread().unwrap();
        assert_eq!((runs, median), (seconds.len(), expect));
    };
    check(&[3.0], 3.0);
    check(&[1.0, 4.0], 2.5);
    check(&[9.0, 1.0, 4.0], 4.0);
    check(&[9.0, 1.0, 4.0, 6.0], 5.0);
    assert_eq!(Durations::default().of_step("none"), None);
}

const DAY: &str = "steps:\n\
    - {id: one, title: One, on: here, run: 'test ! -e fail', changes: false, undo: 'true'}\n\
    - {id: two, title: Two, on: here, run: 'true', unless: 'test -e done', no_undo: no}\n\
    - {id: new, title: Never ran, on: here, run: 'true', changes: false}\n";

fn walk(stage: &Stage, name: &str, words: &[&str]) -> Option<i32> {
    stage
        .daymark(&[&["run", "--day", "1", "--walk", name], words].concat())
        .exit
}

#[test]
fn all_walks_of_the_plan_count() {
    let stage = Stage::new(&DAY.replace("changes: false, undo", "undo"));
    for name in ["main", "rehearsal"] {
        assert_eq!(walk(&stage, name, &["--step", "one"]), Some(0));
    }
    stage.write("home/fail", "");
    assert_eq!(walk(&stage, "third", &["--step", "one"]), Some(1));
    std::fs::remove_file(stage.path("home/fail")).unwrap();
    assert_eq!(walk(&stage, "third", &["--step", "one"]), Some(0));
    // An undo, and a step that was done already, are no runs of it.
    assert_eq!(walk(&stage, "third", &["--undo", "one"]), Some(0));
    stage.write("home/done", "");
    assert_eq!(walk(&stage, "third", &["--step", "two"]), Some(0));
    let told = stage.daymark(&["stats", "--json"]);
    let stats = &told.json()[0];
    assert_eq!(
        (&stats["plan"], &stats["walks"]),
        (&"small".into(), &3.into())
    );
    let steps = stats["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 1, "{stats}");
    assert_eq!(
        (&steps[0]["id"], &steps[0]["day"], &steps[0]["title"]),
        (&"one".into(), &"1".into(), &"One".into())
    );
    assert_eq!(
        (&steps[0]["passed"], &steps[0]["failed"]),
        (&3.into(), &1.into())
    );
    assert!(
        steps[0]["text"].as_str().unwrap().starts_with("about "),
        "{stats}"
    );
    assert!(stage.done(&["stats"]).contains("3 passed, 1 failed"));
}

#[test]
fn the_screen_tells_what_other_walks_took() {
    let stage = Stage::new(DAY);
    for name in ["one", "two", "three"] {
        assert_eq!(walk(&stage, name, &["--step", "new"]), Some(0));
    }
    let mut screen = stage.open_sized(&["--walk", "fourth"], 160, 48);
    screen.shows("A small plan");
    screen.press("c");
    screen.shows("The first day");
    screen.press("jj");
    screen.shows("about 0 s");
}

#[test]
fn a_walk_that_cannot_be_read_is_named() {
    let stage = Stage::new(DAY);
    assert_eq!(walk(&stage, "main", &["--step", "new"]), Some(0));
    std::fs::create_dir_all(stage.path("data/walks/small/odd/journal.jsonl")).unwrap();
    let told = stage.daymark(&["stats"]);
    assert_eq!(told.exit, Some(1));
    assert!(told.err.contains("The walk odd is left out"), "{told:?}");
    assert!(told.out.contains("1 passed, 0 failed"), "{told:?}");
}

#[test]
fn a_plan_without_a_walk_has_no_figures() {
    let stage = Stage::new(DAY);
    assert_eq!(stage.done(&["stats"]), "No step has run yet.\n");
    let told = stage.daymark(&["stats", "--json"]);
    assert_eq!(told.json()[0]["steps"].as_array().unwrap().len(), 0);
}
