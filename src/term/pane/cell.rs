//! A cell of a pane.

use alacritty_terminal::term::cell::{Cell as GridCell, Flags};
use alacritty_terminal::vte::ansi::{Color as GridColor, NamedColor};

use super::visible::{combines, visible};
use crate::text::{Kind, Printable, hidden_signs};

/// A cell of a pane, made safe for drawing.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    inner: &'a GridCell,
    /// The cells before it in its row, and those after it.
    around: (&'a [GridCell], &'a [GridCell]),
}

/// The color of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Color {
    /// The default foreground or background of the theme.
    Default,
    /// One of xterm's 256 colors. The theme defines the first 16.
    Indexed(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
    /// The color of an annotation. No program can request it.
    Note(AnnotationKind),
}

/// The number of columns that a cell takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Width {
    /// One column.
    Narrow,
    /// Two columns: this one and the spacer after it.
    Wide,
    /// The second column of a wide cell, which is not drawn.
    Spacer,
}

/// The text attributes of a cell: a set of the constants below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Attributes(u8);

impl Attributes {
    /// The empty set.
    pub const NONE: Self = Self(0);
    /// SGR 1.
    pub const BOLD: Self = Self(1);
    /// SGR 2.
    pub const DIM: Self = Self(1 << 1);
    /// SGR 3.
    pub const ITALIC: Self = Self(1 << 2);
    /// SGR 4, in any of its styles.
    pub const UNDERLINE: Self = Self(1 << 3);
    /// SGR 7: foreground and background swapped.
    pub const INVERSE: Self = Self(1 << 4);
    /// SGR 8: drawn as a blank.
    pub const HIDDEN: Self = Self(1 << 5);
    /// SGR 9.
    pub const STRIKE: Self = Self(1 << 6);

    /// Returns whether all of these are set.
    pub fn has(self, attributes: Self) -> bool {
        self.0 & attributes.0 == attributes.0
    }

    pub(in crate::term) fn insert(&mut self, attributes: Self) {
        self.0 |= attributes.0;
    }

    pub(in crate::term) fn remove(&mut self, attributes: Self) {
        self.0 &= !attributes.0;
    }

    fn of(flags: Flags) -> Self {
        const PAIRS: [(Flags, Attributes); 7] = [
            (Flags::BOLD, Attributes::BOLD),
            (Flags::DIM, Attributes::DIM),
            (Flags::ITALIC, Attributes::ITALIC),
            (Flags::ALL_UNDERLINES, Attributes::UNDERLINE),
            (Flags::INVERSE, Attributes::INVERSE),
            (Flags::HIDDEN, Attributes::HIDDEN),
            (Flags::STRIKEOUT, Attributes::STRIKE),
        ];
        let set = PAIRS.iter().filter(|(flag, _)| flags.intersects(*flag));
        Self(set.fold(0, |all, (_, attribute)| all | attribute.0))
    }
}

impl<'a> Cell<'a> {
    /// Returns the cells of a row.
    pub(super) fn all(row: &'a [GridCell]) -> impl Iterator<Item = Self> + use<'a> {
        row.iter().enumerate().map(|(at, inner)| Self {
            inner,
            around: (&row[..at], &row[at + 1..]),
        })
    }

    /// Returns the character: a blank for an empty cell, never a control character.
    pub fn character(&self) -> char {
        visible(self.inner.c)
    }

    /// Returns the combining characters of the cell, such as accents.
    pub fn combining(&self) -> impl Iterator<Item = char> + use<'a> {
        let all = self.inner.zerowidth().unwrap_or_default();
        all.iter().copied().filter(|&character| combines(character))
    }

    /// Returns whether the cell contains a hidden character. The screen marks such cells.
    pub fn has_hidden(&self) -> bool {
        self.signs().iter().any(|(_, hides)| *hides)
    }

    /// Appends the drawn text: the character and its combining characters. Empty for a spacer.
    pub fn push_symbol(&self, symbol: &mut String) {
        if self.width() != Width::Spacer {
            symbol.push(self.character());
            symbol.extend(self.combining());
        }
    }

    /// Appends the text, with hidden characters written visibly. Empty for a spacer.
    pub fn push_text(&self, text: &mut String) {
        let signs = self.signs();
        if signs.iter().all(|(_, hides)| !hides) {
            return self.push_symbol(text);
        }
        for (character, hides) in signs {
            if hides {
                text.push_str(&Printable::line(&String::from(character)));
            } else {
                text.push(character);
            }
        }
    }

    /// Returns the character and the zero-width characters on it, each with whether it is hidden
    /// there. Empty for plain ASCII and for spacers.
    fn signs(&self) -> Vec<(char, bool)> {
        let marks = self.inner.zerowidth().unwrap_or_default();
        if self.width() == Width::Spacer || marks.is_empty() && self.inner.c.is_ascii() {
            return Vec::new();
        }
        let (before, after) = self.around;
        let shown = |cell: &&GridCell| !cell.flags.contains(Flags::WIDE_CHAR_SPACER);
        let mut text: String = before
            .iter()
            .rev()
            .find(shown)
            .map(|cell| cell.c)
            .into_iter()
            .collect();
        let own = text.len();
        text.push(self.inner.c);
        text.extend(marks);
        let end = text.len();
        text.extend(after.iter().find(shown).map(|cell| cell.c));
        let hidden: Vec<usize> = hidden_signs(&text, Kind::Prose).map(|(at, _)| at).collect();
        let own = text[own..end]
            .char_indices()
            .map(|(at, character)| (own + at, character));
        own.map(|(at, character)| (character, hidden.contains(&at)))
            .collect()
    }

    /// Returns the number of columns.
    pub fn width(&self) -> Width {
        if self.inner.flags.contains(Flags::WIDE_CHAR) {
            Width::Wide
        } else if self.inner.flags.contains(Flags::WIDE_CHAR_SPACER) {
            Width::Spacer
        } else {
            Width::Narrow
        }
    }

    /// Returns whether it only fills the last column because a wide character did not fit.
    pub(super) fn fills_for_wide(self) -> bool {
        self.inner.flags.contains(Flags::LEADING_WIDE_CHAR_SPACER)
    }

    /// Returns the color of the character.
    pub fn foreground(&self) -> Color {
        grid_color(self.inner.fg)
    }

    /// Returns the background color.
    pub fn background(&self) -> Color {
        grid_color(self.inner.bg)
    }

    /// Returns the text attributes.
    pub fn attributes(&self) -> Attributes {
        Attributes::of(self.inner.flags)
    }

    /// Returns the target of its link (OSC 8): an http or https address without control characters.
    pub fn link(&self) -> Option<String> {
        self.inner.hyperlink().map(|link| link.uri().to_owned())
    }
}

/// Converts a color of the emulator's parser.
pub(in crate::term) fn grid_color(color: GridColor) -> Color {
    match color {
        GridColor::Spec(rgb) => Color::Rgb(rgb.r, rgb.g, rgb.b),
        GridColor::Indexed(index) => Color::Indexed(index),
        GridColor::Named(name) => AnnotationKind::of(name).map_or_else(|| named(name), Color::Note),
    }
}

/// Returns the color with this name. The first 16 have an index, and the others are defaults.
fn named(name: NamedColor) -> Color {
    match name as usize {
        index @ 0..16 => Color::Indexed(index as u8),
        _ => Color::Default,
    }
}

/// The kind of an annotation. The theme has a color for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnnotationKind {
    /// The start of a step.
    Title,
    /// A step that passed.
    Passed,
    /// A step that failed.
    Failed,
    /// A step with an unknown result.
    Unknown,
    /// Other events: connected, reconnected, shell state lost.
    Quiet,
}

impl AnnotationKind {
    /// Returns the name of a color that no control sequence can set.
    pub(super) fn name(self) -> NamedColor {
        match self {
            Self::Title => NamedColor::DimBlue,
            Self::Passed => NamedColor::DimGreen,
            Self::Failed => NamedColor::DimRed,
            Self::Unknown => NamedColor::DimYellow,
            Self::Quiet => NamedColor::DimWhite,
        }
    }

    pub(super) fn of(name: NamedColor) -> Option<Self> {
        match name {
            NamedColor::DimBlue => Some(Self::Title),
            NamedColor::DimGreen => Some(Self::Passed),
            NamedColor::DimRed => Some(Self::Failed),
            NamedColor::DimYellow => Some(Self::Unknown),
            NamedColor::DimWhite => Some(Self::Quiet),
            _ => None,
        }
    }
}
