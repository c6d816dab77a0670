//! What bad input gets: a refusal that says where and why, before anything touches a host.

use crate::stage::{Sshd, Stage};

/// What stands in a plan, where the refusal points, and what it says.
const BAD: [(&str, &str, &str); 7] = [
    (
        "steps: [{id: s, title: S, on: app, run: touch ran, no_undo: No, unless: \"test -e 'a\"}]",
        "day-01.yaml:3:82",
        "this quote is never closed",
    ),
    (
        "steps: [{id: s, title: S, on: app, run: touch ran, changes: false, expect: '(ran'}]",
        "day-01.yaml:3:76",
        "this regular expression does not work: unclosed group",
    ),
    (
        "steps: [{id: s, title: S, on: app, run: touch ran, changes: false, save: NAMES}]",
        "day-01.yaml:3:74",
        "there is no variable `NAMES`",
    ),
    (
        "steps:\n\
         - {id: s, title: S, on: app, run: touch ran, changes: false, after: t}\n\
         - {id: t, title: T, on: app, run: touch ran, changes: false, after: s}",
        "day-01.yaml:4:69",
        "`s` would come after itself: s after t after s",
    ),
    (
        "steps: [{id: s, title: S, on: app, run: touch ran, changes: false, guard: odd}]",
        "plan.yaml:12:32",
        "there is no host `nowhere`",
    ),
    (
        "steps: [{id: s, title: S, on: app, copy: {from: files/none, to: ~/ran}}]",
        "day-01.yaml:3:49",
        "the plan has no file `files/none`",
    ),
    (
        "steps: [{id: s, title: S, on: app, run: touch ran, changes: false, wait: 25h}]",
        "day-01.yaml:3:74",
        "the plan takes 1 day, and this waits longer",
    ),
];

#[test]
fn what_is_refused_is_refused_before_anything_touches_a_host() {
    for (day, place, why) in BAD {
        let stage = Stage::new(day);
        if day.contains("guard") {
            let guards = "guards: {odd: {about: Odd, on: nowhere, run: 'true'}}\n";
            let plan = stage.read("plan/plan.yaml") + guards;
            stage.write("plan/plan.yaml", &plan);
        }
        let _sshd = Sshd::start(&stage);
        let output = stage.daymark(&["check"]);
        assert_eq!(output.exit, Some(1), "{day}: {output:#?}");
        for text in [place, why] {
            assert!(
                output.out.contains(text),
                "{day}: no {text} in\n{}",
                output.out
            );
        }
        let output = stage.daymark(&["run", "--day", "1", "--yes"]);
        assert_eq!(output.exit, Some(1), "{day}: {output:#?}");
        assert!(output.err.contains(place), "{day}: {output:#?}");
        assert!(!stage.has("away/ran") && !stage.has("data"), "{day}");
        assert!(!stage.read("sshd/log").contains("Connection"), "{day}");
    }
}
