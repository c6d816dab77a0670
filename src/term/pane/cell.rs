//! One cell, as it is to be drawn.

use alacritty_terminal::term::cell::{Cell as GridCell, Flags};
use alacritty_terminal::vte::ansi::{Color as GridColor, NamedColor};

use super::visible::{combines, visible};
use crate::text::{Kind, Printable, hidden_signs};

/// One cell, as it is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    inner: &'a GridCell,
    /// The cells before it in its row, and those after it.
    around: (&'a [GridCell], &'a [GridCell]),
}

/// A color, as the program in the pane asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Color {
    /// The theme's own foreground or background.
    Default,
    /// One of the 256 of xterm; the first 16 are the theme's.
    Indexed(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
    /// The color of a line of ours; no program can ask for it.
    Note(AnnotationKind),
}

/// How many columns a cell takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Width {
    /// One.
    Narrow,
    /// Two: this one and the spacer after it.
    Wide,
    /// None of its own: it belongs to a wide cell, and is not drawn.
    Spacer,
}

/// How a cell is drawn beside its colors: a set of the constants below.
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
    /// SGR 7: foreground and background change places.
    pub const INVERSE: Self = Self(1 << 4);
    /// SGR 8: drawn as a blank.
    pub const HIDDEN: Self = Self(1 << 5);
    /// SGR 9.
    pub const STRIKE: Self = Self(1 << 6);

    /// Whether all of these are set.
    pub fn has(self, attributes: Self) -> bool {
        self.0 & attributes.0 == attributes.0
    }

    /// Sets these.
    pub(in crate::term) fn insert(&mut self, attributes: Self) {
        self.0 |= attributes.0;
    }

    /// Clears these.
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
    /// The cells of a row.
    pub(super) fn all(row: &'a [GridCell]) -> impl Iterator<Item = Self> + use<'a> {
        row.iter().enumerate().map(|(at, inner)| Self {
            inner,
            around: (&row[..at], &row[at + 1..]),
        })
    }

    /// The character: never a control, a blank where there is nothing.
    pub fn character(&self) -> char {
        visible(self.inner.c)
    }

    /// What stands on the character, such as accents.
    pub fn combining(&self) -> impl Iterator<Item = char> + use<'a> {
        let all = self.inner.zerowidth().unwrap_or_default();
        all.iter().copied().filter(|&character| combines(character))
    }

    /// Whether it carries a character that hides: the screen marks it.
    pub fn has_hidden(&self) -> bool {
        self.signs().iter().any(|(_, hides)| *hides)
    }

    /// Appends what is drawn: the character and what stands on it. A spacer has nothing.
    pub fn push_symbol(&self, symbol: &mut String) {
        if self.width() != Width::Spacer {
            symbol.push(self.character());
            symbol.extend(self.combining());
        }
    }

    /// Appends its text, in which what hides is written visibly; a spacer has no text.
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

    /// The character and all that has no width of its own on it, each with whether it hides there.
    /// Nothing where all is ASCII.
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

    /// How many columns it takes.
    pub fn width(&self) -> Width {
        if self.inner.flags.contains(Flags::WIDE_CHAR) {
            Width::Wide
        } else if self.inner.flags.contains(Flags::WIDE_CHAR_SPACER) {
            Width::Spacer
        } else {
            Width::Narrow
        }
    }

    /// Whether it only fills the last column, where a wide character found no room.
    pub(super) fn fills_for_wide(self) -> bool {
        self.inner.flags.contains(Flags::LEADING_WIDE_CHAR_SPACER)
    }

    /// The color of the character.
    pub fn foreground(&self) -> Color {
        grid_color(self.inner.fg)
    }

    /// The color behind it.
    pub fn background(&self) -> Color {
        grid_color(self.inner.bg)
    }

    /// How it is drawn beside its colors.
    pub fn attributes(&self) -> Attributes {
        Attributes::of(self.inner.flags)
    }

    /// Where it leads (OSC 8): an address of http or https, without controls.
    pub fn link(&self) -> Option<String> {
        self.inner.hyperlink().map(|link| link.uri().to_owned())
    }
}

/// A colour as the emulator's parser tells it.
pub(in crate::term) fn grid_color(color: GridColor) -> Color {
    match color {
        GridColor::Spec(rgb) => Color::Rgb(rgb.r, rgb.g, rgb.b),
        GridColor::Indexed(index) => Color::Indexed(index),
        GridColor::Named(name) => AnnotationKind::of(name).map_or_else(|| named(name), Color::Note),
    }
}

/// The first 16 have names; what else has one is a default.
fn named(name: NamedColor) -> Color {
    match name as usize {
        index @ 0..16 => Color::Indexed(index as u8),
        _ => Color::Default,
    }
}

/// What a line of ours tells; the theme gives each its color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnnotationKind {
    /// A step begins.
    Title,
    /// A step has passed.
    Passed,
    /// A step has failed.
    Failed,
    /// How it ended is not known.
    Unknown,
    /// Anything else: connected, reconnected, the shell's state is gone.
    Quiet,
}

impl AnnotationKind {
    /// A name of a color that no control sequence can put into a cell.
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
