//! A report as CSV (RFC 4180): one row per attempt and per check run.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula. Such a cell gets an
//! apostrophe in front, which spreadsheets take as "this is text".

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};

use crate::report::document::{Document, DocumentAttempt, DocumentItem, DocumentSection};
use crate::text::Printable;

/// The columns.
const COLUMNS: [&str; 13] = [
    "day",
    "kind",
    "id",
    "title",
    "host",
    "attempt",
    "state",
    "exit",
    "started",
    "seconds",
    "operator",
    "note",
    "output_sha256",
];

type Cells = [String; COLUMNS.len()];

/// Returns a report as CSV. The last row is the journal with its head.
pub(super) fn csv(document: &Document) -> Printable {
    let builder = &mut WriterBuilder::new();
    let mut writer = builder.terminator(Terminator::CRLF).from_writer(Vec::new());
    let header = COLUMNS.map(str::to_owned);
    let sections = document.sections.iter();
    let rows = sections.flat_map(|section| {
        let items = section.items.iter();
        items.flat_map(move |item| item_rows(section, item))
    });
    for row in std::iter::once(header)
        .chain(rows)
        .chain([journal_row(document)])
    {
        let cells = row.iter().map(|cell| defused(cell).into_owned());
        // Writing to memory cannot fail, and all rows have the same length.
        let _ = writer.write_record(cells);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Printable::rows(&String::from_utf8_lossy(&bytes))
}

/// Returns a row for each attempt of an item, and one for a decision of a person.
fn item_rows(section: &DocumentSection, item: &DocumentItem) -> Vec<Cells> {
    let attempts = item.attempts.iter();
    let mut rows: Vec<Cells> = attempts
        .map(|run| attempt_row(section, item, run))
        .collect();
    rows.extend(item.decision.as_ref().map(|decision| {
        let mut row = start(section, item, item.kind);
        decision.kind.clone_into(&mut row[6]);
        row[8] = decision.attribution.at.to_rfc3339();
        row[10].clone_from(&decision.attribution.by);
        row[11].clone_from(&decision.text);
        row
    }));
    rows
}

fn attempt_row(section: &DocumentSection, item: &DocumentItem, run: &DocumentAttempt) -> Cells {
    let kind = if run.kind == "undo" {
        "undo"
    } else {
        item.kind
    };
    let mut row = start(section, item, kind);
    row[4].clone_from(&run.host);
    row[5] = run.number.to_string();
    "no result".clone_into(&mut row[6]);
    row[8] = run.started.at.to_rfc3339();
    row[10].clone_from(&run.started.by);
    if let Some(result) = &run.result {
        result.state.clone_into(&mut row[6]);
        row[7] = result.exit.map_or(String::new(), |exit| exit.to_string());
        row[9] = result.seconds.to_string();
        row[11].clone_from(&result.reason);
    }
    if let Some(output) = &run.output {
        row[12].clone_from(&output.sha256);
    }
    row
}

fn start(section: &DocumentSection, item: &DocumentItem, kind: &str) -> Cells {
    let mut row = Cells::default();
    row[0].clone_from(&section.id);
    kind.clone_into(&mut row[1]);
    row[2].clone_from(&item.id);
    row[3].clone_from(&item.title);
    row
}

fn journal_row(document: &Document) -> Cells {
    let integrity = &document.integrity;
    let mut row = Cells::default();
    "journal".clone_into(&mut row[1]);
    row[2].clone_from(&integrity.head);
    row[3] = format!("{} events", integrity.events);
    let state = if integrity.is_whole() {
        "whole"
    } else {
        "damaged"
    };
    state.clone_into(&mut row[6]);
    row[8] = document.made_at.to_rfc3339();
    row[11] = integrity.text();
    row
}

/// Returns a cell that no spreadsheet takes for a formula. Numbers stay numbers.
fn defused(cell: &str) -> Cow<'_, str> {
    let cell: Cow<'_, str> = String::from(Printable::prose(cell)).into();
    let begins = cell.trim_start().starts_with([
        '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]);
    let begins = begins || cell.starts_with(['\t', '\n']);
    if begins && cell.parse::<f64>().is_err() {
        return format!("'{cell}").into();
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let check = |cell: &str, expect: &str| assert_eq!(defused(cell), expect, "{cell:?}");
        check("", "");
        check("a = b", "a = b");
        check("-1", "-1");
        check("-1.5", "-1.5");
        check("=1+1", "'=1+1");
        check("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0");
        check("+1+1", "'+1+1");
        check("-2+3", "'-2+3");
        check("@SUM(A1)", "'@SUM(A1)");
        check("  =1+1", "'  =1+1");
        check("\t=1+1", "'\t=1+1");
        check("\n=1+1", "'\n=1+1");
        check("\r=1+1", "^M=1+1");
        check("＝1+1", "'＝1+1");
    }
}
