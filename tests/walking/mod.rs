//! A small plan, and walks through it told in short sentences.

#![allow(dead_code, clippy::unwrap_used)]

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use daymark::plan::{
    Address, Calendar, Check, DayRange, Entry, Expectation, Gate, Host, Location, Plan, PlanParts,
    Retry, Step, StepAction, Variable, Week,
};
use daymark::progress::{
    Event, Outcome, OutcomeSource, Record, RunResult, Walk, check_state, day_state, step_state,
};

/// A time, so many seconds after 9 o'clock on 2 November 2026.
pub fn time(seconds: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-02T09:00:00+00:00").unwrap() + TimeDelta::seconds(seconds)
}

/// A date in ISO form.
pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Two entries: day 1 with three steps and two checks, days 2 and 3 with nothing yet.
///
/// `update` runs on `app` and knows when it is done, `reboot` is done by hand, `look` runs on two
/// hosts; `ssh` is asked, `page` is seen.
pub fn plan() -> Plan {
    let update = Step {
        unless: Some("test -e updated".into()),
        ..step(
            "update",
            StepAction::Run("touch updated; echo \"$DOMAIN\"".into()),
            &["app"],
        )
    };
    let reboot = step(
        "reboot",
        StepAction::Manual("Press the button.".into()),
        &[],
    );
    let look = step("look", StepAction::Run("ls".into()), &["app", "web"]);
    let first = Entry {
        steps: vec![update, reboot, look],
        checks: vec![check("ssh", Some("true")), check("page", None)],
        tasks: vec!["Update".into()],
        ..entry(1, 1, "Preparation")
    };
    PlanParts {
        id: "small".into(),
        title: "A small plan".into(),
        shell: "bash".into(),
        hosts: vec![
            host("control", Address::Local),
            host("app", ssh("ops@192.0.2.1")),
            host("web", ssh("$DOMAIN")),
        ],
        variables: vec![variable("DOMAIN")],
        guards: Vec::new(),
        calendar: Calendar::default(),
        gate: Gate::default(),
        weeks: vec![Week {
            title: "Week".into(),
            days: DayRange { first: 1, last: 3 },
        }],
        phases: Vec::new(),
        entries: vec![first, entry(2, 3, "The rest")],
        risks: Vec::new(),
        recurring: Vec::new(),
        next_actions: Vec::new(),
        digest: "d1".into(),
    }
    .into()
}

/// A plan, changed.
pub fn changed(plan: &Plan, change: impl FnOnce(&mut PlanParts)) -> Plan {
    let mut parts = plan.clone().into_parts();
    change(&mut parts);
    parts.into()
}

/// A step with the plainest of everything.
pub fn step(id: &str, action: StepAction, hosts: &[&str]) -> Step {
    Step {
        id: id.into(),
        tasks: vec![1],
        title: format!("The step {id}"),
        hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
        serial: None,
        user: None,
        action,
        link: None,
        when: Vec::new(),
        after: Vec::new(),
        depends_on: Vec::new(),
        guards: Vec::new(),
        wait: None,
        unless: None,
        no_unless: None,
        undo: None,
        no_undo: None,
        changes: true,
        retry: None,
        timeout: None,
        interactive: false,
        in_shell: false,
        shell: None,
        disconnects: false,
        detach: false,
        inside: Vec::new(),
        save: None,
        danger: None,
        explain: None,
        differs: None,
        minutes: Some(2),
        uses: Vec::new(),
        expect: Expectation::default(),
        location: Location::default(),
    }
}

/// A check on `app`, or by eye.
pub fn check(id: &str, run: Option<&str>) -> Check {
    Check {
        depends_on: Vec::new(),
        id: id.into(),
        tasks: Vec::new(),
        text: format!("The check {id}"),
        hosts: run.map(|_| "app".to_owned()).into_iter().collect(),
        user: None,
        run: run.map(str::to_owned),
        expect: Expectation::default(),
        retry: None::<Retry>,
        timeout: Check::TIMEOUT,
        fresh: false,
        again: Vec::new(),
        live: false,
        explain: None,
        uses: Vec::new(),
        location: Location::default(),
    }
}

fn entry(first: u32, last: u32, title: &str) -> Entry {
    Entry {
        days: DayRange { first, last },
        title: title.into(),
        tasks: Vec::new(),
        author: None,
        objective: None,
        see: Vec::new(),
        before: Vec::new(),
        steps: Vec::new(),
        checks: Vec::new(),
        quiz: Vec::new(),
        location: Location::default(),
    }
}

fn host(name: &str, address: Address) -> Host {
    Host {
        name: name.into(),
        address,
        about: None,
        production: false,
        shell: None,
    }
}

fn ssh(address: &str) -> Address {
    Address::Ssh(address.into())
}

fn variable(name: &str) -> Variable {
    Variable {
        name: name.into(),
        ask: None,
        secret: false,
        example: Some("example.com".into()),
        pattern: Some("[a-z.]+".into()),
        optional: false,
        default: None,
        from: None,
        generate: None,
        keep: None,
    }
}

/// Folds sentences, separated by `; `, into a walk. `session` begins another session.
pub fn fold(happened: &str) -> Walk {
    let start = Event::WalkStarted {
        plan: "small".into(),
        title: "A small plan".into(),
        digest: "d1".into(),
        start: date("2026-11-02"),
    };
    let opened = Event::SessionOpened {
        daymark: "0".into(),
        screen: true,
    };
    let mut session = 1;
    let mut records = vec![at(1, "s1", start), at(2, "s1", opened)];
    for sentence in happened.split("; ").filter(|sentence| !sentence.is_empty()) {
        session += usize::from(sentence == "session");
        records.push(record(
            records.len() as u64 + 1,
            &format!("s{session}"),
            sentence,
        ));
    }
    Walk::fold(&records)
}

/// One sentence as a line of the journal.
pub fn record(seq: u64, session: &str, sentence: &str) -> Record {
    at(seq, session, event(sentence))
}

/// An event as a line of the journal.
pub fn at(seq: u64, session: &str, event: Event) -> Record {
    Record {
        v: 1,
        seq,
        at: time(seq.cast_signed()),
        operator: "ada".into(),
        session: session.into(),
        event,
        prev: String::new(),
        hash: format!("h{seq}"),
    }
}

fn event(sentence: &str) -> Event {
    if sentence == "session" {
        return Event::SessionOpened {
            daymark: "0".into(),
            screen: true,
        };
    }
    if let Some((name, value)) = sentence.split_once('=') {
        return Event::VariableSet {
            name: name.into(),
            value: value.into(),
        };
    }
    let words: Vec<&str> = sentence.split(' ').collect();
    let (day, id) = ("1".to_owned(), words[0].to_owned());
    let host = words
        .iter()
        .skip_while(|word| **word != "on")
        .nth(1)
        .unwrap_or(&"app")
        .to_string();
    match words[1] {
        "starts" => Event::StepStarted {
            day,
            id,
            host,
            attempt: 1,
            command: "run".into(),
            undo: false,
        },
        "undoes" => Event::StepStarted {
            day,
            id,
            host,
            attempt: 1,
            command: "undo".into(),
            undo: true,
        },
        "passed" => Event::StepEnded {
            day,
            id,
            host,
            attempt: 1,
            ended: ended(Outcome::Passed),
        },
        "failed" => Event::StepEnded {
            day,
            id,
            host,
            attempt: 1,
            ended: ended(Outcome::Failed),
        },
        "unknown" => Event::StepEnded {
            day,
            id,
            host,
            attempt: 1,
            ended: ended(Outcome::Unknown),
        },
        "not_run" => Event::StepEnded {
            day,
            id,
            host,
            attempt: 1,
            ended: ended(Outcome::NotRun),
        },
        "skipped" => Event::StepSkipped {
            day,
            id,
            why: "no need".into(),
        },
        "attested" => Event::StepAttested {
            day,
            id,
            why: "did it".into(),
        },
        "asked" => Event::CheckAsked {
            day,
            id,
            host,
            command: "ask".into(),
        },
        "holds" => Event::CheckAnswered {
            day,
            id,
            host,
            ended: ended(Outcome::Passed),
        },
        "no" => Event::CheckAnswered {
            day,
            id,
            host,
            ended: ended(Outcome::Failed),
        },
        "seen" => Event::CheckAttested {
            day,
            id,
            why: String::new(),
        },
        "waived" => Event::CheckWaived {
            day,
            id,
            why: "not here".into(),
        },
        "unticked" => Event::CheckUnticked { day, id },
        target if id == "note" => {
            let id = (target != "day").then(|| target.to_owned());
            Event::DeviationNoted {
                day,
                id,
                text: words[2..].join(" "),
            }
        }
        other => panic!("no sentence says {other}"),
    }
}

fn ended(state: Outcome) -> RunResult {
    RunResult {
        state,
        exit: Some(0),
        seconds: 1.5,
        source: OutcomeSource::Exit,
        reason: String::new(),
        output: None,
    }
}

/// How day 1 and everything in it stands.
pub fn output(plan: &Plan, walk: &Walk) -> String {
    let entry = &plan.entries[0];
    let steps = entry
        .steps
        .iter()
        .map(|step| format!("{} {}", step.id, step_state(step, walk).word()));
    let checks = entry
        .checks
        .iter()
        .map(|check| format!("{} {}", check.id, check_state(check, walk).word()));
    let items: Vec<String> = steps.chain(checks).collect();
    format!(
        "day 1 {}: {}",
        day_state(entry, walk).word(),
        items.join(", ")
    )
}
