//! A journal and a saved screen of one plan, opened with a smaller plan: nothing panics.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot open its own plan has failed"
)]

#[path = "acting/mod.rs"]
mod acting;

use std::path::Path;

use acting::Stage;
use daymark::app::{BINDINGS, UiState};
use daymark::plan::{Check, Plan, PlanParts, Procedure, Step, read};
use daymark::progress::{Event, Outcome, OutcomeSource, RunResult};
use daymark::report::{StatusInput, show_json, show_text, status_json, status_text};
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

/// Presses every key and draws the screen after each.
fn press_every_key(stage: &mut Stage) {
    for binding in BINDINGS {
        stage.keys(binding.key);
        stage.screen();
    }
}

/// Writes all that the command line prints about a walk.
fn write_reports(stage: &Stage) {
    let (plan, walk) = (&stage.app.engine.plan, &stage.app.engine.walk);
    let input = StatusInput {
        plan,
        walk,
        name: "main",
        today: "2026-11-02".parse().unwrap(),
        journal: "journal.jsonl",
        breaks: &[],
    };
    status_text(&input);
    status_json(&input);
    for procedure in plan.procedures() {
        show_text(plan, Some(procedure), 80);
    }
    show_json(plan, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

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
        press_every_key(&mut after);
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
        press_every_key(&mut stage);
    }
}
