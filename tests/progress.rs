//! The fold, the rules of a walk, the chain and the judge: events in, state out.

#![allow(clippy::unwrap_used)]

mod walking;

use daymark::plan::{DayRange, Expectation, Phase, Plan, Procedure, Step, StepAction};
use daymark::progress::{
    Event, Head, LineError, Outcome, Query, ScriptResult, Termination, Verdict, changed_since_run,
    day_state, encode, interrupted, judge, next_item, parse, phase_ledger, reopened_by, schedule,
    step_state, undo_list,
};
use walking::{date, fold, output, plan, record, time};

/// What happened, in short, and how things stand then.
#[track_caller]
fn check(happened: &str, expect: &str) {
    assert_eq!(
        output(&plan(), &fold(happened)),
        expect,
        "after: {happened}"
    );
}

#[test]
fn steps_stand_where_their_events_left_them() {
    check(
        "",
        "day 1 open: update open, reboot open, look open, ssh open, page open",
    );
    check(
        "update starts",
        "day 1 started: update running, reboot open, look open, ssh open, page open",
    );
    check(
        "update starts; update passed",
        "day 1 started: update passed, reboot open, look open, ssh open, page open",
    );
    check(
        "update starts; update failed",
        "day 1 started: update failed, reboot open, look open, ssh open, page open",
    );
    check(
        "update starts; update unknown",
        "day 1 started: update unknown, reboot open, look open, ssh open, page open",
    );
    check(
        "update skipped",
        "day 1 started: update skipped, reboot open, look open, ssh open, page open",
    );
    check(
        "reboot attested",
        "day 1 started: update open, reboot passed, look open, ssh open, page open",
    );
}

#[test]
fn what_another_session_left_running_is_interrupted() {
    check(
        "update starts; session",
        "day 1 started: update interrupted, reboot open, look open, ssh open, page open",
    );
    check(
        "update starts; session; update starts; update passed",
        "day 1 started: update passed, reboot open, look open, ssh open, page open",
    );
    let walk = fold("update starts; session");
    let plan = plan();
    let lost: Vec<_> = interrupted(&plan, &walk)
        .iter()
        .map(|lost| (lost.step.id.clone(), lost.host))
        .collect();
    assert_eq!(lost, [("update".to_owned(), "app")]);
}

#[test]
fn a_run_that_never_reached_the_host_changes_nothing() {
    check(
        "update starts; update not_run",
        "day 1 open: update open, reboot open, look open, ssh open, page open",
    );
    check(
        "update starts; update failed; update starts; update not_run",
        "day 1 started: update failed, reboot open, look open, ssh open, page open",
    );
    check(
        "update starts; session; update starts; update not_run",
        "day 1 started: update interrupted, reboot open, look open, ssh open, page open",
    );
}

#[test]
fn a_step_on_two_hosts_is_done_when_both_are() {
    check(
        "look starts on app; look passed on app",
        "day 1 started: update open, reboot open, look open, ssh open, page open",
    );
    check(
        "look starts on app; look passed on app; look starts on web; look failed on web",
        "day 1 started: update open, reboot open, look failed, ssh open, page open",
    );
    check(
        "look starts on app; look passed on app; look starts on web; look passed on web",
        "day 1 started: update open, reboot open, look passed, ssh open, page open",
    );
}

/// The same where `reboot` comes after `update`, and `look` after `reboot`: how the steps stand,
/// why any is open again, and what would be undone, newest first.
#[track_caller]
fn check_in_turn(happened: &str, expect: &str) {
    let mut plan = plan().into_parts();
    let steps = &mut plan.entries[0].steps;
    steps[1].depends_on = vec!["update".to_owned()];
    steps[2].depends_on = vec!["reboot".to_owned(), "update".to_owned()];
    let walk = fold(happened);
    let entry = &plan.entries[0];
    let stands = |step: &Step| {
        let why = reopened_by(step, &walk).map_or(String::new(), |id| format!(" by {id}"));
        format!("{}{why}", step_state(step, &walk).word())
    };
    let steps: Vec<String> = entry.steps.iter().map(stands).collect();
    let undone: Vec<String> = undo_list(Procedure::Entry(entry), &walk)
        .iter()
        .map(|done| format!("{}{}", done.step.id, if done.is_open { "?" } else { "" }))
        .collect();
    let day = day_state(entry, &walk).word();
    let output = format!("{day}: {}; {}", steps.join(", "), undone.join(" "));
    assert_eq!(output, expect, "after: {happened}");
}

#[test]
fn what_rests_on_a_step_that_was_undone_is_open_again() {
    let look = "look starts on app; look passed on app; look starts on web; look passed on web";
    let all = format!("update starts; update passed; reboot attested; {look}");
    check_in_turn(&all, "started: passed, passed, passed; look look update");

    let undone = format!("{all}; update undoes; update passed");
    check_in_turn(
        &undone,
        "started: undone, open by update, open by update; look? look?",
    );
    // An undo that did not work took nothing back.
    check_in_turn(
        &format!("{all}; update undoes; update failed"),
        "started: failed, passed, passed; look look",
    );

    // What was undone is done again; what rests on it is still to be done again.
    let again = format!("{undone}; update starts; update passed");
    check_in_turn(
        &again,
        "started: passed, open by update, open by update; update look? look?",
    );
    let reboot = format!("{again}; reboot attested");
    check_in_turn(
        &reboot,
        "started: passed, passed, open by update; update look? look?",
    );
    // Each host for itself.
    check_in_turn(
        &format!("{reboot}; look starts on app; look passed on app"),
        "started: passed, passed, open by update; look update look?",
    );
    check_in_turn(
        &format!("{reboot}; {look}"),
        "started: passed, passed, passed; look look update",
    );
    // To run a step once more takes nothing back.
    check_in_turn(
        &format!("{all}; update starts; update passed"),
        "started: passed, passed, passed; update look look",
    );
    // What was undone itself, or left out, stays so.
    check_in_turn(
        &format!("{all}; look undoes on web; look passed on web; update undoes; update passed"),
        "started: undone, open by update, undone; look?",
    );
    check_in_turn(
        &format!("{all}; reboot skipped; update undoes; update passed"),
        "started: undone, skipped, open by update; look? look?",
    );
}

#[test]
fn what_was_changed_in_the_plan_since_it_was_done_is_told() {
    // Every run of these walks ran `run`, and every undo `undo`.
    let changed = |script: &str, unless: Option<&str>, happened: &str| {
        let mut plan = plan().into_parts();
        let step = &mut plan.entries[0].steps[0];
        step.action = StepAction::Run(script.to_owned());
        step.unless = unless.map(str::to_owned);
        changed_since_run(step, &fold(happened)).is_some()
    };
    let passed = "update starts; update passed";
    let and = |more: &str| format!("{passed}; {more}");
    for (script, unless, happened, expect) in [
        ("run", None, passed.to_owned(), false),
        ("run now", None, passed.to_owned(), true),
        // What was only asked is known by its `unless`.
        ("run now", Some("run"), passed.to_owned(), false),
        // What is not done is to be done anyway.
        ("run now", None, String::new(), false),
        (
            "run now",
            None,
            "update starts; update failed".to_owned(),
            false,
        ),
        ("run now", None, and("update undoes; update passed"), false),
        ("run now", None, and("update starts"), false),
        // A person has looked.
        ("run now", None, and("update attested"), false),
        ("run now", None, and("update skipped"), false),
    ] {
        let output = changed(script, unless, &happened);
        assert_eq!(output, expect, "{script} after: {happened}");
    }
}

#[test]
fn a_phase_is_undone_newest_first_over_all_its_days() {
    let days = |first, last| DayRange { first, last };
    let step = |id| walking::step(id, StepAction::Run("true".into()), &["app"]);
    let phase = |days| Phase {
        title: "A phase".into(),
        days,
        goal: None,
        cost: None,
        capacity: None,
        deliverables: Vec::new(),
        success: Vec::new(),
        rollback: None,
    };
    let mut plan = plan().into_parts();
    plan.entries[1].steps = vec![step("later")];
    let mut last = plan.entries[1].clone();
    (last.days, last.steps) = (days(4, 4), vec![step("last")]);
    plan.entries.push(last);
    plan.phases = vec![phase(days(1, 3)), phase(days(4, 4))];
    let plan = Plan::from(plan);
    let check = |happened: &str, number, expect: &str| {
        let walk = fold(happened);
        let done = phase_ledger(&plan, number, &walk);
        let ids: Vec<&str> = done.iter().map(|done| done.step.id.as_str()).collect();
        assert_eq!(ids.join(" "), expect, "phase {number} after: {happened}");
    };
    let [update, later, last] =
        ["update", "later", "last"].map(|id| format!("{id} starts; {id} passed"));
    check("", 1, "");
    let in_order = format!("{update}; {later}; {last}");
    check(&in_order, 1, "later update");
    check(&in_order, 2, "last");
    check(&in_order, 3, "");
    check(&format!("{later}; {update}"), 1, "update later");
    check(
        &format!("{in_order}; later undoes; later passed"),
        1,
        "update",
    );
}

#[test]
fn a_day_whose_one_step_is_open_again_has_begun() {
    let mut plan = plan().into_parts();
    let entry = &mut plan.entries[0];
    entry.steps[1].depends_on = vec!["elsewhere".to_owned()];
    let walk = fold("reboot attested; elsewhere undoes; elsewhere passed");
    assert_eq!(step_state(&entry.steps[1], &walk).word(), "open");
    assert_eq!(day_state(entry, &walk).word(), "started");
}

#[test]
fn a_check_stands_where_it_was_last_answered_or_said() {
    check(
        "ssh asked",
        "day 1 open: update open, reboot open, look open, ssh open, page open",
    );
    check(
        "ssh asked; ssh holds",
        "day 1 started: update open, reboot open, look open, ssh passed, page open",
    );
    check(
        "ssh asked; ssh holds; ssh asked; ssh no",
        "day 1 started: update open, reboot open, look open, ssh drifted, page open",
    );
    check(
        "ssh asked; ssh holds; ssh unticked",
        "day 1 open: update open, reboot open, look open, ssh open, page open",
    );
    check(
        "page seen",
        "day 1 started: update open, reboot open, look open, ssh open, page attested",
    );
    check(
        "page seen; page unticked",
        "day 1 open: update open, reboot open, look open, ssh open, page open",
    );
    check(
        "ssh waived; ssh asked; ssh no",
        "day 1 started: update open, reboot open, look open, ssh failed, page open",
    );
}

#[test]
fn a_day_is_done_when_nothing_is_left_open() {
    let steps = "update starts; update passed; reboot attested; look skipped";
    check(
        &format!("{steps}; ssh asked; ssh holds; page seen"),
        "day 1 done: update passed, reboot passed, look skipped, ssh passed, page attested",
    );
    check(
        &format!("{steps}; ssh waived; page seen"),
        "day 1 done: update passed, reboot passed, look skipped, ssh waived, page attested",
    );
}

#[test]
fn next_is_the_first_thing_that_is_still_to_be_done() {
    let next_of = |happened: &str| {
        let plan = plan();
        next_item(&plan, &fold(happened))
            .map(|(entry, id)| format!("{} {}", entry.days, id.unwrap_or("-")))
    };
    assert_eq!(next_of("").as_deref(), Some("1 update"));
    assert_eq!(next_of("update skipped").as_deref(), Some("1 reboot"));
    assert_eq!(
        next_of("update skipped; reboot attested; look skipped").as_deref(),
        Some("1 ssh")
    );
    let done = "update skipped; reboot attested; look skipped; ssh waived; page seen";
    assert_eq!(next_of(done).as_deref(), Some("2-3 -"));
}

#[test]
fn the_calendar_tells_the_slip_and_the_end() {
    let output = |happened: &str, today: &str| {
        let output = schedule(&plan(), &fold(happened), date(today));
        format!(
            "day {}, slip {:?}, ends {}",
            output.day, output.slip, output.end
        )
    };
    assert_eq!(
        output("", "2026-11-02"),
        "day 1, slip Some(0), ends 2026-11-04"
    );
    assert_eq!(
        output("", "2026-11-05"),
        "day 4, slip Some(3), ends 2026-11-07"
    );
    assert_eq!(
        output("", "2026-10-30"),
        "day -2, slip Some(-3), ends 2026-11-04"
    );
    let done = "update skipped; reboot attested; look skipped; ssh waived; page seen";
    assert_eq!(
        output(done, "2026-11-02"),
        "day 1, slip Some(-1), ends 2026-11-04"
    );
}

#[test]
fn deviations_and_values_are_kept() {
    let walk = fold(
        "DOMAIN=example.com; note update went by hand; note day went late; DOMAIN=example.org",
    );
    assert_eq!(walk.variables["DOMAIN"], "example.org");
    let notes: Vec<_> = walk
        .deviations
        .iter()
        .map(|note| (note.id.as_deref(), note.attribution.text.as_str()))
        .collect();
    assert_eq!(
        notes,
        [(Some("update"), "went by hand"), (None, "went late")]
    );
}

#[test]
fn a_chain_holds_and_every_change_shows() {
    let event = |text: &str| Event::DeviationNoted {
        day: "1".into(),
        id: None,
        text: text.into(),
    };
    let (first, line) = encode(
        &Head::default(),
        time(0),
        "ada",
        &"s1".into(),
        event("one — ✓ \"quoted\""),
    )
    .unwrap();
    let (_, second) = encode(&first.head(), time(1), "ada", &"s1".into(), event("two")).unwrap();
    let read = parse(&line).unwrap();
    assert!(read.follows(&Head::default()));
    assert_eq!(read.record.as_ref(), Ok(&first));
    let sealed = parse(&second).unwrap();
    assert!(sealed.follows(&read.head));
    assert!(!sealed.follows(&Head::default()));
    for (from, to) in [("one", "won"), ("ada", "eve"), ("\"v\":1", "\"v\":2")] {
        let changed = parse(&line.replace(from, to));
        assert_eq!(changed, Err(LineError::Changed), "{from} to {to}");
    }
    assert_eq!(parse(&line[..line.len() - 9]), Err(LineError::Unreadable));
    for cut in 0..line.len() {
        if line.is_char_boundary(cut) {
            assert!(parse(&line[..cut]).is_err(), "cut at {cut}");
        }
    }
}

#[test]
fn every_event_comes_back_as_it_was_written() {
    let all = "update starts; update passed; ssh asked; ssh holds; page seen; page unticked; ssh waived; \
               update skipped; reboot attested; DOMAIN=x; note day late; session";
    let mut head = Head::default();
    for (seq, happened) in all.split("; ").enumerate() {
        let original = record(seq as u64 + 1, "s1", happened);
        let (sealed, line) =
            encode(&head, original.at, "ada", &"s1".into(), original.event).unwrap();
        let read = parse(&line).unwrap();
        assert!(read.follows(&head));
        assert_eq!(read.record.as_ref(), Ok(&sealed));
        head = sealed.head();
    }
}

fn exited(exit: i32, stdout: &str, stderr: &str) -> impl Fn(&Query) -> ScriptResult {
    let (stdout, stderr) = (stdout.to_owned(), stderr.to_owned());
    move |query| ScriptResult::of(Termination::Exited(exit), query, &stdout, &stderr)
}

#[test]
fn results_are_judged_as_the_format_says() {
    let plain = Expectation::default();
    let check = |expectation: &Expectation,
                 output: &dyn Fn(&Query) -> ScriptResult,
                 expect: (Outcome, &str)| {
        let outcome = output(&Query::of(expectation));
        let Verdict {
            state,
            reason: because,
        } = judge(expectation, &outcome);
        assert_eq!((state, because.as_str()), expect, "{outcome:?}");
    };
    check(&plain, &exited(0, "", ""), (Outcome::Passed, ""));
    check(
        &plain,
        &exited(1, "", ""),
        (Outcome::Failed, "exit 1, expected 0"),
    );
    for exit in [126, 127] {
        assert_eq!(
            judge(&plain, &exited(exit, "", "")(&Query::default())).state,
            Outcome::Unknown
        );
    }
    let lost = |fate: Termination| move |_: &Query| ScriptResult::silent(fate.clone());
    check(
        &plain,
        &lost(Termination::TimedOut),
        (Outcome::Unknown, "no answer in time"),
    );
    check(
        &plain,
        &lost(Termination::NotStarted("no route".into())),
        (Outcome::Unknown, "no route"),
    );
    let several = Expectation {
        exit: vec![3, 127],
        warns: vec![2],
        ..Expectation::default()
    };
    check(&several, &exited(127, "", ""), (Outcome::Passed, ""));
    check(&several, &exited(2, "", ""), (Outcome::Warned, "exit 2"));
    check(
        &several,
        &exited(0, "", ""),
        (Outcome::Failed, "exit 0, expected 3 or 127"),
    );
    let text = Expectation {
        matches: Some("^Status: active$".into()),
        not_matches: Some("^DENIED".into()),
        ..Expectation::default()
    };
    check(
        &text,
        &exited(0, "a\nStatus: active\nb\n", ""),
        (Outcome::Passed, ""),
    );
    check(
        &text,
        &exited(0, "", "Status: active"),
        (Outcome::Passed, ""),
    );
    check(
        &text,
        &exited(0, "inactive", ""),
        (
            Outcome::Failed,
            "the output does not match ^Status: active$",
        ),
    );
    let both = exited(0, "Status: active", "DENIED here");
    check(
        &text,
        &both,
        (
            Outcome::Failed,
            "the output matches ^DENIED, which it must not",
        ),
    );
    let number = Expectation {
        at_most: Some(2.0),
        at_least: Some(0.5),
        unit: Some("s".into()),
        ..Expectation::default()
    };
    check(&number, &exited(0, " 1.5\n", "9"), (Outcome::Passed, ""));
    check(
        &number,
        &exited(0, "2.5", ""),
        (Outcome::Failed, "2.5 s, expected at most 2 s"),
    );
    check(
        &number,
        &exited(0, "0.1", ""),
        (Outcome::Failed, "0.1 s, expected at least 0.5 s"),
    );
    check(
        &number,
        &exited(0, "fast\n", ""),
        (Outcome::Failed, "the output is not a number: fast"),
    );
    check(
        &number,
        &exited(0, "NaN", ""),
        (Outcome::Failed, "the output is not a number: NaN"),
    );
}

#[test]
fn days_that_nobody_works_are_no_days_of_the_plan() {
    use chrono::Weekday;
    use daymark::plan::Calendar;
    use daymark::progress::{date_of_day, day_of_date};
    let working = Calendar {
        skip: vec![Weekday::Sat, Weekday::Sun],
        holidays: vec![date("2026-11-09")],
    };
    // 2 November 2026 is a Monday.
    for (day, expect) in [(1, "2026-11-02"), (5, "2026-11-06"), (6, "2026-11-10")] {
        let start = date("2026-11-02");
        assert_eq!(date_of_day(&working, start, day), date(expect), "day {day}");
        assert_eq!(day_of_date(&working, start, date(expect)), i64::from(day));
    }
    let start = date("2026-11-02");
    assert_eq!(
        day_of_date(&working, start, date("2026-11-08")),
        5,
        "a Sunday"
    );
    assert_eq!(day_of_date(&working, start, date("2026-11-01")), 0);
    let every_day = Calendar::default();
    assert_eq!(date_of_day(&every_day, start, 8), date("2026-11-09"));
}

#[test]
fn days_are_counted_as_one_by_one_however_far_away() {
    use chrono::{NaiveDate, Weekday};
    use daymark::plan::Calendar;
    use daymark::progress::{date_of_day, day_of_date};
    let calendars = [
        (vec![], vec![]),
        (
            vec![Weekday::Sat, Weekday::Sun],
            vec!["2026-11-09", "2026-11-14", "2027-01-01"],
        ),
        (vec![Weekday::Wed], vec!["2026-12-25", "2026-12-25"]),
    ];
    for (skip, holidays) in calendars {
        let holidays: Vec<NaiveDate> = holidays.into_iter().map(date).collect();
        let calendar = Calendar { skip, holidays };
        let is_free = |date: &NaiveDate| {
            use chrono::Datelike as _;
            calendar.skip.contains(&date.weekday()) || calendar.holidays.contains(date)
        };
        for start in ["2026-11-01", "2026-11-02", "2026-11-07", "2026-12-31"] {
            let start = date(start);
            let mut worked = 0;
            for day in start.iter_days().take(400) {
                worked += i64::from(!is_free(&day));
                assert_eq!(
                    day_of_date(&calendar, start, day),
                    worked,
                    "{start} to {day}"
                );
                if !is_free(&day) {
                    let number = u32::try_from(worked).unwrap();
                    assert_eq!(
                        date_of_day(&calendar, start, number),
                        day,
                        "{start}, {worked}"
                    );
                }
            }
        }
        for (start, date) in [
            (NaiveDate::MIN, NaiveDate::MAX),
            (NaiveDate::MAX, NaiveDate::MIN),
            (date("0001-01-02"), date("9999-12-30")),
            (NaiveDate::MAX, NaiveDate::MAX),
        ] {
            day_of_date(&calendar, start, date);
            for day in [0, 1, 56, u32::MAX] {
                date_of_day(&calendar, start, day);
            }
        }
    }
}

#[test]
fn no_time_is_too_far_away() {
    use chrono::{DateTime, FixedOffset, NaiveDate};
    use daymark::plan::{Frequency, Procedure, Recurring, Wait};
    use daymark::progress::{Walk, due_now, next_check_at, recurrence, wait_until};
    use std::time::Duration;
    let far = Duration::from_secs(u64::MAX);
    let times = [
        "-262143-01-01T00:00:00Z",
        "-0001-03-01T00:00:00-23:59",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59+23:59",
        "+262142-12-31T23:59:59Z",
    ];
    for at in times {
        let at: DateTime<FixedOffset> = at.parse().unwrap();
        let mut records: Vec<_> = ["update starts", "update passed", "ssh asked", "ssh holds"]
            .iter()
            .enumerate()
            .map(|(seq, happened)| record(seq as u64 + 1, "s1", happened))
            .collect();
        for record in &mut records {
            record.at = at;
        }
        let mut walk = Walk::fold(&records);
        let mut plan = plan().into_parts();
        for after in [1, 400 * 366 * 24 * 60 * 60, i64::MAX as u64 / 1000].map(Duration::from_secs)
        {
            plan.entries[0].checks[0].again = vec![after, far];
            plan.entries[0].steps[1].wait = Some(Wait::For(after));
            next_check_at(&plan.entries[0].checks[0], &walk);
            wait_until(
                Procedure::Entry(&plan.entries[0]),
                &plan.entries[0].steps[1],
                &walk,
            );
        }
        let plan = Plan::from(plan);
        for every in [
            Frequency::Day,
            Frequency::Week,
            Frequency::Month,
            Frequency::Quarter,
        ] {
            let work = Recurring {
                id: "again".into(),
                since: 1,
                every,
                what: "Again".into(),
                steps: Vec::new(),
                checks: Vec::new(),
            };
            for start in [NaiveDate::MIN, date("2026-11-02"), NaiveDate::MAX] {
                walk.start = Some(start);
                for today in [
                    NaiveDate::MIN,
                    date("1969-12-31"),
                    date("9999-12-31"),
                    NaiveDate::MAX,
                ] {
                    schedule(&plan, &walk, today);
                    let stands = recurrence(&plan, &work, &walk, today);
                    let due = due_now(&plan, &work, &walk, today);
                    assert_eq!(due.is_some(), start <= today, "{start} {today}");
                    assert!(due.is_none_or(|due| due <= today), "{start} {today}");
                    let is_near = due.is_none_or(|due| (today - due).num_days() < 93);
                    assert!(is_near, "{start} {today} {due:?}");
                    assert!(stands.missed.len() < 10_000);
                }
            }
        }
    }
}

#[test]
fn a_check_that_passed_is_due_again_at_its_times() {
    use daymark::progress::next_check_at;
    use std::time::Duration;
    // Sentence n of the journal is at second n + 2.
    let check = |happened: &str, expect: Option<i64>| {
        let mut plan = plan().into_parts();
        let ssh = &mut plan.entries[0].checks[0];
        ssh.again = [3, 60].map(Duration::from_secs).to_vec();
        let due = next_check_at(ssh, &fold(happened));
        assert_eq!(due, expect.map(time), "after: {happened}");
    };
    check("", None);
    check("ssh asked; ssh no", None);
    check("ssh asked; ssh holds", Some(7));
    check("ssh asked; ssh holds; session", Some(7));
    // It was asked again before it was due, then when it was.
    check("ssh asked; ssh holds; ssh asked; ssh holds", Some(7));
    check(
        "ssh asked; ssh holds; session; session; ssh asked; ssh holds",
        Some(64),
    );
    check(
        "ssh asked; ssh holds; session; session; ssh asked; ssh no",
        Some(64),
    );
    // Nobody asks what is seen: it is looked at again.
    check("ssh seen", Some(6));
    check("ssh seen; ssh unticked; ssh seen", Some(6));
    check(
        "ssh seen; session; session; ssh unticked; ssh seen",
        Some(63),
    );
}
