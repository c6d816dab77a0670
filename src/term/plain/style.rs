//! How a character is drawn.

use alacritty_terminal::vte::ansi::Attr;

use crate::term::pane::grid_color;
use crate::term::{Attributes, Color};

/// How a character is drawn (SGR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Style {
    /// The colour of the character.
    pub foreground: Color,
    /// The colour behind it.
    pub background: Color,
    /// How it is drawn beside its colours.
    pub attributes: Attributes,
}

impl Style {
    /// Default colours, no attributes.
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
            // No text is hidden from those who read an output, and none blinks.
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
