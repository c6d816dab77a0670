//! Formats the key table as text and as Markdown.

use super::keymap::{Binding, KEYS, MOVES, When};

/// The keys under one heading.
pub struct KeySection {
    /// The heading.
    pub title: &'static str,
    /// One row per action: its keys, separated by spaces, and its name.
    pub rows: Vec<(String, &'static str)>,
}

/// Returns the movements of every list and text, then the keys of each context.
pub fn key_sections() -> Vec<KeySection> {
    let moves = section("Lists and texts", MOVES.iter().copied().flatten());
    let contexts = KEYS
        .iter()
        .map(|context| section(context.title, context.keys));
    std::iter::once(moves).chain(contexts).collect()
}

/// Returns the same with the keys of one context first.
pub fn key_sections_from(when: When) -> Vec<KeySection> {
    let title = KEYS.iter().find(|context| context.when == when);
    let title = title.map(|context| context.title);
    let mut sections = key_sections();
    sections.sort_by_key(|section| Some(section.title) != title);
    sections
}

/// Joins the keys of the same action.
fn section(title: &'static str, keys: impl IntoIterator<Item = &'static Binding>) -> KeySection {
    let mut rows: Vec<(&Binding, String)> = Vec::new();
    for binding in keys {
        let mut known = rows.iter_mut();
        let same =
            known.find(|(row, _)| row.action == binding.action && row.label == binding.label);
        match same {
            Some((_, keys)) => keys.push_str(&format!(" {}", binding.key)),
            None => rows.push((binding, binding.key.to_owned())),
        }
    }
    let rows = rows
        .into_iter()
        .map(|(binding, keys)| (keys, binding.label));
    KeySection {
        title,
        rows: rows.collect(),
    }
}

/// Returns the key table as text.
pub fn keys_text() -> String {
    let section = |section: KeySection| {
        let rows = section.rows.iter();
        let rows: String = rows
            .map(|(keys, label)| format!("  {keys:<22} {label}\n"))
            .collect();
        format!("{}\n{rows}", section.title)
    };
    let sections: Vec<String> = key_sections().into_iter().map(section).collect();
    sections.join("\n")
}

/// Returns the key table as Markdown, one table for each context.
pub fn keys_markdown() -> String {
    let mut text = String::new();
    for KeySection { title, rows } in key_sections() {
        text.push_str(&format!(
            "\n**{title}**\n\n| key | what it does |\n|---|---|\n"
        ));
        for (keys, label) in rows {
            let keys: Vec<String> = keys.split(' ').map(|key| format!("`{key}`")).collect();
            text.push_str(&format!("| {} | {label} |\n", keys.join(" ")));
        }
    }
    text
}
