//! The JSON Schema (draft 2020-12) of the plan format.

use serde_json::{Map, Value, json};

use crate::plan::{DAY, DayRange, KeyRecord, ObjectFormat, PLAN, Presence, ValueFormat, objects};

/// The files that a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaOf {
    /// `plan.yaml`.
    Plan,
    /// A day file.
    Day,
    /// Both: a file with `daymark` is `plan.yaml`, any other a day file.
    Both,
}

/// Returns the schema. It accepts every file that daymark accepts.
pub fn schema(of: SchemaOf) -> Value {
    let roots: &[&'static ObjectFormat] = match of {
        SchemaOf::Plan => &[&PLAN],
        SchemaOf::Day => &[&DAY],
        SchemaOf::Both => &[&PLAN, &DAY],
    };
    let mut definitions = Map::new();
    for format in objects(roots) {
        definitions.insert(format.name.to_owned(), object(format));
    }
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": match of {
            SchemaOf::Plan => "plan.yaml of a daymark plan",
            SchemaOf::Day => "A day file of a daymark plan",
            SchemaOf::Both => "A file of a daymark plan",
        },
    });
    match of {
        SchemaOf::Plan => schema["$ref"] = reference(&PLAN),
        SchemaOf::Day => schema["$ref"] = reference(&DAY),
        SchemaOf::Both => {
            schema["if"] = json!({"required": ["daymark"]});
            schema["then"] = json!({"$ref": reference(&PLAN)});
            schema["else"] = json!({"$ref": reference(&DAY)});
        }
    }
    schema["$defs"] = Value::Object(definitions);
    schema
}

fn reference(object: &ObjectFormat) -> Value {
    format!("#/$defs/{}", object.name).into()
}

fn object(format: &'static ObjectFormat) -> Value {
    let properties: Map<String, Value> = format
        .keys()
        .map(|key| (key.name.to_owned(), property(key)))
        .collect();
    let required: Vec<&str> = format
        .keys()
        .filter(|key| key.presence == Presence::Required)
        .map(|key| key.name)
        .collect();
    let mut schema = json!({
        "type": if format.may_be_empty { json!(["object", "null"]) } else { json!("object") },
        "description": format.about,
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    if !format.kinds.is_empty() {
        schema["oneOf"] = format.kinds.iter().map(|kind| present(kind)).collect();
    }
    let rules: Map<String, Value> = format
        .keys()
        .filter_map(|key| Some((key.name.to_owned(), rule(key)?)))
        .collect();
    if !rules.is_empty() {
        schema["dependentSchemas"] = Value::Object(rules);
    }
    schema
}

fn present(key: &str) -> Value {
    json!({"required": [key]})
}

/// Returns the rule for the other keys of an object that has this key.
fn rule(key: &KeyRecord) -> Option<Value> {
    let mut rule = Map::new();
    if !key.needs.is_empty() {
        let needs = key.needs.iter().map(|(needed, _)| *needed);
        rule.insert("required".to_owned(), needs.collect());
    }
    if !key.only_with.is_empty() {
        let one_of = key.only_with.iter().map(|other| present(other));
        rule.insert("anyOf".to_owned(), one_of.collect());
    }
    if !key.excludes.is_empty() {
        let excluded: Value = key.excludes.iter().map(|other| present(other)).collect();
        rule.insert("not".to_owned(), json!({"anyOf": excluded}));
    }
    (!rule.is_empty()).then_some(Value::Object(rule))
}

fn property(key: &KeyRecord) -> Value {
    let mut property = value(&key.value);
    property["description"] = key.meaning.into();
    if let Presence::Default(default) = key.presence {
        property["description"] = format!("{} Default: `{default}`.", key.meaning).into();
    }
    property
}

fn value(format: &ValueFormat) -> Value {
    match format {
        ValueFormat::Text | ValueFormat::Script | ValueFormat::Pattern => text(r"\S"),
        ValueFormat::AnyText => json!({"type": "string"}),
        ValueFormat::Scripts | ValueFormat::Names => one_or_list(&text(r"\S")),
        ValueFormat::Texts => json!({"type": "array", "items": text(r"\S")}),
        ValueFormat::Id => text("^[a-z0-9]+(-[a-z0-9]+)*$"),
        ValueFormat::Boolean => json!({"type": "boolean"}),
        ValueFormat::True => json!({"const": true}),
        ValueFormat::Integer(least, most) => integer(*least, *most),
        ValueFormat::Integers(least, most) => one_or_list(&integer(*least, *most)),
        ValueFormat::Number => json!({"type": "number"}),
        ValueFormat::Duration => text(DURATION),
        ValueFormat::Durations => one_or_list(&text(DURATION)),
        ValueFormat::Days => days(),
        ValueFormat::DayList => json!({"type": "array", "items": days()}),
        ValueFormat::Word(words) => json!({"enum": words}),
        ValueFormat::Words(words) => one_or_list(&json!({"enum": words})),
        ValueFormat::Dates => one_or_list(&text(r"^\d{4}-\d{2}-\d{2}$")),
        ValueFormat::Link => text(r"^https?://\S+$"),
        ValueFormat::HostPath => text("^(~/|/)(.*[^/])$"),
        ValueFormat::Mode => text("^[0-7]{3,4}$"),
        ValueFormat::Object(object) => json!({"$ref": reference(object)}),
        ValueFormat::List(object) => json!({"type": "array", "items": {"$ref": reference(object)}}),
        ValueFormat::OneOrList(object) => one_or_list(&json!({"$ref": reference(object)})),
        ValueFormat::Map(names, object) => json!({
            "type": "object",
            "propertyNames": {"pattern": names},
            "additionalProperties": {"$ref": reference(object)},
        }),
        ValueFormat::Either(simple, object) => {
            json!({"anyOf": [value(simple), {"$ref": reference(object)}]})
        }
    }
}

const DURATION: &str = "^0*[1-9][0-9]*[smhd]$";

fn text(pattern: &str) -> Value {
    json!({"type": "string", "pattern": pattern})
}

fn integer(least: i64, most: i64) -> Value {
    json!({"type": "integer", "minimum": least, "maximum": most})
}

/// Returns the schema of days: YAML reads `3` as a number, and `3-4` as text.
fn days() -> Value {
    json!({"anyOf": [integer(1, i64::from(DayRange::HIGHEST)), text(r"^\d+(-\d+)?$")]})
}

fn one_or_list(item: &Value) -> Value {
    json!({"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]})
}
