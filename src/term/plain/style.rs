//! The style of a character.

use alacritty_terminal::vte::ansi::Attr;

use crate::term::pane::grid_color;
use crate::term::{Attributes, Color};

/// The style of a character (SGR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Style {
    /// The color of the character.
    pub foreground: Color,
    pub background: Color,
    /// The text attributes.
    pub attributes: Attributes,
}

impl Style {
    /// Default colors without attributes.
    pub const PLAIN: Self = Self {
        foreground: Color::Default,
        background: Color::Default,
        attributes: Attributes::NONE,
    };

    /// Applies one SGR attribute.
    pub(super) fn set(&mut self, attribute: &Attr) {
        let attributes = &mut self.attributes;
        match *attribute {
            Attr::Reset => *self = Self::PLAIN,
            Attr::Bold => attributes.insert(Attributes::BOLD),
            Attr::Dim => attributes.insert(Attributes::DIM),
            Attr::Italic => attributes.insert(Attributes::ITALIC),
            Attr::Underline
            | Attr::DoubleUnderline
            | Attr::Undercurl
            | Attr::DottedUnderline
            | Attr::DashedUnderline => attributes.insert(Attributes::UNDERLINE),
            Attr::Reverse => attributes.insert(Attributes::INVERSE),
            Attr::Strike => attributes.insert(Attributes::STRIKE),
            Attr::CancelBold => attributes.remove(Attributes::BOLD),
            Attr::CancelBoldDim => {
                attributes.remove(Attributes::BOLD);
                attributes.remove(Attributes::DIM);
            }
            Attr::CancelItalic => attributes.remove(Attributes::ITALIC),
            Attr::CancelUnderline => attributes.remove(Attributes::UNDERLINE),
            Attr::CancelReverse => attributes.remove(Attributes::INVERSE),
            Attr::CancelStrike => attributes.remove(Attributes::STRIKE),
            Attr::Foreground(color) => self.foreground = grid_color(color),
            Attr::Background(color) => self.background = grid_color(color),
            // Output stays readable: hidden and blinking text is drawn as usual.
            Attr::Hidden
            | Attr::CancelHidden
            | Attr::BlinkSlow
            | Attr::BlinkFast
            | Attr::CancelBlink
            | Attr::UnderlineColor(_) => {}
        }
    }
}

impl Default for Style {
    fn default() -> Self {
        Self::PLAIN
    }
}
