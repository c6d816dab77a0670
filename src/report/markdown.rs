//! The walk so far as Markdown (`CommonMark` 0.31): days, steps, checks with their proof,
//! deviations.

use chrono::{DateTime, FixedOffset};

use super::text::{counted, line};
use crate::plan::{Action, Check, Entry, Plan, Step};
use crate::progress::{
    Asking, Attempt, DayState, Ended, Evidence, Fix, Manner, Said, Standing, Walk, check_state,
    day_state, schedule, step_state,
};

/// How many lines of an output are told; all of it is kept.
const MOST_LINES: usize = 60;

/// What all parts of a report share.
struct Report<'a> {
    walk: &'a Walk,
    output: &'a dyn Fn(&Evidence) -> Option<String>,
    text: String,
}

/// The walk so far; `output` gives what an evidence's file holds, where it can.
pub fn markdown(
    plan: &Plan,
    walk: &Walk,
    walk_name: &str,
    now: DateTime<FixedOffset>,
    output: &dyn Fn(&Evidence) -> Option<String>,
) -> String {
    let mut report = Report {
        walk,
        output,
        text: String::new(),
    };
    report.head(plan, walk_name, now);
    report.overview(plan);
    for entry in &plan.entries {
        if is_told(entry, walk) {
            report.entry(entry);
        }
    }
    report.text
}

/// Entries that nothing happened to stand in the overview alone.
fn is_told(entry: &Entry, walk: &Walk) -> bool {
    let id = entry.days.to_string();
    let noted = walk.deviations.iter().any(|noted| noted.day == id);
    noted || day_state(entry, walk) != DayState::Open
}

impl Report<'_> {
    fn line(&mut self, text: impl std::fmt::Display) {
        line(&mut self.text, text);
    }

    fn head(&mut self, plan: &Plan, walk_name: &str, now: DateTime<FixedOffset>) {
        let walk = self.walk;
        self.line(format!("# {}\n", escaped(&plan.title)));
        let schedule = schedule(plan, walk, now.date_naive());
        self.line(format!("- Walk: {}", escaped(walk_name)));
        self.line(format!("- Made: {}", stamp(now)));
        match walk.start {
            None => self.line("- Not begun"),
            Some(start) => {
                let slip = match schedule.slip {
                    None => "done".to_owned(),
                    Some(0) => "on time".to_owned(),
                    Some(days) => {
                        let count = usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX);
                        let side = if days > 0 { "behind" } else { "ahead" };
                        format!("{} {side}", counted(count, "day"))
                    }
                };
                self.line(format!(
                    "- Started: {start}; day {} of {}; {slip}; ends {}",
                    schedule.day,
                    plan.last_day(),
                    schedule.end
                ));
            }
        }
        self.line(format!("- Plan: `{}`, digest `{}`", plan.id, plan.digest));
        self.line(format!(
            "- Journal: {}, head `{}`\n",
            counted(usize::try_from(walk.events).unwrap_or(usize::MAX), "event"),
            walk.head
        ));
    }

    fn overview(&mut self, plan: &Plan) {
        self.line("| day | | state | steps | checks | deviations |");
        self.line("|---|---|---|---|---|---|");
        for entry in &plan.entries {
            let walk = self.walk;
            let steps = entry.steps.iter();
            let steps = steps
                .filter(|step| step_state(step, walk).is_done())
                .count();
            let checks = entry.checks.iter();
            let checks = checks
                .filter(|check| check_state(check, walk).is_done())
                .count();
            let id = entry.days.to_string();
            let deviations = walk
                .deviations
                .iter()
                .filter(|noted| noted.day == id)
                .count();
            self.line(format!(
                "| {id} | {} | {} | {steps}/{} | {checks}/{} | {deviations} |",
                escaped(&entry.title),
                day_state(entry, walk).word(),
                entry.steps.len(),
                entry.checks.len()
            ));
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let id = entry.days.to_string();
        let state = day_state(entry, self.walk).word();
        self.line(format!(
            "\n## Day {id}: {} ({state})",
            escaped(&entry.title)
        ));
        self.deviations(&id, None);
        if !entry.steps.is_empty() {
            self.line("\n### Steps");
        }
        for step in &entry.steps {
            self.step(step);
            self.deviations(&id, Some(&step.id));
        }
        if !entry.checks.is_empty() {
            self.line("\n### Checks");
        }
        for check in &entry.checks {
            self.check(check);
            self.deviations(&id, Some(&check.id));
        }
    }

    fn step(&mut self, step: &Step) {
        let state = step_state(step, self.walk).word();
        self.line(format!(
            "\n#### {} (`{}`): {state}\n",
            escaped(&step.title),
            step.id
        ));
        if let Action::Manual(_) = step.action {
            self.line("Done by hand.");
        }
        let walk = self.walk;
        for attempt in walk.attempts(&step.id) {
            self.attempt(attempt);
        }
        match walk.fix(&step.id) {
            Some(Fix::Attested(said)) => self.said("Attested", said),
            Some(Fix::LeftOut(said)) => self.said("Skipped", said),
            Some(Fix::Unticked(_)) | None => {}
        }
    }

    fn attempt(&mut self, attempt: &Attempt) {
        let Attempt {
            host,
            number,
            started,
            ..
        } = attempt;
        let who = format!(
            "attempt {number} on {host}, started {} by {}",
            stamp(started.at),
            escaped(&started.operator)
        );
        match &attempt.ended {
            None => self.line(format!("- {who}: no end was seen")),
            Some((ended, said)) => {
                self.line(format!("- {who}: {}", how(ended, said)));
                self.proof(&attempt.command, ended);
            }
        }
    }

    fn check(&mut self, check: &Check) {
        let state = check_state(check, self.walk);
        let tick = if state.is_done() { "x" } else { " " };
        let word = state.word();
        self.line(format!(
            "\n- [{tick}] {} (`{}`): {word}",
            escaped(&check.text),
            check.id
        ));
        let walk = self.walk;
        match walk.fix(&check.id) {
            Some(Fix::Attested(said)) => self.said("Attested", said),
            Some(Fix::LeftOut(said)) => self.said("Waived", said),
            Some(Fix::Unticked(said)) => self.said("Unticked", said),
            None => {
                for host in &check.hosts {
                    if let Some(asking) = walk.last_answer(&check.id, host) {
                        self.asking(asking);
                    }
                }
            }
        }
    }

    fn asking(&mut self, asking: &Asking) {
        let Some((ended, said)) = &asking.ended else {
            return;
        };
        let (at, host) = (stamp(said.at), &asking.host);
        let who = escaped(&said.operator);
        self.line(format!(
            "  - asked on {host}, {at} by {who}: {}",
            how(ended, said)
        ));
        self.proof(&asking.command, ended);
    }

    /// The command, and what it put out.
    fn proof(&mut self, command: &str, ended: &Ended) {
        self.fenced("sh", command);
        let Some(evidence) = &ended.output else {
            return;
        };
        let Evidence {
            file,
            sha256,
            bytes,
        } = evidence;
        self.line(format!(
            "  Output: `outputs/{file}`, {bytes} bytes, SHA-256 `{sha256}`"
        ));
        match (self.output)(evidence) {
            None => self.line("\n  The file is gone, or is not what was kept."),
            Some(output) if output.trim().is_empty() => {}
            Some(output) => self.fenced("text", &shortened(&output)),
        }
    }

    /// Text that is not Markdown, between fences longer than any in it.
    fn fenced(&mut self, language: &str, text: &str) {
        let longest = text
            .split(|character| character != '`')
            .map(str::len)
            .max()
            .unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.line(format!("\n  {fence}{language}"));
        for one in text.lines() {
            self.line(format!("  {}", harmless(one)).trim_end());
        }
        self.line(format!("  {fence}\n"));
    }

    fn said(&mut self, verb: &str, said: &Said) {
        let at = stamp(said.at);
        let who = escaped(&said.operator);
        let words = if said.text.is_empty() {
            String::new()
        } else {
            format!(": {}", escaped(&said.text))
        };
        self.line(format!("  - {verb} by {who}, {at}{words}"));
    }

    fn deviations(&mut self, day: &str, id: Option<&str>) {
        let walk = self.walk;
        let noted = walk
            .deviations
            .iter()
            .filter(|noted| noted.day == day && noted.id.as_deref() == id);
        for noted in noted {
            let at = stamp(noted.said.at);
            let who = escaped(&noted.said.operator);
            self.line(format!("\n> **Deviation**, {who}, {at}  "));
            for one in noted.said.text.lines() {
                self.line(format!("> {}", escaped(one)));
            }
        }
    }
}

/// How something ended, and what tells so.
fn how(ended: &Ended, said: &Said) -> String {
    let mut facts = vec![
        match ended.state {
            Standing::Passed => "passed",
            Standing::Warned => "passed with a warning",
            Standing::Failed => "failed",
            Standing::Unknown => "unknown",
            Standing::NotRun => "not run",
            Standing::Skipped => "skipped",
        }
        .to_owned(),
    ];
    facts.extend(ended.exit.map(|exit| format!("exit {exit}")));
    match ended.manner {
        Manner::Operator => facts.push(format!("said by {}", escaped(&said.operator))),
        Manner::Unless
        | Manner::When
        | Manner::Guard
        | Manner::Equal
        | Manner::Exit
        | Manner::Lost => {
            facts.push(format!("{:.1} s", ended.seconds));
        }
    }
    if !ended.because.is_empty() {
        facts.push(escaped(&ended.because));
    }
    facts.join(", ")
}

fn shortened(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    if lines.len() <= MOST_LINES {
        return output.to_owned();
    }
    let half = MOST_LINES / 2;
    let left = lines.len() - 2 * half;
    format!(
        "{}\n[… {left} lines are left out here; the file holds them …]\n{}",
        lines[..half].join("\n"),
        lines[lines.len() - half..].join("\n")
    )
}

/// Text of others in a line of ours: nothing in it is Markdown or HTML, and it stays one line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in harmless(text).chars() {
        if "\\`*_{}[]<>#|~&".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Without control characters, which would steer the reader's terminal.
fn harmless(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\t' => '\t',
            character if character.is_control() => ' ',
            character => character,
        })
        .collect()
}

fn stamp(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}
