//! Steps and checks as another user, where sudo refuses: real sudo, an ordinary user.

use super::copies::ops;
use super::*;

/// All that sudo may say no to: it asks for no password, and lets `ops` be `nobody`.
const RIGHTS: &str = "Defaults:ops !authenticate\nops ALL=(nobody) ALL\n";

#[test]
fn a_refusal_of_sudo_is_no_result_of_the_script() {
    let stage = Stage::new(
        "
steps:
  - {id: listed, title: Listed, on: app, as: root, exit: [0, 1], changes: false, run: echo ran}
  - {id: warned, title: Warned, on: app, as: root, warns: [1], changes: false, run: echo ran}
  - {id: plain, title: Plain, on: app, as: root, changes: false, run: echo ran}
  - {id: nobody, title: None, on: app, as: no-such-user, exit: [0, 1], changes: false, run: echo ran}
  - {id: shaped, title: Shaped, on: app, as: root, exit: [0, 1], expect: Sorry, changes: false, run: echo ran}
  - {id: saves, title: Saves, on: app, as: root, exit: [0, 1], save: {name: SAID, match: 'user (ops)'}, changes: false, run: echo ran}
  - {id: long, title: Long, on: app, as: root, exit: [0, 1], detach: true, no_unless: no, no_undo: no, run: echo ran}
  - {id: allowed, title: Allowed, on: app, as: nobody, exit: [0, 1], changes: false, run: 'id -un; exit 1'}
  - {id: taken, title: Taken, on: app, as: nobody, no_unless: no, run: 'true', undo: 'exit 1'}
",
    );
    let plan = stage.read("plan/plan.yaml");
    stage.write("plan/plan.yaml", &(plan + "  SAID: {}\n"));
    let Some(_sshd) = ops(&stage, RIGHTS) else {
        return;
    };
    for id in [
        "listed", "warned", "plain", "nobody", "shaped", "saves", "long",
    ] {
        let output = ends(&stage, &["--step", id], 1);
        let ended = result(&output, id);
        assert_eq!(
            (&ended["state"], &ended["exit"]),
            (&"open".into(), &Value::Null),
            "{ended}"
        );
        let because = ended["because"].as_str().unwrap();
        let text = if id == "nobody" {
            "sudo: "
        } else {
            "Sorry, user ops is not allowed"
        };
        assert!(because.contains(text), "{ended}");
        assert!(because.chars().count() < 300, "{ended}");
        assert_eq!(state(&stage, id), "open");
    }
    let output = ends(&stage, &["--step", "allowed"], 0);
    let ended = result(&output, "allowed");
    assert_eq!(
        (&ended["exit"], &ended["output"]),
        (&1.into(), &"nobody\n".into()),
        "{ended}"
    );
    ends(&stage, &["--step", "taken"], 0);
    let output = ends(&stage, &["--undo", "taken"], 1);
    assert_eq!(result(&output, "taken")["exit"], 1);
}

#[test]
fn a_refused_check_quotes_sudo_and_not_its_log() {
    let stage = Stage::new(
        "
checks:
  - {id: root, check: Root, on: app, as: root, run: 'true'}
  - {id: other, check: Other, on: app, as: daemon, run: 'true'}
  - {id: gone, check: Gone, on: app, as: no-such-user, run: 'true'}
",
    );
    // It prints the whole command behind its refusal.
    let Some(_sshd) = ops(&stage, RIGHTS) else {
        return;
    };
    for (id, text) in [
        (
            "root",
            "sudo refused to run the script as root: Sorry, user ops is not allowed",
        ),
        (
            "other",
            "sudo refused to run the script as daemon: Sorry, user ops is not allowed",
        ),
        (
            "gone",
            "sudo refused to run the script as no-such-user: sudo: ",
        ),
    ] {
        let output = ends(&stage, &["--step", id], 1);
        let because = result(&output, id)["because"].clone();
        let because = because.as_str().unwrap();
        assert!(because.starts_with(text), "{because}");
        assert!(because.chars().count() < 300, "{because}");
    }
}
