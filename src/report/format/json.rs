//! A report as JSON.

use schemars::Schema;

use crate::report::document::Document;
use crate::text::Printable;

/// Returns a report as JSON, on several lines.
pub(super) fn json(document: &Document) -> Printable {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    crate::text::json(&text)
}

/// Returns the JSON Schema of the JSON report.
pub fn report_schema() -> Schema {
    schemars::schema_for!(Document)
}
