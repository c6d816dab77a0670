//! Files that were edited on a host: what the scripts that compare, copy and undo make of them, in the
//! shells that hosts have.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot start a shell has failed"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use daymark::term::shell_integration::{
    Comparison, CopiedFile, Copying, EDITED, EditReason, compare_put_back_script, compare_script,
    compare_undo_script, copy_script, keep_edited_script, restore_script,
};
use tempfile::TempDir;

/// The shells that are on this machine, of those that hosts have.
fn shells() -> Vec<Vec<&'static str>> {
    let all = [
        vec!["bash"],
        vec!["dash"],
        vec!["busybox", "sh"],
        vec!["zsh"],
    ];
    let there = |shell: &Vec<&str>| {
        let found = Command::new("sh")
            .args(["-c", "command -v \"$1\"", "sh", shell[0]])
            .output();
        found.is_ok_and(|found| found.status.success())
    };
    all.into_iter().filter(there).collect()
}

/// A host's user, and the file that steps bring to them.
struct Host {
    shell: Vec<&'static str>,
    home: TempDir,
    to: String,
    /// Before which command of a script something else happens on the host, and what.
    meanwhile: Option<(String, String)>,
}

impl Host {
    fn run(&self, script: &str) -> Output {
        match &self.meanwhile {
            Some((before, what)) => {
                let at = script.find(before.as_str()).unwrap();
                self.run_alone(&format!("{}{what}\n{}", &script[..at], &script[at..]))
            }
            None => self.run_alone(script),
        }
    }

    /// Runs a script while nothing else happens.
    fn run_alone(&self, script: &str) -> Output {
        let mut command = Command::new(self.shell[0]);
        command
            .args(&self.shell[1..])
            .args(["-c", script])
            .current_dir(self.home.path())
            .env("HOME", self.home.path());
        command.output().unwrap()
    }

    /// Does what a line of a transcript says; tells how it ended.
    fn play(&mut self, line: &str) -> String {
        let mut words = line.splitn(3, ' ');
        let verb = words.next().unwrap();
        let (step, content) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        match verb {
            "sh" => {
                let done = self.run(line.split_once(' ').unwrap().1);
                assert!(done.status.success(), "{line}: {done:?}");
                return String::new();
            }
            "at" => {
                self.to = format!("~/{}", line.split_once(' ').unwrap().1);
                return String::new();
            }
            "meanwhile" if step.is_empty() => {
                self.meanwhile = None;
                return String::new();
            }
            "meanwhile" => {
                let (before, what) = line.split_once(' ').unwrap().1.split_once(" => ").unwrap();
                self.meanwhile = Some((before.to_owned(), what.to_owned()));
                return String::new();
            }
            _ => {}
        }
        let (verb, agrees) = match verb.strip_prefix("agree-") {
            Some(verb) => (verb, true),
            None => (verb, false),
        };
        let (verb, known) = match verb.strip_prefix("known-") {
            Some(verb) => (verb, true),
            None => (verb, false),
        };
        let (verb, backup) = match verb.strip_prefix("bare-") {
            Some(verb) => (verb, false),
            None => (verb, true),
        };
        let compare = match verb {
            "copy" => compare_script,
            "keep" => compare_undo_script,
            _ => compare_put_back_script,
        };
        let write = match verb {
            "copy" => copy_script,
            "compare" => compare_script,
            "undo" => restore_script,
            "compare-undo" => compare_put_back_script,
            "compare-keep" => compare_undo_script,
            "keep" => keep_edited_script,
            other => panic!("{other} is nothing"),
        };
        let mut file = file(&self.to, content, known);
        file.backup = backup;
        let of = |file: &CopiedFile<'_>, script: fn(&Copying<'_>) -> String| {
            script(&Copying {
                step,
                salt: "salt",
                walk: "walk",
                files: &[*file],
            })
        };
        let shown = agrees.then(|| {
            let output = self.run_alone(&of(&file, compare)).stdout;
            let output = Comparison::read(&String::from_utf8_lossy(&output));
            output.edited[0].fingerprint.clone()
        });
        file.overwrites = shown.as_deref();
        let ended = self.run(&of(&file, write));
        match ended.status.code() {
            Some(EDITED) => "edited".to_owned(),
            None | Some(137) => "killed".to_owned(),
            Some(exit) => exit.to_string(),
        }
    }
}

/// What is in a folder of the home, but the list, as `name=content`.
fn files(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // What a killed copy leaves is `.daymark.XXXXXX`.
    let mut names: Vec<String> = names.filter(|name| !name.starts_with(".daymark")).collect();
    names.sort();
    let output = names.into_iter().map(|name| {
        let path = folder.join(&name);
        match fs::read_link(&path) {
            Ok(to) => format!("{name}->{}", to.display()),
            Err(_) if path.is_dir() => format!("{name}/[{}]", files(&path)),
            Err(_) => format!("{name}={}", fs::read_to_string(&path).unwrap().trim()),
        }
    });
    output.collect::<Vec<_>>().join(" ")
}

fn file<'a>(to: &'a str, content: &'a str, known: bool) -> CopiedFile<'a> {
    CopiedFile {
        to,
        owner: None,
        mode: 0o644,
        backup: true,
        content: content.as_bytes(),
        known,
        overwrites: None,
    }
}

/// Plays a transcript in every shell: a line that is no plain command ends with how it must end;
/// then what must be in the home.
#[track_caller]
fn check(transcript: &str, expect_files: &str) {
    for shell in shells() {
        let mut host = Host {
            shell: shell.clone(),
            home: TempDir::new().unwrap(),
            to: "~/conf".to_owned(),
            meanwhile: None,
        };
        for line in transcript.lines().map(str::trim) {
            let plain = ["sh ", "at ", "meanwhile"]
                .iter()
                .any(|verb| line.starts_with(verb));
            if line.is_empty() {
                continue;
            }
            let (line, expect) = match line.rsplit_once(": ") {
                Some((line, expect)) if !plain => (line, expect),
                _ => (line, ""),
            };
            assert_eq!(host.play(line), expect, "{shell:?}: {line}");
        }
        let left = files(host.home.path());
        assert_eq!(left, expect_files, "{shell:?}: {transcript}");
    }
}

#[test]
fn what_is_as_daymark_wrote_it_is_written_without_a_question() {
    check("compare bring ours: 1\ncopy bring ours: 0", "conf=ours");
    check(
        "copy bring ours: 0\ncompare bring ours: 0\ncopy bring ours: 0",
        "conf=ours",
    );
    // With another source, and where the file is gone.
    check(
        "copy bring ours: 0\ncompare bring new: 1\ncopy bring new: 0",
        "conf=new",
    );
    check(
        "copy bring ours: 0\nsh rm conf\ncompare bring ours: 1\ncopy bring ours: 0",
        "conf=ours",
    );
    // Another step of the plan writes the same file.
    check(
        "copy one first: 0\ncompare two second: 1\ncopy two second: 0",
        "conf=second conf.before-two=first",
    );
    check("copy one first: 0\nbare-copy two second: 0", "conf=second");
    // What was there before daymark ever wrote it is kept, once.
    check(
        "sh echo theirs >conf
         compare bring ours: 1
         copy bring ours: 0
         copy bring new: 0",
        "conf=new conf.before-bring=theirs",
    );
    // A list of an earlier version has a CRC and no mode.
    check(
        "copy bring ours: 0
         sh printf '\\tbring\\t%s\\t%s\\t\\n' \"$HOME/conf\" \"$(cksum <conf)\" >.daymark/written
         sh chmod 600 conf
         copy bring new: 0",
        "conf=new",
    );
}

#[test]
fn what_was_edited_is_written_only_with_consent_and_kept() {
    let edited = |edit: &str, files: &str| {
        check(
            &format!(
                "copy bring ours: 0
                 sh {edit}
                 compare bring ours: edited
                 compare bring new: edited
                 copy bring new: edited
                 agree-copy bring new: 0"
            ),
            files,
        );
    };
    edited("echo theirs >conf", "conf=new conf.edited-bring=theirs");
    edited(": >conf", "conf=new conf.edited-bring=");
    edited(
        "echo theirs >>conf",
        "conf=new conf.edited-bring=ourstheirs",
    );
    edited("chmod 600 conf", "conf=new conf.edited-bring=ours");
    edited(
        "rm conf; echo theirs >other; ln -s other conf",
        "conf=new conf.edited-bring->other other=theirs",
    );
    edited("ln -sf nowhere conf", "conf=new conf.edited-bring->nowhere");
    edited(
        "ln -sf /dev/null conf",
        "conf=new conf.edited-bring->/dev/null",
    );
    // What daymark wrote earlier, put there again by hand, is an edit too.
    check(
        "copy bring ours: 0
         sh cp -p conf old
         copy bring new: 0
         sh mv old conf
         compare bring new: edited
         copy bring new: edited",
        "conf=ours",
    );
}

/// A copy without a backup, over each kind of file that daymark did not write: on the first run, and on
/// the run after an undo.
#[test]
fn a_file_made_by_hand_is_overwritten_without_a_backup_only_with_consent() {
    for before in ["", "bare-copy bring ours: 0\nundo bring: 0"] {
        for (by_hand, file) in [
            ("echo theirs >conf", "=theirs"),
            (": >conf", "="),
            ("ln -s nowhere conf", "->nowhere"),
            ("printf ours >conf; chmod 600 conf", "=ours"),
        ] {
            // With consent it is kept, and an undo restores it.
            check(
                &format!(
                    "{before}
                     sh {by_hand}
                     bare-compare bring ours: edited
                     bare-copy bring ours: edited
                     agree-bare-copy bring ours: 0
                     sh cp -P conf.before-bring kept
                     undo bring: 0"
                ),
                &format!("conf{file} kept{file}"),
            );
        }
        // What is already as it should be needs nothing.
        check(
            &format!("{before}\nsh printf ours >conf; chmod 644 conf\nbare-copy bring ours: 0"),
            "conf=ours",
        );
    }
    // With a backup, nothing is lost.
    check(
        "copy bring ours: 0\nundo bring: 0\nsh echo theirs >conf\ncopy bring ours: 0\nundo bring: 0",
        "conf=theirs",
    );
}

#[test]
fn a_file_that_another_step_wrote_later_is_overwritten_only_with_consent() {
    let both = "copy one first: 0\ncopy two second: 0";
    check(
        &format!("{both}\ncompare one new: edited\ncopy one new: edited\ncopy one first: edited"),
        "conf=second conf.before-two=first",
    );
    check(
        &format!("{both}\nagree-copy one new: 0"),
        "conf=new conf.before-two=first conf.edited-one=second",
    );
    check(
        &format!("{both}\ncompare-undo one: edited\nundo one: edited\nkeep one: edited"),
        "conf=second conf.before-two=first",
    );
    check(
        &format!("{both}\nagree-undo one: 0"),
        "conf.after-one=second conf.before-two=first",
    );
    // The second may run again, and so may the first after the second is undone.
    check(
        &format!("{both}\ncopy two newer: 0\nundo two: 0\ncopy one new: 0"),
        "conf=new",
    );
    // A step that found the file as it should be wrote nothing.
    check(
        "copy one same: 0\ncopy two same: 0\ncopy one new: 0",
        "conf=new",
    );
    // A third step wrote it last.
    check(
        &format!("{both}\ncopy three third: 0\ncopy two new: edited\ncopy one new: edited"),
        "conf=third conf.before-three=second conf.before-two=first",
    );
    // The later step is named.
    for (verb, script) in [
        ("copy", compare_script as fn(&Copying<'_>) -> String),
        ("undo", compare_put_back_script),
        ("own undo", compare_undo_script),
    ] {
        assert_eq!(
            reason(both, script),
            EditReason::Later("two".to_owned()),
            "{verb}"
        );
    }
}

/// Returns why the step `one` needs consent after a transcript, in the first shell.
fn reason(transcript: &str, script: fn(&Copying<'_>) -> String) -> EditReason {
    let mut host = Host {
        shell: shells().remove(0),
        home: TempDir::new().unwrap(),
        to: "~/conf".to_owned(),
        meanwhile: None,
    };
    for line in transcript.lines() {
        host.play(line.rsplit_once(": ").map_or(line, |(line, _)| line));
    }
    let told = host.run(&script(&Copying {
        step: "one",
        salt: "salt",
        walk: "walk",
        files: &[file("~/conf", "new", false)],
    }));
    let mut told = Comparison::read(&String::from_utf8_lossy(&told.stdout));
    told.edited.remove(0).reason
}

/// A backup that was changed is restored only with consent.
#[test]
fn a_changed_backup_is_not_taken_for_what_was_there() {
    let changed = |change: &str, left: &str, agreed: &str| {
        let before = format!("sh echo theirs >conf\ncopy bring ours: 0\nsh {change}");
        check(
            &format!("{before}\ncompare-undo bring: edited\nundo bring: edited"),
            left,
        );
        check(&format!("{before}\nagree-undo bring: 0"), agreed);
    };
    changed(
        "echo changed >conf.before-bring",
        "conf=ours conf.before-bring=changed",
        "conf=changed conf.after-bring=ours",
    );
    changed(
        ": >conf.before-bring",
        "conf=ours conf.before-bring=",
        "conf= conf.after-bring=ours",
    );
    changed(
        "chmod 600 conf.before-bring",
        "conf=ours conf.before-bring=theirs",
        "conf=theirs conf.after-bring=ours",
    );
    changed(
        "ln -sf nowhere conf.before-bring",
        "conf=ours conf.before-bring->nowhere",
        "conf->nowhere conf.after-bring=ours",
    );
    // The copy is gone too.
    changed(
        "rm conf; echo changed >conf.before-bring",
        "conf.before-bring=changed",
        "conf=changed",
    );
    // Both were edited.
    changed(
        "echo mine >conf; echo changed >conf.before-bring",
        "conf=mine conf.before-bring=changed",
        "conf=changed conf.after-bring=mine",
    );
    // Consent is to the backup that was shown.
    check(
        "sh echo theirs >conf
         copy bring ours: 0
         sh echo changed >conf.before-bring
         meanwhile __dm_put_back 'bring' => echo changed again >conf.before-bring
         agree-undo bring: edited",
        "conf=ours conf.before-bring=changed again",
    );
    // A folder is no backup.
    check(
        "sh echo theirs >conf
         copy bring ours: 0
         sh rm conf.before-bring; mkdir conf.before-bring
         undo bring: 1",
        "conf=ours conf.before-bring/[]",
    );
    // A file with the name of a backup, where there was nothing to keep.
    check(
        "copy bring ours: 0\nsh echo mine >conf.before-bring\nundo bring: 0",
        "conf.before-bring=mine",
    );
    let why = reason(
        "sh echo theirs >conf\ncopy one ours: 0\nsh echo changed >conf.before-one",
        compare_put_back_script,
    );
    assert_eq!(why, EditReason::Backup);
}

#[test]
fn an_undo_that_was_killed_is_finished_by_the_next() {
    let killed = "meanwhile __dm_forget \"$1\" \"$2\" => sh -c 'kill -s KILL $PPID' ||";
    for (before, left) in [("sh echo theirs >conf", "conf=theirs"), ("sh :", "")] {
        check(
            &format!(
                "{before}
                 copy bring ours: 0
                 {killed}
                 undo bring: killed
                 meanwhile
                 compare-undo bring: 0
                 undo bring: 0
                 bare-compare other new: {}",
                if left.is_empty() { "1" } else { "edited" }
            ),
            left,
        );
    }
}

#[test]
fn an_edit_that_is_what_the_plan_wants_needs_nothing() {
    check(
        "copy bring ours: 0
         sh printf new >conf
         compare bring new: 0
         copy bring new: 0",
        "conf=new",
    );
}

#[test]
fn every_edit_is_kept_under_a_name_of_its_own() {
    check(
        "sh echo first >conf
         copy bring ours: 0
         sh echo a >conf
         agree-copy bring ours: 0
         sh echo b >conf
         agree-copy bring ours: 0
         sh echo c >conf
         agree-undo bring: 0",
        "conf=first conf.after-bring=c conf.edited-bring=a conf.edited-bring.2=b",
    );
    check(
        "copy bring ours: 0
         sh echo mine >conf.edited-bring; ln -s nowhere conf.edited-bring.2
         sh echo a >conf
         agree-copy bring ours: 0",
        "conf=ours conf.edited-bring=mine conf.edited-bring.2->nowhere conf.edited-bring.3=a",
    );
    // A backup of an earlier time stays, and the undo puts back what was there last.
    check(
        "sh echo early >conf.before-bring; echo late >conf
         copy bring ours: 0
         undo bring: 0",
        "conf=late conf.before-bring.2=early",
    );
}

#[test]
fn consent_is_to_what_was_shown_and_to_nothing_else() {
    // Between the question and the answer.
    check(
        "copy bring ours: 0
         sh echo a >conf
         meanwhile __dm_copy 'bring' => echo b >conf
         agree-copy bring new: edited",
        "conf=b",
    );
    // Right before the rename, whatever was there.
    for before in [
        "copy bring ours: 0",
        "copy bring ours: 0\nsh echo a >conf",
        "sh echo a >conf",
        "sh :",
    ] {
        let verb = if before.contains("ours: 0\nsh") {
            "agree-copy"
        } else {
            "copy"
        };
        check(
            &format!(
                "{before}
                 meanwhile if __dm_still \"$2\" => echo b >conf
                 {verb} bring new: edited"
            ),
            "conf=b",
        );
    }
    check(
        "sh echo before >conf
         copy bring ours: 0
         sh echo a >conf
         meanwhile __dm_still \"$2\" \"$__dm_seen\" \"$2.before-$1\" && mv => echo b >conf
         agree-undo bring: edited",
        "conf=b conf.before-bring=before",
    );
}

#[test]
fn an_undo_leaves_what_was_edited() {
    check(
        "copy bring ours: 0\ncompare-undo bring: 0\nundo bring: 0",
        "",
    );
    check(
        "copy bring ours: 0
         sh echo theirs >conf
         compare-undo bring: edited
         undo bring: edited
         agree-undo bring: 0",
        "conf.after-bring=theirs",
    );
    check(
        "sh echo first >conf
         copy bring ours: 0
         sh chmod 600 conf
         compare-undo bring: edited
         undo bring: edited
         agree-undo bring: 0",
        "conf=first conf.after-bring=ours",
    );
    // Steps that wrote the same file are undone in reverse order.
    check(
        "copy one first: 0
         copy two second: 0
         compare-undo two: 0
         undo two: 0
         compare-undo one: 0
         undo one: 0",
        "",
    );
    // What was never written, or is gone, holds no undo up.
    check(
        "sh printf ours >conf; chmod 644 conf
         copy bring ours: 0
         sh echo theirs >conf
         compare-undo bring: 0
         undo bring: 0",
        "conf=theirs",
    );
    check(
        "sh echo first >conf
         copy bring ours: 0
         sh rm conf
         compare-undo bring: 0
         undo bring: 0",
        "conf=first",
    );
    // The plan's own words undo it: what was edited is kept before.
    check(
        "copy bring ours: 0
         sh echo theirs >conf
         keep bring: edited
         agree-keep bring: 0",
        "conf=theirs conf.after-bring=theirs",
    );
}

#[test]
fn what_daymark_cannot_prove_to_be_its_own_is_taken_for_edited() {
    check(
        "copy bring ours: 0
         sh rm -r .daymark
         known-compare bring new: edited
         known-copy bring new: edited
         agree-known-copy bring new: 0
         known-copy bring newer: 0",
        "conf=newer conf.before-bring=ours",
    );
    // It was there already, and is edited later.
    check(
        "sh printf ours >conf; chmod 644 conf
         copy bring ours: 0
         sh echo theirs >conf
         known-compare bring ours: edited",
        "conf=theirs",
    );
    // A list that cannot be written.
    check(
        "sh mkdir .daymark; mkdir .daymark/written
         copy bring ours: 0
         known-compare bring ours: 0
         known-compare bring new: edited",
        "conf=ours",
    );
}

#[test]
fn an_undo_asks_before_it_takes_what_daymark_cannot_prove_to_be_its_own() {
    let asks = |before: &str, verb: &str, left: &str| {
        check(
            &format!(
                "{before}
                 known-compare-{verb} bring: edited
                 known-{verb} bring: edited
                 agree-known-{verb} bring: 0"
            ),
            left,
        );
    };
    // It was there already, and is edited later.
    let equal = "sh printf ours >conf; chmod 644 conf\ncopy bring ours: 0\nsh echo theirs >conf";
    asks(equal, "keep", "conf=theirs conf.after-bring=theirs");
    // The list is lost, or could never be written.
    let lost = "sh echo first >conf\ncopy bring ours: 0\nsh rm -r .daymark; echo theirs >conf";
    asks(lost, "undo", "conf=first conf.after-bring=theirs");
    let never = "sh mkdir .daymark; mkdir .daymark/written\ncopy bring ours: 0";
    asks(never, "keep", "conf=ours conf.after-bring=ours");
    // What is gone, or what another step wrote, holds no undo up.
    check(
        "sh printf ours >conf; chmod 644 conf
         copy bring ours: 0
         sh rm conf
         known-compare-undo bring: 0
         known-undo bring: 0",
        "",
    );
    check(
        "copy one ours: 0\ncopy two ours: 0\nknown-compare-undo two: 0\nknown-undo two: 0",
        "conf=ours",
    );
}

#[test]
fn an_undo_without_a_backup_removes_only_what_was_not_there() {
    // Each was there before the step, and is not there as it was any more: a link, an empty file, what
    // another step wrote, what was edited and overwritten.
    for before in [
        "sh echo theirs >conf\nagree-bare-copy bring ours: 0\nsh rm conf.before-bring",
        "sh : >conf\nagree-bare-copy bring ours: 0\nsh rm conf.before-bring",
        "sh ln -s nowhere conf\nagree-bare-copy bring ours: 0\nsh rm conf.before-bring",
        "copy one first: 0\nbare-copy bring ours: 0",
        "sh echo theirs >conf\nagree-bare-copy bring first: 0\nsh rm conf.before-bring\nbare-copy bring ours: 0",
        "sh echo theirs >conf\ncopy bring ours: 0\nsh rm conf.before-bring",
        "sh echo theirs >conf\ncopy bring ours: 0\nsh mv conf.before-bring .daymark/away",
        "sh echo theirs >conf\ncopy bring first: 0\ncopy bring ours: 0\nsh rm conf.before-bring",
    ] {
        for known in ["", "known-"] {
            check(
                &format!("{before}\n{known}compare-undo bring: 0\n{known}undo bring: 1"),
                "conf=ours",
            );
        }
    }
    // Nobody can say whether it was there: an earlier version's list, or none.
    for lost in [
        "sed -i.old '/over/d' .daymark/written",
        "rm -r .daymark",
        ": >.daymark/written",
    ] {
        check(
            &format!(
                "copy bring ours: 0\nsh {lost}\nknown-compare-undo bring: 0\nknown-undo bring: 1"
            ),
            "conf=ours",
        );
    }
    check(
        "bare-copy bring ours: 0\nbare-copy bring new: 0\nundo bring: 0",
        "",
    );
    // With an earlier version's list, a backup is put back all the same.
    check(
        "sh echo theirs >conf
         copy bring ours: 0
         sh sed -i.old '/over/d' .daymark/written
         undo bring: 0",
        "conf=theirs",
    );
}

#[test]
fn what_a_copy_found_as_it_should_be_is_left_by_its_undo() {
    // The list names another file of the step, so that it has not lost this one.
    check(
        "sh printf ours >conf; chmod 644 conf
         copy bring ours: 0
         at other
         copy bring ours: 0
         at conf
         sh echo theirs >conf
         known-compare-undo bring: 0
         known-undo bring: 1
         at other
         known-undo bring: 0",
        "conf=theirs",
    );
}

/// Plays a transcript in every shell, and then the undo of the step `bring`, which must end so, and
/// name these paths on standard error.
#[track_caller]
fn undo_names(transcript: &str, expect: i32, named: &[&str]) {
    for shell in shells() {
        let mut host = Host {
            shell,
            home: TempDir::new().unwrap(),
            to: String::new(),
            meanwhile: None,
        };
        for line in transcript.lines() {
            host.play(line.trim());
        }
        let files = [file(&host.to, "ours", true)];
        let undone = host.run_alone(&restore_script(&Copying {
            step: "bring",
            salt: "salt",
            walk: "walk",
            files: &files,
        }));
        let said = String::from_utf8(undone.stderr).unwrap();
        let shell = &host.shell;
        assert_eq!(undone.status.code(), Some(expect), "{shell:?}: {said}");
        assert_eq!(said.lines().count(), named.len(), "{shell:?}: {said}");
        for (line, path) in said.lines().zip(named) {
            let path = host.home.path().join(path);
            let starts = format!("{} was written by this step", path.display());
            assert!(line.starts_with(&starts), "{shell:?}: {said}");
        }
    }
}

/// The step wrote a file that its plan no longer names: the undo fails, and names the file.
#[test]
fn an_undo_names_what_the_step_wrote_under_an_older_plan() {
    for (before, named) in [
        ("copy bring ours", &["one"][..]),
        ("sh echo theirs >one\ncopy bring ours", &["one"]),
        ("sh echo theirs >one\nagree-bare-copy bring ours", &["one"]),
        ("copy bring ours\nat two\ncopy bring ours", &["one"]),
        (
            "copy bring ours\nat three\ncopy bring ours",
            &["one", "three"],
        ),
        // The file was edited, or its backup is away.
        ("copy bring ours\nsh echo mine >one", &["one"]),
        (
            "sh echo theirs >one\ncopy bring ours\nsh rm one.before-bring",
            &["one"],
        ),
        // The file is gone, and its backup is there.
        ("sh echo theirs >one\ncopy bring ours\nsh rm one", &["one"]),
        (
            "meanwhile __dm_enter \"$__dm_entry\" => sh -c 'kill -s KILL $PPID'
             copy bring ours
             meanwhile",
            &["one"],
        ),
        ("at it's \\a $b\ncopy bring ours", &["it's \\a $b"]),
    ] {
        undo_names(&format!("at one\n{before}\nat two"), 1, named);
    }
    // The link in the path leads elsewhere now.
    undo_names(
        "sh mkdir a b; ln -s a link
         at link/f
         copy bring ours
         sh rm link; ln -s b link",
        1,
        &["a/f"],
    );
}

#[test]
fn an_undo_is_complete_if_nothing_of_an_older_plan_is_left() {
    for before in [
        "copy bring ours\nsh rm one",
        "sh echo theirs >one\ncopy bring ours\nsh mv one.before-bring one",
        "copy bring ours\nundo bring",
        "sh printf ours >one; chmod 644 one\ncopy bring ours",
        "meanwhile if __dm_still => sh -c 'kill -s KILL $PPID'\ncopy bring ours\nmeanwhile",
        // Another step, and a step with this id in another walk.
        "copy other ours",
        "copy bring ours\nsh sed -i.old 's/walk walk/walk other/' .daymark/written",
    ] {
        undo_names(&format!("at one\n{before}\nat two"), 0, &[]);
    }
    undo_names(
        "sh mkdir app\nat one\ncopy bring ours\nat app/../one",
        0,
        &[],
    );
}

/// The copy is made by a user who cannot keep everything about a file that is there.
#[test]
fn a_backup_without_the_owner_of_the_file_is_not_a_changed_backup() {
    // The mode is lost, as any user can make it happen.
    let weaker = "meanwhile command cp -p => command cp \"$1\" \"$__dm_kept\" ||";
    let kept = |before: &str, after: &str, left: &str| {
        check(&format!("sh {before}\n{weaker}\n{after}"), left);
    };
    let bring = "copy bring ours: 0\nmeanwhile";
    let undo = "compare-undo bring: 0\nundo bring: 0";
    kept(
        "echo theirs >conf",
        &format!("{bring}\n{undo}"),
        "conf=theirs",
    );
    kept(
        "echo theirs >conf; chmod 755 conf",
        &format!("{bring}\ncopy bring new: 0\n{undo}"),
        "conf=theirs",
    );
    kept(
        "echo theirs >conf",
        &format!("agree-bare-copy bring ours: 0\nmeanwhile\n{undo}"),
        "conf=theirs",
    );
    // An undo that was killed is finished by the next.
    kept(
        "echo theirs >conf",
        &format!(
            "{bring}
             meanwhile __dm_forget \"$1\" \"$2\" => sh -c 'kill -s KILL $PPID' ||
             undo bring: killed
             meanwhile
             {undo}"
        ),
        "conf=theirs",
    );
    // A change of the backup still needs consent.
    for change in ["echo changed >", "chmod 640", "ln -sf nowhere"] {
        kept(
            "echo theirs >conf",
            &format!(
                "{bring}\nsh {change} conf.before-bring\nundo bring: edited\nsh rm conf.before-bring"
            ),
            "conf=ours",
        );
    }
    other_owner();
}

/// The same with a real file of another user, where this test may make one.
fn other_owner() {
    let nobody = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    for shell in shells() {
        let host = Host {
            shell: [&nobody[..], &shell].concat(),
            home: TempDir::new().unwrap(),
            to: "~/conf".to_owned(),
            meanwhile: None,
        };
        fs::set_permissions(host.home.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let conf = host.home.path().join("conf");
        fs::write(&conf, "theirs").unwrap();
        fs::set_permissions(&conf, fs::Permissions::from_mode(0o4644)).unwrap();
        let mut setpriv = Command::new(nobody[0]);
        let may = setpriv.args(&nobody[1..]).arg("true").output();
        if !may.is_ok_and(|may| may.status.success()) {
            eprintln!("skipped: only root can run a shell as another user");
            return;
        }
        let files = [file(&host.to, "ours", false)];
        let run = |script: fn(&Copying<'_>) -> String| {
            let done = host.run(&script(&Copying {
                step: "bring",
                salt: "salt",
                walk: "walk",
                files: &files,
            }));
            assert_eq!(done.status.code(), Some(0), "{shell:?}: {done:?}");
            String::from_utf8(done.stdout).unwrap()
        };
        run(copy_script);
        assert_eq!(fs::read_to_string(&conf).unwrap(), "ours");
        run(compare_put_back_script);
        let said = run(restore_script);
        assert_eq!(fs::read_to_string(&conf).unwrap(), "theirs");
        assert!(
            said.contains("before this step it had 4644 root:root"),
            "{said}"
        );
    }
}

#[test]
fn a_copy_that_was_killed_before_its_rename_is_not_asked_about() {
    let killed = "meanwhile if __dm_still => sh -c 'kill -s KILL $PPID'";
    let killed = |before: &str, verb: &str, after: &str, left: &str| {
        check(
            &format!("{before}\n{killed}\n{verb} bring new: killed\nmeanwhile\n{after}"),
            left,
        );
    };
    let goes_on = "compare bring new: 1\ncopy bring new: 0";
    killed("copy bring ours: 0", "copy", goes_on, "conf=new");
    killed("sh :", "copy", &format!("{goes_on}\nundo bring: 0"), "");
    killed(
        "sh echo theirs >conf",
        "copy",
        &format!("{goes_on}\nundo bring: 0"),
        "conf=theirs",
    );
    killed(
        "copy one first: 0",
        "copy",
        &format!("copy one second: 0\n{goes_on}\nundo bring: 0"),
        "conf=second conf.before-bring.2=first",
    );
    killed(
        "sh echo theirs >conf",
        "copy",
        "undo bring: 0",
        "conf=theirs conf.before-bring=theirs",
    );
    killed(
        "sh echo theirs >conf",
        "agree-bare-copy",
        "bare-copy bring new: edited\nundo bring: 0",
        "conf=theirs conf.before-bring=theirs",
    );
    // What is edited, before or after, is asked about.
    let asks = "compare bring new: edited\ncopy bring new: edited";
    killed(
        "copy bring ours: 0",
        "copy",
        &format!("sh echo theirs >conf\n{asks}"),
        "conf=theirs",
    );
    killed(
        "sh :",
        "copy",
        &format!("sh echo theirs >conf\n{asks}"),
        "conf=theirs",
    );
    killed(
        "copy bring ours: 0\nsh echo theirs >conf",
        "agree-copy",
        asks,
        "conf=theirs conf.edited-bring=theirs",
    );
}

#[test]
fn a_copy_that_was_killed_after_its_rename_is_known() {
    let killed = "meanwhile __dm_enter \"$__dm_entry\" => sh -c 'kill -s KILL $PPID'";
    let killed = |before: &str, after: &str, left: &str| {
        check(
            &format!("{before}\n{killed}\ncopy bring ours: killed\nmeanwhile\n{after}"),
            left,
        );
    };
    killed(
        "sh :",
        "copy bring ours: 0\ncopy bring new: 0\nundo bring: 0",
        "",
    );
    killed(
        "sh echo theirs >conf",
        "copy bring new: 0\nundo bring: 0",
        "conf=theirs",
    );
    killed("copy bring old: 0", "copy bring new: 0", "conf=new");
    killed(
        "sh :",
        "sh echo theirs >conf\ncopy bring new: edited\nundo bring: edited",
        "conf=theirs",
    );
}

#[test]
fn a_damaged_list_loses_no_line() {
    // A power cut left a block of NULs in it.
    let nul = "head -c 4096 /dev/zero >>.daymark/written";
    check(
        &format!(
            "copy keep ours: 0
             at other
             sh {nul}
             copy bring ours: 0
             undo bring: 0
             at conf
             sh echo theirs >conf
             copy keep new: edited
             compare-undo keep: edited"
        ),
        "conf=theirs",
    );
    // Nothing can be written any more, as on a full disk.
    check(
        "copy keep ours: 0
         sh echo theirs >conf
         at other
         copy bring ours: 0
         meanwhile __dm_still \"$2\" \"$__dm_seen\" \"$2.before-$1\" && rm => trap '' XFSZ; ulimit -f 0
         undo bring: 0
         at conf
         compare-undo keep: edited",
        "conf=theirs",
    );
}

#[test]
fn a_list_that_is_no_plain_file_is_not_read() {
    check(
        "sh mkdir .daymark; mkfifo .daymark/written
         copy bring ours: 0
         known-compare bring new: edited
         known-undo bring: 1
         sh test -p .daymark/written",
        "conf=ours",
    );
}

#[test]
fn a_file_that_did_not_arrive_whole_is_not_put_in_its_place() {
    check(
        "copy bring ours: 0
         meanwhile chmod \"$2\" \"$__dm_new\" => printf our >\"$__dm_new\" &&
         copy bring new1: 1",
        "conf=ours",
    );
}

#[test]
fn a_file_that_could_not_be_put_in_its_place_is_not_taken_for_edited() {
    // What is renamed is gone, so that `mv` fails.
    let fails = |before: &str, left: &str| {
        check(
            &format!(
                "{before}
                 meanwhile if __dm_still \"$2\" => rm \"$__dm_new\"
                 copy bring new: 1
                 compare bring new: 1"
            ),
            left,
        );
    };
    fails("copy bring ours: 0", "conf=ours");
    fails("sh echo theirs >conf", "conf=theirs");
    fails("sh :", "");
}

#[test]
fn no_file_takes_the_place_of_anything_else() {
    let refused = |what: &str, left: &str| {
        check(
            &format!("sh {what}\ncompare bring ours: 1\ncopy bring ours: 1"),
            left,
        );
        check(
            &format!(
                "copy bring ours: 0\nsh rm conf; {what}\ncompare bring new: 1\ncopy bring new: 1\nundo bring: 1"
            ),
            left,
        );
    };
    refused("mkdir conf", "conf/[]");
    refused("mkdir dir; ln -s dir conf", "conf->dir dir/[]");
}

#[test]
fn a_fifo_in_its_place_is_not_read() {
    for shell in shells() {
        let host = Host {
            shell,
            home: TempDir::new().unwrap(),
            to: "~/conf".to_owned(),
            meanwhile: None,
        };
        let file = file(&host.to, "ours", false);
        let copying = Copying {
            step: "bring",
            salt: "salt",
            walk: "walk",
            files: &[file],
        };
        host.run("mkfifo conf");
        for script in [compare_script, copy_script] {
            assert_eq!(host.run(&script(&copying)).status.code(), Some(1));
        }
        let is_fifo = host.run("test -p conf");
        assert!(is_fifo.status.success(), "{:?}", host.shell);
    }
}

#[test]
fn any_name_will_do() {
    let names = [
        "with space",
        "it's",
        "a\"b",
        "$HOME",
        "a|b&c\\d",
        "[a-z]*",
        "-n",
        "ünï",
        "deep/er/conf",
        ".hidden",
        "100%s",
    ];
    for (name, shell) in names.into_iter().zip(shells().into_iter().cycle()) {
        let mut host = Host {
            shell,
            home: TempDir::new().unwrap(),
            to: format!("~/{name}"),
            meanwhile: None,
        };
        let path = host.home.path().join(name);
        let output = |host: &mut Host, line: &str| host.play(line);
        assert_eq!(output(&mut host, "copy bring ours"), "0", "{name}");
        assert_eq!(output(&mut host, "copy bring new"), "0", "{name}");
        fs::write(&path, "theirs").unwrap();
        assert_eq!(output(&mut host, "copy bring new"), "edited", "{name}");
        assert_eq!(output(&mut host, "agree-copy bring new"), "0", "{name}");
        let kept = format!("{}.edited-bring", path.display());
        assert_eq!(fs::read_to_string(kept).unwrap(), "theirs", "{name}");
        assert_eq!(output(&mut host, "undo bring"), "0", "{name}");
        assert!(!path.exists(), "{name}");
    }
}

#[test]
fn a_home_with_a_newline_proves_nothing() {
    let outer = TempDir::new().unwrap();
    let home = outer.path().join("a\nb");
    fs::create_dir(&home).unwrap();
    let run = |script: fn(&Copying<'_>) -> String, content, known| {
        let files = &[file("~/conf", content, known)];
        let script = script(&Copying {
            step: "bring",
            salt: "salt",
            walk: "walk",
            files,
        });
        let mut command = Command::new("sh");
        let ended = command.args(["-c", &script]).env("HOME", &home).output();
        ended.unwrap().status.code()
    };
    assert_eq!(run(copy_script, "ours", false), Some(0));
    assert_eq!(run(copy_script, "new", true), Some(EDITED));
    assert_eq!(run(restore_script, "new", true), Some(1));
    assert_eq!(fs::read_to_string(home.join("conf")).unwrap(), "ours");
}

#[test]
fn a_fingerprint_says_nothing_of_what_it_was_made_of() {
    let home = TempDir::new().unwrap();
    let output = |salt: &str| {
        let script = compare_script(&Copying {
            step: "bring",
            salt,
            walk: "walk",
            files: &[file("~/conf", "ours", true)],
        });
        let mut command = Command::new("sh");
        let output = command
            .args(["-c", &script])
            .env("HOME", home.path())
            .output();
        let output = String::from_utf8(output.unwrap().stdout).unwrap();
        Comparison::read(&output).edited[0].fingerprint.clone()
    };
    fs::write(home.path().join("conf"), "password").unwrap();
    assert_eq!(output("a"), output("a"));
    assert_ne!(output("a"), output("b"));
}

#[test]
fn every_edited_file_is_named_behind_all_differences() {
    for shell in shells() {
        let home = TempDir::new().unwrap();
        let host = Host {
            shell,
            home,
            to: String::new(),
            meanwhile: None,
        };
        let files = [file("~/one", "one", false), file("~/two", "two", false)];
        let copying = Copying {
            step: "bring",
            salt: "salt",
            walk: "walk",
            files: &files,
        };
        assert!(host.run(&copy_script(&copying)).status.success());
        for name in ["one", "two"] {
            fs::write(host.home.path().join(name), "mine\n".repeat(1000)).unwrap();
        }
        let output = host.run(&compare_script(&copying));
        let output = String::from_utf8(output.stdout).unwrap();
        // Of a long output only its beginning and its end are read.
        let end: Vec<&str> = output.lines().rev().take(2).collect();
        let named = Comparison::read(&end.join("\n")).edited;
        assert_eq!(named.len(), 2, "{:?}: {end:?}", host.shell);
    }
}

#[test]
fn an_edited_file_is_known_however_its_path_is_spelled() {
    for shell in shells() {
        for to in ["~/app/./f", "~/app/../app/f", "~/link/f", "~/app//f"] {
            let host = Host {
                shell: shell.clone(),
                home: TempDir::new().unwrap(),
                to: String::new(),
                meanwhile: None,
            };
            let home = host.home.path();
            fs::create_dir(home.join("app")).unwrap();
            std::os::unix::fs::symlink("app", home.join("link")).unwrap();
            let bring = |to| {
                let files = [file(to, "new", false)];
                copy_script(&Copying {
                    step: "bring",
                    salt: "salt",
                    walk: "walk",
                    files: &files,
                })
            };
            assert!(host.run(&bring("~/app/f")).status.success());
            fs::write(home.join("app/f"), "mine").unwrap();
            let output = host.run(&bring(to));
            assert_eq!(output.status.code(), Some(EDITED), "{to}: {output:?}");
            assert_eq!(fs::read(home.join("app/f")).unwrap(), b"mine", "{to}");
        }
    }
}

#[test]
fn a_file_has_one_name_before_its_folder_is_there() {
    for shell in shells() {
        for to in [
            "~/link/new/f",
            "~/app/./new/f",
            "~/app//new//f",
            "~/app/none/../new/f",
            "~/app/new/none/./../f",
            "~/none/../app/new/f",
            "~/link/none/deep/../../new/f",
        ] {
            let host = Host {
                shell: shell.clone(),
                home: TempDir::new().unwrap(),
                to: String::new(),
                meanwhile: None,
            };
            let home = host.home.path();
            fs::create_dir(home.join("app")).unwrap();
            std::os::unix::fs::symlink("app", home.join("link")).unwrap();
            let script = |write: fn(&Copying<'_>) -> String, to, content| {
                let files = [file(to, content, true)];
                write(&Copying {
                    step: "bring",
                    salt: "salt",
                    walk: "walk",
                    files: &files,
                })
            };
            let exit = |script: String| host.run(&script).status.code();
            assert_eq!(exit(script(compare_script, to, "ours")), Some(1), "{to}");
            assert_eq!(exit(script(copy_script, to, "ours")), Some(0), "{to}");
            assert_eq!(fs::read(home.join("app/new/f")).unwrap(), b"ours", "{to}");
            assert_eq!(exit(script(compare_script, to, "new")), Some(1), "{to}");
            let plain = "~/app/new/f";
            assert_eq!(exit(script(copy_script, plain, "new")), Some(0), "{to}");
            fs::write(home.join("app/new/f"), "mine").unwrap();
            assert_eq!(exit(script(copy_script, to, "newer")), Some(EDITED), "{to}");
        }
    }
}
