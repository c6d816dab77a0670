//! Sentences about states that must be true: what is undone, skipped, stale, or before.

use daymark::plan::SourceFile;

use crate::acting::Stage;
use crate::output;

/// A stage with a plan of this text for `plan.yaml` and day 1.
pub fn stage(plan: &str, day: &str) -> Stage {
    sized(plan, day, 120, 40)
}

/// The same, on a screen of this size.
pub fn sized(plan: &str, day: &str, columns: u16, rows: u16) -> Stage {
    let plan = format!("daymark: 1\nid: p\ntitle: A plan\n{plan}");
    let day = format!("days: 1\ntitle: One day\ntasks: [Do it]\n{day}");
    let sources = [("plan.yaml", plan), ("day-01.yaml", day)];
    let sources = sources.map(|(path, text)| SourceFile {
        path: path.to_owned(),
        bytes: text.into_bytes(),
    });
    Stage::new(&sources, columns, rows)
}

/// The text of the screen.
pub fn screen(stage: &Stage) -> String {
    let screen = stage.screen();
    let row = |row| -> String {
        let cells = (0..screen.area.width).map(|column| screen[(column, row)].symbol());
        cells.collect::<String>().trim_end().to_owned() + "\n"
    };
    (0..screen.area.height).map(row).collect()
}

/// The screen has each of these texts, and none of those.
#[track_caller]
pub fn shows(stage: &Stage, wanted: &[&str], unwanted: &[&str]) {
    let screen = screen(stage);
    for text in wanted {
        assert!(screen.contains(text), "`{text}` is not on\n{screen}");
    }
    for text in unwanted {
        assert!(!screen.contains(text), "`{text}` is on\n{screen}");
    }
}

const HOST: &str = "hosts: {app: {ssh: ops@192.0.2.7}, web: {ssh: ops@192.0.2.8}}\n";

const UNDOABLE: &str = "steps:
  - {id: first, task: 1, title: The first step, on: app, run: one, undo: back, no_unless: x}
  - {id: both, title: On both, on: [app, web], run: two, undo: back, no_unless: x}
";

#[test]
fn an_undone_step_is_undone_everywhere() {
    // On one host.
    let mut undone = stage(HOST, UNDOABLE);
    undone.keys("enter enter up u down enter");
    assert_eq!(output(&undone), "list at first; first undone");
    shows(
        &undone,
        &["undo 2", "undone on app"],
        &["passed on app after 1.0 s, today 09:00:02"],
    );
    undone.keys("esc");
    shows(&undone, &["The first step", "undone"], &[]);
    // Its earlier run has passed; the undo has not.
    assert_eq!(
        screen(&undone).matches(" passed").count(),
        1,
        "{}",
        screen(&undone)
    );
    // On several hosts, in the line of each.
    let mut both = stage(HOST, UNDOABLE);
    both.keys("enter down enter u down enter");
    shows(
        &both,
        &["app  undone", "web  undone"],
        &["app  passed", "web  passed"],
    );
    // An undo that fails is no failed run, in the list, the details, the notice and at home.
    let mut failed = stage(HOST, UNDOABLE);
    failed.keys("enter enter up");
    failed.will("first", 3, 1.0, "").keys("u down enter");
    shows(
        &failed,
        &[
            "undo failed",
            "Undo failed on app",
            "Press u to undo it again",
        ],
        &[],
    );
    failed.keys("esc");
    shows(
        &failed,
        &["The first step: undo failed", "undo failed, exit 3"],
        &[],
    );
    // An undo whose end is not known is neither.
    let mut lost = stage(HOST, UNDOABLE);
    lost.keys("enter enter up")
        .will_be_lost("first", "")
        .keys("u down enter");
    shows(&lost, &["undo unknown on app"], &["  unknown on app"]);
}
