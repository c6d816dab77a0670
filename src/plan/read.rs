//! Reads the files of a folder into a plan, or into diagnostics.

use std::cell::RefCell;

use super::{
    Diagnostic, Entry, Plan, PlanParts, Severity, SourceFile, dependencies,
    diagnostic::RawDiagnostic,
    digest, entry, expand_groups, hidden, plan,
    plan_index::PlanIndex,
    rules,
    text::join_names,
    yaml::{
        file::File,
        read_context::ReadContext,
        tree::{self, Node, Tree},
    },
};

/// The file with everything but the entries.
const PLAN_FILE: &str = "plan.yaml";

/// The result of reading a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The plan. `None` if there is any error.
    pub plan: Option<Plan>,
    /// All diagnostics: `plan.yaml` first, then by file and position. Copied files come last.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a plan from the files of its folder.
///
/// `plan.yaml` and every other `*.yaml` or `*.yml` directly in the folder are parsed. All other
/// files can be copied to hosts, and are part of the digest.
pub fn read(sources: &[SourceFile]) -> Reading {
    let opened = open(sources);
    let (files, trees): (Vec<File>, Vec<Tree>) = opened.into_iter().unzip();
    let index = RefCell::new(PlanIndex::default());
    let (plan, entries) = read_trees(&files, &trees, sources, &index);
    let mut index = index.into_inner();
    for rule in rules::ALL {
        let diagnostics = rule(&index, &files);
        index.diagnostics.extend(diagnostics);
    }
    let mut diagnostics = diagnostics(index.diagnostics, &files);
    diagnostics.extend(hidden::in_copied(&copied(sources)));
    if entries.is_empty() && plan.is_some() && !has_error(&diagnostics) {
        diagnostics.push(no_days(sources).into_diagnostic(&files[0]));
    }
    let plan = plan
        .filter(|_| !has_error(&diagnostics))
        .map(|plan| joined(plan, entries, sources));
    Reading { plan, diagnostics }
}

fn has_error(diagnostics: &[Diagnostic]) -> bool {
    let mut all = diagnostics.iter();
    all.any(|diagnostic| diagnostic.severity >= Severity::Error)
}

/// Returns the diagnostic of a plan without days. It names the files that look like days.
fn no_days(sources: &[SourceFile]) -> RawDiagnostic {
    let has_days = |source: &&SourceFile| {
        let text = String::from_utf8_lossy(&source.bytes);
        source.path != PLAN_FILE && text.lines().any(|line| line.starts_with("days:"))
    };
    let days = sources.iter().filter(has_days);
    let mut found: Vec<&str> = days.map(|source| source.path.as_str()).collect();
    found.sort_unstable();
    let hint = if found.is_empty() {
        "write one beside `plan.yaml`, such as `day-01.yaml` with `days: 1` and `title`".to_owned()
    } else {
        let names = join_names(&found);
        format!("a day is a `*.yaml` file beside `plan.yaml`: rename or move {names}")
    };
    let message = "the plan has no days: no other `*.yaml` file is beside `plan.yaml`";
    RawDiagnostic::error("empty-plan", 0..0, message).hint(hint)
}

/// Parses the YAML files, `plan.yaml` first.
fn open(sources: &[SourceFile]) -> Vec<(File<'_>, Tree<'_>)> {
    let plan = sources.iter().find(|source| source.path == PLAN_FILE);
    let mut days: Vec<&SourceFile> = sources
        .iter()
        .filter(|source| is_day_file(&source.path))
        .collect();
    days.sort_by_key(|source| &source.path);
    let missing = || {
        let hint = "every plan has one, with `daymark: 1`, `id` and `title`";
        let diagnostic =
            RawDiagnostic::error("missing-plan", 0..0, "there is no `plan.yaml`").hint(hint);
        (
            File::new(PLAN_FILE, ""),
            Tree {
                root: None,
                diagnostics: vec![diagnostic],
            },
        )
    };
    let first = plan.map_or_else(missing, open_one);
    std::iter::once(first)
        .chain(days.into_iter().map(open_one))
        .collect()
}

/// Returns the files that steps can copy to hosts.
fn copied(sources: &[SourceFile]) -> Vec<&SourceFile> {
    let read = |path: &str| path == PLAN_FILE || is_day_file(path);
    sources
        .iter()
        .filter(|source| !read(&source.path))
        .collect()
}

/// Returns whether a file of the plan's folder is read as a day file.
pub fn is_day_file(path: &str) -> bool {
    let yaml = path
        .strip_suffix(".yaml")
        .or_else(|| path.strip_suffix(".yml"));
    path != PLAN_FILE && yaml.is_some_and(|name| !name.contains('/'))
}

fn open_one(source: &SourceFile) -> (File<'_>, Tree<'_>) {
    match str::from_utf8(&source.bytes) {
        Ok(text) => {
            let file = File::new(&source.path, text);
            let tree = tree::parse(&file);
            (file, tree)
        }
        Err(error) => {
            let valid = error.valid_up_to();
            let text = str::from_utf8(&source.bytes[..valid]).unwrap_or_default();
            let diagnostic = RawDiagnostic::error(
                "not-utf8",
                valid..valid,
                "this file is not UTF-8 from here on",
            );
            let diagnostics = vec![diagnostic.hint("save it as UTF-8")];
            (
                File::new(&source.path, text),
                Tree {
                    root: None,
                    diagnostics,
                },
            )
        }
    }
}

fn read_trees<'p>(
    files: &'p [File<'p>],
    trees: &'p [Tree<'p>],
    sources: &'p [SourceFile],
    index: &'p RefCell<PlanIndex>,
) -> (Option<PlanParts>, Vec<Entry>) {
    let mut plan = None;
    let mut entries = Vec::new();
    for (number, (file, tree)) in files.iter().zip(trees).enumerate() {
        let context = ReadContext::new(file, number, sources, index);
        tree.diagnostics
            .iter()
            .for_each(|diagnostic| context.report(diagnostic.clone()));
        for diagnostic in hidden::in_yaml(file, tree.root.as_ref()) {
            context.report(diagnostic);
        }
        let root: Option<&Node> = tree.root.as_ref();
        if number == 0 {
            plan = root.and_then(|node| plan::read(node, context));
        } else {
            entries.extend(root.and_then(|node| entry::read(node, context)));
        }
    }
    (plan, entries)
}

fn diagnostics(mut diagnostics: Vec<(usize, RawDiagnostic)>, files: &[File]) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|(file, diagnostic)| (*file, diagnostic.start()));
    diagnostics
        .into_iter()
        .map(|(file, diagnostic)| diagnostic.into_diagnostic(&files[file]))
        .collect()
}

/// Assembles the plan from its parts.
fn joined(mut plan: PlanParts, mut entries: Vec<Entry>, sources: &[SourceFile]) -> Plan {
    entries.sort_by_key(|entry| entry.days);
    plan.entries = entries;
    expand_groups::plan(&mut plan);
    dependencies::plan(&mut plan);
    plan.digest = digest::digest(sources);
    plan.into()
}
