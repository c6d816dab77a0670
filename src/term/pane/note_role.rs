//! What a line of ours tells.

use alacritty_terminal::vte::ansi::NamedColor;

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
