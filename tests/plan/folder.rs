//! Plans as the reader gets them.

use std::{fs, path::Path};

use daymark::plan::{Diagnostic, Reading, Source, read};

/// A plan of files written in the test.
pub fn plan(files: &[(&str, &str)]) -> Vec<Source> {
    let source = |(path, text): &(&str, &str)| Source {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    files.iter().map(source).collect()
}

/// The smallest plan with one host, and a day file.
pub fn with_day(day: &str) -> Vec<Source> {
    let plan_file = "daymark: 1\nid: small\ntitle: Small\nhosts: {here: {local: true}}\n";
    plan(&[("plan.yaml", plan_file), ("day-01.yaml", day)])
}

/// The plan of a folder's YAML files.
pub fn open(folder: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    for file in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = file.file_name().into_string().unwrap();
        let is_yaml = Path::new(&path)
            .extension()
            .is_some_and(|end| end == "yaml" || end == "yml");
        if is_yaml {
            sources.push(Source {
                path,
                bytes: fs::read(file.path()).unwrap(),
            });
        }
    }
    sources
}

/// Everything that is told about a plan, as a person reads it.
pub fn told(sources: &[Source]) -> String {
    let Reading { diagnostics, .. } = read(sources);
    let told: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| rendered(diagnostic, sources))
        .collect();
    told.join("\n\n") + "\n"
}

fn rendered(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let source = sources
        .iter()
        .find(|source| source.path == diagnostic.place.file);
    let text = source.and_then(|source| std::str::from_utf8(&source.bytes).ok());
    diagnostic.render(text, false)
}
