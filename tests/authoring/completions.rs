//! `daymark completions` and `daymark man`, in the real shells.

use std::os::unix::fs::symlink;

use crate::{done, stage::Stage};

fn stage() -> Stage {
    let stage = Stage::empty();
    symlink(env!("CARGO_BIN_EXE_daymark"), stage.path("bin/daymark")).unwrap();
    done(&stage, &["new", stage.path("plan").to_str().unwrap()]);
    let day = "days: 2\ntitle: Later\nsteps: [{id: write-again, title: Write, manual: Write.}]\n";
    stage.write("plan/day-02.yaml", day);
    stage
}

/// Returns what a shell prints.
fn printed(stage: &Stage, shell: &str, line: &str) -> String {
    let output = stage.other(shell, &["-c", line]).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{shell}: {output:?}");
    printed
}

/// Returns the words that bash offers for the last word of a command line.
fn offered_by_bash(stage: &Stage, words: &[&str]) -> Vec<String> {
    let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let (last, count) = (words.last().unwrap(), words.len() - 1);
    let line = format!(
        "eval \"$(daymark completions bash)\"; COMP_WORDS=({}); COMP_CWORD={count}; COMP_TYPE=9
         _clap_complete_daymark daymark {last}; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.join(" ")
    );
    let printed = printed(stage, "bash", &line);
    printed.lines().map(|word| word.trim().to_owned()).collect()
}

#[test]
fn ids_days_and_walks_complete_in_bash() {
    let stage = stage();
    let plan = stage.path("plan");
    let plan = plan.to_str().unwrap();
    done(&stage, &["run", plan, "--day", "1", "--walk", "rehearsal"]);
    let check = |words: &[&str], expect: &[&str]| {
        assert_eq!(offered_by_bash(&stage, words), expect, "{words:?}");
    };
    check(&["daymark", "sche"], &["schema"]);
    check(&["daymark", "run", plan, "--day", ""], &["1", "2"]);
    check(
        &["daymark", "run", plan, "--step", "write"],
        &["write-greeting", "write-again"],
    );
    check(
        &["daymark", "run", plan, "--skip", "write-a"],
        &["write-again"],
    );
    check(
        &["daymark", "run", plan, "--undo", "greet"],
        &["greeting-is-written"],
    );
    check(&["daymark", "status", plan, "--walk", "re"], &["rehearsal"]);
    check(&["daymark", "run", "--day", "29"], &["29-32"]);
    check(&["daymark", "schema", "p"], &["plan"]);
}

#[test]
fn ids_complete_in_fish() {
    let stage = stage();
    let plan = stage.path("plan").display().to_string();
    let line = format!(
        "daymark completions fish | source; complete -C 'daymark run {plan} --step write-g'"
    );
    assert_eq!(printed(&stage, "fish", &line).trim(), "write-greeting");
}

#[test]
fn the_script_for_zsh_is_one_that_zsh_reads() {
    let stage = stage();
    let line = "autoload -U compinit; compinit -u -D; eval \"$(daymark completions zsh)\"; \
                print ${_comps[daymark]}";
    assert_eq!(
        printed(&stage, "zsh", line).trim(),
        "_clap_dynamic_completer_daymark"
    );
}

#[test]
fn every_subcommand_has_a_man_page() {
    let stage = stage();
    let main = done(&stage, &["man"]);
    assert!(main.starts_with(".ie"), "{main}");
    let named = main.split("daymark\\-").skip(1);
    let names: Vec<&str> = named
        .filter_map(|rest| rest.split("(1)").next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        let page = done(&stage, &["man", name]);
        assert!(page.contains(&format!("daymark {name}")), "{page}");
    }
    assert_eq!(stage.tell(&["man", "nothing"]).exit, Some(2));
}
