//! Where control sockets are, and what is left of those of a program that was killed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use super::walking::open_day;
use crate::stage::{Sshd, Stage, lives, until};

const DAY: &str = "checks: [{id: one, check: One, on: app, run: 'true'}]";

/// The folders that hold control sockets.
fn folders(stage: &Stage) -> Vec<PathBuf> {
    let found = fs::read_dir(stage.path("run")).unwrap();
    found.map(|entry| entry.unwrap().path()).collect()
}

/// An ssh that outlives the terminal it was started in, and tells its process and its words.
fn ssh_that_stays(stage: &Stage) {
    let folder = stage.argument("ssh");
    stage.write(
        "bin/ssh",
        &format!(
            "#!/bin/sh\n\
             trap '' HUP\n\
             case $* in *-M*) echo $$ >{folder}/master; echo \"$*\" >{folder}/words ;; esac\n\
             exec /usr/bin/ssh -F {folder}/config \"$@\"\n"
        ),
    );
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(stage.path("bin/ssh"), mode).unwrap();
}

#[test]
fn what_a_killed_program_left_is_cleared_by_the_next() {
    let stage = Stage::new(DAY);
    let _sshd = Sshd::start(&stage);
    ssh_that_stays(&stage);
    let mut killed = open_day(&stage, &[]);
    killed.press("v");
    killed.shows("1/1 checks");
    let left = folders(&stage);
    let master = stage.read("ssh/master").trim().parse().unwrap();
    killed.kill();
    assert!(lives(master), "the master went by itself");

    let first = stage.open(&[]);
    first.shows("1/1 checks");
    until("the master's end", || (!lives(master)).then_some(()));
    until("the folder's end", || (!left[0].exists()).then_some(()));

    // What a living program holds is left alone, and what has no owner.
    let unknown = stage.path("run/daymark-0");
    fs::create_dir(&unknown).unwrap();
    let dead = stage.path("run/daymark-1");
    fs::create_dir(&dead).unwrap();
    fs::write(dead.join("owner"), "").unwrap();
    let mine = folders(&stage);
    let second = stage.open(&["--walk", "other"]);
    until("the dead one's end", || (!dead.exists()).then_some(()));
    drop(second);
    let others = mine.iter().filter(|folder| **folder != dead);
    others.for_each(|folder| assert!(folder.exists(), "{}", folder.display()));
    drop(first);
}

#[test]
fn the_operator_s_own_configuration_says_when_a_link_is_dead() {
    let cases = [
        (
            "",
            ["ServerAliveInterval=10", "ConnectTimeout=30"].as_slice(),
        ),
        ("ServerAliveInterval 7", &["ConnectTimeout=30"]),
        ("ConnectTimeout 5", &["ServerAliveInterval=10"]),
        ("ServerAliveInterval 7\nConnectTimeout 5", &[]),
    ];
    for (text, ours) in cases {
        let stage = Stage::new(DAY);
        let _sshd = Sshd::start(&stage);
        ssh_that_stays(&stage);
        let config = stage.read("ssh/config");
        stage.write("ssh/config", &format!("{config}{text}\n"));
        assert_eq!(stage.daymark(&["run", "--day", "1"]).exit, Some(0));
        let words = stage.read("ssh/words");
        for word in ["ServerAliveInterval=10", "ConnectTimeout=30"] {
            assert_eq!(
                words.contains(word),
                ours.contains(&word),
                "{text}: {words}"
            );
        }
    }
}
