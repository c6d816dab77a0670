//! A screen as text that is easily read in a review.

use std::path::Path;
use std::{env, fs};

use daymark::view::{Role, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;

use crate::acting::Stage;

/// The sizes at which screens are kept.
pub const SIZES: [(u16, u16); 2] = [(80, 24), (160, 48)];

/// Compares a screen to its file; tells what differs.
pub fn compare(name: &str, stage: &Stage, looks: bool) -> Option<String> {
    let screen = stage.screen();
    let mut drawn = without_digests(&text(&screen));
    if looks {
        drawn.push_str(&roles(&screen, &stage.theme));
    }
    let (columns, rows) = stage.app.size;
    let file = format!("tests/screens/{name}.{columns}x{rows}.txt");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    (kept != drawn).then(|| format!("{file} differs\n{}", difference(&kept, &drawn)))
}

/// The text with digests blotted out: they change with every event and every file.
fn without_digests(text: &str) -> String {
    const SHORTEST: usize = 16;
    let is_hex = |letter: char| matches!(letter, '0'..='9' | 'a'..='f');
    let mut blotted = String::new();
    for word in text.split_inclusive(|letter| !is_hex(letter)) {
        let hex = word.trim_end_matches(|letter| !is_hex(letter));
        let hex = if hex.len() < SHORTEST {
            hex.to_owned()
        } else {
            "x".repeat(hex.len())
        };
        blotted.push_str(&hex);
        blotted.push_str(word.trim_start_matches(is_hex));
    }
    blotted
}

/// The lines that differ.
fn difference(kept: &str, drawn: &str) -> String {
    let (kept, drawn): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), drawn.lines().collect());
    let mut output = String::new();
    for row in 0..kept.len().max(drawn.len()) {
        let (one, other) = (kept.get(row), drawn.get(row));
        if one != other {
            output.push_str(&format!(
                "{:>3} kept  {}\n    drawn {}\n",
                row + 1,
                one.unwrap_or(&""),
                other.unwrap_or(&"")
            ));
        }
    }
    output
}

/// The text of a screen, without blanks at the ends of lines.
pub fn text(screen: &Buffer) -> String {
    lines(screen, |cell| cell.symbol().to_owned())
}

fn lines(screen: &Buffer, letter: impl Fn(&Cell) -> String) -> String {
    let row = |row| {
        let line: String = (0..screen.area.width)
            .map(|column| letter(&screen[(column, row)]))
            .collect();
        line.trim_end().to_owned() + "\n"
    };
    (0..screen.area.height).map(row).collect()
}

/// A letter for each role; the blanks of a bar, a chosen line or a field show what they stand on.
const LETTERS: [(Role, char); 13] = [
    (Role::Line, 'l'),
    (Role::Faint, 'f'),
    (Role::Muted, 'm'),
    (Role::Text, 't'),
    (Role::Strong, 'S'),
    (Role::Accent, 'A'),
    (Role::Passed, 'p'),
    (Role::Running, 'r'),
    (Role::Warned, 'w'),
    (Role::Failed, 'F'),
    (Role::String, 's'),
    (Role::Keyword, 'k'),
    (Role::Comment, 'c'),
];

fn roles(screen: &Buffer, theme: &Theme) -> String {
    let letters = LETTERS.map(|(role, letter)| format!("{letter} {role:?}").to_lowercase());
    let legend = format!(
        "\nroles: {}; # chip, P chip in production, - raised, = chosen\n",
        letters.join(", ")
    );
    legend + &lines(screen, |cell| role(cell, theme).to_string())
}

fn role(cell: &Cell, theme: &Theme) -> char {
    let stands_on = |role| theme.style(role).bg == Some(cell.bg);
    if theme.chip(Role::Production).bg == Some(cell.bg) {
        return 'P';
    }
    if cell.modifier.contains(Modifier::REVERSED) {
        return '#';
    }
    if cell.symbol() == " " {
        return if stands_on(Role::Raised) {
            '-'
        } else if stands_on(Role::Chosen) {
            '='
        } else if stands_on(Role::Ground) {
            ' '
        } else {
            '#'
        };
    }
    let looks = |(role, _): &&(Role, char)| theme.style(*role).fg == Some(cell.fg);
    LETTERS
        .iter()
        .find(looks)
        .map_or('#', |(_, letter)| *letter)
}
