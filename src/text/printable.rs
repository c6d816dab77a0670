//! Text without hidden characters or terminal controls.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::path::Path;

use super::Kind;
use super::signs::{is_plain, signs};

/// Text without hidden characters or terminal controls.
///
/// Only this module can create it. A listed character is written as terminals show a control (`^M`,
/// `^[`), or by its code point (`<U+200B>`). Converting a converted text again changes nothing, so
/// a sentence may be assembled from converted parts and converted as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Printable(String);

impl Printable {
    /// Converts sentences of several lines. Tabs and newlines remain, and so do joiners that an
    /// emoji or a writing system needs.
    pub fn prose(text: &str) -> Self {
        Self(written(text, Kind::Prose, &[]).into_owned())
    }

    /// Converts a sentence for a place with only one line. A newline is made visible.
    pub fn line(text: &str) -> Self {
        Self(written(text, Kind::Prose, &['\n']).into_owned())
    }

    /// Converts a script or other exact text of several lines. Tabs and newlines remain.
    pub fn code(text: &str) -> Self {
        Self(written(text, Kind::Code, &[]).into_owned())
    }

    /// Converts sentences of several lines that end with a carriage return and a newline.
    pub fn crlf(text: &str) -> Self {
        let lines = text.split("\r\n").map(|line| Self::line(line).0);
        Self(lines.collect::<Vec<_>>().join("\r\n"))
    }

    /// Converts an id, a file name or another exact text of one line.
    pub fn name(text: &str) -> Self {
        Self(written(text, Kind::Code, &['\n', '\t']).into_owned())
    }

    /// Converts rows that end with a carriage return and a newline (RFC 4180). These ends remain.
    pub fn rows(text: &str) -> Self {
        let rows = text.split("\r\n").map(|row| Self::prose(row).0);
        Self(rows.collect::<Vec<_>>().join("\r\n"))
    }

    /// Converts the path of a file or folder to one line.
    pub fn path(path: &Path) -> Self {
        Self::name(&path.to_string_lossy())
    }

    /// Converts coloured text whose parts were converted before. Of all terminal controls, only
    /// colours (SGR, ECMA-48 §8.3.117) remain.
    pub fn coloured(text: &str) -> Self {
        let mut parts = text.split('\u{1b}');
        let first = parts.next().unwrap_or_default();
        let mut coloured = Self::prose(first).0;
        for part in parts {
            let (colour, rest) = part.split_at(colour_length(part));
            coloured.push_str(if colour.is_empty() { "^[" } else { "\u{1b}" });
            coloured.push_str(colour);
            coloured.push_str(&Self::prose(rest));
        }
        Self(coloured)
    }

    /// Wraps text that this module has already converted.
    pub(super) fn made(text: String) -> Self {
        Self(text)
    }
}

/// Returns the length in bytes of a colour such as `[1;31m` at the start, or 0 if there is none.
fn colour_length(text: &str) -> usize {
    let is_part = |byte: u8| byte.is_ascii_digit() || byte == b';';
    let Some(rest) = text.strip_prefix('[') else {
        return 0;
    };
    let parts = rest.bytes().take_while(|byte| is_part(*byte)).count();
    if rest.as_bytes().get(parts) == Some(&b'm') {
        parts + 2
    } else {
        0
    }
}

/// Makes hidden characters, and each of `also`, visible.
fn written<'t>(text: &'t str, kind: Kind, also: &[char]) -> Cow<'t, str> {
    if is_plain(text) && !text.contains(also) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len());
    for sign in signs(text, kind) {
        if sign.hides || also.contains(&sign.character) {
            push_visible(&mut written, sign.character);
        } else {
            written.push(sign.character);
        }
    }
    Cow::Owned(written)
}

fn push_visible(text: &mut String, character: char) {
    if character.is_ascii() {
        text.push('^');
        text.push(char::from(character as u8 ^ 0x40));
    } else {
        text.push_str(&format!("<U+{:04X}>", u32::from(character)));
    }
}

impl Deref for Printable {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Printable {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Printable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl From<Printable> for String {
    fn from(text: Printable) -> Self {
        text.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_written_visibly_in_every_text() {
        let check = |text: &str, expect: &str| {
            assert_eq!(&*Printable::prose(text), expect, "prose {text:?}");
            assert_eq!(&*Printable::line(text), expect, "line {text:?}");
            assert_eq!(&*Printable::code(text), expect, "code {text:?}");
            assert_eq!(&*Printable::name(text), expect, "name {text:?}");
        };
        check("plain é 日本 👍", "plain é 日本 👍");
        check("\u{1b}[31mred\u{7}", "^[[31mred^G");
        check("touch EVIL\r| df", "touch EVIL^M| df");
        check("a\0b\u{7f}", "a^@b^?");
        check("\u{9b}2J", "<U+009B>2J");
        check("\u{202e}gnp.exe", "<U+202E>gnp.exe");
        check("rm\u{200b} -rf", "rm<U+200B> -rf");
        check("a\u{2028}b\u{feff}", "a<U+2028>b<U+FEFF>");
        check("\u{e0041}\u{1160}\u{3164}", "<U+E0041><U+1160><U+3164>");
        check("a\u{200d}b\u{200c}c\u{fe0f}", "a<U+200D>b<U+200C>c<U+FE0F>");
        check(
            "pay\u{ad}pal\u{34f}\u{61c}",
            "pay<U+00AD>pal<U+034F><U+061C>",
        );
        check("\u{fffe}\u{10ffff}", "<U+FFFE><U+10FFFF>");
        check("e\u{301}", "e\u{301}");
        let stacked = format!("e{}", "\u{301}".repeat(10));
        let capped = format!("e{}<U+0301><U+0301>", "\u{301}".repeat(8));
        check(&stacked, &capped);
    }

    #[test]
    fn a_carriage_return_stays_only_before_a_newline() {
        let check = |text: &str, expect: &str| assert_eq!(&*Printable::crlf(text), expect);
        check("one\r\ntwo\r\n", "one\r\ntwo\r\n");
        check("one\ntwo\r\n", "one^Jtwo\r\n");
        check("one\rtwo\r\r\n", "one^Mtwo^M\r\n");
        check("\u{1b}[2J\r\n\u{202e}", "^[[2J\r\n<U+202E>");
        check("", "");
    }

    #[test]
    fn joiners_stay_in_prose_where_they_are_needed() {
        let check = |text: &str, prose: &str, code: &str| {
            assert_eq!(&*Printable::prose(text), prose, "prose {text:?}");
            assert_eq!(&*Printable::code(text), code, "code {text:?}");
        };
        let stays = |text: &str, code: &str| check(text, text, code);
        stays("👩\u{200d}💻", "👩<U+200D>💻");
        stays("👩🏽\u{200d}💻", "👩🏽<U+200D>💻");
        stays("🏳\u{fe0f}\u{200d}🌈", "🏳<U+FE0F><U+200D>🌈");
        stays("❤\u{fe0f}", "❤<U+FE0F>");
        stays("1\u{fe0f}\u{20e3}", "1<U+FE0F>\u{20e3}");
        stays("می\u{200c}شود", "می<U+200C>شود");
        stays("क\u{94d}\u{200d}ष", "क\u{94d}<U+200D>ष");
        stays("ශ\u{dca}\u{200d}ර", "ශ\u{dca}<U+200D>ර");
        stays("葛\u{e0100}城", "葛<U+E0100>城");
        stays("ᠠ\u{180b}", "ᠠ<U+180B>");
        stays("ᠠ\u{180e}ᠠ", "ᠠ<U+180E>ᠠ");
        stays("5\u{a0}MB", "5<U+00A0>MB");
        stays("a\u{3000}b\u{2800}", "a<U+3000>b<U+2800>");
        let shown = |text: &str, both: &str| check(text, both, both);
        shown("👩\u{200d}", "👩<U+200D>");
        shown("👩\u{200d}\u{200d}💻", "👩<U+200D><U+200D>💻");
        shown("a\u{200d}💻", "a<U+200D>💻");
        check(
            "❤\u{fe0f}\u{fe0f}a",
            "❤\u{fe0f}<U+FE0F>a",
            "❤<U+FE0F><U+FE0F>a",
        );
        shown("1\u{fe0f}2", "1<U+FE0F>2");
        shown("می\u{200c} شود", "می<U+200C> شود");
        shown("می\u{200b}شود", "می<U+200B>شود");
    }

    #[test]
    fn tabs_and_newlines_mean_what_they_do_in_texts_of_lines() {
        let text = "a\tb\nc\r\n";
        assert_eq!(&*Printable::prose(text), "a\tb\nc^M\n");
        assert_eq!(&*Printable::code(text), "a\tb\nc^M\n");
        assert_eq!(&*Printable::line(text), "a\tb^Jc^M^J");
        assert_eq!(&*Printable::name(text), "a^Ib^Jc^M^J");
    }

    #[test]
    fn only_the_ends_of_rows_keep_their_carriage_return() {
        let rows = Printable::rows("a\rb\r\nc\nd\r\n\r\u{1b}");
        assert_eq!(&*rows, "a^Mb\r\nc\nd\r\n^M^[");
    }

    #[test]
    fn only_colours_steer_a_coloured_text() {
        let check = |text: &str, expect: &str| {
            assert_eq!(&*Printable::coloured(text), expect, "{text:?}");
        };
        check(
            "\u{1b}[1;31merror\u{1b}[0m: a",
            "\u{1b}[1;31merror\u{1b}[0m: a",
        );
        check("\u{1b}[2Jx\u{1b}[m", "^[[2Jx\u{1b}[m");
        check("\u{1b}", "^[");
        check("a\u{1b}]0;t\u{7}", "a^[]0;t^G");
        check("\u{1b}[31", "^[[31");
    }

    #[test]
    fn made_again_it_stays_as_it_is() {
        let hostile: String = ('\0'..'\u{3200}').collect();
        for made in [Printable::prose(&hostile), Printable::code(&hostile)] {
            assert_eq!(Printable::prose(&made), made);
        }
    }
}
