//! What the command line takes, and what it says about the rest.

use crate::stage::{Sshd, Stage};

const DAY: &str = "steps:\n\
    - {id: one, title: One, on: here, run: echo x >> one, unless: test -e one, undo: rm one}\n\
    - {id: two, title: Two, on: here, run: echo x >> two, changes: false, after: one}\n\
    checks:\n\
    - {id: there, check: It is there, on: here, run: test -e one}\n\
    - {id: seen, check: It is seen}\n";

/// The plan's folder is `plan` in the folder where these words are given.
#[track_caller]
fn check(words: &[&str], exit: i32, says: &[&str]) {
    let stage = Stage::new(DAY);
    let output: crate::stage::Told = stage
        .command(words)
        .current_dir(stage.path(""))
        .output()
        .unwrap()
        .into();
    assert_eq!(output.exit, Some(exit), "{words:?}: {output:#?}");
    for text in says {
        let all = format!("{}{}", output.out, output.err);
        assert!(all.contains(text), "{words:?}: no {text} in {all}");
    }
    assert!(exit != 2 || !stage.has("data"), "{words:?} began a walk");
}

#[test]
fn a_wrong_word_is_wrong_usage_and_the_right_one_is_named() {
    for (words, meant) in [
        (&["chekc"][..], "did you mean `check`?"),
        (&["satus"], "did you mean `status`?"),
        (&["Run"], "did you mean `run`?"),
        (&["journal", "verfy"], "did you mean `verify`?"),
        (&["nothing-like-it"], "daymark --help"),
        (&["run", "--dayy", "1"], "'--day'"),
        (&["status", "--jsn"], "'--json'"),
        (&["report", "--format", "mdd"], "'md'"),
        (
            &["run", "plan", "--day", "1", "--step", "onee"],
            "did you mean `one`?",
        ),
        (
            &["run", "plan", "--day", "1", "--skip", "towo", "why"],
            "did you mean `two`?",
        ),
        (
            &["run", "plan", "--day", "1", "--overwrite", "one"],
            "copies files",
        ),
        (&["run", "plan", "--undo", "tow"], "did you mean `two`?"),
        (&["run", "plan"], "--day N"),
        (&["run", "plan", "--step", "one"], "--day N"),
        (
            &["run", "plan", "--skip", "two", " "],
            "`--skip ID WHY` is empty",
        ),
        (
            &["run", "plan", "--day", "1", "--override", "g", ""],
            "GUARD WHY` is empty",
        ),
        (
            &["note", "so it was", "plan", "--day", "1"],
            "note PLAN TEXT --day N",
        ),
        (
            &["note", "--day", "1", "so it was", "plan"],
            "note PLAN TEXT --day N",
        ),
        (&["note", "--day", "1", "plan"], "The note is missing"),
        (&["report", "plan", "--force"], "--output"),
    ] {
        check(words, 2, &[meant]);
    }
    check(&["./chekc"], 1, &["does not exist"]);
    check(&["show", "nothing"], 1, &["does not exist"]);
    check(&["note", "plan", "so it was", "--day", "1"], 0, &["noted"]);
}

#[test]
fn every_help_has_one_layout_and_the_plan_comes_first() {
    let help = |words: &str| {
        let words: Vec<&str> = words.split_whitespace().chain(["--help"]).collect();
        let output = Stage::empty().tell(&words);
        assert_eq!(output.exit, Some(0), "{output:?}");
        output.out
    };
    let whole = help("");
    let listed = whole.split("Commands:").nth(1).unwrap();
    let listed = listed.lines().skip(1).take_while(|line| !line.is_empty());
    let mut names: Vec<String> = listed
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|name| name != "help")
        .collect();
    assert!(names.len() >= 9, "{names:?}");
    names.extend(["", "journal verify", "journal accept"].map(str::to_owned));
    for name in names {
        let text = help(&name);
        let parts = [
            "Usage: daymark",
            "Examples:",
            "Shared options:",
            "Exit statuses:",
        ];
        let places: Vec<usize> = parts
            .iter()
            .map(|part| {
                text.find(part)
                    .unwrap_or_else(|| panic!("no {part}: {text}"))
            })
            .collect();
        assert!(places.is_sorted(), "{name}: {text}");
        let usage = &text[places[0]..places[1]];
        let plan = usage.find("[PLAN]");
        let options = usage.find("--").or_else(|| usage.find("[OPTIONS]"));
        assert!(plan.is_none() || plan < options, "{name}: {usage}");
    }
}

#[test]
fn the_version_names_the_commit_and_the_features() {
    let version = Stage::empty().tell(&["--version"]).out;
    assert!(version.starts_with("daymark 0."), "{version}");
    let (_, rest) = version.split_once(" (commit ").unwrap();
    let (commit, features) = rest.split_once(", features: ").unwrap();
    let is_commit = commit.len() == 12 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(is_commit || commit == "unknown", "{version}");
    assert!(features.trim_end().ends_with(')'), "{version}");
}

/// Runs decisions in a walk whose steps are open; then what each step and check is, and what ran.
#[track_caller]
fn decides(words: &[&str], exit: i32, states: &str, ran: &[&str]) {
    for day in [&["--day", "1"][..], &[]] {
        let stage = Stage::new(DAY);
        let output = stage.daymark(&[&["run"], day, words].concat());
        assert_eq!(output.exit, Some(exit), "{words:?} {day:?}: {output:#?}");
        let status = &stage.daymark(&["status", "--json"]).json()[0]["days"][0];
        let items = ["steps", "checks"].map(|kind| status[kind].as_array().unwrap().clone());
        let word = |item: &serde_json::Value| item["state"].as_str().unwrap().to_owned();
        let all: Vec<String> = items.concat().iter().map(word).collect();
        assert_eq!(all.join(" "), states, "{words:?} {day:?}: {output:#?}");
        for file in ["one", "two"] {
            assert_eq!(
                stage.has(&format!("home/{file}")),
                ran.contains(&file),
                "{words:?}"
            );
        }
    }
}

#[test]
fn a_decision_runs_nothing_with_and_without_a_day() {
    decides(
        &["--attest", "seen", "saw it"],
        0,
        "open open open attested",
        &[],
    );
    decides(
        &["--skip", "two", "no need"],
        0,
        "open skipped open open",
        &[],
    );
    decides(
        &["--waive", "there", "not here"],
        0,
        "open open waived open",
        &[],
    );
    decides(
        &["--attest", "seen", "saw it", "--untick", "seen"],
        0,
        "open open open open",
        &[],
    );
    decides(
        &[
            "--skip", "one", "so", "--skip", "two", "so", "--waive", "there", "so",
        ],
        0,
        "skipped skipped waived open",
        &[],
    );
    // Nothing is in doubt, so that nothing is recorded.
    decides(
        &["--end", "one", "passed", "I looked"],
        1,
        "open open open open",
        &[],
    );
    // Only the `unless`, which does not hold.
    decides(&["--done", "one"], 1, "open open open open", &[]);
}

#[test]
fn done_and_undo_run_nothing_else() {
    let stage = Stage::new(DAY);
    stage.write("home/one", "");
    stage.done(&["run", "--done", "one"]);
    assert!(!stage.has("home/two"));
    assert_eq!(stage.events("step_ended")[0]["manner"], "unless");
    stage.done(&["run", "--undo", "one"]);
    assert!(!stage.has("home/one") && !stage.has("home/two"));
    assert!(stage.events("check_asked").is_empty());
}

/// The ids that a dry run lists, after other words of `run`.
#[track_caller]
fn lists(before: &[&[&str]], words: &[&str], expect: &str) {
    let stage = Stage::new(DAY);
    for words in before {
        stage.daymark(&[&["run", "--day", "1"], *words].concat());
    }
    let journal = stage.journal().len();
    let words = [&["run", "--day", "1", "--dry-run"], words].concat();
    let output = stage.daymark(&[&words[..], &["--json"]].concat());
    let ids: Vec<String> = output
        .json()
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.join(" "), expect, "{before:?} {words:?}");
    let text = stage.done(&words);
    assert_eq!(
        text.contains("Nothing would run."),
        expect.is_empty(),
        "{text}"
    );
    assert_eq!(stage.journal().len(), journal);
}

#[test]
fn a_dry_run_lists_only_what_would_run() {
    lists(&[], &[], "one two there seen");
    lists(&[], &["--from", "two"], "two there seen");
    lists(&[], &["--verify"], "there seen");
    lists(&[], &["--step", "two"], "two");
    lists(&[], &["--skip", "two", "so"], "");
    lists(&[], &["--attest", "seen", "saw it"], "");
    lists(&[&[]], &[], "seen");
    lists(&[&[]], &["--step", "one"], "");
    lists(&[&[]], &["--step", "one", "--again"], "one");
    lists(&[&[]], &["--undo", "one"], "one");
    lists(&[&[]], &["--done", "one"], "one");
    lists(&[&[], &["--attest", "seen", "saw it"]], &[], "");
    lists(&[&["--step", "one"]], &[], "two there seen");
}

#[test]
fn a_refusal_that_no_person_can_lift_is_1() {
    let stage = Stage::new(DAY);
    for (words, exit) in [
        (&["--step", "two"][..], 1),
        (&["--read-only", "--step", "one"], 1),
        (&["--untick", "seen"], 1),
        (&["--attest", "one", "I did it"], 1),
        (&["--end", "one", "failed", "I looked"], 1),
        (&["--undo", "two"], 3),
        (&["--done", "two"], 3),
        (&["--step", "seen"], 3),
    ] {
        let output = stage.daymark(&[&["run", "--day", "1"], words].concat());
        assert_eq!(output.exit, Some(exit), "{words:?}: {output:#?}");
    }
}

#[test]
fn a_host_key_that_nobody_accepted_is_3_and_says_what_to_do() {
    let day = "steps: [{id: one, title: One, on: app, run: echo one, changes: false}]\n\
        checks: [{id: up, check: It is up, on: app, run: 'true'}]";
    let stage = Stage::new(day);
    let _sshd = Sshd::unknown(&stage);
    for words in [&[][..], &["--step", "up"], &["--verify"]] {
        let output = stage.daymark(&[&["run", "--day", "1"], words].concat());
        assert_eq!(output.exit, Some(3), "{words:?}: {output:#?}");
        let hint = "Hint: app: log in once with `ssh app`, or use a key";
        assert_eq!(output.err.matches(hint).count(), 1, "{output:#?}");
    }
}

#[test]
fn frequent_warnings_are_a_line_for_each_day_unless_verbose() {
    let stage = Stage::new(
        "steps:\n\
         - {id: one, title: One, on: here, run: 'true'}\n\
         - {id: two, title: Two, on: here, run: 'true', no_undo: no need}\n",
    );
    let text = stage.done(&["check"]);
    let line = "warning: day-01.yaml: 1 step without `undo` (line 4); 2 steps without `unless` (lines 4, 5)\n";
    assert!(text.contains(line), "{text}");
    assert!(!text.contains("warning[no-"), "{text}");
    assert!(text.contains("3 warnings"), "{text}");
    let text = stage.done(&["check", "--verbose"]);
    assert_eq!(text.matches("warning[no-").count(), 3, "{text}");
    let output = stage.daymark(&["check", "--json"]);
    assert_eq!(output.json().len(), 3);
}
