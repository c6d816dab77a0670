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
    let mut drawn = text(&screen);
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

/// The lines that differ.
fn difference(kept: &str, drawn: &str) -> String {
    let (kept, drawn): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), drawn.lines().collect());
    let mut told = String::new();
    for row in 0..kept.len().max(drawn.len()) {
        let (one, other) = (kept.get(row), drawn.get(row));
        if one != other {
            told.push_str(&format!(
                "{:>3} kept  {}\n    drawn {}\n",
                row + 1,
                one.unwrap_or(&""),
                other.unwrap_or(&"")
            ));
        }
    }
    told
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
        "\nroles: {}; # chip, - raised, = chosen\n",
        letters.join(", ")
    );
    legend + &lines(screen, |cell| role(cell, theme).to_string())
}

fn role(cell: &Cell, theme: &Theme) -> char {
    let stands_on = |role| theme.style(role).bg == Some(cell.bg);
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
