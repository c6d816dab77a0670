//! Files on their way to a host.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::stage::{Sshd, Stage};
use crate::{ends, result, state};

fn stage() -> Stage {
    let stage = Stage::new(
        "
steps:
  - id: config
    title: Configure
    on: app
    copy:
      - {from: files/app.conf, to: ~/etc/app.conf, mode: \"0640\", fill: true}
      - {from: files/blob, to: ~/blob, mode: \"0600\"}
checks:
  - {id: filled, check: It is filled in, on: app, run: cat etc/app.conf, expect: '^name ada, home \\$HOME$'}
",
    );
    stage.write("plan/files/app.conf", "name $NAME, home $HOME\n");
    fs::write(
        stage.path("plan/files/blob"),
        (0..=255).cycle().take(70_000).collect::<Vec<u8>>(),
    )
    .unwrap();
    stage
}

#[test]
fn files_are_copied_whole_and_not_twice() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    stage.write("away/etc/app.conf", "old\n");
    let told = ends(&stage, &["--var", "NAME=ada"], 0);
    assert_eq!(result(&told, "config")["state"], "passed");
    assert_eq!(stage.read("away/etc/app.conf"), "name ada, home $HOME\n");
    assert_eq!(
        fs::read(stage.path("away/blob")).unwrap(),
        fs::read(stage.path("plan/files/blob")).unwrap()
    );
    let mode = |path: &str| fs::metadata(stage.path(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode("away/etc/app.conf"), mode("away/blob")),
        (0o640, 0o600)
    );

    ends(&stage, &["--step", "config", "--again"], 0);
    let ended = stage.events("step_ended");
    assert_eq!(ended[1]["manner"], "equal");

    ends(&stage, &["--undo", "config", "--step", "filled"], 1);
    assert_eq!(stage.read("away/etc/app.conf"), "old\n");
    assert!(!stage.has("away/blob"));
    assert_eq!(state(&stage, "config"), "undone");
}

#[test]
fn the_journal_names_the_files_and_holds_none() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    ends(&stage, &["--var", "NAME=ada"], 0);
    let started = stage.events("step_started");
    let command = started[0]["command"].as_str().unwrap();
    assert_eq!(
        command,
        "copy files/app.conf to ~/etc/app.conf\ncopy files/blob to ~/blob"
    );
}
