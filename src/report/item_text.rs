//! Steps and checks as text.

use super::text::{indented, line, script_lines};
use crate::plan::{
    Check, Condition, Expectation, FileCopy, Guard, QuizQuestion, Retry, Save, Step, StepAction,
    Timeout, Wait, duration,
};
use crate::text::Printable;

/// A step with all that the plan says of it.
pub(super) fn step_text(text: &mut String, step: &Step) {
    line(text, format!("\n  {}: {}", step.id, step.title));
    step_body(text, step);
}

/// The same without its id and title.
pub(super) fn step_body(text: &mut String, step: &Step) {
    line(text, format!("    {}", where_and_how(step)));
    entry(text, "DANGER", step.danger.as_deref());
    for condition in &step.when {
        condition_text(text, condition);
    }
    named(text, "after", &step.after);
    named(text, "guarded by", &step.guards);
    entry(text, "waits", step.wait.as_ref().map(wait_text).as_deref());
    for opener in &step.inside {
        script_text(text, "inside", Some(opener));
    }
    match &step.action {
        StepAction::Run(script) => script_lines(text, script),
        StepAction::Copy(files) => files.iter().for_each(|file| copy_text(text, file)),
        StepAction::Manual(told) => indented(text, "    ", told),
    }
    let link = step.link.as_deref().map(Printable::name);
    entry(text, "link", link.as_deref());
    expectation_text(text, &step.expect);
    entry(text, "tried again", step.retry.map(retry_text).as_deref());
    entry(text, "may take", step.timeout.map(timeout_text).as_deref());
    entry(text, "keeps", step.save.as_ref().map(save_text).as_deref());
    named(text, "uses", &step.uses);
    script_text(
        text,
        "done already, when this succeeds",
        step.unless.as_deref(),
    );
    entry(text, "no unless", step.no_unless.as_deref());
    script_text(text, "taken back by", step.undo.as_deref());
    entry(text, "no undo", step.no_undo.as_deref());
    entry(text, "why", step.explain.as_deref());
    entry(text, "differs", step.differs.as_deref());
}

/// A check with all that the plan says of it.
pub(super) fn check_text(text: &mut String, check: &Check) {
    line(text, format!("\n  {}: {}", check.id, check.text));
    check_body(text, check);
}

/// The same without its id and text.
pub(super) fn check_body(text: &mut String, check: &Check) {
    asking_text(text, check);
    entry(text, "tried again", check.retry.map(retry_text).as_deref());
    let again: Vec<String> = check.again.iter().copied().map(duration::format).collect();
    if !again.is_empty() {
        line(
            text,
            format!("    due again {} after it passed", again.join(", ")),
        );
    }
    entry(text, "why", check.explain.as_deref());
}

/// A guard with all that the plan says of it.
pub(super) fn guard_text(text: &mut String, guard: &Guard) {
    line(text, format!("\n  {}: {}", guard.name, guard.check.text));
    asking_text(text, &guard.check);
}

/// A question for those who learn, without the answer.
pub(super) fn question_text(text: &mut String, question: &QuizQuestion) {
    line(text, format!("\n  {}", question.ask));
    for (answer, number) in question.answers.iter().zip(1..) {
        line(text, format!("    {number}. {answer}"));
    }
}

/// How a check or a guard is asked, and what the answer must be.
fn asking_text(text: &mut String, check: &Check) {
    let Some(script) = &check.run else {
        line(text, "    by eye");
        return;
    };
    let mut facts = vec![format!("on {}", check.hosts.join(", "))];
    facts.extend(check.user.iter().map(|user| format!("as {}", exact(user))));
    if check.fresh {
        facts.push("over a new connection".to_owned());
    }
    if check.live {
        facts.push("may be watched".to_owned());
    }
    if check.timeout != Check::TIMEOUT {
        facts.push(format!("within {}", duration::format(check.timeout)));
    }
    facts.extend(tasks_text(&check.tasks));
    line(text, format!("    {}", facts.join(", ")));
    script_lines(text, script);
    expectation_text(text, &check.expect);
    named(text, "uses", &check.uses);
}

fn where_and_how(step: &Step) -> String {
    let mut facts = vec![if step.hosts.is_empty() {
        "by hand".to_owned()
    } else {
        format!("on {}", step.hosts.join(", "))
    }];
    facts.extend(step.serial.map(|count| format!("{count} at once")));
    facts.extend(step.user.iter().map(|user| format!("as {}", exact(user))));
    let ways = [
        (step.interactive, "asks you"),
        (step.detach, "goes on without a connection"),
        (step.disconnects, "cuts its connection"),
        (!step.changes, "changes nothing"),
    ];
    let ways = ways.into_iter().filter(|(so, _)| *so);
    facts.extend(ways.map(|(_, told)| told.to_owned()));
    facts.extend(step.minutes.map(|minutes| format!("~{minutes} min")));
    facts.extend(tasks_text(&step.tasks));
    facts.join(", ")
}

/// Which of the day's tasks, as they are numbered there.
fn tasks_text(tasks: &[usize]) -> Option<String> {
    let numbers: Vec<String> = tasks.iter().map(ToString::to_string).collect();
    let task = if tasks.len() == 1 { "task" } else { "tasks" };
    (!tasks.is_empty()).then(|| format!("{task} {}", numbers.join(", ")))
}

fn condition_text(text: &mut String, condition: &Condition) {
    match condition {
        Condition::Variable { name, is: None } => {
            line(text, format!("    when {name} has a value"));
        }
        Condition::Variable { name, is: Some(is) } => {
            line(text, format!("    when {name} matches {}", exact(is)));
        }
        Condition::Step { id, is } => line(text, format!("    when {id} is {}", is.word())),
        Condition::Script { hosts, user, run } => {
            let on = hosts.join(", ");
            let on = if on.is_empty() {
                on
            } else {
                format!(" on {on}")
            };
            let user = user.iter().map(|user| format!(" as {}", exact(user)));
            let user: String = user.collect();
            script_text(text, &format!("when this succeeds{on}{user}"), Some(run));
        }
    }
}

fn copy_text(text: &mut String, file: &FileCopy) {
    let mut facts = vec![format!("mode {:04o}", file.mode)];
    facts.extend(
        file.owner
            .iter()
            .map(|owner| format!("owner {}", exact(owner))),
    );
    if file.fill {
        facts.push("values filled in".to_owned());
    }
    if !file.backup {
        facts.push("no backup".to_owned());
    }
    let (from, to) = (exact(&file.from), exact(&file.to));
    line(text, format!("    {from} -> {to} ({})", facts.join(", ")));
    let (bytes, digest) = (file.content.len(), &file.digest);
    line(text, format!("      {bytes} bytes, sha256 {digest}"));
    match file.shown() {
        Some(shown) => script_lines(text, &shown),
        None => line(text, "      too long to be shown here"),
    }
}

/// A text of which every character counts, as a file name, in a line.
fn exact(text: &str) -> Printable {
    Printable::name(text)
}

fn expectation_text(text: &mut String, expect: &Expectation) {
    let numbers = |numbers: &[i32]| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        numbers.join(" or ")
    };
    let unit = expect
        .unit
        .as_deref()
        .map_or(String::new(), |unit| format!(" {unit}"));
    let mut facts = Vec::new();
    if expect.exit != Expectation::default().exit {
        facts.push(format!("exit {}", numbers(&expect.exit)));
    }
    if !expect.warns.is_empty() {
        facts.push(format!("exit {} warns", numbers(&expect.warns)));
    }
    facts.extend(
        expect
            .matches
            .iter()
            .map(|pattern| format!("matches {}", exact(pattern))),
    );
    facts.extend(
        expect
            .not_matches
            .iter()
            .map(|pattern| format!("does not match {}", exact(pattern))),
    );
    facts.extend(expect.at_most.map(|most| format!("at most {most}{unit}")));
    facts.extend(
        expect
            .at_least
            .map(|least| format!("at least {least}{unit}")),
    );
    for fact in facts {
        line(text, format!("    expects: {fact}"));
    }
}

fn wait_text(wait: &Wait) -> String {
    match wait {
        Wait::For(time) => duration::format(*time),
        Wait::Until { check, within } => {
            format!("until {check} holds, {} at most", duration::format(*within))
        }
    }
}

fn retry_text(retry: Retry) -> String {
    let (every, within) = (retry.every, retry.within);
    format!(
        "every {} for {}",
        duration::format(every),
        duration::format(within)
    )
}

fn timeout_text(timeout: Timeout) -> String {
    let then = if timeout.kills {
        "then it is ended"
    } else {
        "then you are asked"
    };
    format!("{}, {then}", duration::format(timeout.after))
}

fn save_text(save: &Save) -> String {
    match &save.pattern {
        None => format!("its output as {}", save.variable),
        Some(pattern) => format!("what {} finds as {}", exact(pattern), save.variable),
    }
}

fn entry(text: &mut String, name: &str, told: Option<&str>) {
    if let Some(told) = told {
        let (first, rest) = told.trim_end().split_once('\n').unwrap_or((told, ""));
        line(text, format!("    {name}: {first}"));
        indented(text, "      ", rest);
    }
}

fn named(text: &mut String, name: &str, names: &[String]) {
    if !names.is_empty() {
        line(text, format!("    {name}: {}", names.join(", ")));
    }
}

fn script_text(text: &mut String, name: &str, script: Option<&str>) {
    if let Some(script) = script {
        line(text, format!("    {name}:"));
        script_lines(text, script);
    }
}
