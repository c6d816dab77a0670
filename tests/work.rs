//! The rules of a walk at work: decisions and answers in, requests and refusals out.
//!
//! Each test is a transcript: lines that begin with `>` go in, the lines below each are what must
//! come out.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own plan has failed"
)]

#[path = "work/moving.rs"]
mod moving;
#[path = "work/transcript.rs"]
mod transcript;

use transcript::{check, check_day};

#[test]
fn a_step_touches_its_host_only_when_its_start_is_on_disk() {
    check(
        "
        > run plain
        keep step_started plain here 1
        > kept
        run plain on here: echo \"$NAME\" with NAME=senex
        > exit 0
        keep step_ended plain here 1 passed by exit
        > kept
        ",
    );
    check(
        "
        > run plain
        keep step_started plain here 1
        > not kept
        no: plain on here did not start: the disk is full; free disk space or repair the disk, then try again
        > run plain
        keep step_started plain here 1
        ",
    );
}

#[test]
fn nothing_follows_from_what_another_session_wrote() {
    // Each record would lead to a request if this session had written it.
    let compare = |decision: &str, kept: &str, own: &str| {
        check(&format!("> {decision}\n{kept}\n> kept\n{own}"));
        check(&format!("> {decision}\n{kept}\n> observed"));
    };
    compare(
        "run plain",
        "keep step_started plain here 1",
        "run plain on here: echo \"$NAME\" with NAME=senex",
    );
    compare(
        "run guarded",
        "keep step_started guarded here 1",
        "ask guarded.unless on here: test -e done",
    );
    compare(
        "verify told",
        "keep check_asked told here",
        "ask told on here: cat state",
    );
    // The numbers go on behind those of the other session.
    check(
        "
        > run plain
        keep step_started plain here 1
        > observed
        > state plain
        running
        > session
        > run plain
        keep step_started plain here 2
        ",
    );
}

#[test]
fn an_end_that_is_not_on_disk_is_held_and_nothing_else_starts() {
    check(
        "
        > run plain
        keep step_started plain here 1
        > kept
        run plain on here: echo \"$NAME\" with NAME=senex
        > exit 0
        keep step_ended plain here 1 passed by exit
        > full
        > not kept
        > unsaved
        plain on here ended with exit 0 (passed)
        > run plain
        no: nothing starts: the disk is full; free disk space or repair the disk, then try again
        > kept
        > unsaved
        > room
        > run plain
        keep step_started plain here 2
        ",
    );
}

#[test]
fn what_was_asked_before_a_step_does_not_lead_to_its_script_on_a_full_disk() {
    check(
        "
        > run guarded
        keep step_started guarded here 1
        > kept
        ask guarded.unless on here: test -e done
        > full
        > exit 1
        keep step_ended guarded here 1 not_run by lost: the disk is full
        no: the disk is full; the script was not run
        ",
    );
}

#[test]
fn an_exit_status_is_kept_as_it_is() {
    check(
        "
        > run plain
        keep step_started plain here 1
        > kept
        run plain on here: echo \"$NAME\" with NAME=senex
        > exit 3
        keep step_ended plain here 1 failed by exit: exit 3, expected 0
        > kept
        > run plain
        keep step_started plain here 2
        ",
    );
}

#[test]
fn what_is_already_so_is_not_done_again() {
    check(
        "
        > run guarded
        keep step_started guarded here 1
        > kept
        ask guarded.unless on here: test -e done
        > exit 0
        keep step_ended guarded here 1 passed by unless: already so: its `unless` holds
        > kept
        ",
    );
    check(
        "
        > run guarded
        keep step_started guarded here 1
        > kept
        ask guarded.unless on here: test -e done
        > exit 1
        run guarded on here: touch done
        ",
    );
}

#[test]
fn an_unless_that_cannot_be_asked_does_not_mean_not_done() {
    check(
        "
        > run guarded
        keep step_started guarded here 1
        > kept
        ask guarded.unless on here: test -e done
        > exit 127
        keep step_ended guarded here 1 not_run by lost: its `unless` has no result, so the script did not run: exit 127: a command was not found
        no: its `unless` has no result, so the script did not run: exit 127: a command was not found; the script was not run
        > kept
        ",
    );
}

#[test]
fn done_asks_and_runs_nothing() {
    check(
        "
        > done guarded
        keep step_started guarded here 1
        > kept
        ask guarded.unless on here: test -e done
        > exit 1
        keep step_ended guarded here 1 not_run by unless: its `unless` says that it is not done: exit 1, expected 0
        no: its `unless` says that it is not done: exit 1, expected 0; the script was not run
        > kept
        > done plain
        no: this step has no `unless`, so daymark cannot check whether it is done; say in your own words that it is done
        ",
    );
}

#[test]
fn a_lost_link_leaves_doubt_and_a_person_ends_it() {
    check(
        "
        > run plain
        keep step_started plain here 1
        > kept
        run plain on here: echo \"$NAME\" with NAME=senex
        > lost the connection was lost
        keep step_ended plain here 1 unknown by lost: the connection was lost
        > kept
        > end plain passed I looked
        keep step_ended plain here 1 passed by operator: I looked
        > kept
        > end plain failed again
        no: this step has no run whose end is in doubt
        ",
    );
}

#[test]
fn a_running_step_is_ended_by_hand_without_touching_its_host() {
    check(
        "
        > run plain
        keep step_started plain here 1
        > kept
        run plain on here: echo \"$NAME\" with NAME=senex
        > run plain
        no: plain is running on here; wait for it, or set its result
        > skip plain later
        no: this step is running; set its result first
        > end plain failed it hangs
        release
        keep step_ended plain here 1 failed by operator: it hangs
        > kept
        ",
    );
}

#[test]
fn danger_wants_a_yes_and_production_wants_its_name() {
    check(
        "
        > run risky
        no: It may hurt.; it runs only after a deliberate yes
        > run risky yes
        no: there is in production; type its name: there
        > run risky yes there
        keep step_started risky there 1
        ",
    );
}

#[test]
fn nothing_is_fetched_for_what_nobody_agreed_to() {
    let day = r#"
steps:
  - {id: wipe, title: Wipe, on: there, run: 'echo "$STORED"', changes: false, danger: It wipes.}
"#;
    check_day(
        "",
        day,
        "
        > run wipe
        no: It wipes.; it runs only after a deliberate yes
        > run wipe yes
        no: there is in production; type its name: there
        > run wipe yes there
        fetch STORED from: look
        > found STORED abcdef
        mask
        keep step_started wipe there 1
        ",
    );
}

#[test]
fn hosts_run_side_by_side_and_only_those_that_failed_run_again() {
    check(
        "
        > run both
        keep step_started both here 1
        keep step_started both there 1
        > kept
        run both on here: true
        run both on there: true
        > on there exit 1
        keep step_ended both there 1 failed by exit: exit 1, expected 0
        > kept
        > state both
        running
        > on here exit 0
        keep step_ended both here 1 passed by exit
        > kept
        > state both
        failed
        > run both
        keep step_started both there 2
        ",
    );
}

#[test]
fn a_rolling_change_stops_at_the_first_failure() {
    let day = "
steps:
  - {id: roll, title: Roll, on: [here, there], serial: 1, run: 'true', changes: false}
";
    check_day(
        "",
        day,
        "
        > run roll
        keep step_started roll here 1
        > kept
        run roll on here: true
        > exit 0
        keep step_ended roll here 1 passed by exit
        > kept
        keep step_started roll there 1
        > kept
        run roll on there: true
        ",
    );
    check_day(
        "",
        day,
        "
        > run roll
        keep step_started roll here 1
        > kept
        run roll on here: true
        > exit 1
        keep step_ended roll here 1 failed by exit: exit 1, expected 0
        > kept
        > state roll
        failed
        ",
    );
}

#[test]
fn each_guard_must_hold_on_each_of_its_hosts() {
    let guards = "guards:
  quiet: {about: Nobody is at work, on: [here, there], run: is-quiet}
  backup: {about: There is a backup, on: here, run: has-backup}
";
    let day = "
steps:
  - {id: restart, title: Restart, on: here, run: restart, no_unless: no, no_undo: no, guard: [quiet, backup]}
";
    let asked = "
        > run restart
        keep step_started restart here 1
        > kept
        ask restart.guard-quiet on here: is-quiet
        > exit 0
        keep guard_answered restart here passed by exit
        ask restart.guard-quiet on there: is-quiet
        ";
    let check = |rest: &str| check_day(guards, day, &(asked.to_owned() + rest));
    check(
        "> exit 0
        keep guard_answered restart there passed by exit
        ask restart.guard-backup on here: has-backup
        > exit 0
        keep guard_answered restart here passed by exit
        run restart on here: restart
        ",
    );
    check(
        "> exit 1
        keep guard_answered restart there failed by exit: exit 1, expected 0
        keep step_ended restart here 1 not_run by guard: the guard quiet does not hold: exit 1, expected 0
        no: the guard quiet does not hold: exit 1, expected 0; the script was not run; wait, or override the guard with a reason
        ",
    );
}

#[test]
fn a_rolling_change_takes_as_many_hosts_at_once_as_it_says() {
    let day = "
steps:
  - {id: roll, title: Roll, on: [here, there, yonder], serial: 2, run: 'true', changes: false}
";
    check_day(
        "",
        day,
        "
        > run roll
        keep step_started roll here 1
        keep step_started roll there 1
        > kept
        run roll on here: true
        run roll on there: true
        > exit 0
        keep step_ended roll here 1 passed by exit
        > kept
        keep step_started roll yonder 1
        > exit 0
        keep step_ended roll there 1 passed by exit
        > kept
        run roll on yonder: true
        ",
    );
}

#[test]
fn a_condition_that_does_not_hold_skips_the_step() {
    let day = "
steps:
  - {id: first, title: First, on: here, run: 'true', changes: false}
  - {id: named, title: Named, on: here, run: 'true', changes: false, when: {variable: NAME, is: 'sen.*'}}
  - {id: other, title: Other, on: here, run: 'true', changes: false, when: {variable: NAME, is: other}}
  - {id: asked, title: Asked, on: here, run: 'true', changes: false, when: {on: there, run: test -e x}}
  - {id: behind, title: Behind, on: here, run: 'true', changes: false, when: {step: first, is: passed}}
";
    check_day(
        "",
        day,
        "
        > run named
        keep step_started named here 1
        > kept
        run named on here: true
        > exit 0
        keep step_ended named here 1 passed by exit
        > kept
        > run other
        keep step_started other here 1
        > kept
        keep step_ended other here 1 skipped by when: its `when` does not hold: NAME does not match other
        > kept
        > state other
        skipped
        > run asked
        keep step_started asked here 1
        > kept
        ask asked.when-1 on there: test -e x
        > exit 1
        keep step_ended asked here 1 skipped by when: its `when` does not hold: exit 1, expected 0
        > kept
        > run behind
        keep step_started behind here 1
        > kept
        keep step_ended behind here 1 skipped by when: its `when` does not hold: first is open, not passed
        > kept
        ",
    );
    // All of them must hold, each on all of its hosts.
    check_day(
        "",
        "
steps:
  - id: both
    title: Both
    on: here
    run: 'true'
    changes: false
    when: [{variable: NAME}, {on: [here, there], run: test -e x}]
",
        "
        > run both
        keep step_started both here 1
        > kept
        ask both.when-2 on here: test -e x
        > exit 0
        ask both.when-2 on there: test -e x
        > exit 1
        keep step_ended both here 1 skipped by when: its `when` does not hold: exit 1, expected 0
        ",
    );
    check_day(
        "",
        day,
        "
        > run asked
        keep step_started asked here 1
        > kept
        ask asked.when-1 on there: test -e x
        > not asked no route to host
        keep step_ended asked here 1 not_run by lost: its `when` has no result, so the script did not run: no route to host
        no: its `when` has no result, so the script did not run: no route to host; the script was not run
        > kept
        > state asked
        open
        ",
    );
}

#[test]
fn what_comes_after_waits_for_what_comes_before() {
    check_day(
        "",
        "
steps:
  - {id: first, title: The first, on: here, run: 'true', changes: false}
  - {id: second, title: The second, on: here, run: 'true', changes: false, after: [first, seen]}
checks:
  - {id: seen, check: It is seen}
",
        "
        > run second
        no: it comes after The first, which is not done; do first first
        > skip first no need
        keep step_skipped first: no need
        > kept
        > run second
        no: it comes after It is seen, which is not done; do seen first
        > attest seen
        keep check_attested seen
        > kept
        > run second
        keep step_started second here 1
        ",
    );
}

#[test]
fn a_step_that_fails_is_tried_again_for_a_while() {
    check_day(
        "",
        "
steps:
  - {id: flaky, title: Flaky, on: here, run: 'try', changes: false, retry: {for: 6s, every: 4s}}
",
        "
        > run flaky
        keep step_started flaky here 1
        > kept
        run flaky on here: try
        > exit 1
        keep step_ended flaky here 1 failed by exit: exit 1, expected 0
        > kept
        wake after 4s
        > later 4s
        keep step_started flaky here 2
        > kept
        run flaky on here: try
        > exit 1
        keep step_ended flaky here 2 failed by exit: exit 1, expected 0
        > kept
        > state flaky
        failed
        ",
    );
}

#[test]
fn a_guard_is_asked_right_before_and_passed_over_only_with_a_deviation() {
    let guards =
        "guards: {market: {about: No restarts while it is open, on: there, run: is-closed}}";
    let day = "
steps:
  - {id: restart, title: Restart, on: here, run: restart, no_unless: no, undo: back, guard: market}
";
    check_day(
        guards,
        day,
        "
        > run restart
        keep step_started restart here 1
        > kept
        ask restart.guard-market on there: is-closed
        > exit 1
        keep guard_answered restart there failed by exit: exit 1, expected 0
        keep step_ended restart here 1 not_run by guard: the guard market does not hold: exit 1, expected 0
        no: the guard market does not hold: exit 1, expected 0; the script was not run; wait, or override the guard with a reason
        > kept
        > state restart
        open
        > override restart market the exchange is on holiday
        keep deviation_noted restart: the guard market was overridden: the exchange is on holiday
        keep step_started restart here 2
        > kept
        run restart on here: restart
        ",
    );
    check_day(
        guards,
        day,
        "
        > run restart
        keep step_started restart here 1
        > kept
        ask restart.guard-market on there: is-closed
        > exit 0
        keep guard_answered restart there passed by exit
        run restart on here: restart
        ",
    );
    check_day(
        guards,
        day,
        "
        > run restart
        keep step_started restart here 1
        > kept
        ask restart.guard-market on there: is-closed
        > not asked no route to host
        keep guard_answered restart there unknown by lost: no route to host
        keep step_ended restart here 1 not_run by lost: the guard market has no result, so the script did not run: no route to host
        no: the guard market has no result, so the script did not run: no route to host; the script was not run; wait, or override the guard with a reason
        ",
    );
    check_day(
        guards,
        day,
        "
        > override restart market holiday
        keep deviation_noted restart: the guard market was overridden: holiday
        keep step_started restart here 1
        > kept
        run restart on here: restart
        > exit 0
        keep step_ended restart here 1 passed by exit
        > kept
        > undo restart
        keep step_started restart here 2
        > kept
        run restart on here: back
        ",
    );
    check_day(
        guards,
        day,
        "
        > guard market
        ask told on there: is-closed
        > exit 0
        ",
    );
}

#[test]
fn a_step_waits_for_its_time_and_the_time_survives_a_restart() {
    let day = "
steps:
  - {id: first, title: First, on: here, run: 'true', changes: false}
  - {id: second, title: Second, on: here, run: 'true', changes: false, wait: 10m}
";
    check_day(
        "",
        day,
        "
        > run first
        keep step_started first here 1
        > kept
        run first on here: true
        > exit 0
        keep step_ended first here 1 passed by exit
        > kept
        > later 60s
        > run second
        wake after 540s
        > run second
        no: this step is waiting; wait for it, or cancel the wait
        > give up second
        > later 60s
        > session
        > run second
        wake after 480s
        > later 480s
        keep step_started second here 1
        ",
    );
    check_day(
        "",
        day,
        "
        > now second
        keep step_started second here 1
        ",
    );
}

#[test]
fn a_step_waits_for_a_check() {
    let day = "
steps:
  - {id: go, title: Go, on: here, run: 'true', changes: false, wait: {until: resolves, for: 1m}}
checks:
  - {id: resolves, check: It resolves, on: there, run: dig}
";
    check_day(
        "",
        day,
        "
        > run go
        keep check_asked resolves there
        > kept
        ask resolves on there: dig
        > exit 1
        keep check_answered resolves there failed by exit: exit 1, expected 0
        > kept
        wake after 15s
        > later 15s
        keep check_asked resolves there
        > kept
        ask resolves on there: dig
        > exit 0
        keep check_answered resolves there passed by exit
        > kept
        keep step_started go here 1
        ",
    );
    check_day(
        "",
        day,
        "
        > run go
        keep check_asked resolves there
        > kept
        ask resolves on there: dig
        > later 50s
        > exit 1
        keep check_answered resolves there failed by exit: exit 1, expected 0
        > kept
        wake after 10s
        > later 10s
        keep check_asked resolves there
        > kept
        ask resolves on there: dig
        > exit 1
        keep check_answered resolves there failed by exit: exit 1, expected 0
        > kept
        no: go: it waited for It resolves, which does not hold; look why, then run it again
        > state go
        open
        ",
    );
}

#[test]
fn a_step_that_may_wait_for_long_asks_its_check_seldom() {
    let day = "
steps:
  - {id: go, title: Go, on: here, run: 'true', changes: false, wait: {until: quiet, for: 12h}}
checks:
  - {id: quiet, check: It is quiet, on: there, run: look}
";
    check_day(
        "",
        day,
        "
        > run go
        keep check_asked quiet there
        > kept
        ask quiet on there: look
        > exit 1
        keep check_answered quiet there failed by exit: exit 1, expected 0
        > kept
        wake after 180s
        ",
    );
}

#[test]
fn what_was_changed_since_it_was_done_stands_by_a_person_s_word() {
    check(
        "
        > run plain
        keep step_started plain here 1
        > kept
        run plain on here: echo \"$NAME\" with NAME=senex
        > exit 0
        keep step_ended plain here 1 passed by exit
        > kept
        > end plain passed it is as it was
        no: this step has no run whose end is in doubt
        > edit plain echo other
        > end plain passed it makes no difference
        keep step_ended plain here 1 passed by operator: it makes no difference
        > kept
        > end plain passed once more
        no: this step has no run whose end is in doubt
        > run plain
        keep step_started plain here 2
        > kept
        run plain on here: echo other
        ",
    );
}

#[test]
fn a_value_comes_out_of_a_step() {
    let day = "
steps:
  - {id: whole, title: Whole, on: here, run: 'a', changes: false, save: NAME}
  - {id: part, title: Part, on: here, run: 'b', changes: false, save: {name: NAME, match: 'id=(\\w+)'}}
  - {id: hidden, title: Hidden, on: here, run: 'c', changes: false, save: TOKEN}
  - {id: uses, title: Uses, on: here, run: 'echo $NAME', changes: false}
";
    check_day(
        "",
        day,
        "
        > run whole
        keep step_started whole here 1
        > kept
        run whole on here: a
        > exit 0   ada
        keep variable_set
        keep step_ended whole here 1 passed by exit
        > kept
        > run part
        keep step_started part here 1
        > kept
        run part on here: b
        > exit 0 nothing
        keep step_ended part here 1 failed by exit: NAME: nothing in its output matches id=(\\w+)
        > kept
        > run hidden
        keep step_started hidden here 1
        > kept
        run hidden on here: c
        > exit 0 s3cret-token
        mask
        keep step_ended hidden here 1 passed by exit
        > kept
        > run uses
        keep step_started uses here 1
        > kept
        run uses on here: echo $NAME with NAME=ada
        ",
    );
}

#[test]
fn a_step_that_cuts_its_connection_is_judged_by_its_unless() {
    let day = "
steps:
  - {id: reboot, title: Reboot, on: there, run: reboot, unless: is-new, no_undo: no, disconnects: true}
";
    check_day(
        "",
        day,
        "
        > run reboot
        keep step_started reboot there 1
        > kept
        ask reboot.unless on there: is-new
        > exit 1
        run reboot on there: reboot
        > cut
        ask reboot.unless on there: is-new
        > not asked there is no connection
        ask reboot.unless on there after 5s: is-new
        > later 40s
        > exit 0
        keep step_ended reboot there 1 passed by unless after 40s: the host reconnected, and its `unless` passed
        ",
    );
    // Where the host has told its boot id, before and after, what it did is told too.
    for (boot, output) in [
        ("anew", "the host rebooted"),
        ("still", "the host reconnected without a reboot"),
    ] {
        let happened = format!(
            "
        > run reboot
        keep step_started reboot there 1
        > kept
        ask reboot.unless on there: is-new
        > exit 1
        run reboot on there: reboot
        > cut
        ask reboot.unless on there: is-new
        > ready there {boot}
        > exit 0
        keep step_ended reboot there 1 passed by unless: {output}, and its `unless` passed
        "
        );
        check_day("", day, &happened);
    }
}

#[test]
fn what_is_done_can_be_taken_back() {
    let day = "
steps:
  - {id: made, title: Made, on: here, run: make, no_unless: no, undo: unmake}
  - {id: kept, title: Kept, on: here, run: keep, no_unless: no, no_undo: It is for good.}
";
    check_day(
        "",
        day,
        "
        > run made
        keep step_started made here 1
        > kept
        run made on here: make
        > exit 0
        keep step_ended made here 1 passed by exit
        > kept
        > undo made
        keep step_started made here 2
        > kept
        run made on here: unmake
        > exit 0
        keep step_ended made here 2 passed by exit
        > kept
        > state made
        undone
        > run made
        keep step_started made here 3
        > undo kept
        no: It is for good.; take it back by hand, and note a deviation
        ",
    );
}

#[test]
fn what_comes_after_a_step_that_was_undone_is_done_again_and_can_be_undone() {
    let day = "
steps:
  - {id: base, title: Base, on: here, run: base, no_unless: no, undo: unbase}
  - {id: top, title: Top, on: here, run: top, after: base, unless: topped, undo: untop}
";
    let undone = "
        > run base
        keep step_started base here 1
        > kept
        run base on here: base
        > exit 0
        keep step_ended base here 1 passed by exit
        > kept
        > run top
        keep step_started top here 1
        > kept
        ask top.unless on here: topped
        > exit 0
        keep step_ended top here 1 passed by unless: already so: its `unless` holds
        > kept
        > undo base
        keep step_started base here 2
        > kept
        run base on here: unbase
        > exit 0
        keep step_ended base here 2 passed by exit
        > kept
        > state top
        open
        > run top
        no: it comes after Base, which is not done; do base first
    ";
    check_day(
        "",
        day,
        &format!(
            "{undone}
        > all
        keep step_started base here 3
        > kept
        run base on here: base
        > exit 0
        keep step_ended base here 3 passed by exit
        > kept
        keep step_started top here 2
        > kept
        ask top.unless on here: topped
        > exit 1
        run top on here: top
        > exit 0
        keep step_ended top here 2 passed by exit
        > kept
        > state top
        passed
        "
        ),
    );
    // What it did still stands, and can be taken back.
    check_day(
        "",
        day,
        &format!(
            "{undone}
        > undo top
        keep step_started top here 2
        > kept
        run top on here: untop
        > exit 0
        keep step_ended top here 2 passed by exit
        > kept
        > state top
        undone
        "
        ),
    );
}

#[test]
fn what_is_open_again_is_undone_only_where_it_was_done() {
    check_day(
        "",
        "
steps:
  - {id: base, title: Base, on: here, run: base, no_unless: no, undo: unbase}
  - {id: top, title: Top, on: [here, there], run: top, serial: 1, after: base, no_unless: no, undo: untop}
",
        "
        > run base
        keep step_started base here 1
        > kept
        run base on here: base
        > exit 0
        keep step_ended base here 1 passed by exit
        > kept
        > run top
        keep step_started top here 1
        > kept
        run top on here: top
        > exit 0
        keep step_ended top here 1 passed by exit
        > kept
        keep step_started top there 1
        > kept
        run top on there: top
        > exit 1
        keep step_ended top there 1 failed by exit: exit 1, expected 0
        > kept
        > undo base
        keep step_started base here 2
        > kept
        run base on here: unbase
        > exit 0
        keep step_ended base here 2 passed by exit
        > kept
        > undo top
        keep step_started top here 2
        > kept
        run top on here: untop
        > exit 0
        keep step_ended top here 2 passed by exit
        > kept
        ",
    );
}

#[test]
fn a_detached_run_is_followed_by_the_next_session() {
    let day = "
steps:
  - {id: long, title: Long, on: there, run: upgrade, no_unless: no, no_undo: no, detach: true}
";
    check_day(
        "",
        day,
        "
        > run long
        keep step_started long there 1
        > kept
        run long on there: follow long.1.s1
        > session
        > state long
        interrupted
        > run long
        keep step_resumed long there 1
        > kept
        ask told on there: age of long.1.s1
        > exit 0 90
        run long.picked-up on there: follow long.1.s1
        > state long
        running
        > exit 4
        keep step_ended long there 1 failed by exit after 90.1s: exit 4, expected 0
        > kept
        ask told on there: clear long.1.s1
        > exit 0
        > run long
        keep step_started long there 2
        ",
    );
}

#[test]
fn a_detached_run_on_a_host_out_of_reach_is_followed_later_and_never_begun_twice() {
    let day = "
steps:
  - {id: long, title: Long, on: there, run: upgrade, no_unless: no, no_undo: no, detach: true}
";
    let left_behind = "
        > run long
        keep step_started long there 1
        > kept
        run long on there: follow long.1.s1
        > session
        > run long
        keep step_resumed long there 1
        > kept
        ask told on there: age of long.1.s1
        ";
    let in_doubt = "
        > kept
        > state long
        unknown
        > run long
        keep step_resumed long there 1
        ";
    let check = |lost: &str| check_day("", day, &format!("{left_behind}{lost}{in_doubt}"));
    check(
        "> not asked no route
        keep step_ended long there 1 unknown by lost: no route",
    );
    check(
        "> exit 0 90
        run long.picked-up on there: follow long.1.s1
        > not asked no route
        keep step_ended long there 1 unknown by lost after 90.1s: no route",
    );
}

#[test]
fn a_detached_run_counts_as_not_started_only_where_daymark_itself_says_so() {
    let day = "
steps:
  - {id: long, title: Long, on: there, run: upgrade, no_unless: no, no_undo: no, detach: true}
";
    let check = |ends: &str| {
        let started = "
        > run long
        keep step_started long there 1
        > kept
        run long on there: follow long.1.s1
        ";
        check_day("", day, &format!("{started}{ends}"));
    };
    check(
        "> exit 219 daymark did not start the script: no space
        keep step_ended long there 1 not_run by lost: no space
        no: no space; the script was not run",
    );
    for exit in [218, 219] {
        check(&format!(
            "> exit {exit} no space
            keep step_ended long there 1 failed by exit: exit {exit}, expected 0",
        ));
    }
}

#[test]
fn what_is_left_of_a_run_is_looked_for() {
    check_day(
        "",
        "
steps:
  - {id: plain, title: Plain, on: there, run: work, changes: false}
",
        "
        > run plain
        keep step_started plain there 1
        > kept
        run plain on there: work
        > began
        keep step_reached plain there 1
        > kept
        > lost the connection was lost
        keep step_ended plain there 1 unknown by lost: the connection was lost
        > kept
        > look plain
        ask told on there: probe 42
        ",
    );
}

#[test]
fn a_run_that_takes_too_long_is_told_and_ended_only_where_the_plan_says_so() {
    let day = "
steps:
  - {id: patient, title: Patient, on: here, run: wait, changes: false, timeout: 60s}
  - {id: strict, title: Strict, on: here, run: wait, changes: false, timeout: {after: 60s, then: end}}
";
    check_day(
        "",
        day,
        "
        > run patient
        keep step_started patient here 1
        > kept
        run patient on here: wait
        > began
        keep step_reached patient here 1
        wake after 60s
        > kept
        > later 60s
        no: Patient runs for longer than 1.0 min; it goes on; stop it, or set its result
        > stop patient
        send INT
        > exit 130
        keep step_ended patient here 1 failed by exit: ended by INT: exit 130, expected 0
        ",
    );
    check_day(
        "",
        day,
        "
        > run strict
        keep step_started strict here 1
        > kept
        run strict on here: wait
        > began
        keep step_reached strict here 1
        wake after 60s
        > kept
        > later 60s
        send INT
        wake after 10s
        > later 10s
        send TERM
        wake after 10s
        > later 10s
        send KILL
        > exit 137
        keep step_ended strict here 1 failed by exit: ended by KILL: exit 137, expected 0
        ",
    );
}

#[test]
fn of_a_silent_step_is_told_what_may_be_the_matter_and_how_it_ends() {
    let day = "
steps:
  - {id: reads, title: Reads, on: here, run: cat, changes: false}
  - {id: limited, title: Limited, on: here, run: cat, changes: false, timeout: {after: 10m, then: end}}
  - {id: alone, title: Alone, on: here, run: cat, no_unless: no, no_undo: no, detach: true}
";
    let begins = |id: &str| {
        format!(
            "
        > run {id}
        keep step_started {id} here 1
        > kept
        run {id} on here: cat
        > began
        keep step_reached {id} here 1
        > kept"
        )
    };
    check_day(
        "",
        day,
        &format!(
            "{}
        > later 75s
        > front cat
        > silence
        reads on here has printed nothing for 75s
        the foreground process is `cat`
        if the step waits for input, it will hang: no terminal is attached
        ctrl-c interrupts it; a `timeout` with `then: end` in the plan would kill it
        ",
            begins("reads")
        ),
    );
    check_day(
        "",
        day,
        &format!(
            "{}
        > silence
        limited on here has printed nothing for 0s
        if the step waits for input, it will hang: no terminal is attached
        ctrl-c interrupts it; it is killed after 10m
        ",
            begins("limited").replace(
                "keep step_reached limited here 1",
                "keep step_reached limited here 1\n        wake after 600s"
            )
        ),
    );
    // A detached step has no input that could be waited for.
    check_day(
        "",
        day,
        &format!(
            "{}
        > silence
        alone on here has printed nothing for 0s
        ctrl-c interrupts it; a `timeout` with `then: end` in the plan would kill it
        ",
            begins("alone").replace("here: cat", "here: follow alone.1.s1")
        ),
    );
}

#[test]
fn the_silence_before_a_step_is_not_its_own() {
    check_day(
        "",
        "
steps:
  - {id: one, title: One, on: here, run: a, changes: false}
  - {id: two, title: Two, on: here, run: b, changes: false}
",
        "
        > run one
        keep step_started one here 1
        > kept
        run one on here: a
        > began
        keep step_reached one here 1
        > kept
        > exit 0
        keep step_ended one here 1 passed by exit
        > kept
        > later 75s
        > run two
        keep step_started two here 1
        > kept
        run two on here: b
        > silence
        > began
        keep step_reached two here 1
        > kept
        > later 61s
        > silence
        two on here has printed nothing for 61s
        if the step waits for input, it will hang: no terminal is attached
        ctrl-c interrupts it; a `timeout` with `then: end` in the plan would kill it
        ",
    );
}

#[test]
fn what_is_stopped_is_the_step_that_was_named() {
    check_day(
        "",
        "
steps:
  - {id: one, title: One, on: here, run: wait, changes: false}
  - {id: other, title: Other, on: there, run: wait, changes: false}
",
        "
        > run one
        keep step_started one here 1
        > kept
        run one on here: wait
        > run other
        keep step_started other there 1
        > kept
        run other on there: wait
        > stop one
        send INT
        > stop second
        no: this step is not running
        ",
    );
}

#[test]
fn an_interactive_step_wants_somebody_unless_it_can_be_spared() {
    let guards = "guards: {market: {about: It is closed, on: there, run: is-closed}}";
    let day = "
steps:
  - {id: asks, title: Asks, on: here, run: vi, changes: false, interactive: true}
  - {id: known, title: Known, on: here, run: vi, unless: known, no_undo: no, interactive: true, guard: market}
  - {id: other, title: Other, on: here, run: vi, changes: false, when: {run: is-so}, interactive: true}
";
    check_day(
        guards,
        day,
        "
        > unattended
        > run asks
        no: this step is interactive, but no terminal is attached; run it at a terminal, or skip it with `--skip asks WHY`
        > run known
        keep step_started known here 1
        > kept
        ask known.unless on here: known
        > exit 0
        keep step_ended known here 1 passed by unless: already so: its `unless` holds
        > kept
        > run other
        keep step_started other here 1
        > kept
        ask other.when-1 on here: is-so
        > exit 1
        keep step_ended other here 1 skipped by when: its `when` does not hold: exit 1, expected 0
        > kept
        ",
    );
    check_day(
        guards,
        day,
        "
        > unattended
        > run known
        keep step_started known here 1
        > kept
        ask known.unless on here: known
        > exit 1
        keep step_ended known here 1 not_run by lost: this step is interactive, but no terminal is attached
        no: this step is interactive, but no terminal is attached; run it at a terminal, or do it yourself and use `--done known`
        > kept
        > state known
        open
        > done known
        keep step_started known here 2
        > kept
        ask known.unless on here: known
        > exit 0
        keep step_ended known here 2 passed by unless: already so: its `unless` holds
        ",
    );
    check_day(
        guards,
        day,
        "
        > run known
        keep step_started known here 1
        > kept
        ask known.unless on here: known
        > exit 1
        ask known.guard-market on there: is-closed
        > exit 0
        keep guard_answered known there passed by exit
        run known on here: vi
        ",
    );
}

#[test]
fn a_copy_that_differs_in_nothing_is_not_made() {
    let day = "
steps:
  - {id: motd, title: Greet, on: here, copy: {from: files/motd, to: /etc/motd, fill: true}}
";
    check_day(
        "",
        day,
        "
        > compare motd
        ask told on here: compare /etc/motd: Welcome to senex, $HOME
        > exit 1 differs
        > run motd
        keep step_started motd here 1
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to senex, $HOME
        > exit 0
        keep step_ended motd here 1 passed by equal: already so: nothing differs
        > kept
        > undo motd
        keep step_started motd here 2
        > kept
        ask motd.compare on here: compare before undo /etc/motd
        > exit 0
        run motd on here: put back /etc/motd
        > exit 0
        keep step_ended motd here 2 passed by exit
        > kept
        > run motd
        keep step_started motd here 3
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to senex, $HOME
        > exit 1
        run motd on here: copy /etc/motd: Welcome to senex, $HOME
        ",
    );
}

/// A copy, and one with an `unless` and an undo of its own, on two hosts.
const COPIES: &str = "
steps:
  - {id: motd, title: Greet, on: here, copy: {from: files/motd, to: /etc/motd}}
  - id: sheet
    title: Sheet
    on: [here, yonder]
    serial: 1
    unless: test -e sheet
    copy: {from: files/motd, to: /etc/sheet}
    undo: rm /etc/sheet
";

#[test]
fn an_edited_file_is_overwritten_only_as_it_was_shown() {
    check_day(
        "",
        COPIES,
        "
        > run motd
        keep step_started motd here 1
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to $NAME, $HOME
        > exit 218 edited 1 sha256:a /etc/motd.edited-motd
        keep step_ended motd here 1 not_run by edited: /etc/motd was edited since daymark wrote it
        no: /etc/motd was edited since daymark wrote it; nothing was overwritten
        > kept
        > state motd
        open
        > write motd here=sha256:a
        keep step_started motd here 2
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to $NAME, $HOME
        > exit 218 edited 1 sha256:b /etc/motd.edited-motd
        keep step_ended motd here 2 not_run by edited: /etc/motd was edited since daymark wrote it
        no: /etc/motd was edited since daymark wrote it; nothing was overwritten
        > kept
        > write motd here=sha256:b
        keep step_started motd here 3
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to $NAME, $HOME
        > exit 218 edited 1 sha256:b /etc/motd.edited-motd
        keep deviation_noted motd: on here, this step overwrites /etc/motd, which was edited on the host (kept as /etc/motd.edited-motd)
        > kept
        run motd on here: copy /etc/motd over sha256:b: Welcome to $NAME, $HOME
        > exit 218
        keep step_ended motd here 3 failed by exit: a file was edited since it was compared, and is left as it is
        > kept
        > state motd
        failed
        > write motd
        keep step_started motd here 4
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to $NAME, $HOME
        > exit 218 unlisted 1 sha256:c /etc/motd.before-motd
        keep deviation_noted motd: on here, this step overwrites /etc/motd, which may have been edited on the host (kept as /etc/motd.before-motd)
        > not kept
        keep step_ended motd here 4 not_run by lost: nothing was overwritten: the disk is full
        no: nothing was overwritten: the disk is full; the script was not run
        ",
    );
}

#[test]
fn a_comparison_that_did_not_run_writes_nothing() {
    for (end, output) in [
        (
            "exit 126",
            "the comparison did not run, exit 126: no message",
        ),
        ("not asked no route", "no route"),
        ("lost the link went", "the link went"),
    ] {
        for (verb, attempt) in [("run", 1), ("write", 1), ("undo", 1), ("unwrite", 1)] {
            let compare = if verb.starts_with("un") {
                "compare before undo /etc/motd"
            } else {
                "compare /etc/motd: Welcome to $NAME, $HOME"
            };
            let because =
                format!("what is there has no result, so the script did not run: {output}");
            check_day(
                "",
                COPIES,
                &format!(
                    "
                    > {verb} motd
                    keep step_started motd here {attempt}
                    > kept
                    ask motd.compare on here: {compare}
                    > {end}
                    keep step_ended motd here {attempt} not_run by lost: {because}
                    no: {because}; the script was not run
                    > kept
                    "
                ),
            );
        }
    }
}

#[test]
fn what_the_journal_knows_to_be_copied_is_compared_as_such() {
    check_day(
        "",
        COPIES,
        "
        > run motd
        keep step_started motd here 1
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to $NAME, $HOME
        > exit 1
        run motd on here: copy /etc/motd: Welcome to $NAME, $HOME
        > exit 0
        keep step_ended motd here 1 passed by exit
        > kept
        > run motd
        keep step_started motd here 2
        > kept
        ask motd.compare on here: compare /etc/motd known: Welcome to $NAME, $HOME
        > exit 218 unlisted 1 sha256:a /etc/motd.before-motd
        keep step_ended motd here 2 not_run by edited: /etc/motd may be edited: ~/.daymark/written on the host does not show that daymark wrote it
        no: /etc/motd may be edited: ~/.daymark/written on the host does not show that daymark wrote it; nothing was overwritten
        > kept
        > state motd
        passed
        > undo motd
        keep step_started motd here 3
        > kept
        ask motd.compare on here: compare before undo /etc/motd known
        > exit 218 edited 1 sha256:a /etc/motd.after-motd
        keep step_ended motd here 3 not_run by edited: /etc/motd was edited since daymark wrote it
        no: /etc/motd was edited since daymark wrote it; nothing was overwritten
        > kept
        > state motd
        passed
        > unwrite motd here=sha256:a
        keep step_started motd here 4
        > kept
        ask motd.compare on here: compare before undo /etc/motd known
        > exit 218 edited 1 sha256:a /etc/motd.after-motd
        keep deviation_noted motd: on here, the undo of this step overwrites /etc/motd, which was edited on the host (kept as /etc/motd.after-motd)
        > kept
        run motd on here: put back /etc/motd over sha256:a
        > exit 0
        keep step_ended motd here 4 passed by exit
        > kept
        > run motd
        keep step_started motd here 5
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to $NAME, $HOME
        ",
    );
}

#[test]
fn a_rolling_copy_stops_at_an_edited_file_and_its_own_undo_keeps_it() {
    check_day(
        "",
        COPIES,
        "
        > all
        keep step_started motd here 1
        > kept
        ask motd.compare on here: compare /etc/motd: Welcome to $NAME, $HOME
        > exit 0
        keep step_ended motd here 1 passed by equal: already so: nothing differs
        > kept
        keep step_started sheet here 1
        > kept
        ask sheet.unless on here: test -e sheet
        > exit 1
        ask sheet.compare on here: compare /etc/sheet: Welcome to $NAME, $HOME
        > exit 218 edited 1 sha256:a /etc/sheet.edited-sheet
        keep step_ended sheet here 1 not_run by edited: /etc/sheet was edited since daymark wrote it
        no: /etc/sheet was edited since daymark wrote it; nothing was overwritten
        > kept
        > write sheet here=sha256:a
        keep step_started sheet here 2
        > kept
        ask sheet.unless on here: test -e sheet
        > exit 1
        ask sheet.compare on here: compare /etc/sheet: Welcome to $NAME, $HOME
        > exit 218 edited 1 sha256:a /etc/sheet.edited-sheet
        keep deviation_noted sheet: on here, this step overwrites /etc/sheet, which was edited on the host (kept as /etc/sheet.edited-sheet)
        > kept
        run sheet on here: copy /etc/sheet over sha256:a: Welcome to $NAME, $HOME
        > exit 0
        keep step_ended sheet here 2 passed by exit
        > kept
        keep step_started sheet yonder 1
        > kept
        ask sheet.unless on yonder: test -e sheet
        > exit 1
        ask sheet.compare on yonder: compare /etc/sheet: Welcome to $NAME, $HOME
        > exit 218 edited 1 sha256:a /etc/sheet.edited-sheet
        keep step_ended sheet yonder 1 not_run by edited: /etc/sheet was edited since daymark wrote it
        no: /etc/sheet was edited since daymark wrote it; nothing was overwritten
        > kept
        > unwrite sheet
        keep step_started sheet here 3
        > kept
        ask sheet.compare on here: compare before undo /etc/sheet known
        > exit 218 edited 1 sha256:c /etc/sheet.after-sheet
        keep deviation_noted sheet: on here, the undo of this step overwrites /etc/sheet, which was edited on the host (kept as /etc/sheet.after-sheet)
        > kept
        run sheet on here: keep over sha256:c, then rm /etc/sheet
        ",
    );
}

#[test]
fn a_check_is_asked_again_once_a_step_of_its_day_has_changed_something() {
    let day = "
steps:
  - {id: made, title: Made, on: here, run: a, no_unless: 'no', undo: z}
  - {id: seen, title: Seen, on: here, run: b, changes: false}
checks:
  - {id: ok, check: Ok, on: here, run: d}
  - {id: left, check: Left, on: here, run: e}
";
    let first = "
        > all
        keep step_started made here 1
        > kept
        run made on here: a
        > exit 0
        keep step_ended made here 1 passed by exit
        > kept
        keep step_started seen here 1
        > kept
        run seen on here: b
        > exit 0
        keep step_ended seen here 1 passed by exit
        > kept
        keep check_asked ok here
        > kept
        ask ok on here: d
        > exit 0
        keep check_answered ok here passed by exit
        > kept
        keep check_asked left here
        > kept
        ask left on here: e
        > exit 1
        keep check_answered left here failed by exit: exit 1, expected 0
        > kept
        > skip left so
        keep check_waived left: so
        > kept
        > all
        no: nothing that can be run is open here
        ";
    // What only looks changes nothing.
    check_day(
        "",
        day,
        &(first.to_owned()
            + "> run seen
        keep step_started seen here 2
        > kept
        run seen on here: b
        > exit 0
        keep step_ended seen here 2 passed by exit
        > kept
        > all
        no: nothing that can be run is open here
        "),
    );
    check_day(
        "",
        day,
        &(first.to_owned()
            + "> undo made
        keep step_started made here 2
        > kept
        run made on here: z
        > exit 0
        keep step_ended made here 2 passed by exit
        > kept
        > all
        keep step_started made here 3
        > kept
        run made on here: a
        > exit 0
        keep step_ended made here 3 passed by exit
        > kept
        keep step_started seen here 2
        > kept
        run seen on here: b
        > exit 0
        keep step_ended seen here 2 passed by exit
        > kept
        keep check_asked ok here
        > kept
        ask ok on here: d
        > exit 0
        keep check_answered ok here passed by exit
        > kept
        > all
        no: nothing that can be run is open here
        "),
    );
}

#[test]
fn the_rest_of_a_day_is_gone_through_until_something_wants_a_person() {
    check_day(
        "",
        "
steps:
  - {id: first, title: First, on: here, run: a, changes: false}
  - {id: second, title: Second, on: here, run: b, changes: false}
  - {id: hurts, title: Hurts, on: here, run: c, changes: false, danger: It hurts.}
",
        "
        > all
        keep step_started first here 1
        > kept
        run first on here: a
        > exit 0
        keep step_ended first here 1 passed by exit
        > kept
        keep step_started second here 1
        > kept
        run second on here: b
        > exit 0
        keep step_ended second here 1 passed by exit
        > kept
        no: stopped before Hurts: It hurts.; it runs only after a deliberate yes
        ",
    );
    check_day(
        "",
        "
steps:
  - {id: first, title: First, on: here, run: a, changes: false}
  - {id: second, title: Second, on: here, run: b, changes: false}
checks:
  - {id: ok, check: Ok, on: here, run: d}
",
        "
        > all second
        keep step_started second here 1
        > kept
        run second on here: b
        > exit 0
        keep step_ended second here 1 passed by exit
        > kept
        keep check_asked ok here
        > kept
        ask ok on here: d
        > exit 0
        keep check_answered ok here passed by exit
        > kept
        > all
        keep step_started first here 1
        > kept
        run first on here: a
        > exit 1
        keep step_ended first here 1 failed by exit: exit 1, expected 0
        > kept
        > state second
        passed
        ",
    );
    // The first that fails stops it.
    check_day(
        "",
        "
steps:
  - {id: first, title: First, on: here, run: a, changes: false}
  - {id: second, title: Second, on: here, run: b, changes: false}
",
        "
        > all
        keep step_started first here 1
        > kept
        run first on here: a
        > exit 1
        keep step_ended first here 1 failed by exit: exit 1, expected 0
        > kept
        > state second
        open
        ",
    );
}

#[test]
fn recurring_work_opens_anew_and_ends_with_its_last_check() {
    let recurring = "
recurring:
  - id: logs
    every: week
    since: 1
    do: Look at the logs
    steps: [{id: logs-read, title: Read, on: here, run: less, changes: false}]
    checks: [{id: logs-clean, check: They are clean}]
";
    check_day(
        recurring,
        "",
        "
        > begin logs
        keep round_begun logs
        > kept
        > run logs-read
        keep step_started logs-read here 1
        > kept
        run logs-read on here: less
        > exit 0
        keep step_ended logs-read here 1 passed by exit
        > kept
        > attest logs-clean
        keep check_attested logs-clean
        > kept
        keep round_ended logs
        > kept
        > state logs-read
        passed
        > later 604800s
        > begin logs
        keep round_begun logs
        > kept
        > state logs-read
        open
        > finish logs by hand
        keep round_ended logs: by hand
        ",
    );
}

#[test]
fn a_quiz_is_answered() {
    check_day(
        "",
        "quiz: [{ask: Which?, answers: [this, that], right: 2, because: It is so.}]",
        "
        > answer 0 1
        keep quiz_answered
        > answer 0 3
        no: there is no such answer
        > answer 1 1
        no: day 1 has no such question
        ",
    );
}

#[test]
fn values_come_first() {
    check(
        "
        > run needy
        no: no value for TOKEN; give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        > set TOKEN abcdef
        mask
        > run needy
        keep step_started needy here 1
        > kept
        run needy on here: echo \"$TOKEN\" with TOKEN=••••
        ",
    );
}

#[test]
fn a_check_is_judged_and_asked_again() {
    check(
        "
        > verify told
        keep check_asked told here
        > kept
        ask told on here: cat state
        > exit 0 no
        ask told on here after 2s: cat state
        > exit 0 yes
        keep check_answered told here passed by exit after 2.2s
        > kept
        ",
    );
    check(
        "
        > verify told
        keep check_asked told here
        > kept
        ask told on here: cat state
        > not asked no route to host
        keep check_answered told here unknown by lost: no route to host
        > kept
        ",
    );
}

#[test]
fn a_person_decides_with_a_reason() {
    check(
        "
        > attest seen
        keep check_attested seen
        > kept
        > untick seen
        keep check_unticked seen
        > kept
        > untick seen
        no: this check is not ticked
        > attest told
        no: this check has a command; run it with v, or attest it with a reason
        > attest told I asked myself
        keep check_attested told: I asked myself
        > skip told
        no: a reason is needed
        > skip told not today
        keep check_waived told: not today
        > attest plain
        no: this step runs a script; run it, or set its result
        > attest byhand ordered
        keep step_attested byhand: ordered
        > run byhand
        no: this step is done by hand; do it, then tick it with space
        > note
        no: a note without words says nothing
        > note used the other rack
        keep deviation_noted: used the other rack
        ",
    );
}

#[test]
fn only_looking_asks_checks_and_keeps_nothing() {
    check(
        "
        > only look
        > run plain
        no: someone else walks it; only checks can be asked here
        > verify told
        ask told on here: cat state
        > exit 0 yes
        ",
    );
}

#[test]
fn an_untrusted_plan_does_not_look_after_what_ran_before() {
    check(
        "
        > run plain
        keep step_started plain here 1
        > kept
        run plain on here: echo \"$NAME\" with NAME=senex
        > began
        keep step_reached plain here 1
        > kept
        > session
        > untrusted
        > look plain
        no: this plan is not trusted yet; press T to read what it would do and to trust it
        ",
    );
}

#[test]
fn an_untrusted_plan_runs_nothing() {
    check(
        "
        > untrusted
        > run plain
        no: this plan is not trusted yet; press T to read what it would do and to trust it
        > verify told
        no: this plan is not trusted yet; press T to read what it would do and to trust it
        ",
    );
}

#[test]
fn a_secret_is_fetched_when_a_step_needs_it() {
    check(
        "
        > run stored
        fetch STORED from: look
        > found STORED abcdef
        mask
        keep step_started stored here 1
        > kept
        run stored on here: echo \"$STORED\" with STORED=••••
        ",
    );
    check(
        "
        > fetch STORED
        fetch STORED from: look
        > found STORED abcdef
        mask
        > fetch TOKEN
        no: the plan does not say where TOKEN comes from; type it here
        ",
    );
}

#[test]
fn a_secret_fetched_in_vain_is_asked_for_and_looked_for_again_only_when_a_person_asks() {
    check(
        "
        > run stored
        fetch STORED from: look
        > nothing STORED `look` ended with 1
        no: no value for STORED (`look` ended with 1); give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        > run stored
        fetch STORED from: look
        > found STORED abc
        no: no value for STORED (what was fetched will not do: a secret shorter than 6 characters cannot be masked); give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        > run stored
        fetch STORED from: look
        > found STORED ABCDEF
        no: no value for STORED (what was fetched will not do: it must match [a-z]+); give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        > set STORED abcdef
        mask
        > run stored
        keep step_started stored here 1
        ",
    );
}

#[test]
fn a_secret_is_made_where_there_is_none_and_used_only_when_it_is_kept() {
    check(
        "
        > set STORED abcdef
        mask
        > run made
        fetch MADE from: look
        > nothing MADE `look` printed nothing
        fetch MADE made by: make
        > found MADE ghijkl
        mask
        fetch MADE kept by: store < \"••••\"
        > found MADE ghijkl
        mask
        keep step_started made here 1
        > kept
        run made on here: echo \"$MADE $STORED\" with STORED=•••• with MADE=••••
        ",
    );
    check(
        "
        > set STORED abcdef
        mask
        > run made
        fetch MADE from: look
        > nothing MADE `look` printed nothing
        fetch MADE made by: make
        > found MADE abc
        no: no value for MADE (what was fetched will not do: a secret shorter than 6 characters cannot be masked); give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        > run made
        fetch MADE from: look
        > nothing MADE `look` printed nothing
        fetch MADE made by: make
        > found MADE ghijkl
        mask
        fetch MADE kept by: store < \"••••\"
        > unclear MADE it was not kept
        no: no value for MADE (it was not kept); give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        ",
    );
}

#[test]
fn what_could_not_be_looked_for_is_not_made_anew() {
    check(
        "
        > set STORED abcdef
        mask
        > run made
        fetch MADE from: look
        > unclear MADE `look` was stopped
        no: no value for MADE (`look` was stopped); give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        ",
    );
}

#[test]
fn several_secrets_are_fetched_before_a_step_is_tried_again() {
    check(
        "
        > run made
        fetch STORED from: look
        fetch MADE from: look
        > run stored
        > found STORED abcdef
        mask
        > found MADE ghijkl
        mask
        keep step_started made here 1
        no: made is running on here; wait for it, or set its result
        ",
    );
}

#[test]
fn an_optional_secret_is_fetched_once_and_left_out_where_there_is_none() {
    check(
        "
        > run spare
        fetch SPARE from: look
        > nothing SPARE `look` printed nothing
        keep step_started spare here 1
        > kept
        run spare on here: echo \"$SPARE\"
        ",
    );
}

#[test]
fn the_keyring_comes_last_before_the_person() {
    check(
        "
        > keyring
        > run stored
        fetch STORED from: look
        > nothing STORED `look` printed nothing
        fetch STORED in the keyring under small
        > nothing STORED the keyring: none
        no: no value for STORED (the keyring: none); give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        > run needy
        fetch TOKEN in the keyring under small
        > found TOKEN abcdef
        mask
        keep step_started needy here 1
        ",
    );
}

#[test]
fn nothing_is_fetched_for_an_untrusted_plan() {
    check(
        "
        > untrusted
        > run stored
        no: this plan is not trusted yet; press T to read what it would do and to trust it
        > fetch STORED
        no: this plan is not trusted yet; press T to read what it would do and to trust it
        ",
    );
}

#[test]
fn a_value_kept_in_clear_holds_no_secret() {
    check(
        "
        > set TOKEN abcdef
        mask
        > tell NAME is-abcdef
        no: the value of NAME contains a secret, but NAME is stored as plain text; declare NAME as a secret in the plan
        ",
    );
}

#[test]
fn a_course_that_lacks_a_secret_goes_on_when_it_is_fetched() {
    check(
        "
        > all stored
        fetch STORED from: look
        > found STORED abcdef
        mask
        keep step_started stored here 1
        > kept
        run stored on here: echo \"$STORED\" with STORED=••••
        > exit 0
        keep step_ended stored here 1 passed by exit
        > kept
        fetch MADE from: look
        > unclear MADE `look` was stopped
        no: stopped before Made: no value for MADE (`look` was stopped); give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        ",
    );
}
