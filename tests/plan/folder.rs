//! Plans as the reader gets them.

use std::path::Path;

use daymark::plan::{Diagnostic, Reading, SourceFile, read};
use daymark::service::plan_folder;

/// A plan of files written in the test.
pub fn plan(files: &[(&str, &str)]) -> Vec<SourceFile> {
    let source = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    files.iter().map(source).collect()
}

/// The smallest plan with one host, and a day file.
pub fn with_day(day: &str) -> Vec<SourceFile> {
    let plan_file = "daymark: 1\nid: small\ntitle: Small\nhosts: {here: {local: true}}\n";
    plan(&[("plan.yaml", plan_file), ("day-01.yaml", day)])
}

/// The plan of a folder.
pub fn open(folder: &Path) -> Vec<SourceFile> {
    plan_folder(folder).unwrap()
}

/// Everything that is told about a plan, as a person reads it.
pub fn output(sources: &[SourceFile]) -> String {
    let Reading { diagnostics, .. } = read(sources);
    let output: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| rendered(diagnostic, sources))
        .collect();
    output.join("\n\n") + "\n"
}

fn rendered(diagnostic: &Diagnostic, sources: &[SourceFile]) -> String {
    let source = sources
        .iter()
        .find(|source| source.path == diagnostic.location.file);
    let text = source.and_then(|source| std::str::from_utf8(&source.bytes).ok());
    diagnostic.render(text, false)
}
