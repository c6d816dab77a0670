//! The list of characters that do not show what they do.

use std::sync::LazyLock;

use unicode_width::UnicodeWidthChar as _;

use super::set::Set;

/// The list: controls (C0, DEL, C1), format characters (bidi controls, zero-width characters,
/// tags), and line and paragraph separators. Also characters that a font may omit (fillers,
/// selectors, joiners), and code points that are not characters.
static HIDDEN: LazyLock<Set> = LazyLock::new(|| {
    Set::read(
        r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]",
    )
});

/// Characters that look like a space, but that shells and file systems treat as letters.
static BLANK: LazyLock<Set> = LazyLock::new(|| Set::read(r"[[\p{Zs}\u{2800}\u{1D159}]--[ ]]"));

/// Combining marks, which terminals draw on the character before them.
static MARK: LazyLock<Set> = LazyLock::new(|| Set::read(r"\p{M}"));

/// Code points without a character in the Unicode version of our tables.
static UNASSIGNED: LazyLock<Set> = LazyLock::new(|| Set::read(r"\p{Cn}"));

/// Returns whether a character is on the list. Such characters are never drawn as they are, except
/// for the joiners that [`Kind::Prose`](super::Kind) allows.
pub fn is_hidden(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_control()
    } else {
        HIDDEN.has(character) || character.width() == Some(0) && UNASSIGNED.has(character)
    }
}

/// Returns whether a character looks like a space but is a different one.
pub(super) fn is_blank(character: char) -> bool {
    !character.is_ascii() && BLANK.has(character)
}

/// Returns whether a character has no cell of its own and shows nothing unless its script is
/// written around it: vowels of Hangul without their syllable, joiners of Brahmi. Prose in such a
/// script needs them, and scripts and names never do.
pub(super) fn is_cellless(character: char) -> bool {
    let is_joiner = matches!(character, '\u{2d7f}' | '\u{1107f}' | '\u{16fe4}');
    is_joiner || !character.is_ascii() && character.width() == Some(0) && !is_mark(character)
}

/// Returns whether a terminal draws a character on the one before it.
pub(super) fn is_mark(character: char) -> bool {
    !character.is_ascii() && MARK.has(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_takes_no_cell_is_listed_or_drawn_on_its_neighbour() {
        // Some letters have no cell of their own and join a neighbour, such as the vowels of Hangul
        // and a caret of Devanagari.
        let letter = Set::read(r"[\p{L}\u{a8fa}]");
        let gaps: Vec<String> = ('\0'..=char::MAX)
            .filter(|character| character.width().unwrap_or(0) == 0)
            .filter(|character| !is_mark(*character) && !letter.has(*character))
            .filter(|character| !is_hidden(*character))
            .map(|character| format!("U+{:04X}", u32::from(character)))
            .collect();
        assert!(gaps.is_empty(), "{}", gaps.join(" "));
    }

    #[test]
    fn letters_and_joiners_without_a_cell_are_known() {
        let check = |character: char, expect: bool| {
            assert_eq!(
                is_cellless(character),
                expect,
                "U+{:04X}",
                u32::from(character)
            );
        };
        for cellless in "\u{1161}\u{11a8}\u{a8fa}\u{2d7f}\u{1107f}\u{16fe4}".chars() {
            check(cellless, true);
        }
        for ordinary in "a~é\u{301}가漢\u{940}".chars() {
            check(ordinary, false);
        }
    }

    #[test]
    fn everything_that_hides_is_listed() {
        let check = |range: std::ops::RangeInclusive<u32>| {
            for character in range.filter_map(char::from_u32) {
                assert!(is_hidden(character), "U+{:04X}", u32::from(character));
            }
        };
        check(0..=0x1f);
        check(0x7f..=0x9f);
        for one in [
            0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xfeff, 0xffa0,
        ] {
            check(one..=one);
        }
        check(0x180b..=0x180f);
        check(0x200b..=0x200f);
        check(0x2028..=0x202e);
        check(0x2060..=0x206f);
        check(0xfe00..=0xfe0f);
        check(0xfff0..=0xfffb);
        check(0xfdd0..=0xfdef);
        check(0xfffe..=0xffff);
        check(0x1bca0..=0x1bca3);
        check(0x1d173..=0x1d17a);
        check(0xe0000..=0xe0fff);
        check(0x0010_fffe..=0x0010_ffff);
    }

    #[test]
    fn what_shows_itself_is_not_listed() {
        for character in "aZ ~é日한👨❤️🏽ا‿…│\u{e0b0}\u{301}\u{fffd}\u{a0}\u{3000}"
            .chars()
            .filter(|character| *character != '\u{fe0f}')
        {
            assert!(!is_hidden(character), "{character:?}");
        }
    }

    #[test]
    fn blanks_that_are_none_are_known() {
        let check = |character: char, expect: bool| {
            assert_eq!(is_blank(character), expect, "{character:?}");
        };
        check(' ', false);
        check('a', false);
        for character in ['\u{a0}', '\u{1680}', '\u{2000}', '\u{200a}', '\u{202f}'] {
            check(character, true);
        }
        for character in ['\u{205f}', '\u{3000}', '\u{2800}', '\u{1d159}'] {
            check(character, true);
        }
    }
}
