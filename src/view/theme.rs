//! Maps roles to styles.

use ratatui::style::{Color, Modifier, Style};

/// Purpose of a piece of a screen. Screens name roles and never colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Background of the screen.
    Ground,
    /// Background of bars and boxes.
    Raised,
    /// Background of the chosen line.
    Chosen,
    /// Rules and empty progress bars.
    Line,
    /// Least important text.
    Faint,
    /// Secondary text, for reference.
    Muted,
    /// Normal text.
    Text,
    /// Titles.
    Strong,
    /// Keys, and the place with the keyboard focus.
    Accent,
    /// Success: done or passed.
    Passed,
    /// Activity: running now.
    Running,
    /// Warning: needs attention.
    Warned,
    /// Failure or danger.
    Failed,
    /// Production hosts.
    Production,
    /// Quoted text in a script.
    String,
    /// Variable in a script.
    Variable,
    /// Shell keyword.
    Keyword,
    /// Comment in a script.
    Comment,
}

impl Role {
    /// All roles, with their names in theme files.
    pub const ALL: [(&'static str, Role); 18] = [
        ("ground", Role::Ground),
        ("raised", Role::Raised),
        ("chosen", Role::Chosen),
        ("line", Role::Line),
        ("faint", Role::Faint),
        ("muted", Role::Muted),
        ("text", Role::Text),
        ("strong", Role::Strong),
        ("accent", Role::Accent),
        ("passed", Role::Passed),
        ("running", Role::Running),
        ("warned", Role::Warned),
        ("failed", Role::Failed),
        ("production", Role::Production),
        ("string", Role::String),
        ("variable", Role::Variable),
        ("keyword", Role::Keyword),
        ("comment", Role::Comment),
    ];

    /// Returns whether the role is a background.
    pub fn is_ground(self) -> bool {
        matches!(self, Role::Ground | Role::Raised | Role::Chosen)
    }

    /// Returns the role to use on the chosen line, where faint text would be unreadable.
    #[must_use]
    pub fn on_chosen(self) -> Self {
        match self {
            Role::Line => Role::Faint,
            Role::Faint => Role::Muted,
            other => other,
        }
    }
}

/// Styles of all roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Styles in the order of [`Role::ALL`].
    pub(super) styles: [Style; Role::ALL.len()],
    colors: bool,
    ascii: bool,
}

impl Theme {
    /// Creates a theme from styles.
    pub(super) fn of(styles: &[Style; Role::ALL.len()]) -> Self {
        Self {
            styles: *styles,
            colors: true,
            ascii: false,
        }
    }

    /// Returns the theme without colours.
    pub fn plain() -> Self {
        let style = |role| match role {
            Role::Raised | Role::Chosen => Style::new().add_modifier(Modifier::REVERSED),
            Role::Strong | Role::Accent | Role::Failed | Role::Production => {
                Style::new().add_modifier(Modifier::BOLD)
            }
            Role::Line | Role::Faint | Role::Comment => Style::new().add_modifier(Modifier::DIM),
            _ => Style::new(),
        };
        Self {
            styles: Role::ALL.map(|(_, role)| style(role)),
            colors: false,
            ascii: false,
        }
    }

    /// Sets whether the theme draws its own characters in ASCII.
    #[must_use]
    pub fn with_ascii(mut self, ascii: bool) -> Self {
        self.ascii = ascii;
        self
    }

    /// Returns whether the theme has colours.
    pub fn has_colors(&self) -> bool {
        self.colors
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// Returns the style of a word on a background in a role's colour.
    pub fn chip(&self, role: Role) -> Style {
        if !self.colors {
            return Style::new()
                .add_modifier(Modifier::BOLD)
                .remove_modifier(Modifier::REVERSED);
        }
        let ground = self.style(Role::Ground).bg.unwrap_or(Color::Reset);
        let letters = if ground == Color::Reset {
            Color::Black
        } else {
            ground
        };
        let patch = self.style(role).fg.unwrap_or(Color::Reset);
        Style::new()
            .fg(letters)
            .bg(patch)
            .add_modifier(Modifier::BOLD)
    }

    /// Returns the character to draw: the same one, or its ASCII replacement.
    pub(super) fn sign(&self, character: char) -> char {
        if self.ascii && !character.is_ascii() {
            plain_sign(character)
        } else {
            character
        }
    }
}

/// Returns the ASCII replacement of one of daymark's own characters. Each takes one cell.
fn plain_sign(character: char) -> char {
    match character {
        '✗' => 'x',
        '●' | '•' => '*',
        '□' | '○' => 'o',
        '·' => '.',
        '━' => '=',
        '–' | '─' | '—' => '-',
        '│' | '▌' | '▐' => '|',
        '…' => '~',
        '›' | '»' | '▸' => '>',
        '‹' => '<',
        '▲' | '↑' => '^',
        '↓' => 'v',
        '∞' => '@',
        '✓' | '┌' | '┐' | '└' | '┘' | '├' | '┤' => '+',
        other => other,
    }
}
