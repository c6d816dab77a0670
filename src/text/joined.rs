//! Invisible characters that are necessary in a writing system or an emoji.

use std::sync::LazyLock;

use super::set::Set;

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';
const MONGOLIAN_VOWEL_SEPARATOR: char = '\u{180e}';
const KEYCAP: char = '\u{20e3}';

/// Pictographs that a zero-width joiner can combine (UTS #51).
static PICTURE: LazyLock<Set> = LazyLock::new(|| Set::read(r"\p{Extended_Pictographic}"));
/// Characters that a variation selector draws as an emoji or as text.
static EMOJI: LazyLock<Set> = LazyLock::new(|| Set::read(r"[\p{Emoji}--\p{ASCII}]"));
/// Modifiers for the skin tone of the emoji before them.
static TONE: LazyLock<Set> = LazyLock::new(|| Set::read(r"\p{Emoji_Modifier}"));
/// Letters and marks of writing systems in which a joiner changes the meaning (UAX #31 §2.3).
static CURSIVE: LazyLock<Set> = LazyLock::new(|| {
    Set::read(
        r"[[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Mandaic}\p{scx=Nko}\p{scx=Adlam}\p{scx=Mongolian}
          \p{scx=Hanifi_Rohingya}\p{scx=Devanagari}\p{scx=Bengali}\p{scx=Gurmukhi}
          \p{scx=Gujarati}\p{scx=Oriya}\p{scx=Tamil}\p{scx=Telugu}\p{scx=Kannada}
          \p{scx=Malayalam}\p{scx=Sinhala}\p{scx=Tibetan}\p{scx=Myanmar}\p{scx=Khmer}
          \p{scx=Balinese}\p{scx=Javanese}]&&[\p{L}\p{M}]]",
    )
});
static MONGOLIAN: LazyLock<Set> = LazyLock::new(|| Set::read(r"[\p{scx=Mongolian}&&\p{L}]"));
static HAN: LazyLock<Set> = LazyLock::new(|| Set::read(r"\p{Unified_Ideograph}"));

/// The neighbours of a character.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// The previous character.
    pub(super) before: Option<char>,
    /// The last previous character that is neither a variation selector nor a skin tone.
    pub(super) base: Option<char>,
    /// The next character.
    pub(super) after: Option<char>,
}

impl Around {
    /// Returns the neighbours of the next character, whose `after` is still unknown.
    pub(super) fn next(self, character: char) -> Self {
        let decorates = matches!(character, '\u{fe0e}' | '\u{fe0f}') || TONE.has(character);
        Self {
            before: Some(character),
            base: if decorates {
                self.base
            } else {
                Some(character)
            },
            after: None,
        }
    }

    /// Returns whether an invisible character is necessary between these neighbours.
    pub(super) fn needs(self, character: char) -> bool {
        match character {
            ZERO_WIDTH_JOINER => self.joins(&CURSIVE) || self.joins_pictures(),
            ZERO_WIDTH_NON_JOINER => self.joins(&CURSIVE),
            MONGOLIAN_VOWEL_SEPARATOR => self.joins(&MONGOLIAN),
            '\u{180b}'..='\u{180d}' | '\u{180f}' => self.follows(&MONGOLIAN),
            '\u{fe0e}' | '\u{fe0f}' => self.follows(&EMOJI) || self.is_on_a_key(),
            '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => self.follows(&HAN),
            _ => false,
        }
    }

    fn follows(self, set: &Set) -> bool {
        self.before.is_some_and(|before| set.has(before))
    }

    fn joins(self, set: &Set) -> bool {
        self.follows(set) && self.after.is_some_and(|after| set.has(after))
    }

    fn joins_pictures(self) -> bool {
        let pictures = [self.base, self.after];
        let mut pictures = pictures.into_iter();
        pictures.all(|one| one.is_some_and(|one| PICTURE.has(one)))
    }

    fn is_on_a_key(self) -> bool {
        let key = |before: char| matches!(before, '0'..='9' | '#' | '*');
        self.before.is_some_and(key) && self.after == Some(KEYCAP)
    }
}
