//! The page of the journal, from the types of its lines and their doc comments.

use std::fs;

use proc_macro2::TokenTree;
use syn::{Attribute, Expr, Field, Fields, Item, Lit, Meta, Type, Variant};

use crate::root;

const INTRODUCTION: &str = "\
# The journal

A walk's journal is `journal.jsonl`: one event a line, as JSON. Each line has the hash of the line
before it. `hash` is the SHA-256 of the line without the field `hash`, in hexadecimal. The first line
has 64 zeros as `prev`. `daymark journal verify` verifies the chain.

Later versions of daymark read version 1, and add fields and events. A reader ignores unknown fields.

Some names are older than the words of this documentation. `day` is the id of any procedure, such as
`rollback-1`. `manner` is the source of an outcome. `processes` is a session id of the host's system,
and its `started` a count of ticks. `ask` is a question of a quiz. `check_asked`, `check_answered` and
`guard_answered` mean that a run started or ended.
";

/// Returns the page: the fields of every line, each event, and the types of their fields.
pub fn page() -> String {
    let record = items("src/progress/record.rs");
    let events = items("src/progress/event.rs");
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n## Every line\n\n");
    page.push_str(&table(structure(&record, "Record").unwrap(), &events));
    page.push_str("\n# Events\n");
    for variant in variants(&events, "Event") {
        let (name, docs) = (snake(&variant.ident.to_string()), docs(&variant.attrs));
        page.push_str(&format!("\n## {name}\n\n{docs}\n"));
        if !variant.fields.is_empty() {
            page.push_str(&format!("\n{}", table(&variant.fields, &events)));
        }
    }
    page.push_str("\n# Types\n");
    for item in &events {
        match item {
            Item::Struct(item) if !is_flat(&item.ident.to_string()) => {
                page.push_str(&format!("\n## {}\n\n{}\n\n", item.ident, docs(&item.attrs)));
                page.push_str(&table(&item.fields, &events));
            }
            Item::Enum(item) if item.ident != "Event" => {
                page.push_str(&format!("\n## {}\n\n{}\n\n", item.ident, docs(&item.attrs)));
                page.push_str("| value | meaning |\n|---|---|\n");
                for variant in &item.variants {
                    let name = snake(&variant.ident.to_string());
                    page.push_str(&format!("| `{name}` | {} |\n", docs(&variant.attrs)));
                }
            }
            _ => {}
        }
    }
    page
}

/// Returns whether the fields of a type stand among those of the event.
fn is_flat(name: &str) -> bool {
    ["RunResult", "SessionRef"].contains(&name)
}

fn items(file: &str) -> Vec<Item> {
    let code = fs::read_to_string(root().join(file)).unwrap();
    syn::parse_file(&code).unwrap().items
}

fn structure<'i>(items: &'i [Item], name: &str) -> Option<&'i Fields> {
    items.iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == name => Some(&item.fields),
        _ => None,
    })
}

fn variants<'i>(items: &'i [Item], name: &str) -> impl Iterator<Item = &'i Variant> {
    let found = items.iter().find_map(|item| match item {
        Item::Enum(item) if item.ident == name => Some(&item.variants),
        _ => None,
    });
    found.unwrap().iter()
}

fn table(fields: &Fields, events: &[Item]) -> String {
    let mut table = "| field | type | meaning |\n|---|---|---|\n".to_owned();
    rows(fields, events, &mut table);
    table
}

fn rows(fields: &Fields, events: &[Item], table: &mut String) {
    for field in fields {
        let serde = serde(&field.attrs);
        let name = field.ident.as_ref().unwrap().to_string();
        let written = type_name(&field.ty);
        if serde.contains(&"flatten".to_owned()) {
            match structure(events, &written) {
                Some(below) => rows(below, events, table),
                None => table.push_str("| `event`, … | | The event and its fields, below. |\n"),
            }
            continue;
        }
        let renamed = serde.iter().position(|word| word == "rename");
        let name = renamed.map_or(name, |at| serde[at + 2].trim_matches('"').to_owned());
        let (kind, docs) = (kind(field), docs(&field.attrs));
        table.push_str(&format!("| `{name}` | {kind} | {docs} |\n"));
    }
}

/// The end of a type that may be `null`.
const OR_NULL: &str = ", or `null`";

/// Returns the type of a field for a reader of JSON.
fn kind(field: &Field) -> String {
    let serde = serde(&field.attrs);
    let is_optional = serde.iter().any(|word| word == "skip_serializing_if");
    let kind = json_type(&field.ty);
    if is_optional {
        let kind = kind.strip_suffix(OR_NULL).unwrap_or(&kind);
        return format!("{kind}, or absent");
    }
    kind
}

fn json_type(written: &Type) -> String {
    let inner = |written: &Type| match written {
        Type::Path(path) => match &path.path.segments.last().unwrap().arguments {
            syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                Some(syn::GenericArgument::Type(inner)) => json_type(inner),
                _ => String::new(),
            },
            _ => String::new(),
        },
        _ => String::new(),
    };
    match type_name(written).as_str() {
        "String" | "SessionId" => "text".to_owned(),
        "bool" => "`true` or `false`".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" | "f64" => "number".to_owned(),
        "NaiveDate" => "date".to_owned(),
        "DateTime" => "time (RFC 3339)".to_owned(),
        "Option" => inner(written) + OR_NULL,
        "Vec" => format!("list of {}", inner(written)),
        name => format!("`{name}`"),
    }
}

fn type_name(written: &Type) -> String {
    match written {
        Type::Path(path) => path.path.segments.last().unwrap().ident.to_string(),
        _ => String::new(),
    }
}

/// Returns the words of all `serde` attributes.
fn serde(attributes: &[Attribute]) -> Vec<String> {
    let of_serde = attributes.iter().filter(|one| one.path().is_ident("serde"));
    of_serde
        .filter_map(|attribute| match &attribute.meta {
            Meta::List(list) => Some(list.tokens.clone()),
            _ => None,
        })
        .flatten()
        .map(|token: TokenTree| token.to_string())
        .collect()
}

/// Returns the first paragraph of a doc comment, on one line.
fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value().trim().to_owned()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
    let paragraph: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    paragraph
        .join(" ")
        .replace("[`", "`")
        .replace("`]", "`")
        .replace('|', "\\|")
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[test]
fn every_event_is_documented() {
    let events = items("src/progress/event.rs");
    let page = page();
    let mut count = 0;
    for variant in variants(&events, "Event") {
        let name = snake(&variant.ident.to_string());
        let section = page.split(&format!("\n## {name}\n\n")).nth(1).unwrap();
        assert!(!section.starts_with('\n'), "{name} has no meaning");
        count += 1;
    }
    assert!(count > 20, "{count} events");
}
