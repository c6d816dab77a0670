//! The rules of a walk at work: decisions and answers in, requests and refusals out.
//!
//! Each test is a transcript: lines that begin with `>` go in, the lines below each are what must
//! come out.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own plan has failed"
)]

#[path = "work/transcript.rs"]
mod transcript;

use transcript::check;

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
        no: the journal could not be written: disk full; make room or mend the disk; nothing was run
        > run plain
        keep step_started plain here 1
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
        keep step_ended guarded here 1 not_run by lost: its `unless` could not be asked, so the script was not run: exit 127: a command could not be found or started
        no: its `unless` could not be asked, so the script was not run: exit 127: a command could not be found or started; the script was not run
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
        no: this step has no `unless` that could tell whether it is done; say in your own words that it is done
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
        no: plain is running on here; wait for it, or say how it ended
        > skip plain later
        no: this step is running; say how it ended first
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
fn hosts_take_turns_and_a_failure_ends_them() {
    check(
        "
        > run both
        keep step_started both here 1
        > kept
        run both on here: true
        > exit 0
        keep step_ended both here 1 passed by exit
        > kept
        keep step_started both there 1
        > kept
        run both on there: true
        > exit 1
        keep step_ended both there 1 failed by exit: exit 1, expected 0
        > kept
        > run both
        keep step_started both there 2
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
        keep check_answered told here passed by exit
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
        no: this check has a command; ask it with v, or attest it with a reason
        > attest told I asked myself
        keep check_attested told: I asked myself
        > skip told
        no: a reason is needed
        > skip told not today
        keep check_waived told: not today
        > attest plain
        no: this step runs a script; run it, or say how it ended
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
fn an_untrusted_plan_runs_nothing() {
    check(
        "
        > untrusted
        > run plain
        no: this plan is not trusted yet; open it again and say yes to trust it
        > verify told
        no: this plan is not trusted yet; open it again and say yes to trust it
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
        > nothing MADE `look` told nothing
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
        > nothing MADE `look` told nothing
        fetch MADE made by: make
        > found MADE abc
        no: no value for MADE (what was fetched will not do: a secret shorter than 6 characters cannot be masked); give it in the form, with --vars-file, or as DAYMARK_VAR_NAME
        > run made
        fetch MADE from: look
        > nothing MADE `look` told nothing
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
        no: made is running on here; wait for it, or say how it ended
        ",
    );
}

#[test]
fn an_optional_secret_is_fetched_once_and_left_out_where_there_is_none() {
    check(
        "
        > run spare
        fetch SPARE from: look
        > nothing SPARE `look` told nothing
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
        > nothing STORED `look` told nothing
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
        no: this plan is not trusted yet; open it again and say yes to trust it
        > fetch STORED
        no: this plan is not trusted yet; open it again and say yes to trust it
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
        no: the value of NAME holds a secret, and NAME is kept in clear; let the plan say that NAME is a secret
        ",
    );
}
