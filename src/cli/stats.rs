//! `daymark stats`: prints how long each step took, over all walks of a plan on this machine.

use serde_json::{Value, json};

use super::arguments::{Globals, PlanArguments};
use super::exit::Exit;
use super::loaded_plan::{LoadedPlan, data_folder};
use super::output::{print_json, print_line};
use crate::output::complain;
use crate::plan::{Procedure, Step};
use crate::progress::{Durations, Spread, StepDurations};
use crate::service::{FoundWalk, read_walks};
use crate::view::length;

/// Prints how long each step took.
pub(super) fn stats(globals: &Globals, arguments: &PlanArguments) -> Exit {
    printed(globals, arguments).err().unwrap_or(Exit::Done)
}

/// A step that ran.
struct StepFigures<'a> {
    procedure: Procedure<'a>,
    step: &'a Step,
    durations: &'a StepDurations,
}

fn printed(globals: &Globals, arguments: &PlanArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let walks = read_walks(&data_folder(globals)?, &opened.plan.id);
    let mut durations = Durations::default();
    let mut failed = Ok(());
    for FoundWalk { name, walk } in &walks {
        match walk {
            Ok(walk) => durations.add(Durations::of(walk)),
            Err(why) => {
                complain!("Error: The walk {name} is left out: {why}");
                failed = Err(Exit::Failed);
            }
        }
    }
    let steps = opened.plan.procedures().flat_map(|procedure| {
        let steps = procedure.steps().iter();
        steps.map(move |step| (procedure, step))
    });
    let figures = steps.filter_map(|(procedure, step)| {
        let durations = durations.of_step(&step.id)?;
        let ran = !durations.passed.is_empty() || durations.failed > 0;
        ran.then_some(StepFigures {
            procedure,
            step,
            durations,
        })
    });
    if arguments.json {
        let steps: Vec<Value> = figures.map(|figures| figures.json()).collect();
        let plan = &opened.plan.id;
        print_json(&json!({"plan": plan, "walks": walks.len(), "steps": steps}).to_string());
    } else {
        let lines: Vec<String> = figures.map(|figures| figures.line()).collect();
        for line in &lines {
            print_line(line);
        }
        if lines.is_empty() {
            print_line("No step has run yet.");
        }
    }
    failed
}

impl StepFigures<'_> {
    fn line(&self) -> String {
        let StepDurations { passed, failed } = self.durations;
        let runs = format!("{} passed, {failed} failed", passed.len());
        let spread = self.durations.spread().map(|spread| {
            let Spread {
                median,
                least,
                most,
                ..
            } = spread;
            let (least, most) = (length(least), length(most));
            format!("median {}, from {least} to {most}", length(median))
        });
        let spread = spread.unwrap_or_default();
        format!("{:<24} {runs:<22} {spread}", self.step.id)
    }

    fn json(&self) -> Value {
        let spread = self.durations.spread();
        json!({
            "day": self.procedure.id(), "id": self.step.id, "title": self.step.title,
            "passed": self.durations.passed.len(), "failed": self.durations.failed,
            "median": spread.map(|spread| spread.median),
            "least": spread.map(|spread| spread.least),
            "most": spread.map(|spread| spread.most),
            "text": spread.and_then(|spread| spread.text()),
        })
    }
}
