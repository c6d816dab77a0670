//! Plain text with the colours and attributes it was printed in.

use alacritty_terminal::vte::ansi::Attr;

use super::PlainText;
use super::line::Sink;
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
    pub(super) fn set(&mut self, attribute: Attr) {
        let attributes = &mut self.attributes;
        match attribute {
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
            Attr::Hidden => attributes.insert(Attributes::HIDDEN),
            Attr::Strike => attributes.insert(Attributes::STRIKE),
            Attr::CancelBold => attributes.remove(Attributes::BOLD),
            Attr::CancelBoldDim => {
                attributes.remove(Attributes::BOLD);
                attributes.remove(Attributes::DIM);
            }
            Attr::CancelItalic => attributes.remove(Attributes::ITALIC),
            Attr::CancelUnderline => attributes.remove(Attributes::UNDERLINE),
            Attr::CancelReverse => attributes.remove(Attributes::INVERSE),
            Attr::CancelHidden => attributes.remove(Attributes::HIDDEN),
            Attr::CancelStrike => attributes.remove(Attributes::STRIKE),
            Attr::Foreground(color) => self.foreground = grid_color(color),
            Attr::Background(color) => self.background = grid_color(color),
            Attr::BlinkSlow | Attr::BlinkFast | Attr::CancelBlink | Attr::UnderlineColor(_) => {}
        }
    }
}

impl Default for Style {
    fn default() -> Self {
        Self::PLAIN
    }
}

/// One line: its text in runs of one style each.
pub type StyledLine = Vec<(String, Style)>;

/// Plain text with the colours and attributes it was printed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StyledText {
    /// Its lines.
    pub lines: Vec<StyledLine>,
    /// Whether the last line has ended.
    ended: bool,
}

impl StyledText {
    /// Returns a terminal's output as [`PlainText`] makes it, with its styles.
    pub fn of(bytes: &[u8]) -> Self {
        PlainText::styled(bytes)
    }

    /// Returns a text in default colours.
    pub fn plain(text: &str) -> Self {
        let line = |line: &str| vec![(line.to_owned(), Style::PLAIN)];
        Self {
            lines: text.lines().map(line).collect(),
            ended: true,
        }
    }

    fn line(&mut self) -> &mut StyledLine {
        if self.lines.is_empty() || self.ended {
            self.lines.push(StyledLine::new());
            self.ended = false;
        }
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }
}

impl Sink for StyledText {
    fn character(&mut self, character: char, marks: &str, style: Style) {
        let line = self.line();
        if line.last().is_none_or(|(_, last)| *last != style) {
            line.push((String::new(), style));
        }
        if let Some((text, _)) = line.last_mut() {
            text.push(character);
            text.push_str(marks);
        }
    }

    fn line_end(&mut self) {
        self.line();
        self.ended = true;
    }
}
