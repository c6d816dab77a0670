//! The escaper of all values in HTML templates.

use std::fmt::{self, Write};

use askama::filters::{Escaper, Html};

use crate::text::Printable;

/// Makes hidden characters visible, then escapes HTML.
#[derive(Debug, Clone, Copy)]
pub struct Visible;

impl Escaper for Visible {
    fn write_escaped_str<W: Write>(&self, dest: W, string: &str) -> fmt::Result {
        Html.write_escaped_str(dest, &Printable::prose(string))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_is_html_or_hidden() {
        let check = |text: &str, expect: &str| {
            let mut escaped = String::new();
            Visible.write_escaped_str(&mut escaped, text).unwrap();
            assert_eq!(escaped, expect, "{text:?}");
        };
        check("plain é 日本", "plain é 日本");
        check(
            "<script>alert(1)</script>",
            "&#60;script&#62;alert(1)&#60;/script&#62;",
        );
        check(
            "\" onclick='x' &amp;",
            "&#34; onclick=&#39;x&#39; &#38;amp;",
        );
        check("</style><!-- ]]>", "&#60;/style&#62;&#60;!-- ]]&#62;");
        check("a\u{0}\u{1b}[31mb\u{7f}", "a^@^[[31mb^?");
        check(
            "\u{202e}gnp.exe\u{200b}",
            "&#60;U+202E&#62;gnp.exe&#60;U+200B&#62;",
        );
        check("\u{fffe}\u{85}", "&#60;U+FFFE&#62;&#60;U+0085&#62;");
    }
}
