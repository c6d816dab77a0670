//! Secrets on a walk over a real host: told to what names them, kept by nobody.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::stage::{Sshd, Stage, Told, until};
use crate::state;

/// Nobody else on this machine has it.
const SECRET: &str = "planted: w/alked~ & s3cret";

/// A stage where `./look` notes what all processes show of themselves, whoever runs it.
fn stage(day: &str) -> Stage {
    let stage = Stage::new("");
    let folder = stage.argument("");
    let open = |name: &str, mode| {
        fs::set_permissions(stage.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    stage.write("looked", "");
    stage.write(
        "look",
        &format!(
            "#!/bin/sh\nfor process in /proc/[0-9]*; do tr '\\0' ' ' <$process/cmdline; echo; \
             done 2>/dev/null >>{folder}looked\n"
        ),
    );
    open("look", 0o755);
    open("looked", 0o666);
    open("", 0o711);
    let day = day.replace("LOOK", &format!("{folder}look"));
    stage.write(
        "plan/day-01.yaml",
        &format!("days: 1\ntitle: The first day\n{day}"),
    );
    stage
}

/// Runs with the secret in daymark's environment, or without it.
fn run(stage: &Stage, secret: Option<&str>, words: &[&str]) -> Told {
    let plan = stage.argument("plan");
    let words = [&["run", &plan, "--day", "1", "--json"], words].concat();
    let mut command = stage.command(&words);
    command.envs(secret.map(|secret| ("DAYMARK_VAR_TOKEN", secret)));
    command.output().unwrap().into()
}

#[track_caller]
fn ends(stage: &Stage, words: &[&str], exit: i32) -> Told {
    let output = run(stage, Some(SECRET), words);
    assert_eq!(output.exit, Some(exit), "{words:?}: {output:#?}");
    stands_nowhere(
        SECRET,
        "what was told",
        (output.out.clone() + &output.err).as_bytes(),
    );
    output
}

/// As it stands, in an address, and at each alignment of base64.
fn shapes(secret: &str) -> Vec<String> {
    let address = secret.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    let mut shapes = vec![secret.to_owned(), address.collect()];
    shapes.extend((0..3).map(|before| {
        let encoded = STANDARD_NO_PAD.encode("x".repeat(before) + secret);
        // All letters that hold nothing but the secret.
        let (first, last) = ((before * 8).div_ceil(6), (before + secret.len()) * 8 / 6);
        encoded[first..last].to_owned()
    }));
    shapes
}

#[track_caller]
fn stands_nowhere(secret: &str, place: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for shape in shapes(secret) {
        assert!(!text.contains(&shape), "{shape} in {place}:\n{text}");
    }
}

/// Looks at all that is on the disk of operator and host.
#[track_caller]
fn is_kept_nowhere(stage: &Stage, secret: &str) {
    fn look(secret: &str, path: &Path) {
        if path.is_dir() {
            let entries = fs::read_dir(path).unwrap();
            entries.for_each(|entry| look(secret, &entry.unwrap().path()));
        } else if path.is_file() {
            stands_nowhere(
                secret,
                &path.display().to_string(),
                &fs::read(path).unwrap(),
            );
        }
    }
    look(secret, &stage.path(""));
}

const DAY: &str = r#"
steps:
  - id: plain
    title: Plain
    on: app
    run: LOOK; echo "with $TOKEN"
    guard: watched
    when: {run: 'LOOK; echo "$TOKEN"'}
    unless: 'LOOK; echo "$TOKEN"; false'
    undo: LOOK; echo "no more $TOKEN"
  - {id: none, title: Not named, on: app, run: 'env', changes: false}
  - {id: root, title: As root, on: app, as: root, run: 'LOOK; echo "with $TOKEN"', changes: false}
  - {id: other, title: As another, on: app, as: nobody, run: 'LOOK; echo "with $TOKEN"', changes: false}
  - {id: inner, title: Inside, on: app, inside: [dash, sudo -u nobody -s], run: 'LOOK; echo "with $TOKEN"', changes: false}
  - id: long
    title: On its own
    on: app
    detach: true
    run: |
      LOOK; echo "with $TOKEN"; printf u%s "$TOKEN" | base64 -w0
      printf us%s "$TOKEN" | base64 -w0; printf %s "$TOKEN" | base64 -w0
    changes: false
  - {id: filled, title: Fill in, on: app, as: root, copy: {from: files/token.conf, to: /STAGE/token.conf, mode: "0600", fill: true}}
checks:
  - {id: asked, check: Asked, on: app, run: 'LOOK; echo "$TOKEN"; echo "$TOKEN" >&2'}
  - {id: asked-root, check: As root, on: app, as: root, run: 'LOOK; echo "$TOKEN"', expect: s3cret}
  - {id: asked-other, check: As another, on: app, as: nobody, run: 'LOOK; echo "$TOKEN"', at_most: 3}
"#;

#[test]
fn a_walk_with_every_kind_of_step_leaves_no_secret_behind() {
    let stage = stage(DAY);
    let guard = format!(
        "guards: {{watched: {{about: It is, on: app, run: '{}look; echo \"$TOKEN\"'}}}}\n",
        stage.argument("")
    );
    let plan = stage.read("plan/plan.yaml") + &guard;
    stage.write("plan/plan.yaml", &plan);
    stage.write("plan/files/token.conf", "token: $TOKEN\n");
    let folder = stage.argument("");
    let day = stage.read("plan/day-01.yaml").replace("/STAGE/", &folder);
    stage.write("plan/day-01.yaml", &day);
    let _sshd = Sshd::start(&stage);

    ends(&stage, &[], 1);
    assert_eq!(state(&stage, "asked-other"), "failed");
    ends(&stage, &["--step", "filled", "--again"], 0);
    ends(&stage, &["--undo", "plain"], 0);
    ends(&stage, &[], 1);
    let plan = stage.argument("plan");
    let mut note = stage.command(&["note", &plan, "--day", "1", SECRET]);
    assert!(
        note.env("DAYMARK_VAR_TOKEN", SECRET)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(
        stage.read("token.conf"),
        format!("token: {SECRET}\n"),
        "nobody was told the secret"
    );
    fs::remove_file(stage.path("token.conf")).unwrap();

    for words in [
        &["report", "--format", "md"][..],
        &["journal", "--json"],
        &["status", "--json"],
    ] {
        stands_nowhere(SECRET, words[0], stage.done(words).as_bytes());
    }
    is_kept_nowhere(&stage, SECRET);
    // It was there to be struck, each time.
    let outputs = fs::read_dir(stage.walk().join("outputs")).unwrap();
    let masked = outputs.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let masked = masked.filter(|text| text.contains("••••")).count();
    assert!(masked >= 13, "{masked} outputs hold a mask");
    let looks = stage.read("looked").matches("look").count();
    assert!(looks >= 13, "looked {looks} times");
}

#[test]
fn a_detached_run_is_picked_up_only_with_the_secrets_it_may_tell() {
    let stage = stage(
        r#"
steps:
  - id: long
    title: Long
    on: app
    detach: true
    changes: false
    run: |
      echo x >> ran
      while [ ! -e go ]; do sleep 0.05; done
      echo "with $TOKEN"
"#,
    );
    let _sshd = Sshd::start(&stage);
    let plan = stage.argument("plan");
    let mut first = stage.command(&["run", &plan, "--day", "1"]);
    let mut first = first.env("DAYMARK_VAR_TOKEN", SECRET).spawn().unwrap();
    until("the step runs", || stage.has("away/ran").then_some(()));
    first.kill().unwrap();
    first.wait().unwrap();
    stage.write("away/go", "");
    let output = run(&stage, None, &[]);
    assert_eq!(output.exit, Some(3), "{output:#?}");
    assert!(output.err.contains("needs TOKEN"), "{output:#?}");
    ends(&stage, &[], 0);
    assert_eq!(stage.read("away/ran"), "x\n", "it ran twice");
    is_kept_nowhere(&stage, SECRET);
}

#[test]
fn a_secret_that_comes_out_of_a_step_is_not_kept_either() {
    let made = "made here and now 77";
    let stage = stage(
        r#"
steps:
  - {id: whole, title: Whole, on: app, run: 'echo made here and now $((70 + 7))', changes: false, save: TOKEN}
  - {id: uses, title: Use, on: app, run: 'echo "so $TOKEN"', changes: false, expect: now 77}
  - {id: part, title: Part, on: app, run: 'echo "key=made here and now $((70 + 7))."; echo on', changes: false, save: {name: TOKEN, match: 'key=(.*)\.'}}
  - {id: none, title: None, on: app, run: 'echo never found $((80 + 8))', changes: false, save: {name: TOKEN, match: 'kee=(.*)'}}
"#,
    );
    let _sshd = Sshd::start(&stage);
    let output = run(&stage, None, &[]);
    assert_eq!(output.exit, Some(1), "{output:#?}");
    assert!(!output.out.contains("found 88"), "{output:#?}");
    let states = ["whole", "uses", "part", "none"].map(|id| state(&stage, id));
    assert_eq!(states, ["passed", "passed", "passed", "failed"]);
    stands_nowhere(made, "what was told", (output.out + &output.err).as_bytes());
    let kept = |name: &str| fs::read_to_string(stage.walk().join("outputs").join(name)).unwrap();
    assert_eq!(kept("whole@app.1.txt"), "••••\r\n");
    assert_eq!(kept("part@app.1.txt"), "key=••••.\r\non\r\n");
    assert!(
        !stage
            .journal()
            .iter()
            .any(|event| event["event"] == "variable_set")
    );
    is_kept_nowhere(&stage, made);
    is_kept_nowhere(&stage, "never found 88");
}

#[test]
fn a_secret_too_short_to_be_struck_is_refused_wherever_it_comes_from() {
    let why = "a secret shorter than 6 characters cannot be masked";
    let stage = stage(
        "
steps:
  - {id: saves, title: Save, on: app, run: echo short, changes: false, save: TOKEN}
  - {id: uses, title: Use, on: app, run: 'echo \"$TOKEN\"; touch ran', changes: false}
",
    );
    let _sshd = Sshd::start(&stage);
    let output = run(&stage, Some("short"), &["--step", "uses"]);
    assert_eq!(output.exit, Some(2), "{output:#?}");
    assert!(output.err.contains(why), "{output:#?}");
    stage.write("values.yaml", "TOKEN: short\n");
    let file = stage.argument("values.yaml");
    let output = run(&stage, None, &["--step", "uses", "--vars-file", &file]);
    assert_eq!(output.exit, Some(2), "{output:#?}");
    assert!(output.err.contains(why), "{output:#?}");
    let output = run(&stage, None, &["--step", "saves"]);
    assert_eq!(output.exit, Some(1), "{output:#?}");
    assert!(output.out.contains(why), "{output:#?}");
    assert!(!stage.has("away/ran"));
}

#[test]
fn a_secret_that_was_fetched_is_struck_from_the_journal_too() {
    let stage = stage(
        "
checks:
  - {id: number, check: A number, on: app, run: 'echo \"$TOKEN\"', at_most: 3}
",
    );
    let plan = stage.read("plan/plan.yaml");
    let from = "TOKEN: {secret: true, from: cat kept}";
    let plan = plan.replace("TOKEN: {ask: A token, secret: true}", from);
    stage.write("plan/plan.yaml", &plan);
    stage.write("home/kept", &format!("{SECRET}\n"));
    let _sshd = Sshd::start(&stage);
    let output = run(&stage, None, &[]);
    assert_eq!(output.exit, Some(1), "{output:#?}");
    let because = stage.events("check_answered")[0]["because"].clone();
    assert!(because.as_str().unwrap().contains("••••"), "{because}");
    fs::remove_file(stage.path("home/kept")).unwrap();
    is_kept_nowhere(&stage, SECRET);
}
