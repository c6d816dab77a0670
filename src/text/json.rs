//! JSON that is safe to show.

use super::Printable;
use super::hidden::{is_blank, is_cellless, is_hidden};

/// Replaces hidden characters in JSON by `\u` escapes (RFC 8259 §7), which keeps every value.
/// Outside strings, only white space can be hidden.
pub fn json(written: &str) -> Printable {
    let mut json = String::with_capacity(written.len());
    for character in written.chars() {
        match character {
            '\n' | '\t' => json.push(character),
            // A carriage return between two tokens. Inside a string it is already escaped.
            '\r' => json.push(' '),
            _ if is_hidden(character) || is_blank(character) || is_cellless(character) => {
                push_escape(&mut json, character);
            }
            _ => json.push(character),
        }
    }
    Printable::made(json)
}

fn push_escape(json: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        json.push_str(&format!("\\u{unit:04x}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_the_same_texts_and_hides_nothing() {
        let hostile = ('\0'..'\u{3200}').chain('\u{fdd0}'..='\u{ffff}');
        let hostile: String = hostile.chain('\u{e0000}'..'\u{e0200}').collect();
        let value = serde_json::json!({ hostile.clone(): [hostile, 1, null] });
        for written in [value.to_string(), format!("{value:#}")] {
            let shown = json(&written);
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
                value
            );
            let hides = |character: &char| *character != '\n' && is_hidden(*character);
            assert_eq!(shown.chars().find(hides), None);
        }
    }

    #[test]
    fn escapes_are_those_of_utf_16() {
        assert_eq!(
            &*json("\"a\u{202e}\u{e0041}é\""),
            r#""a\u202e\udb40\udc41é""#
        );
        assert_eq!(&*json("{\r\n\"a\":\t1}"), "{ \n\"a\":\t1}");
    }
}
