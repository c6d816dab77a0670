//! A report as Markdown (`CommonMark` 0.31 with the tables of GitHub, GitLab and Gitea).

use crate::report::document::{
    Document, DocumentAttempt, DocumentItem, DocumentOutput, DocumentResult, DocumentSection,
    ExcerptLine, Remark, Stamp, Tally,
};
use crate::report::field::FieldPart;
use crate::report::text::counted;
use crate::report::words::{exit_text, hosts_text, seconds_text, stamp_text};
use crate::text::Printable;

/// Returns a report as Markdown. Every text that is not ours is escaped.
pub(super) fn markdown(document: &Document) -> Printable {
    let mut page = MarkdownPage::default();
    page.head(document);
    page.handover(document);
    page.exceptions(document);
    page.next(document);
    page.timeline(document);
    page.sections(document, "Days", &["day"]);
    page.sections(
        document,
        "Phase ends and rollbacks",
        &["success", "rollback"],
    );
    page.recurring(document);
    page.sections(document, "Recurring work in full", &["recurring"]);
    page.lists(document);
    page.integrity(document);
    Printable::prose(&page.text)
}

#[derive(Default)]
struct MarkdownPage {
    text: String,
}

impl MarkdownPage {
    fn line(&mut self, text: impl std::fmt::Display) {
        self.text.push_str(&Printable::prose(&text.to_string()));
        self.text.push('\n');
    }

    /// Appends a heading with blank lines around it.
    fn heading(&mut self, level: usize, text: impl std::fmt::Display) {
        self.line(format!("\n{} {text}\n", "#".repeat(level)));
    }

    fn head(&mut self, document: &Document) {
        let summary = &document.summary;
        self.line(format!("# {}\n", escaped(&document.plan.title)));
        let sentences = escaped(&summary.sentences.join(" "));
        self.line(format!("**{}** {sentences}\n", escaped(&summary.headline)));
        let scope = match document.scope.as_str() {
            "plan" => String::new(),
            scope => format!(" ({scope})"),
        };
        self.line(format!("- Walk: {}{scope}", escaped(&document.walk)));
        self.line(format!("- Made: {}", stamp_text(document.made_at)));
        self.line(match summary.started {
            None => "- Not started".to_owned(),
            Some(start) => format!("- Started: {start}"),
        });
        self.line(format!(
            "- Done: {}; {}; {}",
            tally(summary.days, "runbooks"),
            tally(summary.steps, "steps"),
            tally(summary.checks, "checks")
        ));
        if let Some(reached) = &summary.reached {
            let facts = [&reached.cost, &reached.capacity].into_iter().flatten();
            let facts: String = facts.map(|fact| format!("; {}", escaped(fact))).collect();
            let (number, title) = (reached.number, escaped(&reached.title));
            self.line(format!("- Reached: phase {number}, {title}{facts}"));
        }
        if !document.plan.days_off.is_empty() {
            self.line(format!("- Days off: {}", document.plan.days_off.join(", ")));
        }
        let plan = &document.plan;
        self.line(format!("- Plan: `{}`, digest `{}`", plan.id, plan.digest));
        let integrity = &document.integrity;
        self.line(format!(
            "- Journal: {}, head `{}`; {}",
            events(integrity.events),
            integrity.head,
            integrity.text()
        ));
    }

    fn handover(&mut self, document: &Document) {
        let Some(handover) = &document.handover else {
            return;
        };
        self.heading(2, "Handover");
        let since = match handover.since {
            0 => "the start of the walk".to_owned(),
            line => format!("journal line {line}"),
        };
        self.line(format!("Changes are those since {since}."));
        for attribution in &handover.accepted {
            self.line(format!("\nTaken over by {}.", by(attribution)));
        }
        for (heading, lines) in handover.lists() {
            self.heading(3, format!("{heading} ({})", lines.len()));
            for line in lines {
                let attribution = line.attribution.as_ref();
                let attribution = attribution.map_or(String::new(), |attribution| {
                    format!(" ({})", by(attribution))
                });
                let (number, what) = (&line.number, escaped(&line.what));
                self.line(format!(
                    "- {number} {what}{}{attribution}",
                    after(&line.about)
                ));
            }
        }
    }

    fn exceptions(&mut self, document: &Document) {
        self.heading(2, "Exceptions");
        if document.exceptions.is_empty() {
            self.line("None: everything recorded so far went as planned.");
        }
        for group in &document.exceptions {
            let count = group.exceptions.len();
            self.line(format!("\n### {} ({count})\n", group.title));
            self.line("| where | what | why | by |");
            self.line("|---|---|---|---|");
            for exception in &group.exceptions {
                let id = exception.id.as_deref();
                let id = id.map_or(String::new(), |id| format!(" `{id}`"));
                self.line(format!(
                    "| {}{id} | {} | {} | {} |",
                    exception.number,
                    escaped(&exception.what),
                    escaped(&exception.why),
                    exception.attribution.as_ref().map_or(String::new(), by)
                ));
            }
        }
    }

    fn next(&mut self, document: &Document) {
        self.heading(2, "Next and overdue");
        if document.next.is_empty() {
            self.line("Nothing is next.");
        }
        for next in &document.next {
            let what = escaped(&next.what);
            let what = if next.urgent {
                format!("**{what}**")
            } else {
                what
            };
            let (number, about) = (&next.number, escaped(&next.about));
            self.line(format!("- {number}: {what} ({about})"));
        }
    }

    fn timeline(&mut self, document: &Document) {
        if document.timeline.is_empty() {
            return;
        }
        self.heading(2, "Timeline");
        self.line("| day | | state | planned | worked | expected | late |");
        self.line("|---|---|---|---|---|---|---|");
        for row in &document.timeline {
            let range = |dates: Option<(chrono::NaiveDate, chrono::NaiveDate)>| match dates {
                Some((first, last)) if first == last => first.to_string(),
                Some((first, last)) => format!("{first} to {last}"),
                None => String::new(),
            };
            let title = escaped(&row.title);
            let title = if row.phase {
                format!("**{title}**")
            } else {
                title
            };
            let late = match row.late {
                0 => String::new(),
                late => format!("{late:+} d"),
            };
            self.line(format!(
                "| {} | {title} | {} | {} | {} | {} | {late} |",
                row.id,
                row.state,
                range(Some(row.planned)),
                range(row.actual),
                range(row.expected)
            ));
        }
    }

    /// Appends the touched sections of these kinds.
    fn sections(&mut self, document: &Document, heading: &str, kinds: &[&str]) {
        let sections = document.sections.iter();
        let touched = sections.filter(|section| section.touched && kinds.contains(&section.kind));
        for (section, at) in touched.zip(0..) {
            if at == 0 {
                self.heading(2, heading);
            }
            self.section(section);
        }
    }

    fn section(&mut self, section: &DocumentSection) {
        let state = section
            .state
            .map_or(String::new(), |state| format!(" ({state})"));
        let title = escaped(&section.title);
        self.heading(3, format!("{}: {title}{state}", section.name));
        let week = section.week.as_ref();
        let week = week.map_or(String::new(), |week| format!("{}; ", escaped(week)));
        self.line(format!(
            "{week}{}; {}",
            tally(section.steps, "steps"),
            tally(section.checks, "checks")
        ));
        for text in section.objective.iter().chain(&section.condition) {
            self.line(format!("\n{}", escaped(text)));
        }
        if !section.see.is_empty() {
            self.line(format!("\nSee {}.", escaped(&section.see.join(", "))));
        }
        section
            .deviations
            .iter()
            .for_each(|noted| self.deviation("", noted));
        for (heading, items) in section.groups() {
            self.line(format!("\n**{}**\n", escaped(&heading)));
            for item in items {
                self.item(item);
            }
        }
        if let Some(author) = &section.author {
            self.line("\nThe author's own commands:");
            self.fenced("", "sh", author);
        }
        if !section.undo_list.is_empty() {
            self.line("\n**Undo list, newest first**\n");
        }
        for done in &section.undo_list {
            let (title, at) = (escaped(&done.title), stamp_text(done.at));
            let undo = escaped(&done.undo);
            self.line(format!("- {title} on {}, {at}: {undo}", done.host));
        }
        if !section.quiz.is_empty() {
            self.line("\n**Quiz**\n");
        }
        for answer in &section.quiz {
            let right = if answer.right { "right" } else { "wrong" };
            let (ask, text) = (escaped(&answer.ask), escaped(&answer.answer));
            self.line(format!(
                "- {ask} {text}: {right}, {}",
                by(&answer.attribution)
            ));
        }
    }

    /// Appends an item: its line, then attempts and plan, folded unless it fails.
    fn item(&mut self, item: &DocumentItem) {
        let tick = if item.done { "x" } else { " " };
        let (title, hosts) = (escaped(&item.title), hosts_text(&item.hosts));
        let (number, id, state) = (&item.number, &item.id, item.state);
        self.line(format!(
            "- [{tick}] {number} {title} (`{id}`, {hosts}): {state}"
        ));
        for notice in &item.notices {
            self.line(format!("  - {}", escaped(notice)));
        }
        if let Some(decision) = &item.decision {
            self.line(format!("  - {}", remark(decision)));
        }
        item.deviations
            .iter()
            .for_each(|noted| self.deviation("  ", noted));
        let open = if matches!(item.state, "failed" | "drifted" | "unknown" | "interrupted") {
            " open"
        } else {
            ""
        };
        let count = counted(item.attempts.len(), "attempt");
        self.line(format!("\n  <details{open}><summary>{count}</summary>\n"));
        item.attempts.iter().for_each(|run| self.attempt(run));
        self.plan(item);
        self.line("\n  </details>\n");
    }

    /// Appends the fields of the plan, except a script that an attempt above has already.
    fn plan(&mut self, item: &DocumentItem) {
        let facts = item
            .words
            .iter()
            .filter(|words| words.part == FieldPart::Fact);
        let facts: Vec<String> = facts.map(|words| escaped(&words.text)).collect();
        if !facts.is_empty() {
            self.line(format!("  - {}", facts.join(", ")));
        }
        for words in item.other_words() {
            let label = match (words.label, words.text.as_str()) {
                ("", text) => escaped(text),
                (label, "") => label.to_owned(),
                (label, text) => format!("{label}: {}", escaped(text)),
            };
            if !label.is_empty() {
                self.line(format!("  - {label}"));
            }
            if let Some(script) = &words.script {
                self.fenced("    ", "sh", script);
            }
        }
    }

    fn attempt(&mut self, run: &DocumentAttempt) {
        let (kind, number, host) = (run.kind, run.number, &run.host);
        let started = &run.started;
        let (at, who) = (stamp_text(started.at), escaped(&started.by));
        let start = format!("{kind} {number} on {host}, started {at} by {who}");
        match &run.result {
            None => self.line(format!("  - {start}: no end is recorded")),
            Some(result) => self.line(format!("  - {start}: {}", result_text(result))),
        }
        if !run.command.is_empty() {
            self.fenced("    ", "sh", &run.command);
        }
        if let Some(output) = &run.output {
            self.output(output);
        }
    }

    fn output(&mut self, output: &DocumentOutput) {
        let DocumentOutput {
            file,
            bytes,
            sha256,
            ..
        } = output;
        self.line(format!(
            "    Output: `outputs/{file}`, {bytes} bytes, SHA-256 `{sha256}`"
        ));
        for recording in &output.recordings {
            self.line(format!("    Recording: `recordings/{recording}`"));
        }
        if let Some(cut) = &output.cut {
            self.line(format!("    **Cut:** {}", escaped(cut)));
        }
        if output.state == "damaged" {
            self.line("\n    **The file is missing or differs from its digest.**");
        }
        if output.lines.iter().any(ExcerptLine::has_text) {
            self.fenced("    ", "text", &output.excerpt);
        }
    }

    /// Appends text that is not Markdown, between fences longer than any in it.
    fn fenced(&mut self, indent: &str, language: &str, text: &str) {
        let runs = text.split(|character| character != '`').map(str::len);
        let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
        self.line(format!("\n{indent}{fence}{language}"));
        for one in Printable::code(text).lines() {
            let indent = if one.is_empty() { "" } else { indent };
            self.line(format!("{indent}{one}"));
        }
        self.line(format!("{indent}{fence}\n"));
    }

    fn deviation(&mut self, indent: &str, noted: &Remark) {
        let heading = if noted.kind == "overridden" {
            "Guard overridden"
        } else {
            "Deviation"
        };
        self.line(format!(
            "\n{indent}> **{heading}**, {}  ",
            by(&noted.attribution)
        ));
        for one in noted.text.lines() {
            self.line(format!("{indent}> {}", escaped(one)));
        }
        self.line("");
    }

    fn recurring(&mut self, document: &Document) {
        if !document.recurring.is_empty() {
            self.heading(2, "Recurring work");
        }
        for work in &document.recurring {
            let mut facts = vec![format!("done {}", counted(work.done, "time"))];
            facts.extend(work.due.map(|date| format!("due since {date}")));
            if !work.missed.is_empty() {
                facts.push(format!("**missed {}**", counted(work.missed.len(), "time")));
            }
            facts.extend(work.next.map(|date| format!("next on {date}")));
            let (what, every) = (escaped(&work.what), work.every);
            self.line(format!("- {what} (every {every}): {}", facts.join(", ")));
            for occurrence in &work.occurrences {
                let words = after(&occurrence.text);
                let attribution = by(&occurrence.attribution);
                self.line(format!("  - for {}: {attribution}{words}", occurrence.due));
            }
        }
    }

    /// Appends guards, risks and next actions.
    fn lists(&mut self, document: &Document) {
        if !document.guards.is_empty() {
            self.heading(2, "Guards: newest results");
        }
        for guard in &document.guards {
            let (name, about) = (&guard.name, escaped(&guard.about));
            let (attribution, result) = (by(&guard.result.attribution), result_text(&guard.result));
            self.line(format!("- {name} ({about}), {attribution}: {result}"));
        }
        if !document.risks.is_empty() {
            self.heading(2, "Risks");
        }
        for risk in &document.risks {
            self.line(format!("- {}", escaped(&risk.risk)));
            let texts = [
                ("mitigation", &risk.mitigation),
                ("contingency", &risk.contingency),
            ];
            for (word, text) in texts {
                if let Some(text) = text {
                    self.line(format!("  - {word}: {}", escaped(text)));
                }
            }
            if !risk.days.is_empty() {
                self.line(format!("  - on day {}", risk.days.join(", ")));
            }
            for (check, state) in &risk.checks {
                self.line(format!("  - {}: {state}", escaped(check)));
            }
        }
        if !document.next_actions.is_empty() {
            self.heading(2, "Next, in the author's words");
        }
        for action in &document.next_actions {
            self.line(format!("- {}", escaped(action)));
        }
    }

    fn integrity(&mut self, document: &Document) {
        let integrity = &document.integrity;
        self.heading(2, "Integrity");
        self.line(format!(
            "{}, head `{}`: {}.\n",
            events(integrity.events),
            integrity.head,
            integrity.text()
        ));
        for (heading, sentences) in [
            ("This proves:", &integrity.proves),
            ("This cannot prove:", &integrity.cannot),
        ] {
            self.line(format!("{heading}\n"));
            for sentence in sentences {
                self.line(format!("- {sentence}"));
            }
            self.line("");
        }
    }
}

/// Returns a result in words: outcome, exit status, duration or operator, reason.
fn result_text(result: &DocumentResult) -> String {
    let mut facts = vec![result.text.clone()];
    facts.extend(result.exit.map(exit_text));
    facts.push(if result.by_person {
        format!("set by {}", escaped(&result.attribution.by))
    } else {
        seconds_text(result.seconds)
    });
    if !result.reason.is_empty() {
        facts.push(escaped(&result.reason));
    }
    facts.join(", ")
}

fn remark(remark: &Remark) -> String {
    let words = after(&remark.text);
    format!(
        "{} by {}{words}",
        capital(remark.kind),
        by(&remark.attribution)
    )
}

/// Returns words after a colon, or nothing.
fn after(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!(": {}", escaped(text)),
    }
}

fn by(attribution: &Stamp) -> String {
    format!(
        "{}, {}",
        escaped(&attribution.by),
        stamp_text(attribution.at)
    )
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().collect::<String>() + characters.as_str()
}

fn tally(tally: Tally, things: &str) -> String {
    format!("{}/{} {things}", tally.done, tally.total)
}

fn events(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "event")
}

/// Escapes a text: it has no hidden characters, no Markdown and no HTML, and stays on one line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let text = Printable::prose(text);
    let text = text.trim_start();
    // At the start of a line these begin a list, a heading or a rule.
    let marker = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_list = marker.len() < text.len() && marker.starts_with(['.', ')']);
    let starts = if is_list {
        text.len() - marker.len()
    } else {
        0
    };
    for (at, character) in text.char_indices() {
        let begins = at == 0 && "-+=".contains(character) || is_list && at == starts;
        let character = if character == '\n' { ' ' } else { character };
        if begins || "\\`*_{}[]<>#|~&".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_markdown_or_html() {
        let check = |text: &str, expect: &str| assert_eq!(escaped(text), expect, "{text:?}");
        check("plain text, as it is.", "plain text, as it is.");
        check(
            "<script>alert(1)</script>",
            "\\<script\\>alert(1)\\</script\\>",
        );
        check("a | b", "a \\| b");
        check("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))");
        check("- item", "\\- item");
        check("+ item", "\\+ item");
        check("1. item", "1\\. item");
        check("12) item", "12\\) item");
        check("1.5 seconds", "1\\.5 seconds");
        check("    code", "code");
        check("two\nlines", "two lines");
        check("===", "\\===");
        check("&lt;", "\\&lt;");
        check("bidi \u{202e}x", "bidi \\<U+202E\\>x");
        check("\u{1b}[31mred", "^\\[\\[31mred");
    }
}
