//! The colors of terminal output as classes of the page.
//!
//! The page has eight foreground colors, each readable on its ground in light, dark and print. Every
//! color of a terminal becomes the nearest of them, so that no output is unreadable. A background
//! becomes inverse text.

use crate::term::{Attributes, Color, Style};

/// The classes of the eight colors of SGR 30 to 37; the page has no color for black and white.
const CLASSES: [&str; 8] = ["", "c1", "c2", "c3", "c4", "c5", "c6", ""];

/// Returns the classes of a run of text; empty for plain text.
pub(super) fn classes(style: &Style) -> String {
    let has = |attribute| style.attributes.has(attribute);
    let inverse = has(Attributes::INVERSE) || style.background != Color::Default;
    let color = if inverse {
        "iv"
    } else {
        color(style.foreground)
    };
    let attributes = [
        (Attributes::BOLD, "bo"),
        (Attributes::DIM, "di"),
        (Attributes::ITALIC, "it"),
        (Attributes::UNDERLINE, "un"),
        (Attributes::STRIKE, "st"),
    ];
    let attributes = attributes
        .into_iter()
        .filter(|(attribute, _)| has(*attribute));
    let words = std::iter::once(color).chain(attributes.map(|(_, class)| class));
    let words: Vec<&str> = words.filter(|class| !class.is_empty()).collect();
    words.join(" ")
}

fn color(color: Color) -> &'static str {
    match color {
        Color::Indexed(index @ 0..=15) => CLASSES[usize::from(index % 8)],
        Color::Indexed(index @ 16..=231) => {
            let level = |shift: u8| (index - 16) / shift % 6 * 51;
            nearest(level(36), level(6), level(1))
        }
        Color::Rgb(red, green, blue) => nearest(red, green, blue),
        Color::Default | Color::Note(_) | Color::Indexed(_) => "",
    }
}

/// Returns the class of the hue of a color; none if it is close to gray.
fn nearest(red: u8, green: u8, blue: u8) -> &'static str {
    let (least, most) = (red.min(green).min(blue), red.max(green).max(blue));
    if most - least < 48 {
        return "";
    }
    let middle = least + (most - least) / 2;
    let bits = [(red, 1), (green, 2), (blue, 4)].into_iter();
    let bits = bits.filter(|(part, _)| *part > middle);
    CLASSES[bits.map(|(_, bit)| bit).sum::<usize>()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_color_becomes_one_of_the_page() {
        let check = |is: Color, expect: &str| assert_eq!(color(is), expect, "{is:?}");
        check(Color::Default, "");
        check(Color::Indexed(1), "c1");
        check(Color::Indexed(9), "c1");
        check(Color::Indexed(7), "");
        check(Color::Indexed(196), "c1");
        check(Color::Indexed(21), "c4");
        check(Color::Indexed(226), "c3");
        check(Color::Indexed(240), "");
        check(Color::Rgb(1, 1, 1), "");
        check(Color::Rgb(255, 0, 10), "c1");
        check(Color::Rgb(10, 200, 210), "c6");
        check(Color::Rgb(255, 0, 255), "c5");
        check(Color::Rgb(255, 255, 255), "");
    }

    #[test]
    fn inverse_and_backgrounds_are_the_same() {
        let style = |background, inverse| {
            let attributes = if inverse {
                Attributes::INVERSE
            } else {
                Attributes::NONE
            };
            classes(&Style {
                foreground: Color::Indexed(1),
                background,
                attributes,
            })
        };
        assert_eq!(style(Color::Default, false), "c1");
        assert_eq!(style(Color::Default, true), "iv");
        assert_eq!(style(Color::Indexed(1), false), "iv");
        assert_eq!(classes(&Style::PLAIN), "");
    }
}
