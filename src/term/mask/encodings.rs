//! The ways programs write a text: unchanged, in an address, in JSON, for a shell.

use zeroize::Zeroizing;

/// One written form of a secret, wiped when dropped.
pub(super) type Encoding = Zeroizing<Vec<u8>>;

/// Returns the forms in which common programs write this text, itself first. Forms may repeat.
pub(super) fn encodings(text: &str) -> Vec<Encoding> {
    let mut forms = vec![Encoding::new(text.as_bytes().to_vec())];
    forms.extend(in_addresses(text));
    forms.extend(in_json(text));
    forms.extend(for_shells(text));
    forms
}

/// Encodes each character of a text with `write`.
fn each(text: &str, write: impl Fn(usize, char, &mut Vec<u8>)) -> Encoding {
    // Reserves room for the longest form, because a reallocation would leave an unwiped copy
    // behind.
    let mut form = Encoding::new(Vec::with_capacity(text.len() * 6));
    for (at, character) in text.char_indices() {
        write(at, character, &mut form);
    }
    form
}

fn push(character: char, form: &mut Vec<u8>) {
    form.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

fn push_hex(value: u32, digits: u32, upper: bool, form: &mut Vec<u8>) {
    for place in (0..digits).rev() {
        let digit = char::from_digit((value >> (4 * place)) & 15, 16).unwrap_or('0');
        let digit = if upper {
            digit.to_ascii_uppercase()
        } else {
            digit
        };
        push(digit, form);
    }
}

/// The characters that URL encoders keep besides letters and digits: RFC 3986, Python's `quote`,
/// JavaScript's `encodeURIComponent` and `encodeURI`, PHP's `urlencode`, HTML forms.
const KEPT: [&str; 6] = [
    "-._~",
    "-._~/",
    "-_.!~*'()",
    "-_.!~*'();/?:@&=+$,#",
    "-_.",
    "*-._",
];

fn in_addresses(text: &str) -> Vec<Encoding> {
    let mut forms = Vec::new();
    for upper in [true, false] {
        for kept in KEPT {
            for plus in [false, true] {
                forms.push(each(text, |_, character, form| match character {
                    ' ' if plus => form.push(b'+'),
                    _ if character.is_ascii_alphanumeric() || kept.contains(character) => {
                        push(character, form);
                    }
                    _ => percent(character, upper, form),
                }));
            }
        }
        // Shell scripts encode every byte.
        forms.push(each(text, |_, character, form| {
            percent(character, upper, form);
        }));
    }
    forms
}

fn percent(character: char, upper: bool, form: &mut Vec<u8>) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        form.push(b'%');
        push_hex(byte.into(), 2, upper, form);
    }
}

/// The options of a JSON writer: which characters it escapes, and how.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent options of JSON writers"
)]
struct Json {
    /// Whether all characters outside ASCII are escaped.
    ascii: bool,
    /// Whether hexadecimal digits are capitals.
    upper: bool,
    /// Whether `/` is escaped, as PHP does.
    slash: bool,
    /// Whether `<`, `>` and `&` are escaped, as Go does.
    html: bool,
}

fn in_json(text: &str) -> Vec<Encoding> {
    let switches = |bits: u8| Json {
        ascii: bits & 1 != 0,
        upper: bits & 2 != 0,
        slash: bits & 4 != 0,
        html: bits & 8 != 0,
    };
    (0..16)
        .map(|bits| {
            let json = switches(bits);
            each(text, |_, character, form| json.write(character, form))
        })
        .collect()
}

impl Json {
    fn write(self, character: char, form: &mut Vec<u8>) {
        let short = match character {
            '"' => b'"',
            '\\' => b'\\',
            '\n' => b'n',
            '\r' => b'r',
            '\t' => b't',
            '\u{8}' => b'b',
            '\u{c}' => b'f',
            '/' if self.slash => b'/',
            _ if self.escapes(character) => return self.escape(character, form),
            _ => return push(character, form),
        };
        form.extend_from_slice(&[b'\\', short]);
    }

    fn escapes(self, character: char) -> bool {
        character < ' '
            || (self.ascii && character > '~')
            || (self.html && matches!(character, '<' | '>' | '&' | '\u{2028}' | '\u{2029}'))
    }

    fn escape(self, character: char, form: &mut Vec<u8>) {
        for unit in character.encode_utf16(&mut [0; 2]) {
            form.extend_from_slice(br"\u");
            push_hex((*unit).into(), 4, self.upper, form);
        }
    }
}

/// The characters that bash's `printf %q` escapes with a backslash.
const BASH: &str = " \t!\"$&'()*;<>?[\\]^`{|},";
/// The characters besides letters and digits that Ruby's and Perl's quoting leave unescaped.
const BARE: &str = "_-.,:+/@\n";

fn for_shells(text: &str) -> Vec<Encoding> {
    let quote = |with: &'static [u8]| {
        each(text, move |_, character, form| match character {
            '\'' => form.extend_from_slice(with),
            _ => push(character, form),
        })
    };
    let backslash = |before: &dyn Fn(usize, char) -> bool| {
        each(text, |at, character, form| {
            if before(at, character) {
                form.push(b'\\');
            }
            push(character, form);
        })
    };
    vec![
        quote(br"'\''"),
        quote(br#"'"'"'"#),
        backslash(&|_, character| "\\\"$`".contains(character)),
        backslash(&|at, character| {
            BASH.contains(character) || (at == 0 && matches!(character, '#' | '~'))
        }),
        backslash(&|_, character| {
            character.is_ascii() && !character.is_ascii_alphanumeric() && !BARE.contains(character)
        }),
        each(text, |_, character, form| dollar(character, false, form)),
        each(text, |_, character, form| dollar(character, true, form)),
    ]
}

/// Writes a character as between `$'` and `'`.
fn dollar(character: char, ascii: bool, form: &mut Vec<u8>) {
    let short = match character {
        '\\' | '\'' => character,
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'E',
        _ if character.is_ascii_control() || (ascii && !character.is_ascii()) => {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                form.extend_from_slice(format!("\\{byte:03o}").as_bytes());
            }
            return;
        }
        _ => return push(character, form),
    };
    form.push(b'\\');
    push(short, form);
}
