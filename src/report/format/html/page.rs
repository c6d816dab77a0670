//! The page: the document, and the words that the template asks for.

use super::timeline::{Drawing, drawing};
use super::words;
use crate::report::document::{Document, DocumentSection, ExceptionKind, ReportException};
use crate::report::text::counted;
use crate::text::Printable;
use askama::Template;

/// The template of the page. All its values pass [`Visible`](super::escape::Visible).
#[derive(Template)]
#[template(path = "page.html")]
struct Page<'d> {
    document: &'d Document,
    timeline: Option<Drawing>,
}

/// Returns a report as HTML.
pub fn html(document: &Document) -> Printable {
    let page = Page {
        document,
        timeline: drawing(document),
    };
    // Rendering to memory cannot fail: no value of the template does.
    Printable::prose(&page.render().unwrap_or_default())
}

impl Page<'_> {
    /// Returns the touched sections of these kinds.
    fn sections(&self, kinds: &[&str]) -> Vec<&DocumentSection> {
        let sections = self.document.sections.iter();
        let chosen = sections.filter(|section| section.touched && kinds.contains(&section.kind));
        chosen.collect()
    }

    /// Returns the address of a step, check or day, if it is on the page.
    fn link(&self, day: &str, id: Option<&String>) -> Option<String> {
        let sections = self.document.sections.iter();
        let mut shown = sections.filter(|section| section.touched && section.id == day);
        shown.next().map(|_| match id {
            Some(id) => format!("#{id}"),
            None => format!("#day_{day}"),
        })
    }

    /// Returns the days without records, in words.
    fn untouched(&self) -> String {
        let days = self
            .document
            .sections
            .iter()
            .filter(|section| section.kind == "day");
        let count = days.filter(|section| !section.touched).count();
        match count {
            0 => String::new(),
            1 => "1 runbook has no records yet.".to_owned(),
            several => format!("{several} runbooks have no records yet."),
        }
    }

    /// Returns the exceptions that the first page shows: what was decided against the plan.
    fn differences(&self) -> Vec<&ReportException> {
        let kinds = [
            ExceptionKind::Overridden,
            ExceptionKind::Waived,
            ExceptionKind::Deviation,
            ExceptionKind::Skipped,
        ];
        let groups = self.document.exceptions.iter();
        let groups = groups.filter(|group| kinds.contains(&group.kind));
        groups.flat_map(|group| &group.exceptions).collect()
    }

    /// Returns the facts in the line of a day, beside its counts.
    fn day_facts(&self, section: &DocumentSection) -> String {
        let failing = section
            .items
            .iter()
            .filter(|item| words::is_bad(item))
            .count();
        let deviations = section.items.iter().map(|item| item.deviations.len());
        let deviations = deviations.sum::<usize>() + section.deviations.len();
        let decided = |kind: &str| {
            let decisions = section
                .items
                .iter()
                .filter_map(|item| item.decision.as_ref());
            decisions.filter(|decision| decision.kind == kind).count()
        };
        let late = self
            .document
            .timeline
            .iter()
            .find(|row| row.id == section.id);
        let late = late.map_or(0, |row| row.late.max(0));
        let mut facts = Vec::new();
        if failing > 0 {
            facts.push(format!("{failing} not passing"));
        }
        if late > 0 {
            facts.push(format!(
                "{} late",
                counted(late.unsigned_abs() as usize, "day")
            ));
        }
        for kind in ["skipped", "waived", "attested"] {
            match decided(kind) {
                0 => {}
                count => facts.push(format!("{count} {kind}")),
            }
        }
        if deviations > 0 {
            facts.push(counted(deviations, "deviation"));
        }
        facts.join(", ")
    }

    /// Returns whether a day is printed open: it has started, or something in it fails.
    fn is_open(section: &DocumentSection) -> bool {
        section.state == Some("started") || section.items.iter().any(words::is_bad)
    }
}
