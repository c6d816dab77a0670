//! No job is left without something that takes it on: where it cannot go on, it ends and says why.
//!
//! `check_day` looks after every line for what is stuck.

use super::transcript::check_day;

const DAY: &str = "
steps:
  - {id: plain, title: Plain, on: here, run: 'true', changes: false}
  - {id: spared, title: Spared, on: here, run: act, unless: look, no_undo: no}
  - {id: again, title: Again, on: here, run: act, changes: false, retry: {for: 1m, every: 5s}}
  - {id: long, title: Long, on: there, run: upgrade, no_unless: no, no_undo: no, detach: true}
  - {id: cuts, title: Cuts, on: there, run: reboot, unless: is-new, no_undo: no, disconnects: true}
  - {id: motd, title: Greet, on: [here, yonder], copy: {from: files/motd, to: /etc/motd}}
  - {id: early, title: Early, on: here, run: 'true', changes: false, wait: {until: told, for: 1m}}
  - {id: late, title: Late, on: yonder, run: 'true', changes: false, wait: {until: told, for: 1m}}
checks:
  - {id: told, check: It is told, on: here, run: cat state, retry: {for: 1m, every: 5s}}
";

/// Where hosts cannot be named any more, since the plan is not trusted any more, what has come so
/// far ends like this.
#[track_caller]
fn check_end(so_far: &str, end: &str) {
    let (before, last) = so_far.trim_end().rsplit_once("> ").unwrap();
    let transcript = format!("{before}> untrusted\n> {last}\n{end}");
    check_day("", DAY, &transcript);
}

const NOT_RUN: &str = "this plan is not trusted yet";

#[test]
fn a_job_that_cannot_go_on_ends() {
    let not_run = |what: &str| {
        format!(
            "keep step_ended {what} not_run by lost: {NOT_RUN}
            no: {NOT_RUN}; the script was not run
            > kept"
        )
    };
    let unknown = |what: &str| format!("keep step_ended {what} unknown by lost: {NOT_RUN}\n> kept");
    // Its script.
    let plain = "> run plain
        keep step_started plain here 1
        > kept";
    check_end(plain, &not_run("plain here 1"));
    // Its question, and the script behind the question.
    let asked = "> run spared
        keep step_started spared here 1
        > kept";
    check_end(asked, &not_run("spared here 1"));
    let answered = format!("{asked}\nask spared.unless on here: look\n> exit 1");
    check_end(&answered, &not_run("spared here 1"));
    // The next try.
    let again = "> run again
        keep step_started again here 1
        > kept
        run again on here: act
        > exit 1
        keep step_ended again here 1 failed by exit: exit 1, expected 0
        > kept
        wake after 5s
        > later 5s
        keep step_started again here 2
        > kept";
    check_end(again, &not_run("again here 2"));
    // What an earlier session left running: how long it has run, and what it puts out.
    let resumed = "> run long
        keep step_started long there 1
        > kept
        run long on there: follow long.1.s1
        > session
        > run long
        keep step_resumed long there 1
        > kept";
    check_end(resumed, &unknown("long there 1"));
    let measured = format!("{resumed}\nask told on there: age of long.1.s1\n> exit 0 2");
    check_end(&measured, &unknown("long there 1"));
    // The proof of what cut its connection, and the next try of that.
    let cut = "> run cuts
        keep step_started cuts there 1
        > kept
        ask cuts.unless on there: is-new
        > exit 1
        run cuts on there: reboot
        > cut";
    check_end(cut, &unknown("cuts there 1"));
    let proving = format!("{cut}\nask cuts.unless on there: is-new\n> exit 1");
    check_end(&proving, &unknown("cuts there 1"));
    // The next host.
    let motd = "> run motd
        keep step_started motd here 1
        keep step_started motd yonder 1
        > kept 1
        ask motd.compare on here: compare /etc/motd: Welcome to $NAME, $HOME
        > kept";
    check_end(motd, &not_run("motd yonder 1"));
}

#[test]
fn a_check_that_cannot_be_asked_any_more_ends() {
    let unknown = format!("keep check_answered told here unknown by lost: {NOT_RUN}\n> kept");
    let asked = "> verify told
        keep check_asked told here
        > kept";
    check_end(asked, &unknown);
    check_end(
        &format!("{asked}\nask told on here: cat state\n> exit 1"),
        &unknown,
    );
}

#[test]
fn all_steps_that_wait_for_a_check_go_on_with_its_answer() {
    check_day(
        "",
        DAY,
        "
        > run early
        keep check_asked told here
        > run late
        > kept
        ask told on here: cat state
        > exit 0
        keep check_answered told here passed by exit
        > kept
        keep step_started early here 1
        keep step_started late yonder 1
        ",
    );
    // Both come back for it, and it is asked once.
    check_day(
        "",
        DAY,
        "
        > run early
        keep check_asked told here
        > kept
        ask told on here: cat state
        > not asked no route
        keep check_answered told here unknown by lost: no route
        > kept
        wake after 5s
        > run late
        keep check_asked told here
        > later 5s
        > kept
        ask told on here: cat state
        > exit 0
        keep check_answered told here passed by exit
        > kept
        keep step_started late yonder 1
        keep step_started early here 1
        ",
    );
}

#[test]
fn a_course_goes_on_where_a_person_ended_its_step() {
    let so_far = "
        > all plain
        keep step_started plain here 1
        > kept
        run plain on here: true
        ";
    check_day(
        "",
        DAY,
        &format!(
            "{so_far}
        > end plain passed I looked
        release
        keep step_ended plain here 1 passed by operator: I looked
        > kept
        keep step_started spared here 1
        "
        ),
    );
    check_day(
        "",
        DAY,
        &format!(
            "{so_far}
        > end plain failed I looked
        release
        keep step_ended plain here 1 failed by operator: I looked
        > kept
        > all spared
        keep step_started spared here 1
        "
        ),
    );
}

#[test]
fn a_copy_waits_for_its_own_note() {
    let noting = "
        > write motd
        keep step_started motd here 1
        keep step_started motd yonder 1
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to $NAME, $HOME
        ask motd.compare on yonder: compare /etc/motd: Welcome to $NAME, $HOME
        > remark motd the mail relay is down
        keep deviation_noted motd: the mail relay is down
        > on yonder exit 218 edited 1 sha256:b /etc/motd.edited-motd
        keep deviation_noted motd: on yonder, this step overwrites /etc/motd, which was edited on the host (kept as /etc/motd.edited-motd)
        > on here exit 218 edited 1 sha256:a /etc/motd.edited-motd
        keep deviation_noted motd: on here, this step overwrites /etc/motd, which was edited on the host (kept as /etc/motd.edited-motd)
        > kept 1
        ";
    check_day(
        "",
        DAY,
        &format!(
            "{noting}
        > kept 1
        run motd on yonder: copy /etc/motd over sha256:b: Welcome to $NAME, $HOME
        > kept 1
        run motd on here: copy /etc/motd over sha256:a: Welcome to $NAME, $HOME
        "
        ),
    );
    check_day(
        "",
        DAY,
        &format!(
            "{noting}
        > kept 1
        run motd on yonder: copy /etc/motd over sha256:b: Welcome to $NAME, $HOME
        > not kept
        keep step_ended motd here 1 not_run by lost: nothing was overwritten: the disk is full
        no: nothing was overwritten: the disk is full; the script was not run
        "
        ),
    );
    // A note of the operator's that cannot be kept ends no copy.
    let remark = noting
        .split("> on here")
        .next()
        .unwrap()
        .replace("> on yonder", "> not kept\nno: nothing was written: the disk is full; free disk space or repair the disk, then try again\n> on yonder");
    check_day(
        "",
        DAY,
        &format!(
            "{remark}
        > kept
        run motd on yonder: copy /etc/motd over sha256:b: Welcome to $NAME, $HOME
        "
        ),
    );
    // A secret in the path is masked in the journal, and the note is known again all the same.
    let day = "
steps:
  - {id: key, title: Key, on: here, copy: {from: files/motd, to: /etc/abcdef}}
";
    check_day(
        "",
        day,
        "
        > set TOKEN abcdef
        mask
        > write key
        keep step_started key here 1
        > kept
        ask key.compare on here: compare /etc/abcdef: Welcome to $NAME, $HOME
        > exit 218 edited 1 sha256:a /etc/kept
        keep deviation_noted key: on here, this step overwrites /etc/••••, which was edited on the host (kept as /etc/kept)
        > kept
        run key on here: copy /etc/abcdef over sha256:a: Welcome to $NAME, $HOME
        ",
    );
}
