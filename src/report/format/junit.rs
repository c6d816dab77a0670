//! A report as JUnit XML: one suite per day, one case per step and check.
//!
//! It has the attributes and the order of elements that both usual schemas require, that of Ant and
//! that of Jenkins.

use chrono::NaiveTime;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::report::document::{Document, DocumentItem, DocumentSection};
use crate::text::Printable;

type Xml = Writer<Vec<u8>>;

/// The counts of a suite.
#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
    seconds: f64,
}

/// How a case ended.
enum CaseEnd {
    Passed,
    /// It failed, with the reason.
    Failure(String),
    /// Its result is unknown, with the reason.
    Error(String),
    /// It is open, skipped or waived, with the reason.
    Skipped(String),
}

/// Returns a report as JUnit XML.
pub(super) fn junit(document: &Document) -> Printable {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory cannot fail.
    let _ = written(&mut xml, document);
    let mut text = String::from_utf8_lossy(&xml.into_inner()).into_owned();
    text.push('\n');
    Printable::prose(&text)
}

fn written(xml: &mut Xml, document: &Document) -> std::io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Event::Start(BytesStart::new("testsuites")))?;
    for (section, id) in document.sections.iter().zip(0..) {
        suite(xml, document, section, id)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))
}

fn suite(
    xml: &mut Xml,
    document: &Document,
    section: &DocumentSection,
    id: usize,
) -> std::io::Result<()> {
    let counts = Counts::of(section);
    let name = format!("{} · {}", section.name, section.title);
    let begun = section.items.iter().flat_map(|item| &item.attempts);
    let begun = begun.map(|run| run.started.at.naive_local()).min();
    let day_one = document
        .summary
        .started
        .map(|start| start.and_time(NaiveTime::MIN));
    let begun = begun.or(day_one).unwrap_or_default();
    let timestamp = begun.format("%Y-%m-%dT%H:%M:%S").to_string();
    element(
        xml,
        "testsuite",
        &[
            ("id", &id.to_string()),
            ("name", &name),
            ("package", &document.plan.id),
            ("hostname", "daymark"),
            ("timestamp", &timestamp),
            ("tests", &counts.tests.to_string()),
            ("failures", &counts.failures.to_string()),
            ("errors", &counts.errors.to_string()),
            ("skipped", &counts.skipped.to_string()),
            ("time", &format!("{:.3}", counts.seconds)),
        ],
    )?;
    properties(xml, document)?;
    for item in &section.items {
        case(xml, section, item)?;
    }
    for name in ["system-out", "system-err"] {
        xml.write_event(Event::Empty(BytesStart::new(name)))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn properties(xml: &mut Xml, document: &Document) -> std::io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new("properties")))?;
    let integrity = &document.integrity;
    for (name, value) in [
        ("walk", document.walk.clone()),
        ("journal.head", integrity.head.clone()),
        ("journal.events", integrity.events.to_string()),
        ("journal.integrity", integrity.text()),
    ] {
        empty(xml, "property", &[("name", name), ("value", &value)])?;
    }
    xml.write_event(Event::End(BytesEnd::new("properties")))
}

fn case(xml: &mut Xml, section: &DocumentSection, item: &DocumentItem) -> std::io::Result<()> {
    let name = format!("{} {}", item.id, item.title);
    let time = format!("{:.3}", seconds(item));
    let attributes = [
        ("name", name.as_str()),
        ("classname", section.id.as_str()),
        ("time", time.as_str()),
    ];
    let (tag, reason, text) = match end(item) {
        CaseEnd::Passed => return empty(xml, "testcase", &attributes),
        CaseEnd::Failure(reason) => ("failure", reason, output(item)),
        CaseEnd::Error(reason) => ("error", reason, output(item)),
        CaseEnd::Skipped(reason) => ("skipped", reason, String::new()),
    };
    element(xml, "testcase", &attributes)?;
    if tag == "skipped" {
        empty(xml, tag, &[("message", &reason)])?;
    } else {
        element(xml, tag, &[("message", &reason), ("type", item.state)])?;
        xml.write_event(Event::Text(BytesText::new(&printable(&text))))?;
        xml.write_event(Event::End(BytesEnd::new(tag)))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

/// Returns how a case ended, from the state of its item.
fn end(item: &DocumentItem) -> CaseEnd {
    let newest = item
        .attempts
        .iter()
        .rev()
        .find_map(|run| run.result.as_ref());
    let reason = newest.map_or("", |result| &result.reason);
    let reason = if reason.is_empty() {
        item.state
    } else {
        reason
    };
    let decided = item.decision.as_ref().map(|decision| &decision.text);
    match item.state {
        "failed" | "drifted" => CaseEnd::Failure(reason.to_owned()),
        "unknown" | "interrupted" => CaseEnd::Error(reason.to_owned()),
        "passed" | "warned" | "attested" => CaseEnd::Passed,
        state => CaseEnd::Skipped(match decided {
            Some(why) => format!("{state}: {why}"),
            None => state.to_owned(),
        }),
    }
}

fn output(item: &DocumentItem) -> String {
    let newest = item
        .attempts
        .iter()
        .rev()
        .find_map(|run| run.output.as_ref());
    newest.map_or(String::new(), |output| output.excerpt.clone())
}

fn seconds(item: &DocumentItem) -> f64 {
    let results = item.attempts.iter().filter_map(|run| run.result.as_ref());
    // The sum of no numbers is -0.
    results.map(|result| result.seconds).sum::<f64>() + 0.0
}

impl Counts {
    fn of(section: &DocumentSection) -> Self {
        let mut counts = Self::default();
        for item in &section.items {
            counts.tests += 1;
            counts.seconds += seconds(item);
            match end(item) {
                CaseEnd::Passed => {}
                CaseEnd::Failure(_) => counts.failures += 1,
                CaseEnd::Error(_) => counts.errors += 1,
                CaseEnd::Skipped(_) => counts.skipped += 1,
            }
        }
        counts
    }
}

fn element(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> std::io::Result<()> {
    xml.write_event(Event::Start(tag(name, attributes)))
}

fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> std::io::Result<()> {
    xml.write_event(Event::Empty(tag(name, attributes)))
}

fn tag<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut tag = BytesStart::new(name);
    for (key, value) in attributes {
        tag.push_attribute((*key, printable(value).as_str()));
    }
    tag
}

/// Returns a text without the characters that XML forbids, which [`Printable`] makes visible.
fn printable(text: &str) -> String {
    Printable::prose(text).into()
}
