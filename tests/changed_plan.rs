//! A journal and a saved screen of one plan, opened with a smaller plan: nothing panics.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot open its own plan has failed"
)]

#[path = "acting/mod.rs"]
mod acting;

use std::collections::BTreeSet;
use std::path::Path;

use acting::Stage;
use daymark::app::{Approval, Command, UiState, key_sections};
use daymark::plan::{Check, Plan, PlanParts, Procedure, SourceFile, Step, read};
use daymark::port::{Completion, Request, RequestId, Response};
use daymark::progress::{Event, Outcome, OutcomeSource, RunResult, ScriptResult, Termination};
use daymark::report::{
    FORMATS, Report, ReportInput, show_json, show_text, status_json, status_text,
};
use daymark::service::plan_folder;
use proptest::prelude::*;

/// A plan with phases, risks, recurring work, guards, conditions, copies and a quiz.
fn whole_plan() -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/press");
    read(&plan_folder(&folder).unwrap()).plan.unwrap()
}

/// Keys that open a screen; `Q` shows the quiz, `p` the overview, `U` the undo list.
const SCREENS: [&str; 16] = [
    "",
    "enter",
    "enter Q",
    "enter U",
    "enter tab",
    "enter a",
    "enter o",
    "enter enter",
    "p",
    "2",
    "3",
    "4",
    "5",
    "6",
    "?",
    ":",
];

/// Deletes parts of a plan: one choice for each part, again from the first when they run out.
fn delete(plan: &mut PlanParts, keep: &[bool]) {
    let mut choices = keep.iter().copied().cycle();
    let mut kept = || choices.next().unwrap_or(true);
    let steps_of = |steps: &mut Vec<Step>, kept: &mut dyn FnMut() -> bool| {
        steps.retain(|_| kept());
        for step in steps {
            step.when.retain(|_| kept());
            step.hosts.retain(|_| kept());
            step.guards.retain(|_| kept());
        }
    };
    let checks_of = |checks: &mut Vec<Check>, kept: &mut dyn FnMut() -> bool| {
        checks.retain(|_| kept());
        for check in checks {
            check.hosts.retain(|_| kept());
        }
    };
    plan.entries.retain(|_| kept());
    for entry in &mut plan.entries {
        checks_of(&mut entry.before, &mut kept);
        steps_of(&mut entry.steps, &mut kept);
        checks_of(&mut entry.checks, &mut kept);
        entry.tasks.retain(|_| kept());
        entry.quiz.retain(|_| kept());
    }
    plan.phases.retain(|_| kept());
    for phase in &mut plan.phases {
        checks_of(&mut phase.success, &mut kept);
        phase.rollback = phase.rollback.take().filter(|_| kept());
        if let Some(rollback) = &mut phase.rollback {
            steps_of(&mut rollback.steps, &mut kept);
            checks_of(&mut rollback.checks, &mut kept);
        }
    }
    plan.recurring.retain(|_| kept());
    for work in &mut plan.recurring {
        steps_of(&mut work.steps, &mut kept);
        checks_of(&mut work.checks, &mut kept);
    }
    plan.risks.retain(|_| kept());
    plan.guards.retain(|_| kept());
    plan.hosts.retain(|_| kept());
    plan.variables.retain(|_| kept());
    plan.weeks.retain(|_| kept());
    plan.next_actions.retain(|_| kept());
}

/// Something happened to every step, check and recurring work of a plan.
fn history(plan: &Plan) -> Vec<Event> {
    let outcomes = [Outcome::Passed, Outcome::Failed, Outcome::Unknown];
    let mut outcomes = outcomes.into_iter().cycle();
    let mut events = Vec::new();
    for procedure in plan.procedures() {
        if let Procedure::Recurring(work) = procedure {
            events.push(Event::RoundBegun {
                id: work.id.clone(),
                due: "2026-11-02".parse().unwrap(),
                items: work.steps.iter().map(|step| step.id.clone()).collect(),
            });
        }
        for step in procedure.steps() {
            for host in &step.hosts {
                events.push(Event::StepStarted {
                    day: procedure.id(),
                    id: step.id.clone(),
                    host: host.clone(),
                    attempt: 1,
                    command: step.record_text(),
                    undo: false,
                });
                events.extend(outcomes.next().map(|state| Event::StepEnded {
                    day: procedure.id(),
                    id: step.id.clone(),
                    host: host.clone(),
                    attempt: 1,
                    ended: result(state),
                }));
            }
        }
        for check in procedure.all_checks() {
            events.extend(check.hosts.iter().map(|host| Event::CheckAnswered {
                day: procedure.id(),
                id: check.id.clone(),
                host: host.clone(),
                ended: result(Outcome::Passed),
            }));
            events.push(Event::DeviationNoted {
                day: procedure.id(),
                id: Some(check.id.clone()),
                text: "noted".to_owned(),
            });
        }
    }
    events
}

fn result(state: Outcome) -> RunResult {
    RunResult {
        state,
        exit: Some(0),
        seconds: 1.0,
        source: OutcomeSource::Exit,
        reason: String::new(),
        output: None,
    }
}

/// A stage on the whole plan, after its history.
fn opened() -> Stage {
    let plan = whole_plan();
    let events = history(&plan);
    let mut stage = Stage::on(plan, 120, 40);
    stage.happened(events);
    stage
}

/// Opens every screen, then presses every key once, and draws after each.
fn visit_everything(stage: &mut Stage) {
    for keys in SCREENS {
        stage.keys("esc esc esc esc").keys(keys);
        stage.screen();
    }
    let rows = key_sections().into_iter().flat_map(|section| section.rows);
    let keys: BTreeSet<String> = rows
        .flat_map(|(keys, _)| keys.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .filter(|key| !key.starts_with("wheel"))
        .collect();
    for key in keys {
        stage.keys(&key);
        stage.screen();
    }
}

/// Writes all that the command line prints about a walk.
fn write_reports(stage: &Stage) {
    let (plan, walk) = (stage.app.engine.plan(), stage.app.engine.walk());
    let report = Report::new(&ReportInput {
        plan,
        walk,
        walk_name: "main",
        made_at: "2026-11-02T09:00:00+01:00".parse().unwrap(),
        breaks: &[],
    });
    status_text(&report);
    status_json(&report, "journal.jsonl");
    for format in FORMATS {
        (format.write)(&report, &|_| None);
    }
    for procedure in plan.procedures() {
        show_text(plan, Some(procedure), 80);
    }
    show_json(plan, None);
}

/// The answer of a probe that ended with this exit status.
fn answer(request_id: RequestId, exit: i32) -> Response {
    let completion = Completion {
        outcome: ScriptResult::silent(Termination::Exited(exit)),
        evidence: None,
        seconds: 1.0,
    };
    Response::ProbeEnded(request_id, completion)
}

#[test]
fn a_condition_is_checked_although_the_plan_lost_it() {
    let text = "daymark: 1\nid: small\ntitle: Small\nhosts: {desk: {local: true}}\n";
    let day = "days: 1\ntitle: One\nsteps:\n  - id: move\n    title: Move\n    run: mv a b\n    \
               no_undo: A test\n    no_unless: A test\n    when: [{run: test -e a}, {run: test ! -e b}]\n";
    let source = |path: &str, text: &str| SourceFile {
        path: path.to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let sources = [source("plan.yaml", text), source("day-1.yaml", day)];
    let plan = read(&sources).plan.unwrap();
    let mut stage = Stage::on(plan, 120, 40);
    let engine = &mut stage.app.engine;
    let run = Command::Run {
        id: "move".to_owned(),
        consent: Approval::default(),
    };
    let Some(Request::Append(events)) = engine.command(run).unwrap().pop() else {
        panic!("the start is written first");
    };
    let probe = |requests: Vec<Request>| match requests.as_slice() {
        [Request::Probe(probe)] => (probe.request_id, probe.script.text.clone()),
        other => panic!("{other:?}"),
    };
    let records = stage.records(events);
    let engine = &mut stage.app.engine;
    let effects = engine.handle_response(&Response::Appended(records));
    let (request_id, script) = probe(effects.requests);
    assert_eq!(script, "test -e a");
    stage.change_plan(|plan| plan.entries[0].steps[0].when.clear());
    let effects = stage.app.engine.handle_response(&answer(request_id, 0));
    assert_eq!(probe(effects.requests).1, "test ! -e b");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_smaller_plan_opens_with_the_screen_and_journal_of_the_whole(
        keep in proptest::collection::vec(prop::bool::weighted(0.7), 40..120),
        keys in prop::sample::select(&SCREENS[..]),
    ) {
        let mut before = opened();
        before.keys(keys);
        let saved = serde_json::to_string(&UiState::of(&before.app)).unwrap();

        let mut parts = whole_plan().into_parts();
        delete(&mut parts, &keep);
        let mut after = Stage::on(parts.into(), 120, 40);
        after.happened(history(&whole_plan()));
        serde_json::from_str::<UiState>(&saved).unwrap().restore(&mut after.app);
        after.screen();
        write_reports(&after);
        visit_everything(&mut after);
    }

    #[test]
    fn a_plan_that_shrinks_under_an_open_screen_and_a_running_step(
        keep in proptest::collection::vec(prop::bool::weighted(0.7), 40..120),
        keys in prop::sample::select(&SCREENS[..]),
    ) {
        let mut stage = opened();
        stage.keys(keys);
        stage.screen();
        stage.change_plan(|plan| delete(plan, &keep));
        stage.screen();
        stage.wakes();
        visit_everything(&mut stage);
    }
}

#[test]
fn every_id_finds_its_own_step_check_and_procedure() {
    let plan = whole_plan();
    for procedure in plan.procedures() {
        assert_eq!(plan.procedure(&procedure.id()), Some(procedure));
        for step in procedure.steps() {
            assert_eq!(plan.step(&step.id), Some((procedure, step)));
            assert_eq!(plan.check(&step.id), None);
            assert_eq!(plan.procedure_of(&step.id), Some(procedure));
        }
        for check in procedure.all_checks() {
            assert_eq!(plan.check(&check.id), Some((procedure, check)));
            assert_eq!(plan.step(&check.id), None);
            assert_eq!(plan.procedure_of(&check.id), Some(procedure));
        }
    }
    for id in ["", "nothing", "9", "rollback-9"] {
        assert_eq!(plan.procedure(id), None);
        assert_eq!(plan.procedure_of(id), None);
    }
}
