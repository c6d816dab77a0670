//! The table of keys, told.

use crate::app::{BINDINGS, Binding, When};

/// The places, in the order they are told, and what they are called.
const PLACES: [(When, &str); 15] = [
    (When::Home, "The plan"),
    (When::Overview, "Parts of the plan"),
    (When::Day, "A day"),
    (When::Ledger, "What would be undone"),
    (When::Difference, "What a copy would change"),
    (When::Pane, "The pane"),
    (When::Typing, "The pane, while it has the keyboard"),
    (When::Form, "A form"),
    (When::Words, "Writing"),
    (When::Line, "Writing a line"),
    (When::Choice, "A question"),
    (When::Trust, "The question of trust"),
    (When::Reader, "Reading"),
    (When::Help, "Help"),
    (When::Palette, "Commands"),
];

/// The table of keys as text.
pub fn keys_text() -> String {
    let mut text = String::new();
    for (place, name, rows) in places() {
        let gap = if place == When::Home { "" } else { "\n" };
        text.push_str(&format!("{gap}{name}\n"));
        for (keys, label) in rows {
            text.push_str(&format!("  {keys:<22} {label}\n"));
        }
    }
    text
}

/// The table of keys as Markdown, a table for each place.
pub fn keys_markdown() -> String {
    let mut text = String::new();
    for (_, name, rows) in places() {
        text.push_str(&format!(
            "\n**{name}**\n\n| key | what it does |\n|---|---|\n"
        ));
        for (keys, label) in rows {
            let keys: Vec<String> = keys.split(' ').map(|key| format!("`{key}`")).collect();
            text.push_str(&format!("| {} | {label} |\n", keys.join(" ")));
        }
    }
    text
}

/// Each place with its actions, in the table's order, and all keys of each.
fn places() -> impl Iterator<Item = (When, &'static str, Vec<(String, &'static str)>)> {
    PLACES.into_iter().map(|(place, name)| {
        let mut rows: Vec<(&Binding, String)> = Vec::new();
        for binding in BINDINGS.iter().filter(|binding| binding.when == place) {
            let same = rows
                .iter_mut()
                .find(|(row, _)| row.action == binding.action && row.label == binding.label);
            match same {
                Some((_, keys)) => keys.push_str(&format!(" {}", binding.key)),
                None => rows.push((binding, binding.key.to_owned())),
            }
        }
        let rows = rows
            .into_iter()
            .map(|(binding, keys)| (keys, binding.label))
            .collect();
        (place, name, rows)
    })
}
