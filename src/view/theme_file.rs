//! Reads a theme: a mapping of roles to colours.

use granit_parser::{Event, Parser};
use ratatui::style::{Color, Modifier, Style};

use super::theme::{Role, Theme};

impl Theme {
    /// Reads a theme. Roles that it does not name are as in the built-in theme.
    ///
    /// # Errors
    /// The line with an unknown role or colour, and the valid ones.
    pub fn read(text: &str) -> Result<Self, String> {
        read(text, Self::built_in())
    }

    /// Returns the built-in theme.
    pub fn built_in() -> Self {
        let empty = Self::of(&[Style::new(); Role::ALL.len()]);
        // A test reads the built-in file, so the fallback is never used.
        read(include_str!("../../themes/daymark.yaml"), empty).unwrap_or_else(|_| Self::plain())
    }
}

/// Reads a theme. Roles without an entry keep the style of `theme`.
fn read(text: &str, mut theme: Theme) -> Result<Theme, String> {
    for (line, name, value) in pairs(text)? {
        let place = Role::ALL
            .iter()
            .position(|(known, _)| *known == name)
            .ok_or_else(|| unknown_role(line, &name))?;
        let (_, role) = Role::ALL[place];
        theme.styles[place] =
            style(role, &value).map_err(|why| format!("line {line}: {name}: {why}"))?;
    }
    Ok(theme)
}

/// Returns the keys and values of a flat mapping with their lines.
fn pairs(text: &str) -> Result<Vec<(usize, String, String)>, String> {
    let mut pairs = Vec::new();
    let mut key: Option<(usize, String)> = None;
    let mut depth = 0;
    for next in Parser::new_from_str(text) {
        let (event, span) =
            next.map_err(|error| format!("line {}: {}", error.marker().line(), error.info()))?;
        let line = span.start.line();
        match event {
            Event::MappingStart(..) if depth == 0 => depth = 1,
            Event::MappingStart(..) | Event::SequenceStart(..) | Event::Alias(..) => {
                return Err(format!("line {line}: a theme is a list of `role: colour`"));
            }
            Event::Scalar(text, ..) if depth == 1 => match key.take() {
                Some((line, name)) => pairs.push((line, name, text.into_owned())),
                None => key = Some((line, text.into_owned())),
            },
            Event::Scalar(text, ..) if !text.is_empty() => {
                return Err(format!("line {line}: a theme is a list of `role: colour`"));
            }
            _ => {}
        }
    }
    Ok(pairs)
}

fn unknown_role(line: usize, name: &str) -> String {
    let nearest = Role::ALL
        .iter()
        .max_by(|(one, _), (other, _)| {
            strsim::jaro(one, name).total_cmp(&strsim::jaro(other, name))
        })
        .map_or("text", |(known, _)| known);
    format!("line {line}: no role is called `{name}`; did you mean `{nearest}`?")
}

/// Reads a colour and its modifiers.
fn style(role: Role, text: &str) -> Result<Style, String> {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let color = color(first).ok_or_else(|| {
        format!("`{first}` is no colour; write `#rrggbb`, a number up to 255, or `default`")
    })?;
    let style = if role.is_ground() {
        Style::new().bg(color)
    } else {
        Style::new().fg(color)
    };
    words.try_fold(style, |style, word| {
        let modifier = modifier(word).ok_or_else(|| {
            format!("`{word}` is none of `bold`, `italic`, `underline`, `dim`, `reverse`")
        })?;
        Ok(style.add_modifier(modifier))
    })
}

fn color(text: &str) -> Option<Color> {
    if text == "default" {
        return Some(Color::Reset);
    }
    let Some(digits) = text.strip_prefix('#') else {
        return text.parse().ok().map(Color::Indexed);
    };
    let whole = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = whole
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten();
    number.map(Color::from_u32)
}

fn modifier(word: &str) -> Option<Modifier> {
    match word {
        "bold" => Some(Modifier::BOLD),
        "italic" => Some(Modifier::ITALIC),
        "underline" => Some(Modifier::UNDERLINED),
        "dim" => Some(Modifier::DIM),
        "reverse" => Some(Modifier::REVERSED),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_theme_names_every_role() {
        let file = include_str!("../../themes/daymark.yaml");
        assert!(pairs(file).is_ok_and(|pairs| pairs.len() == Role::ALL.len()));
        assert!(Theme::built_in().has_colors());
    }

    #[test]
    fn roles_stand_where_their_number_says() {
        for (place, (_, role)) in Role::ALL.iter().enumerate() {
            assert_eq!(*role as usize, place);
        }
    }

    #[test]
    fn a_theme_that_is_wrong_says_where() {
        let check = |text: &str, expect: &str| {
            let error = Theme::read(text).err().unwrap_or_default();
            assert!(error.contains(expect), "{text:?}: {error:?}");
        };
        check("text: red", "line 1: text: `red` is no colour");
        check("text: '#12345'", "`#12345` is no colour");
        check(
            "# mine\naccen: 3",
            "line 2: no role is called `accen`; did you mean `accent`?",
        );
        check("text: 3 loud", "`loud` is none of");
        check("text: [1]", "line 1: a theme is a list");
        check("nothing", "line 1: a theme is a list");
        check("text: 256", "`256` is no colour");
        check("text: 'a", "line 1");
    }

    #[test]
    fn roles_that_are_not_named_stay() {
        let theme = Theme::read("accent: 5 underline").unwrap_or_else(|_| Theme::plain());
        let accent = Style::new()
            .fg(Color::Indexed(5))
            .add_modifier(Modifier::UNDERLINED);
        assert_eq!(theme.style(Role::Accent), accent);
        assert_eq!(theme.style(Role::Text), Theme::built_in().style(Role::Text));
    }

    #[test]
    fn text_can_be_read_on_every_ground() {
        let theme = Theme::built_in();
        for (ground, _) in Role::ALL.iter().zip(0..3) {
            for (name, role) in &Role::ALL[4..] {
                let role = if ground.1 == Role::Chosen {
                    role.on_chosen()
                } else {
                    *role
                };
                let contrast = contrast(
                    theme.style(role).fg.unwrap_or_default(),
                    theme.style(ground.1).bg.unwrap_or_default(),
                );
                assert!(contrast >= 4.5, "{name} on {}: {contrast:.2}", ground.0);
            }
        }
    }

    /// Returns the contrast of two colours as defined by WCAG 2.
    fn contrast(one: Color, other: Color) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(color: Color) -> f64 {
        let Color::Rgb(red, green, blue) = color else {
            return 0.0;
        };
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}
