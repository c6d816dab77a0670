//! Prints the results of `daymark run`, each after it is on disk.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::output::{columns, print_json, print_line, print_text};
use super::planned::planned;
use super::run_arguments::{Decision, RunArguments};
use crate::app::{Command, Engine, Item, Job, edit_lines};
use crate::output::complain;
use crate::plan::{Check, Condition, Plan, Procedure};
use crate::port;
use crate::progress::{
    Cut, Excerpt, Outcome, RunResult, StepState, check_state, reopened_by, step_state,
};
use crate::report::{
    check_preview, check_preview_json, hosts_text, measured_text, step_preview, step_preview_json,
};
use crate::term::MASKED;

/// The most lines of a comparison that the text form prints.
const MOST_LINES: usize = 40;

/// Prints results as lines for people or as JSON.
pub(super) struct Results {
    json: bool,
    /// Standard output and error of scripts, by id and host, until their end is on disk.
    pub(super) outputs: HashMap<(String, String), [Excerpt; 2]>,
}

/// One result.
struct ResultLine<'a> {
    day: &'a str,
    id: &'a str,
    kind: &'a str,
    host: Option<&'a str>,
    state: &'a str,
    exit: Option<i32>,
    seconds: f64,
    reason: &'a str,
    output: String,
    /// The part of the output that is not kept.
    not_appended: Option<&'a Cut>,
    /// How many bytes of the output are left out.
    cut: u64,
}

impl Results {
    /// Starts without results.
    pub(super) fn new(json: bool) -> Self {
        Self {
            json,
            outputs: HashMap::new(),
        }
    }

    /// Prints what would run and what it needs; nothing runs.
    pub(super) fn print_plan(
        &self,
        engine: &Engine,
        procedure: Procedure<'_>,
        arguments: &RunArguments,
        decisions: &[Decision],
    ) {
        let mut count = 0;
        for decision in decisions {
            let runs = matches!(decision.command, Command::Undo { .. } | Command::Done(_));
            if let Some((procedure, step)) = engine.plan().step(&decision.id).filter(|_| runs) {
                self.print_item(engine, procedure, Item::Step(step));
                count += 1;
            }
        }
        for item in planned(engine, procedure, arguments) {
            self.print_item(engine, procedure, item);
            count += 1;
        }
        if count == 0 && !self.json {
            print_line("Nothing would run.");
        }
    }

    fn print_item(&self, engine: &Engine, procedure: Procedure<'_>, item: Item<'_>) {
        let (kind, state, uses) = match item {
            Item::Step(step) => ("step", step_state(step, engine.walk()).word(), &step.uses),
            Item::Check(check) => (
                "check",
                check_state(check, engine.walk()).word(),
                &check.uses,
            ),
        };
        let scripts = scripts(engine.plan(), item);
        let needed = crate::app::needed(engine.plan(), &scripts, uses, item.hosts());
        let (_, missing) = engine.values().resolve(&needed, engine.walk());
        if self.json {
            let mut line = match item {
                Item::Step(step) => step_preview_json(engine.plan(), step),
                Item::Check(check) => check_preview_json(check),
            };
            for (key, value) in [
                ("day", json!(procedure.id())),
                ("id", json!(item.id())),
                ("kind", json!(kind)),
                ("hosts", json!(item.hosts())),
                ("state", json!(state)),
                ("run", json!(item.script())),
                ("missing", json!(missing)),
            ] {
                line[key] = value;
            }
            print_json(&line.to_string());
            return;
        }
        let hosts = hosts_text(item.hosts());
        print_line(&format!("{state:<12} {kind:<6} {}  ({hosts})", item.id()));
        print_line(&format!("             {}", item.title()));
        if let Item::Step(step) = item
            && let Some(undone) = reopened_by(step, engine.walk())
        {
            print_line(&format!("             reopened: {undone} was undone"));
        }
        if !missing.is_empty() {
            print_line(&format!("             needs {}", missing.join(", ")));
        }
        print_text(&match item {
            Item::Step(step) => step_preview(engine.plan(), step, &needed, columns()),
            Item::Check(check) => check_preview(check, &needed, columns()),
        });
    }

    /// Prints the results of a read-only walk, which are not recorded.
    pub(super) fn print_previews(
        &mut self,
        engine: &Engine,
        procedure: Procedure<'_>,
        check: &Check,
    ) {
        if !engine.is_read_only() {
            return;
        }
        let day = procedure.id();
        for (host, ended) in engine.previews().check(&check.id) {
            self.print_ended(engine, &day, &check.id, "check", host, ended);
        }
    }

    /// Prints the number of steps and checks in each state.
    pub(super) fn sum_up(&self, engine: &Engine, procedure: Procedure<'_>) {
        let steps = count(
            procedure
                .steps()
                .iter()
                .map(|step| step_state(step, engine.walk()).word()),
        );
        let state = |check: &Check| check_state(check, engine.walk()).word();
        let before = count(procedure.before().iter().map(state));
        let checks = count(procedure.checks().iter().map(state));
        if self.json {
            let day = procedure.id();
            let counts = json!({"day": day, "before": before, "steps": steps, "checks": checks});
            print_json(&json!({"summary": counts}).to_string());
            return;
        }
        let words = |counts: &serde_json::Map<String, Value>| {
            let all: Vec<String> = counts
                .iter()
                .map(|(state, count)| format!("{count} {state}"))
                .collect();
            if all.is_empty() {
                "none".to_owned()
            } else {
                all.join(", ")
            }
        };
        let before = match procedure.before() {
            [] => String::new(),
            _ => format!("before {}; ", words(&before)),
        };
        print_line(&format!(
            "{}: {before}steps {}; checks {}",
            result_line(procedure),
            words(&steps),
            words(&checks)
        ));
    }

    pub(super) fn print_ended(
        &mut self,
        engine: &Engine,
        day: &str,
        id: &str,
        kind: &str,
        host: &str,
        ended: &RunResult,
    ) {
        let output = self
            .outputs
            .remove(&(id.to_owned(), host.to_owned()))
            .unwrap_or_default();
        let (output, cut) = shown(&output, ended);
        let undone = engine
            .walk()
            .last_attempt(id, host)
            .is_some_and(|attempt| attempt.undo);
        if undone && ended.state.holds() {
            Self::print_reopened(engine, id);
        }
        let state = match ended.state {
            Outcome::Passed if undone => "undone",
            Outcome::NotRun => not_run(engine, id),
            state => state.word(),
        };
        self.print_one(&ResultLine {
            day,
            id,
            kind,
            host: Some(host),
            state,
            exit: ended.exit,
            seconds: ended.seconds,
            // What was kept is masked already; what is only looked at is not.
            reason: &engine.values().secrets().mask(&ended.reason),
            output: if ended.state != Outcome::Passed && tells_secret(engine, id) {
                MASKED.to_owned()
            } else {
                engine.values().secrets().mask(&output)
            },
            not_appended: ended.output.as_ref().and_then(|kept| kept.cut.as_ref()),
            cut,
        });
    }

    /// Returns the result of a comparison: edited files, their copies, and the difference, which is
    /// shortened for people.
    pub(super) fn comparison_text(
        &self,
        engine: &Engine,
        job: &Job,
        ended: &port::Completion,
    ) -> String {
        let found = engine.comparison(ended);
        let step = engine.plan().step(&job.id);
        let edits = step.map_or_else(Vec::new, |(_, step)| edit_lines(step, &found));
        let text = edits
            .iter()
            .map(String::as_str)
            .chain(found.text.split_terminator('\n'));
        let mut lines: Vec<String> = text.map(str::to_owned).collect();
        let left_out = lines.len().saturating_sub(MOST_LINES);
        if let Some(kept) = &ended.evidence
            && left_out > 0
            && !self.json
        {
            lines.truncate(MOST_LINES);
            lines.push(format!("… {left_out} more lines: outputs/{}", kept.file));
        }
        lines.push(ended.outcome.stderr.head.clone());
        lines.join("\n")
    }

    /// Prints the steps that an undo reopened.
    fn print_reopened(engine: &Engine, undone: &str) {
        let steps = engine.plan().procedures().flat_map(Procedure::steps);
        let again: Vec<&str> = steps
            .filter(|step| reopened_by(step, engine.walk()) == Some(undone))
            .map(|step| step.id.as_str())
            .collect();
        if !again.is_empty() {
            complain!("Reopened because {undone} was undone: {}", again.join(", "));
        }
    }

    /// Prints the decision of a person.
    pub(super) fn print_decided(&self, day: &str, id: &str, kind: &str, state: &str, why: &str) {
        self.print_one(&ResultLine {
            day,
            id,
            kind,
            host: None,
            state,
            exit: None,
            seconds: 0.0,
            reason: why,
            output: String::new(),
            not_appended: None,
            cut: 0,
        });
    }

    fn print_one(&self, result: &ResultLine<'_>) {
        if self.json {
            let mut line = json!({
                "day": result.day, "id": result.id, "kind": result.kind, "host": result.host,
                "state": result.state, "exit": result.exit, "seconds": result.seconds,
                "because": result.reason, "output": result.output,
            });
            if let Some(cut) = result.not_appended {
                line["kept"] = json!({"bytes": cut.kept, "of": cut.of});
            }
            if result.cut > 0 {
                line["cut"] = result.cut.into();
            }
            print_json(&line.to_string());
            return;
        }
        let mut line = format!("{:<8} {}", result.state.replace('_', " "), result.id);
        if let Some(host) = result.host {
            line.push_str(&format!(" on {host}"));
        }
        if let Some(measured) = measured_text(result.exit, result.seconds) {
            line.push_str(&format!(", {measured}"));
        }
        if !result.reason.is_empty() {
            line.push_str(&format!(": {}", result.reason));
        }
        for output in result.output.split_terminator('\n') {
            print_line(&format!("  | {output}"));
        }
        if let Some(cut) = result.not_appended {
            line.push_str(&format!(" ({})", cut.text()));
        }
        print_line(&line);
    }
}

/// Every script that a run of an item runs, and the texts of its files that values are filled into.
fn scripts<'p>(plan: &'p Plan, item: Item<'p>) -> Vec<&'p str> {
    let Item::Step(step) = item else {
        return item.script().into_iter().collect();
    };
    let asked = step.when.iter().filter_map(|condition| match condition {
        Condition::Script { run, .. } => Some(run.as_str()),
        Condition::Variable { .. } | Condition::Step { .. } => None,
    });
    let guards = step.guards.iter().filter_map(|name| plan.guard(name));
    let guards = guards.filter_map(|guard| guard.check.run.as_deref());
    let filled = step.files().iter().filter(|file| file.fill);
    let filled = filled.filter_map(|file| std::str::from_utf8(&file.content).ok());
    let own = [step.script(), step.unless.as_deref()];
    let own = own.into_iter().flatten();
    own.chain(asked).chain(guards).chain(filled).collect()
}

/// Returns the word for a run that never reached its host: the step keeps its state, unless an
/// earlier run passed or skipped it.
fn not_run(engine: &Engine, id: &str) -> &'static str {
    let step = engine.plan().step(id);
    match step.map(|(_, step)| step_state(step, engine.walk())) {
        None => "unknown",
        Some(StepState::Passed | StepState::Skipped) => "not_run",
        Some(state) => state.word(),
    }
}

/// Returns the output to print, and the number of bytes left out; a line replaces them.
fn shown(output: &[Excerpt; 2], ended: &RunResult) -> (String, u64) {
    let whole = ended.output.as_ref().filter(|kept| kept.cut.is_none());
    let rest = whole.map_or(String::new(), |kept| {
        format!(": outputs/{} has them", kept.file)
    });
    let text = |excerpt: &Excerpt| {
        let left_out = format!("[… {} bytes are left out{rest} …]", excerpt.cut);
        excerpt.text(&left_out)
    };
    let cut = output.iter().map(|excerpt| excerpt.cut).sum();
    let [mut shown, error] = output.each_ref().map(text);
    // The streams are judged apart, so their texts must not look like one.
    if !shown.is_empty() && !error.is_empty() && !shown.ends_with('\n') {
        shown.push('\n');
    }
    (shown + &error, cut)
}

fn count(words: impl Iterator<Item = &'static str>) -> serde_json::Map<String, Value> {
    let mut counts = serde_json::Map::new();
    for word in words {
        let count = counts.get(word).and_then(Value::as_u64).unwrap_or(0);
        counts.insert(word.to_owned(), json!(count + 1));
    }
    counts
}

/// Returns the name of a procedure inside a line.
pub(super) fn result_line(procedure: Procedure<'_>) -> String {
    match procedure {
        Procedure::Entry(entry) => format!("day {}", entry.days),
        Procedure::Success(phase, _) => format!("success of phase {phase}"),
        Procedure::Rollback(phase, ..) => format!("rollback of phase {phase}"),
        Procedure::Recurring(work) => work.id.clone(),
    }
}

/// Returns whether a step prints a secret; if it was not found in the output, it cannot be masked.
fn tells_secret(engine: &Engine, id: &str) -> bool {
    let (_, step) = engine.plan().step(id).unzip();
    let saved = step.and_then(|step| step.save.as_ref());
    let variable = saved.and_then(|save| engine.plan().variable(&save.variable));
    variable.is_some_and(|variable| variable.secret)
}
