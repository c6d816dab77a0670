//! What roles look like.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of a screen is; screens name roles, never colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// What everything stands on.
    Ground,
    /// What bars and boxes stand on.
    Raised,
    /// What the chosen line stands on.
    Chosen,
    /// Rules and empty tracks.
    Line,
    /// What may be overlooked.
    Faint,
    /// What is only looked up.
    Muted,
    /// What is read.
    Text,
    /// Titles.
    Strong,
    /// Where the keyboard is, and keys.
    Accent,
    /// It is done, or holds.
    Passed,
    /// It is under way.
    Running,
    /// It wants a look.
    Warned,
    /// It went wrong, or can.
    Failed,
    /// People depend on it.
    Production,
    /// Quoted text in a script.
    String,
    /// A variable in a script.
    Variable,
    /// A word of the shell.
    Keyword,
    /// A remark in a script.
    Comment,
}

impl Role {
    /// All roles with the names that theme files use.
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

    /// Whether it is something to stand on.
    pub fn is_ground(self) -> bool {
        matches!(self, Role::Ground | Role::Raised | Role::Chosen)
    }

    /// The role in its place on the chosen line, where quiet text would sink.
    #[must_use]
    pub fn on_chosen(self) -> Self {
        match self {
            Role::Line => Role::Faint,
            Role::Faint => Role::Muted,
            other => other,
        }
    }
}

/// What roles look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// A style for each of [`Role::ALL`], in that order.
    pub(super) styles: [Style; Role::ALL.len()],
    colors: bool,
    ascii: bool,
}

impl Theme {
    /// A theme with these styles.
    pub(super) fn of(styles: &[Style; Role::ALL.len()]) -> Self {
        Self {
            styles: *styles,
            colors: true,
            ascii: false,
        }
    }

    /// A theme without any colour.
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

    /// The same theme with signs of ASCII alone.
    #[must_use]
    pub fn with_ascii(mut self, ascii: bool) -> Self {
        self.ascii = ascii;
        self
    }

    /// Whether it has colours at all.
    pub fn has_colors(&self) -> bool {
        self.colors
    }

    /// What a role looks like.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// A word on a patch of a role's colour.
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

    /// A sign as this theme shows it.
    pub(super) fn sign(&self, character: char) -> char {
        if self.ascii && !character.is_ascii() {
            plain_sign(character)
        } else {
            character
        }
    }
}

/// What stands for one of our signs where a terminal has ASCII alone; all take one cell.
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
