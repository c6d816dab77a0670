//! The roles and their styles.

use ratatui::style::{Color, Modifier, Style};

/// The role of a part of the screen. Screens use roles, never colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The background.
    Ground,
    /// The background of bars and boxes.
    Raised,
    /// The background of the chosen line.
    Chosen,
    /// Rules and empty progress bars.
    Line,
    /// Text that matters least.
    Faint,
    /// Text of less importance.
    Muted,
    /// Ordinary text.
    Text,
    /// Titles.
    Strong,
    /// The focus of the keyboard, and keys.
    Accent,
    /// Something done or passed.
    Passed,
    /// Something running.
    Running,
    Warned,
    /// A failure or a danger.
    Failed,
    /// A host in production.
    Production,
    /// Quoted text in a script.
    String,
    /// Variable in a script.
    Variable,
    /// A keyword of the shell.
    Keyword,
    /// A comment in a script.
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

    /// Returns whether it is a background.
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

/// The styles of the roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Styles in the order of [`Role::ALL`].
    pub(super) styles: [Style; Role::ALL.len()],
    colors: bool,
    ascii: bool,
}

impl Theme {
    /// Returns a theme with these styles.
    pub(super) fn of(styles: &[Style; Role::ALL.len()]) -> Self {
        Self {
            styles: *styles,
            colors: true,
            ascii: false,
        }
    }

    /// Returns a theme without colours.
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

    /// Sets whether signs are ASCII.
    #[must_use]
    pub fn with_ascii(mut self, ascii: bool) -> Self {
        self.ascii = ascii;
        self
    }

    /// Returns whether it has colours.
    pub fn has_colors(&self) -> bool {
        self.colors
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// Returns the style of a word on the colour of a role.
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

    /// Returns a sign as this theme draws it.
    pub(super) fn sign(&self, character: char) -> char {
        if self.ascii && !character.is_ascii() {
            plain_sign(character)
        } else {
            character
        }
    }
}

/// Returns the ASCII sign for a sign of daymark's own. Each takes one cell.
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
