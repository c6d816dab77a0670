//! Files on their way to a host.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};

use daymark::text::Printable;

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
    let output = ends(&stage, &["--var", "NAME=ada"], 0);
    assert_eq!(result(&output, "config")["state"], "passed");
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

/// A file is edited on its host; what each way to run its step ends with, and what is there then.
#[test]
fn an_edited_file_is_left_unless_it_is_named() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    let conf = "away/etc/app.conf";
    let is = |text: &str| assert_eq!(stage.read(conf), text);
    ends(&stage, &["--var", "NAME=ada"], 0);

    // With another source, as daymark wrote it: no question.
    stage.write("plan/files/app.conf", "name $NAME, home $HOME, new\n");
    ends(&stage, &["--step", "config", "--again"], 0);
    is("name ada, home $HOME, new\n");
    // Gone: written again.
    fs::remove_file(stage.path(conf)).unwrap();
    ends(&stage, &["--step", "config", "--again"], 0);
    is("name ada, home $HOME, new\n");

    // Edited: whether or not the source changed.
    for source in ["name $NAME, home $HOME, new\n", "name $NAME, newer\n"] {
        stage.write(conf, "by hand\n");
        stage.write("plan/files/app.conf", source);
        for words in [
            &["--step", "config", "--again"][..],
            &["--step", "config", "--again", "--yes"],
            &["--undo", "config"],
        ] {
            let output = ends(&stage, words, 3);
            is("by hand\n");
            let result = result(&output, "config");
            assert_eq!(result["state"], "not_run", "{result}");
            let difference = result["output"].as_str().unwrap();
            assert!(difference.contains("-by hand\n"), "{difference}");
            assert!(
                output.err.contains("`--overwrite config`"),
                "{}",
                output.err
            );
        }
    }
    let output = stage.daymark(&["run", "--day", "1", "--step", "config", "--again"]);
    assert_eq!(output.exit, Some(3));
    for line in [
        "~/etc/app.conf was edited since daymark wrote it. If you overwrite it, the present file is kept as ",
        "/etc/app.conf.edited-config\n",
        "-by hand\n",
        "+name ada, newer\n",
    ] {
        assert!(output.out.contains(line), "{line} is not in {}", output.out);
    }

    let words = ["--step", "config", "--again", "--overwrite", "config"];
    ends(&stage, &words, 0);
    is("name ada, newer\n");
    assert_eq!(stage.read("away/etc/app.conf.edited-config"), "by hand\n");
    let noted = stage.events("deviation_noted").pop().unwrap();
    let text = noted["text"].as_str().unwrap();
    assert!(text.contains("etc/app.conf.edited-config"), "{text}");
    let report = stage.done(&["report", "--format", "md"]);
    assert!(report.contains("**Deviation**"), "{report}");

    stage.write(conf, "again by hand\n");
    ends(&stage, &["--undo", "config"], 3);
    is("again by hand\n");
    ends(&stage, &["--undo", "config", "--overwrite", "config"], 0);
    assert!(!stage.has(conf) && !stage.has("away/blob"));
    assert_eq!(
        stage.read("away/etc/app.conf.after-config"),
        "again by hand\n"
    );
    assert_eq!(state(&stage, "config"), "undone");
}

#[test]
fn only_what_copies_is_overwritten() {
    let stage = stage();
    for id in ["nothing", "filled"] {
        let output = ends(&stage, &["--overwrite", id], 2);
        assert!(output.err.contains("copies files"), "{}", output.err);
    }
    assert!(!stage.walk().join("journal.jsonl").exists());
}

/// On this machine, on the first host of a rolling step, beside an `unless`, where the plan says to
/// keep nothing, and before an undo in the plan's own words.
#[test]
fn an_edited_file_is_left_wherever_it_is() {
    let stage = Stage::new(
        "
steps:
  - {id: here, title: Here, on: here, copy: {from: files/f, to: ~/here.conf}}
  - {id: both, title: Both, on: [here, app], serial: 1, copy: {from: files/f, to: ~/both.conf}}
  - {id: sheet, title: Sheet, on: app, unless: 'false', copy: {from: files/f, to: ~/sheet, backup: false}}
  - {id: own, title: Own, on: app, copy: {from: files/f, to: ~/own}, undo: rm ~/own}
",
    );
    let _sshd = Sshd::start(&stage);
    let places = [
        ("here", "home/here.conf"),
        ("both", "home/both.conf"),
        ("sheet", "away/sheet"),
        ("own", "away/own"),
    ];
    stage.write("plan/files/f", "one\n");
    ends(&stage, &[], 0);
    stage.write("plan/files/f", "two\n");
    for (id, path) in places {
        stage.write(path, "by hand\n");
        let again = ["--step", id, "--again"];
        ends(&stage, &again, 3);
        ends(&stage, &["--undo", id], 3);
        assert_eq!(stage.read(path), "by hand\n", "{id}");
        ends(&stage, &[&again[..], &["--overwrite", id]].concat(), 0);
        assert_eq!(stage.read(path), "two\n", "{id}");
        let kept = format!("{path}.edited-{id}");
        assert_eq!(stage.read(&kept), "by hand\n", "{id}");
        stage.write(path, "by hand again\n");
        ends(&stage, &["--undo", id, "--overwrite", id], 0);
        assert!(!stage.has(path), "{id}");
        let kept = format!("{path}.after-{id}");
        assert_eq!(stage.read(&kept), "by hand again\n", "{id}");
    }
}

/// A copy without a backup: a file that is there on its first run, and one that is there on its run
/// after an undo. On this machine, on a host, on both.
#[test]
fn a_file_made_by_hand_is_left_unless_it_is_named() {
    let stage = Stage::new(
        "
steps:
  - {id: local, title: Here, on: here, copy: {from: files/f, to: ~/local, backup: false}}
  - {id: away, title: Away, on: app, copy: {from: files/f, to: ~/away, backup: false}}
  - {id: both, title: Both, on: [here, app], copy: {from: files/f, to: ~/both, backup: false}}
",
    );
    let _sshd = Sshd::start(&stage);
    stage.write("plan/files/f", "ours\n");
    let plan = stage.done(&["run", "--day", "1", "--dry-run"]);
    let says = "no backup, an existing file needs consent";
    assert_eq!(plan.matches(says).count(), 3, "{plan}");
    for (id, path) in [
        ("local", "home/local"),
        ("away", "away/away"),
        ("both", "away/both"),
    ] {
        for undone in [false, true] {
            if undone {
                ends(&stage, &["--step", id], 0);
                ends(&stage, &["--undo", id], 0);
                assert!(!stage.has(path), "{id}");
            }
            stage.write(path, "by hand\n");
            let told = ends(&stage, &["--step", id], 3);
            let result = told.json();
            let result = result.iter().find(|line| line["because"] != "").unwrap();
            let why = result["because"].as_str().unwrap();
            assert!(why.contains("daymark did not write it"), "{id}: {result}");
            assert!(told.err.contains(&format!("--overwrite {id}")), "{told:?}");
            assert_eq!(stage.read(path), "by hand\n", "{id}");
            ends(&stage, &["--step", id, "--overwrite", id], 0);
            assert_eq!(stage.read(path), "ours\n", "{id}");
            ends(&stage, &["--undo", id], 0);
            assert_eq!(stage.read(path), "by hand\n", "{id}");
            fs::remove_file(stage.path(path)).unwrap();
        }
    }
}

/// Two steps copy to one path: neither removes or replaces what the other wrote later, and the
/// refusal names the other step.
#[test]
fn what_a_later_step_wrote_is_left_unless_its_place_is_named() {
    let stage = Stage::new(
        "
steps:
  - {id: base, title: Base, on: app, copy: {from: files/base, to: ~/conf}}
  - {id: final, title: Final, on: app, copy: {from: files/final, to: ~/../away/conf}, after: base}
",
    );
    let _sshd = Sshd::start(&stage);
    stage.write("plan/files/base", "base\n");
    stage.write("plan/files/final", "final\n");
    ends(&stage, &[], 0);
    for words in [&["--step", "base", "--again"][..], &["--undo", "base"]] {
        let told = ends(&stage, words, 3);
        assert!(told.err.contains("written later by step final"), "{told:?}");
        assert_eq!(stage.read("away/conf"), "final\n");
    }
    ends(&stage, &["--undo", "final", "--undo", "base"], 0);
    assert!(!stage.has("away/conf"));
}

#[test]
fn a_changed_backup_is_restored_only_if_it_is_named() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    stage.write("away/etc/app.conf", "old\n");
    ends(&stage, &["--var", "NAME=ada"], 0);
    stage.write("away/etc/app.conf.before-config", "changed\n");
    let told = ends(&stage, &["--undo", "config"], 3);
    let why = "the backup of ~/etc/app.conf was changed";
    assert!(told.err.contains(why), "{told:?}");
    assert_eq!(stage.read("away/etc/app.conf"), "name ada, home $HOME\n");
    let told = ends(&stage, &["--undo", "config", "--overwrite", "config"], 0);
    assert!(!told.out.contains("is as it was"), "{told:?}");
    assert_eq!(stage.read("away/etc/app.conf"), "changed\n");
}

/// The plan's `copy` changes after the run: the undo fails, and names what the step wrote and the plan
/// no longer names.
#[test]
fn an_undo_names_what_is_left_of_an_older_plan() {
    let steps = |copy: &str| {
        format!(
            "\nsteps:\n  - {id}{copy}}}\n",
            id = "{id: m, title: M, on: app, copy: "
        )
    };
    let one = "{from: files/f, to: ~/one}";
    let two = "{from: files/f, to: ~/two}";
    for (before, after) in [
        (one, two),
        (&*format!("[{one}, {two}]"), &*format!("[{two}]")),
    ] {
        let stage = Stage::new(&steps(before));
        let _sshd = Sshd::start(&stage);
        stage.write("plan/files/f", "ours\n");
        stage.write("away/one", "theirs\n");
        ends(&stage, &[], 0);
        let day = stage.read("plan/day-01.yaml");
        stage.write(
            "plan/day-01.yaml",
            &day.replace(&steps(before), &steps(after)),
        );
        for _ in 0..2 {
            let undone = ends(&stage, &["--undo", "m"], 1);
            let undone = result(&undone, "m")["output"].to_string();
            assert!(undone.contains("/one was written by this step"), "{undone}");
            assert_eq!(state(&stage, "m"), "failed");
            assert_eq!(stage.read("away/one"), "ours\n");
            assert!(!stage.has("away/two"));
        }
        fs::rename(stage.path("away/one.before-m"), stage.path("away/one")).unwrap();
        ends(&stage, &["--undo", "m"], 0);
        assert_eq!(state(&stage, "m"), "undone");
    }
}

/// A step that names the present user, whose home is not the one of the account.
#[test]
fn a_copy_as_the_present_user_is_compared_in_the_same_home() {
    let user = std::process::Command::new("id")
        .arg("-un")
        .output()
        .unwrap();
    let user = String::from_utf8(user.stdout).unwrap();
    let stage = Stage::new(&format!(
        "
steps:
  - {{id: own, title: Own, on: here, as: {}, copy: {{from: files/f, to: ~/conf}}}}
",
        user.trim()
    ));
    stage.write("plan/files/f", "one\n");
    ends(&stage, &[], 0);
    assert_eq!(stage.read("home/conf"), "one\n");
    ends(&stage, &["--step", "own", "--again"], 0);
    assert_eq!(stage.events("step_ended")[1]["manner"], "equal");
    stage.write("plan/files/f", "two\n");
    ends(&stage, &["--step", "own", "--again"], 0);
    ends(&stage, &["--undo", "own"], 0);
    assert!(!stage.has("home/conf"));
}

/// The list of what daymark wrote is lost.
#[test]
fn without_its_list_daymark_asks() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    ends(&stage, &["--var", "NAME=ada"], 0);
    fs::remove_dir_all(stage.path("away/.daymark")).unwrap();
    ends(&stage, &["--step", "config", "--again"], 0);
    assert_eq!(stage.events("step_ended")[1]["manner"], "equal");
    stage.write("plan/files/app.conf", "new\n");
    let output = ends(&stage, &["--step", "config", "--again"], 3);
    assert!(output.err.contains("~/.daymark/written"), "{}", output.err);
    assert_eq!(stage.read("away/etc/app.conf"), "name ada, home $HOME\n");
}

#[test]
fn the_journal_names_the_files_and_holds_none() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    ends(&stage, &["--var", "NAME=ada"], 0);
    let started = stage.events("step_started");
    let command = started[0]["command"].as_str().unwrap();
    let lines: Vec<(&str, &str)> = command
        .lines()
        .map(|line| line.split_once(", sha256 ").unwrap())
        .collect();
    let [(config, one), (blob, other)] = lines[..] else {
        panic!("{command}")
    };
    assert_eq!(
        config,
        "copy files/app.conf to ~/etc/app.conf, 0640, of whoever copies it"
    );
    assert_eq!(
        blob,
        "copy files/blob to ~/blob, 0600, of whoever copies it"
    );
    assert!(
        one != other && one.len() == 64 && other.len() == 64,
        "{command}"
    );
}

#[test]
fn whoever_reads_a_file_meanwhile_reads_one_of_the_two() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    stage.write("away/etc/app.conf", "old\n");
    // A second name of the old file, as a program has it that holds it open.
    fs::hard_link(stage.path("away/etc/app.conf"), stage.path("away/held")).unwrap();
    ends(&stage, &["--var", "NAME=ada"], 0);
    assert_eq!(stage.read("away/held"), "old\n");
    assert_eq!(
        stage.read("away/etc/app.conf.before-config"),
        "old\n",
        "what was there is not kept"
    );
}

#[test]
fn names_are_filled_in_only_where_the_plan_says_so() {
    let stage = stage();
    let day = stage.read("plan/day-01.yaml").replace(", fill: true", "");
    stage.write("plan/day-01.yaml", &day);
    let _sshd = Sshd::start(&stage);
    ends(&stage, &["--var", "NAME=ada"], 1);
    assert_eq!(stage.read("away/etc/app.conf"), "name $NAME, home $HOME\n");
    assert_eq!(state(&stage, "filled"), "failed");
}

#[test]
fn what_was_there_is_kept_unless_the_plan_says_otherwise() {
    let stage = stage();
    let day = stage.read("plan/day-01.yaml");
    let day = day.replace("\"0600\"}", "\"0600\", backup: false}");
    stage.write("plan/day-01.yaml", &day);
    let _sshd = Sshd::start(&stage);
    for name in ["away/etc/app.conf", "away/blob"] {
        stage.write(name, "old\n");
    }
    let kept = |name: &str| stage.has(&format!("{name}.before-config"));
    // Without a backup, a file that daymark did not write is left.
    let told = ends(&stage, &["--var", "NAME=ada"], 3);
    let why = "~/blob is there already: daymark did not write it, and the plan keeps no backup";
    assert!(told.err.contains(why), "{told:?}");
    assert_eq!(stage.read("away/blob"), "old\n");
    fs::remove_file(stage.path("away/blob")).unwrap();
    ends(&stage, &["--var", "NAME=ada"], 0);
    assert!(kept("away/etc/app.conf") && !kept("away/blob"));
}

#[test]
fn what_differs_is_kept_before_it_is_written() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    stage.write("away/etc/app.conf", "old\n");
    ends(&stage, &["--var", "NAME=ada"], 0);
    let compared = fs::read_to_string(stage.walk().join("outputs/config.compare@app.1.txt"));
    let compared = compared.unwrap();
    assert!(
        compared.contains("-old\n+name ada, home $HOME\n"),
        "{compared}"
    );
    assert!(compared.contains("blob is not there yet"), "{compared}");
}

#[test]
fn copies_and_checks_go_over_the_one_connection() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    ends(&stage, &["--var", "NAME=ada"], 0);
    let log = stage.read("sshd/log");
    assert_eq!(log.matches("Accepted publickey").count(), 1, "{log}");
}

/// What the ordinary user `ops` needs on a host of its own: a name, and the right to be root.
pub(crate) fn ops(stage: &Stage, rights: &str) -> Option<Sshd> {
    const ID: u32 = 60123;
    let home = stage.argument("away");
    let add = |file: &str, line: &str| {
        let name = format!("sshd{file}");
        stage.write(&name, &(fs::read_to_string(file).unwrap() + line));
        fs::set_permissions(stage.path(&name), fs::Permissions::from_mode(0o644)).unwrap();
    };
    add(
        "/etc/passwd",
        &format!("ops:x:{ID}:{ID}::{home}:/bin/bash\n"),
    );
    add("/etc/group", &format!("ops:x:{ID}:\n"));
    add("/etc/shadow", "ops:*:19000:0:99999:7:::\n");
    stage.write("sshd/etc/sudoers", &format!("root ALL=(ALL) ALL\n{rights}"));
    // The way to the user's home is anybody's, as it is to a home.
    fs::set_permissions(stage.path(""), fs::Permissions::from_mode(0o711)).unwrap();
    let plan = stage.read("plan/plan.yaml");
    stage.write(
        "plan/plan.yaml",
        &plan.replace("{ssh: app,", "{ssh: ops@app,"),
    );
    let files = ["passwd", "group", "shadow", "sudoers"].map(|name| {
        let to = format!("/etc/{name}");
        (format!("sshd{to}"), to)
    });
    let files: Vec<(&str, &str)> = files.iter().map(|(from, to)| (&**from, &**to)).collect();
    let sshd = Sshd::over(stage, &files)?;
    for path in ["away", "away/.bashrc", "away/.bash_profile"] {
        chown(stage.path(path), Some(ID), Some(ID)).unwrap();
    }
    Some(sshd)
}

/// A file that belongs to root and its readers, and one that belongs to whoever logs in.
fn owned() -> Stage {
    let stage = Stage::new("");
    let day = "days: 1
title: The first day
steps:
  - id: owned
    title: Give
    on: app
    as: root
    copy:
      - {from: files/app.conf, to: /STAGE/away/etc/app.conf, owner: 'nobody:nogroup', mode: '0640'}
      - {from: files/app.conf, to: /STAGE/away/etc/group.conf, owner: ':nogroup'}
  - {id: own, title: Keep, on: app, copy: {from: files/app.conf, to: ~/own.conf, mode: '0600'}}
";
    stage.write(
        "plan/day-01.yaml",
        &day.replace("/STAGE", &stage.argument("")),
    );
    stage.write("plan/files/app.conf", "new\n");
    stage
}

#[test]
fn an_ordinary_user_copies_as_root_for_others_to_own() {
    let stage = owned();
    let Some(_sshd) = ops(&stage, "ops ALL=(ALL) NOPASSWD: ALL\n") else {
        return;
    };
    let of = |name: &str| {
        let found = fs::metadata(stage.path(name)).unwrap();
        (found.uid(), found.gid(), found.mode() & 0o777)
    };
    let (ops, nobody) = (60123, 65534);
    stage.write("away/etc/app.conf", "old\n");
    let conf = stage.path("away/etc/app.conf");
    chown(&conf, Some(ops), Some(ops)).unwrap();
    fs::set_permissions(&conf, fs::Permissions::from_mode(0o600)).unwrap();

    ends(&stage, &[], 0);
    assert_eq!(stage.read("away/etc/app.conf"), "new\n");
    assert_eq!(of("away/etc/app.conf"), (nobody, nobody, 0o640));
    assert_eq!(of("away/etc/group.conf"), (0, nobody, 0o644));
    assert_eq!(of("away/own.conf"), (ops, ops, 0o600));

    // Who owns it is part of what is there.
    let again = || {
        ends(&stage, &["--step", "owned", "--again"], 0);
        stage.events("step_ended").pop().unwrap()["manner"].clone()
    };
    assert_eq!(again(), "equal");
    chown(&conf, Some(ops), Some(ops)).unwrap();
    let output = ends(&stage, &["--step", "owned", "--again"], 3);
    assert!(output.out.contains("belongs to ops:ops"), "{}", output.out);
    assert_eq!(of("away/etc/app.conf"), (ops, ops, 0o640));
    let words = ["--step", "owned", "--again", "--overwrite", "owned"];
    ends(&stage, &words, 0);
    assert_eq!(of("away/etc/app.conf"), (nobody, nobody, 0o640));

    ends(&stage, &["--undo", "owned", "--step", "own"], 0);
    assert_eq!(stage.read("away/etc/app.conf"), "old\n");
    assert_eq!(of("away/etc/app.conf"), (ops, ops, 0o600));
    assert!(!stage.has("away/etc/group.conf"));
}

#[test]
fn who_may_not_be_root_copies_nothing() {
    let stage = owned();
    let Some(_sshd) = ops(&stage, "ops ALL=(ALL) ALL\n") else {
        return;
    };
    let output = ends(&stage, &[], 1);
    assert!(output.err.contains("has no result"), "{}", output.err);
    assert_eq!(state(&stage, "owned"), "open");
    assert!(!stage.has("away/etc"));
}

/// What a person agrees to overwrite is shown as it is, and nothing in it is taken for daymark's own
/// words.
#[test]
fn a_difference_hides_nothing_and_forges_nothing() {
    let stage = Stage::new(
        "steps:\n  - {id: b, title: B, on: here, copy: {from: files/b, to: ~/b, backup: false}}\n",
    );
    stage.write(
        "plan/files/b",
        "touch evil #\r+df -h\n\u{1b}]0;curl evil\u{7}ls\nnew\r\n",
    );
    for (old, shown) in [
        ("a key\r-old line\n", "-a key^M-old line\n"),
        (
            "x\redited 1 0000 /tmp/forged\n",
            "-x^Medited 1 0000 /tmp/forged\n",
        ),
        ("new\n", "-new\n"),
    ] {
        stage.write("home/b", old);
        let ended = result(&ends(&stage, &["--step", "b"], 3), "b");
        let output = ended["output"].as_str().unwrap();
        let output = Printable::prose(output);
        for shown in [
            shown,
            "+touch evil #^M+df -h\n",
            "+^[]0;curl evil^Gls\n",
            "+new^M\n",
        ] {
            assert!(output.contains(shown), "no {shown:?} in {output}");
        }
        assert!(!output.contains("kept as /tmp/forged"), "{output}");
    }
    std::fs::remove_file(stage.path("home/b")).unwrap();
    std::os::unix::fs::symlink("x\nedited 1 0000 /tmp/forged", stage.path("home/b")).unwrap();
    let ended = result(&ends(&stage, &["--step", "b"], 3), "b");
    let output = ended["output"].as_str().unwrap();
    assert!(!output.contains("kept as /tmp/forged"), "{output}");
    ends(&stage, &["--step", "b", "--overwrite", "b"], 0);
}
