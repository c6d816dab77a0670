//! `-o FILE` overwrites nothing unless `--force` says so.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::stage::Stage;

const DAY: &str = "steps: [{id: hand, title: By hand, manual: Press it.}]\n";

/// Puts something at `out`, writes a report there, and checks the exit status and whether the
/// report is what `read` (by default `out`) has afterwards.
#[track_caller]
fn check(prepare: impl Fn(&Stage), words: &[&str], exit: i32, read: &str, written: bool) {
    let stage = Stage::new(DAY);
    prepare(&stage);
    let out = stage.argument("out");
    let told = stage.daymark(&[&["report", "-o", &out], words].concat());
    assert_eq!(told.exit, Some(exit), "{told:?}");
    let text = fs::read_to_string(stage.path(read)).unwrap_or_default();
    assert_eq!(text.starts_with("# "), written, "{text}");
    if exit == 1 {
        assert!(told.err.contains("--force"), "{told:?}");
    }
    let left = fs::read_dir(stage.path("")).unwrap();
    let names = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let more: Vec<String> = names.filter(|name| name.contains(".new")).collect();
    assert!(more.is_empty(), "{more:?}");
}

#[test]
fn a_file_is_overwritten_only_with_force() {
    let nothing = |_: &Stage| {};
    let file = |stage: &Stage| stage.write("out", "mine");
    let empty = |stage: &Stage| stage.write("out", "");
    let link = |stage: &Stage| {
        stage.write("target", "mine");
        symlink("target", stage.path("out")).unwrap();
    };
    let dangling = |stage: &Stage| symlink("target", stage.path("out")).unwrap();
    check(nothing, &[], 0, "out", true);
    check(nothing, &["--force"], 0, "out", true);
    check(file, &[], 1, "out", false);
    check(file, &["--force"], 0, "out", true);
    check(empty, &[], 1, "out", false);
    check(link, &[], 1, "target", false);
    check(link, &["--force"], 0, "target", true);
    check(dangling, &[], 1, "target", false);
}

#[test]
fn a_replaced_file_keeps_its_permissions() {
    let stage = Stage::new(DAY);
    stage.write("out", "mine");
    fs::set_permissions(stage.path("out"), fs::Permissions::from_mode(0o640)).unwrap();
    stage.done(&["report", "-o", &stage.argument("out"), "--force"]);
    let mode = fs::metadata(stage.path("out"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_device_takes_the_report_and_a_folder_does_not() {
    let stage = Stage::new(DAY);
    let report = stage.done(&["report", "-o", "/dev/stdout"]);
    assert!(report.starts_with("# "), "{report}");
    for words in [&[][..], &["--force"]] {
        let folder = stage.argument("home");
        let told = stage.daymark(&[&["report", "-o", &folder], words].concat());
        assert_eq!(told.exit, Some(1), "{told:?}");
    }
    let told = stage.daymark(&["report", "--force"]);
    assert_eq!(told.exit, Some(2), "nothing to overwrite: {told:?}");
}

#[test]
fn a_report_that_is_not_written_whole_leaves_the_file_as_it_was() {
    for before in [None, Some("mine")] {
        let stage = Stage::new(DAY);
        if let Some(text) = before {
            stage.write("out", text);
        }
        let script = "ulimit -f 0; exec \"$@\"";
        let program = env!("CARGO_BIN_EXE_daymark");
        let (plan, out) = (stage.argument("plan"), stage.argument("out"));
        let words = [
            "-c", script, "sh", program, "report", &plan, "-o", &out, "--force",
        ];
        let ended = stage.other("sh", &words).output().unwrap();
        assert_eq!(ended.status.code(), Some(1), "{ended:?}");
        let left = fs::read_to_string(stage.path("out")).ok();
        assert_eq!(left.as_deref(), before);
    }
}
