//! The document, and that every format is written from it.

use std::fs;
use std::path::Path;

use daymark::plan::{Plan, Procedure, read};
use daymark::progress::Walk;
use daymark::report::{
    Coverage, Document, DocumentSources, FORMATS, ReadOutput, Report, ReportInput, Scope, Wording,
    report_schema,
};
use daymark::service::plan_folder;
use serde_json::Value;

use super::walked;

fn every_key() -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plan/every-key");
    read(&plan_folder(&folder).unwrap()).plan.unwrap()
}

/// Returns the document of a plan whose sections all count as walked.
fn document(plan: &Plan) -> Document {
    let walk = Walk::default();
    let report = Report::new(&ReportInput {
        plan,
        walk: &walk,
        walk_name: "main",
        made_at: "2026-12-02T12:00:00+01:00".parse().unwrap(),
        breaks: &[],
        scope: Scope::Plan,
    });
    let sources = DocumentSources {
        mask: &str::to_owned,
        output: &|_| ReadOutput::NotRead,
        faulty_outputs: None,
    };
    let mut document = Document::new(&report, &sources, Coverage::Whole);
    document
        .sections
        .iter_mut()
        .for_each(|section| section.touched = true);
    document
}

/// Returns the letters and digits of a text: what no format may change.
fn letters(text: &str) -> String {
    let plain = text
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&#34;", "\"")
        .replace("&#39;", "'");
    plain
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[test]
fn every_field_of_the_model_is_in_every_format_for_readers() {
    let plan = every_key();
    let document = document(&plan);
    let write = |name: &str| {
        let format = FORMATS.iter().find(|format| format.name == name).unwrap();
        String::from((format.write)(&document))
    };
    let (markdown, html) = (letters(&write("md")), letters(&write("html")));
    let json: Value = serde_json::from_str(&write("json")).unwrap();
    let mut fields = 0;
    for (section, procedure) in document.sections.iter().zip(plan.procedures()) {
        let steps = procedure.steps().iter().map(daymark::report::step_fields);
        let checks = Procedure::all_checks(procedure).map(daymark::report::check_fields);
        let all: Vec<_> = steps.chain(checks).flatten().collect();
        for field in all {
            for words in field.value.words() {
                let text = match words {
                    Wording::Script(_, script) => script.to_owned(),
                    Wording::Text(pieces) => daymark::report::Piece::join(&pieces, str::to_owned),
                };
                if matches!(field.key, "id" | "task" | "kind" | "as") {
                    continue;
                }
                let text = letters(&text);
                assert!(
                    markdown.contains(&text),
                    "Markdown lacks {}: {text}",
                    field.key
                );
                assert!(html.contains(&text), "HTML lacks {}: {text}", field.key);
                fields += 1;
            }
            let items = json["sections"].as_array().unwrap().iter();
            let mut items = items.flat_map(|section| section["items"].as_array().unwrap());
            assert!(
                items.any(|item| item["plan"].get(field.key).is_some()),
                "{}",
                field.key
            );
        }
        assert!(!section.id.is_empty());
    }
    assert!(fields > 60, "{fields} fields");
}

#[test]
fn the_json_report_is_as_its_schema_says() {
    let schema = report_schema().to_value();
    let written = format!("{schema:#}\n");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/report-schema.json");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, &written).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        kept, written,
        "write it again with UPDATE=1 cargo test --test report"
    );

    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let stage = walked();
    for words in [&[][..], &["--brief"], &["--handover"], &["--day", "1"]] {
        let text = super::report(&stage, &[&["--format", "json"], words].concat());
        let value: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{words:?}: {errors:#?}");
    }
    let output = stage.tell(&["schema", "report"]);
    assert_eq!(output.out, written);
}
