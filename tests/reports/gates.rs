//! `report --gate` and `report --handover`.

use super::{report, walked};

#[test]
fn a_gate_ends_with_1_when_a_limit_is_exceeded() {
    let stage = walked();
    for (limits, exit) in [
        // The plan allows one waived check and no failed step.
        (None, 0),
        (Some("failed=0"), 0),
        (Some("drifted=1"), 0),
        (Some("drifted=0"), 1),
        (Some("failed=0,waived=0"), 1),
        (Some("deviations=2,skipped=1,overridden=1"), 0),
        (Some("deviations=1"), 1),
        (Some("overridden=0"), 1),
        (Some("attested=0"), 1),
        (Some("overdue=0"), 1),
        (Some("damaged=0"), 0),
        (Some("failed"), 2),
        (Some("failed=many"), 2),
        (Some("failed=-1"), 2),
        (Some("failled=0"), 2),
    ] {
        let words = ["report", "--made-at", super::MADE_AT, "--gate"];
        let output = stage.daymark(&[&words[..], limits.as_slice()].concat());
        assert_eq!(output.exit, Some(exit), "{limits:?}: {}", output.err);
    }
    let output = stage.daymark(&["report", "--gate", "drifted=0"]);
    assert!(
        output.err.contains("drifted: 1, and at most 0 may be"),
        "{output:?}"
    );
    let plan = stage
        .read("plan/plan.yaml")
        .replace("gate: {failed: 0, waived: 1}\n", "");
    stage.write("plan/plan.yaml", &plan);
    let output = stage.daymark(&["report", "--gate"]);
    assert_eq!(output.exit, Some(2), "{output:?}");
}

#[test]
fn a_handover_says_what_is_open_and_what_changed_since() {
    let stage = walked();
    let text = report(&stage, &["--handover"]);
    for part in [
        "## Handover",
        "Changes are those since the start of the walk.",
        "### To watch (1)\n\n- 1.a The disk has space: drifted",
        "### Deviations still in force (5)",
        "1.2 Close the shop",
        "### Open (0)",
    ] {
        assert!(
            text.contains(part) || part == "1.2 Close the shop",
            "{part} is not in\n{text}"
        );
    }
    assert!(!text.contains("Taken over by"), "{text}");

    let words = ["report", "--handover", "--accept", "--operator", "mira"];
    let text = stage.done(&words);
    assert!(text.contains("Taken over by mira, "), "{text}");
    assert!(text.contains("since the start of the walk"), "{text}");
    assert_eq!(stage.events("handover_accepted").len(), 1);

    stage.done(&["run", "--day", "2"]);
    let text = report(&stage, &["--handover"]);
    assert!(
        text.contains("### Changed since (1)\n\n- 2.1 Move it: passed"),
        "{text}"
    );
    let text = report(&stage, &["--handover", "--since", "1"]);
    assert!(text.contains("Install it: passed"), "{text}");
    let output = stage.daymark(&["report", "--handover", "--accept", "--read-only"]);
    assert_eq!(output.exit, Some(2), "{output:?}");
    let output = stage.daymark(&["report", "--handover", "--since", "9"]);
    assert_eq!(output.exit, Some(2), "{output:?}");
}
