//! The records of the format: each key has one, each record is read, and the schema made from them
//! agrees with the reader.

use std::{
    fs,
    path::{Path, PathBuf},
};

use daymark::plan::{DAY, ObjectFormat, PLAN, Severity, SourceFile, ValueFormat, objects, read};
use daymark::reference::{SchemaOf, schema};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::folder::open;
use crate::good::sources;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A YAML file as JSON, or `None` if it is not valid YAML.
fn yaml(source: &SourceFile) -> Option<Value> {
    serde_saphyr::from_slice(&source.bytes).ok()
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "`filter` passes references"
)]
fn is_yaml(source: &&SourceFile) -> bool {
    let extension = Path::new(&source.path).extension();
    !source.path.contains('/') && extension.is_some_and(|end| end == "yaml" || end == "yml")
}

fn format_of(source: &SourceFile) -> &'static ObjectFormat {
    if source.path == "plan.yaml" {
        &PLAN
    } else {
        &DAY
    }
}

fn validator(of: SchemaOf) -> Validator {
    jsonschema::draft202012::new(&schema(of)).unwrap()
}

/// Returns the errors of a schema, each with the position in the file.
fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// Returns the position of every key of every object below a value, as JSON pointers.
fn keys(object: &'static ObjectFormat, value: &Value, at: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let Some(mapping) = value.as_object() else {
        return found;
    };
    for (name, value) in mapping {
        let key = object.key(name).unwrap();
        let at = format!("{at}/{name}");
        if let Some(below) = key.value.object() {
            for (value, at) in objects_in(&key.value, value, &at) {
                found.extend(keys(below, value, &at));
            }
        }
        found.push((object.name, at));
    }
    found
}

/// Returns the objects of a key's value, each with its position.
fn objects_in<'v>(format: &ValueFormat, value: &'v Value, at: &str) -> Vec<(&'v Value, String)> {
    match (format, value) {
        (_, Value::Array(items)) => {
            let items = items.iter().enumerate();
            items
                .map(|(number, item)| (item, format!("{at}/{number}")))
                .collect()
        }
        (ValueFormat::Map(..), Value::Object(items)) => {
            let items = items.iter();
            items
                .map(|(name, item)| (item, format!("{at}/{name}")))
                .collect()
        }
        _ => vec![(value, at.to_owned())],
    }
}

/// Returns a value of a type that the key cannot have.
fn wrong(object: &str, key: &str) -> Value {
    let objects = objects(&[&PLAN, &DAY]);
    let object = objects.iter().find(|known| known.name == object).unwrap();
    match object.key(key).unwrap().value {
        ValueFormat::Object(_)
        | ValueFormat::List(_)
        | ValueFormat::OneOrList(_)
        | ValueFormat::Map(..) => json!("text"),
        _ => json!([[[]]]),
    }
}

#[test]
fn every_record_is_used_and_read() {
    let sources = sources();
    let mut left: Vec<(&str, &str)> = objects(&[&PLAN, &DAY])
        .into_iter()
        .flat_map(|object| object.keys().map(|key| (object.name, key.name)))
        .collect();
    for (number, source) in sources.iter().enumerate().filter(|(_, file)| is_yaml(file)) {
        let value = yaml(source).unwrap();
        for (object, at) in keys(format_of(source), &value, "") {
            let name = at.rsplit('/').next().unwrap();
            let is_this = |(of, key): &(&str, &str)| *of == object && *key == name;
            let Some(found) = left.iter().position(is_this) else {
                continue;
            };
            left.remove(found);
            let mut broken = value.clone();
            *broken.pointer_mut(&at).unwrap() = wrong(object, name);
            let mut sources = sources.clone();
            sources[number].bytes = broken.to_string().into_bytes();
            let quoted = format!("`{name}`");
            let is_reported = read(&sources).diagnostics.iter().any(|diagnostic| {
                let code = diagnostic.code;
                ["wrong-type", "wrong-value"].contains(&code)
                    && diagnostic.message.contains(&quoted)
            });
            assert!(is_reported, "no reader rejects a wrong {object}.{name}");
        }
    }
    assert_eq!(left, [], "no plan uses these keys");
}

#[test]
fn every_example_is_valid() {
    for object in objects(&[&PLAN, &DAY]) {
        let mut schema = schema(SchemaOf::Both);
        for rule in ["if", "then", "else"] {
            schema.as_object_mut().unwrap().remove(rule);
        }
        for key in object.keys() {
            let source = format!("{}: {}", key.name, key.example);
            let value: Value = serde_saphyr::from_str(&source).unwrap();
            let at = format!("#/$defs/{}/properties/{}", object.name, key.name);
            schema["properties"] = json!({key.name: {"$ref": at}});
            let validator = jsonschema::draft202012::new(&schema).unwrap();
            assert_eq!(errors(&validator, &value), [""; 0], "{source}");
        }
    }
}

/// Every folder of the repository with a plan that opens.
const PLANS: [&str; 3] = [
    "runbooks/senex-trader",
    "tests/plan/every-key",
    "tests/truth/every-key",
];

#[test]
fn valid_plans_are_valid_by_the_schema() {
    let both = validator(SchemaOf::Both);
    let own = |source: &SourceFile| match source.path.as_str() {
        "plan.yaml" => validator(SchemaOf::Plan),
        _ => validator(SchemaOf::Day),
    };
    for folder in PLANS {
        for source in open(&root().join(folder)).iter().filter(is_yaml) {
            let value = yaml(source).unwrap();
            for validator in [&both, &own(source)] {
                let errors = errors(validator, &value);
                assert_eq!(errors, [""; 0], "{folder}/{}", source.path);
            }
        }
    }
}

#[test]
fn examples_in_the_pages_are_valid() {
    let validator = validator(SchemaOf::Both);
    let mut count = 0;
    for page in pages(root()) {
        let text = fs::read_to_string(&page).unwrap();
        for block in text.split("```yaml\n").skip(1) {
            let block = block.split("```").next().unwrap();
            let value: Value = serde_saphyr::from_str(block).unwrap();
            assert_eq!(errors(&validator, &value), [""; 0], "{block}");
            count += 1;
        }
    }
    assert!(count >= 2, "only {count} examples");
}

/// The README and every page of `docs/`.
fn pages(root: &Path) -> Vec<PathBuf> {
    let mut pages = vec![root.join("README.md")];
    let mut folders = vec![root.join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                pages.push(path);
            }
        }
    }
    pages
}

/// The errors that the schema finds as well.
const IN_SCHEMA: [&str; 14] = [
    "bad-id",
    "bad-link",
    "bad-mode",
    "bad-name",
    "condition-kind",
    "empty",
    "exclusive-keys",
    "host-kind",
    "misplaced-key",
    "missing-key",
    "step-kind",
    "unknown-key",
    "wrong-type",
    "newer-format",
];

#[test]
fn the_schema_rejects_what_a_schema_can_reject() {
    let validator = validator(SchemaOf::Both);
    let mut rejected = 0;
    for folder in fs::read_dir(root().join("tests/plan/broken")).unwrap() {
        let sources = open(&folder.unwrap().path());
        let diagnostics = read(&sources).diagnostics;
        for source in sources.iter().filter(is_yaml) {
            let Some(value) = yaml(source) else { continue };
            let mut codes = diagnostics.iter().filter(|diagnostic| {
                diagnostic.severity == Severity::Error && diagnostic.location.file == source.path
            });
            let found = errors(&validator, &value);
            if codes.clone().any(|found| IN_SCHEMA.contains(&found.code)) {
                assert!(!found.is_empty(), "valid by the schema: {source:?}");
                rejected += 1;
            } else if codes.next().is_none() {
                assert_eq!(found, [""; 0], "{source:?}");
            }
        }
    }
    assert!(rejected > 20, "only {rejected} files are rejected");
}
