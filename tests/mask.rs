//! Secrets are struck from streams in every usual form, however the stream is cut, and nothing
//! else is.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot make its own stream has failed"
)]

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use daymark::term::{MASKED, Mask, PlainText, Secrets};
use proptest::prelude::*;

/// What must come out, with `*` for what is masked; the same for every way to cut the stream.
#[track_caller]
fn check(secrets: &[&str], stream: &str, expected: &str) {
    let secrets = Secrets::new(secrets.iter().copied());
    let expected = expected.replace('*', MASKED);
    let whole = masked(&secrets, &[stream.as_bytes()]);
    assert_eq!(whole, expected, "in one read of {stream:?}");
    for at in 0..=stream.len() {
        let (left, right) = stream.as_bytes().split_at(at);
        assert_eq!(masked(&secrets, &[left, right]), expected, "cut at {at}");
    }
    let bytes: Vec<&[u8]> = stream.as_bytes().chunks(1).collect();
    assert_eq!(masked(&secrets, &bytes), expected, "byte by byte");
}

fn masked(secrets: &Secrets, reads: &[&[u8]]) -> String {
    let mut mask = Mask::new(secrets.clone());
    let mut out: Vec<u8> = reads.iter().flat_map(|read| mask.push(read)).collect();
    out.extend(mask.finish());
    String::from_utf8(out).unwrap()
}

#[test]
fn a_secret_is_struck_and_nothing_around_it() {
    check(&["hunter2hunter2"], "a hunter2hunter2.", "a *.");
    check(&["hunter2hunter2"], "hunter2hunter", "hunter2hunter");
    check(&["hunter2hunter2"], "hunter2hunter2hunter2", "*");
    check(&["hunter2hunter2"], "hunter2hunter2hunter2hunter2", "*");
    check(&["abcdef", "defghi"], "xabcdefghiy", "x*y");
    check(&["abcdef", "abcdefgh"], "abcdefg abcdefgh", "*g *");
    check(&["pass wörd", "unrelated"], "(pass wörd)", "(*)");
    check(&[], "hunter2", "hunter2");
    check(&[""], "hunter2", "hunter2");
}

#[test]
fn addresses() {
    let secret = "p a/ss~w!ö@(x)";
    for written in [
        "p%20a%2Fss~w%21%C3%B6%40%28x%29",
        "p+a%2Fss~w%21%C3%B6%40%28x%29",
        "p%20a%2fss~w%21%c3%b6%40%28x%29",
        "p%20a/ss~w%21%C3%B6%40%28x%29",
        "p+a%2Fss%7Ew%21%C3%B6%40%28x%29",
        "p%20a%2Fss~w!%C3%B6%40(x)",
        "p%20a/ss~w!%C3%B6@(x)",
        "%70%20%61%2f%73%73%7e%77%21%c3%b6%40%28%78%29",
    ] {
        check(&[secret], &format!("?q={written}&r=1"), "?q=*&r=1");
    }
}

#[test]
fn json() {
    let secret = "a\"b\\c/dé😀\t<x>";
    for written in [
        r#"a\"b\\c/dé😀\t<x>"#,
        r#"a\"b\\c\/dé😀\t<x>"#,
        r#"a\"b\\c/d\u00e9\ud83d\ude00\t<x>"#,
        r#"a\"b\\c/d\u00E9\uD83D\uDE00\t<x>"#,
        r#"a\"b\\c/dé😀\t\u003cx\u003e"#,
    ] {
        check(
            &[secret],
            &format!("{{\"k\":\"{written}\"}}"),
            "{\"k\":\"*\"}",
        );
    }
    let secret = "line one\nline two";
    check(&[secret], r#""line one\nline two""#, "\"*\"");
    check(&[secret], r#""line one\r\nline two""#, "\"*\"");
}

#[test]
fn shells() {
    let secret = "it's $HOME `x` \"y\" & #";
    for written in [
        r#"it'\''s $HOME `x` "y" & #"#,
        r#"it'"'"'s $HOME `x` "y" & #"#,
        r#"it's \$HOME \`x\` \"y\" & #"#,
        r#"it\'s\ \$HOME\ \`x\`\ \"y\"\ \&\ #"#,
        r#"it\'s\ \$HOME\ \`x\`\ \"y\"\ \&\ \#"#,
        r#"it\'s $HOME `x` "y" & #"#,
    ] {
        check(&[secret], &format!("K='{written}'"), "K='*'");
    }
    check(&["tab\there\u{1b}"], r"$'tab\there\E'", "$'*'");
    check(&["schlüssel"], r"$'schl\303\274ssel'", "$'*'");
}

#[test]
fn base64_at_every_alignment() {
    let secret = "hunter2>>?hunter2";
    for before in ["", "u", "us", "use", "user"] {
        for after in ["", "\n", "~", "~x", "~xy"] {
            for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
                let encoded = engine.encode(format!("{before}{secret}{after}"));
                let expected = expected_base64(&encoded, before.len(), secret.len(), after);
                check(&[secret], &format!("[{encoded}]"), &format!("[{expected}]"));
            }
        }
    }
}

/// What of the letters stays: those that hold a bit of something else.
fn expected_base64(encoded: &str, before: usize, length: usize, after: &str) -> String {
    let letters = encoded.trim_end_matches('=');
    let first = (before * 8).div_ceil(6);
    // Zeros fill the last letter up where nothing follows; a line feed begins with enough of them.
    let last = if after.is_empty() || after == "\n" {
        ((before + length) * 8).div_ceil(6)
    } else {
        (before + length) * 8 / 6
    };
    let is_whole_group = (before + length).is_multiple_of(3);
    let last = if is_whole_group {
        (before + length) / 3 * 4
    } else {
        last
    };
    let rest = &encoded[letters.len()..];
    format!("{}*{}{rest}", &letters[..first], &letters[last..])
}

#[test]
fn base64_in_lines() {
    let secret = "a secret that is long enough to need more than one line of base64, as keys do";
    let text = format!("some text before {secret} and after");
    let encoded = STANDARD.encode(&text);
    for width in [1, 19, 20, 64, 76] {
        for end in ["\n", "\r\n"] {
            let lines: Vec<&str> = encoded
                .as_bytes()
                .chunks(width)
                .map(|line| std::str::from_utf8(line).unwrap())
                .collect();
            let stream = format!("head\n\n{}{end}{end}foot", lines.join(end));
            let (first, last) = (17usize * 8 / 6 + 1, (17 + secret.len()) * 8 / 6);
            let mut expected = String::new();
            for (at, letter) in encoded.char_indices() {
                if at > 0 && at % width == 0 {
                    expected.push_str(end);
                }
                let hidden = (first..last).contains(&at);
                let begins = at == first || at % width == 0;
                match (hidden, begins) {
                    (true, true) => expected.push('*'),
                    (true, false) => {}
                    (false, _) => expected.push(letter),
                }
            }
            check(
                &[secret],
                &stream,
                &format!("head\n\n{expected}{end}{end}foot"),
            );
        }
    }
}

#[test]
fn lines_of_digits_are_no_secret() {
    let lines = "1\n2\n3\n4\n5\n6\n7\n8\n";
    check(&["123456"], lines, lines);
    check(&["MTIzNDU2"], "MTIz\nNDU2\n", "MTIz\nNDU2\n");
}

#[test]
fn several_lines() {
    let key = "-----BEGIN KEY-----\nMIIBV=\nab\n-----END KEY-----\n";
    check(&[key], &format!("<{key}>"), "<*>");
    check(&[key], &format!("<{}>", key.replace('\n', "\r\n")), "<*>");
    check(&[key], "a\r\nMIIBV=\r\nab\r\n", "a\r\n*\r\nab\r\n");
    let quoted = key.replace('\n', "\r\n");
    check(&["it's\na key"], "'it'\\''s\r\na key'", "'*'");
    check(&[key], &format!("x{quoted}{quoted}y"), "x**y");
}

#[test]
fn what_cannot_go_on_is_not_held_back() {
    let secrets = Secrets::new(["hunter2hunter2"]);
    let mut mask = Mask::new(secrets);
    assert_eq!(mask.push(b"root@app:~# "), b"root@app:~# ");
    assert_eq!(mask.push(b"echo hunter2h"), b"echo ");
    assert_eq!(mask.push(b"!\r\n"), b"hunter2h!\r\n");
}

#[test]
fn a_secret_that_comes_to_be_known_is_struck_from_what_is_held() {
    let mut mask = Mask::new(Secrets::new(["hunter2hunter2"]));
    let mut out = mask.push(b"hunter2");
    mask.set_secrets(Secrets::new(["hunter2hunter2", "another"]));
    out.extend(mask.push(b"hunter2 and another"));
    out.extend(mask.finish());
    assert_eq!(String::from_utf8(out).unwrap(), "•••• and ••••");
}

#[test]
fn a_flood_of_one_letter_is_masked_in_bounded_memory() {
    let mut mask = Mask::new(Secrets::new(["aaaaaa"]));
    let mut out = Vec::new();
    for _ in 0..1000 {
        out.extend(mask.push(b"aaaaaaaaaaaaaaaaaaaaaaaa"));
    }
    out.extend(mask.finish());
    assert_eq!(String::from_utf8(out).unwrap(), MASKED);
}

/// Sequences and controls that show nothing.
const SIGNS: [&str; 12] = [
    "\x1b[0m",
    "\x1b[38;5;196m",
    "\u{9b}1m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://host/\x1b\\",
    "\u{9d}0;title\x07",
    "\x1bPq#0\x1b\\",
    "\x1b_program\x1b\\",
    "\x1b(B",
    "\x1b7",
    "\0",
    "\x7f\x07",
];

/// Sequences without an end. Their text is judged, but a terminal may not show it.
const STRAY: [&str; 4] = ["\x1b[?25", "\x1b]0;cut off", "\u{9d}0;t", "\x1bPq\x18"];

/// Characters that show nothing.
const HIDDEN: [&str; 8] = [
    "\u{200b}",
    "\u{ad}",
    "\u{2060}",
    "\u{feff}",
    "\u{200d}",
    "\u{202e}",
    "\u{e0041}",
    "\u{fe0f}",
];

/// How a program erases what it has printed.
const ERASED: [&str; 4] = ["x\x08", "é\x08", "x\x08 \x08", "abc\x08\x08\x08"];

#[test]
fn sequences_hide_no_secret() {
    let secret = "sécret-1";
    for sign in SIGNS.iter().chain(&HIDDEN) {
        check(
            &[secret],
            &format!("a s{sign}écret-1 b"),
            &format!("a *{sign} b"),
        );
        check(
            &[secret],
            &format!("sécret-{sign}{sign}1"),
            &format!("*{sign}{sign}"),
        );
        let each: Vec<String> = secret
            .chars()
            .map(|letter| format!("{letter}{sign}"))
            .collect();
        check(&[secret], &each.concat(), &format!("*{}", sign.repeat(8)));
        let letters = STANDARD.encode(secret);
        let (left, right) = letters.split_at(5);
        check(
            &[secret],
            &format!("{left}{sign}{right}"),
            &format!("*{sign}"),
        );
        check(
            &[secret],
            &format!("{left}{sign}\r\n{right}"),
            &format!("*{sign}\r\n*"),
        );
        check(
            &[secret],
            &format!("s%C3{sign}%A9cret-1"),
            &format!("*{sign}"),
        );
        check(
            &["line 1\nline 2"],
            &format!("line 1{sign}\r\nline 2"),
            &format!("*{sign}"),
        );
    }
    check(&[secret], "\x1b]0;sécret-1\x07", "\x1b]0;*\x07");
    check(&["[0msecret"], "\x1b[0msecret", "\x1b*");
    check(&["abcdef", "cdefgh"], "abc\x1b[0mdefgh", "*\x1b[0m");
}

#[test]
fn sequences_without_an_end_hide_no_secret() {
    let secret = "sécret-1";
    // A terminal shows the secret whole.
    check(
        &[secret],
        "s\x1b]0;cut off\x18écret-1",
        "*\x1b]0;cut off\x18",
    );
    check(&[secret], "s\x1b[1;2\x1aécret-1", "*\x1b[1;2\x1a");
    check(&[secret], "s\x1b_x\x1b[0mécret-1", "*\x1b_x\x1b[0m");
    // The judged text contains it.
    check(&[secret], "\x1b]0;séc\x1b[0mret-1\n", "\x1b]0;*\x1b[0m\n");
    check(
        &[secret],
        "\x1b]0;séc\x1b]2;t\x07ret-1",
        "\x1b]0;*\x1b]2;t\x07",
    );
    check(&[secret], "séc\x1b\nret-1", "séc\x1b\nret-1");
    check(&[secret], "séc\u{9d}ret-1", "*\u{9d}");
    check(&["séc[1"], "séc\x1b[1", "*\x1b");
}

#[test]
fn what_is_erased_hides_no_secret() {
    check(&["secret1"], "sx\x08ecret1", "*");
    check(&["secret1"], "a secreX\x08 \x08t1.", "a *.");
    check(&["secret1"], "secrxyz\x08\x08\x08et1", "*");
    check(
        &["sécret1"],
        "s\x08sé\x08éc\x08cr\x08re\x08et\x08t1\x081",
        "s\x08*",
    );
    check(&["secret1"], "secr\x1b[0mx\x08et1", "*\x1b[0m");
    check(&["secret1"], "sec \rret1", "*");
    check(&["secret1"], "sec\rret1", "*\r");
    check(&["secret1"], "sec\x08ret1", "*\x08");
    check(
        &["secret1"],
        "se\x1b[31mcret1\x08\x08\x08abc",
        "*\x1b[31m\x08\x08\x08abc",
    );
}

#[test]
fn what_no_screen_shows_together_is_no_secret() {
    for stream in [
        "s\x1b[0m\necret1",
        "s\x1b]0;title\necret1",
        "s x\x08ecret1",
        "sec\x1b[0mrat1\x1b[0m",
    ] {
        check(&["secret1"], stream, stream);
    }
}

#[test]
fn a_sequence_without_an_end_is_not_held_back() {
    for flood in [
        "\x1b]0;title without an end ",
        "\x1b[0m",
        "x\x08",
        "|\x08\x1b[0m",
        " \r",
    ] {
        let mut mask = Mask::new(Secrets::new(["secret1", "s|cret1"]));
        let mut out = mask.push(b"secret1 sec");
        let long = flood.repeat(10);
        for _ in 0..1000 {
            out.extend(mask.push(long.as_bytes()));
        }
        let pushed = 11 + 1000 * long.len();
        assert!(
            pushed < out.len() + 8192,
            "{flood:?}: {} of {pushed}",
            out.len()
        );
        out.extend(mask.push(b"\x18ret1"));
        out.extend(mask.finish());
        assert!(!String::from_utf8(out).unwrap().contains("secret1"));
    }
}

proptest! {
    #[test]
    fn no_sequence_and_no_cut_shows_a_secret(
        secret in "[a-c \n'\"%é]{6,12}",
        pieces in prop::collection::vec((0u8..9, "[a-c\n =+%]{0,4}"), 1..8),
        signs in prop::collection::vec((any::<prop::sample::Index>(), 0..SIGNS.len() + HIDDEN.len() + STRAY.len() + ERASED.len()), 0..20),
        cuts in prop::collection::vec(1usize..9, 1..40),
    ) {
        let stream: String = pieces.iter().map(|(way, around)| shown(*way, &secret, around)).collect();
        let mut letters: Vec<String> = stream.chars().map(String::from).collect();
        for (at, sign) in &signs {
            if !letters.is_empty() {
                let all = SIGNS.iter().chain(&HIDDEN).chain(&STRAY).chain(&ERASED);
                let sign = all.clone().nth(*sign).unwrap();
                let prints = STRAY.contains(sign) || ERASED.contains(sign);
                let letter = at.get_mut(&mut letters);
                // What is printed inside a line end makes it another one.
                if !(prints && letter.ends_with('\n')) {
                    letter.insert_str(0, sign);
                }
            }
        }
        let stream = letters.concat();
        let secrets = Secrets::new([secret.as_str()]);
        let whole = masked(&secrets, &[stream.as_bytes()]);
        prop_assert_eq!(&whole, &masked(&secrets, &cut(&stream, &cuts)), "{:?}", stream);
        prop_assert!(!whole.contains(&secret));
        let plain = PlainText::of(whole.as_bytes());
        prop_assert!(!plain.contains(&secret), "{:?}: {:?}", stream, whole);
        prop_assert!(!plain.contains(&STANDARD_NO_PAD.encode(&secret)), "{:?}: {:?}", stream, whole);
    }

    #[test]
    fn cuts_change_nothing_and_no_secret_is_left(
        secret in "[a-c \n'\"%é]{6,12}",
        pieces in prop::collection::vec((0u8..9, "[a-c\n =+%]{0,4}"), 1..8),
        cuts in prop::collection::vec(1usize..9, 1..40),
    ) {
        let stream: String = pieces.iter().map(|(way, around)| shown(*way, &secret, around)).collect();
        let secrets = Secrets::new([secret.as_str()]);
        let whole = masked(&secrets, &[stream.as_bytes()]);
        prop_assert_eq!(&whole, &masked(&secrets, &cut(&stream, &cuts)));
        prop_assert!(!whole.contains(&secret));
        prop_assert!(!whole.contains(&STANDARD_NO_PAD.encode(&secret)));
    }
}

/// A stream in reads of these lengths, and the rest.
fn cut<'s>(stream: &'s str, lengths: &[usize]) -> Vec<&'s [u8]> {
    let mut rest = stream.as_bytes();
    let mut reads = Vec::new();
    for length in lengths {
        let (read, behind) = rest.split_at((*length).min(rest.len()));
        reads.push(read);
        rest = behind;
    }
    reads.push(rest);
    reads
}

/// A secret as a program may show it.
fn shown(way: u8, secret: &str, around: &str) -> String {
    match way {
        0 => format!("{around}{secret}{around}"),
        1 => STANDARD.encode(secret),
        2 => format!(
            "{around}{}",
            URL_SAFE_NO_PAD.encode(format!("{around}{secret}"))
        ),
        3 => serde_json::to_string(secret).unwrap(),
        4 => format!("'{}'", secret.replace('\'', r"'\''")),
        5 => secret.replace('\n', "\r\n"),
        6 => secret.chars().take(1).collect(),
        7 => secret.replace(' ', "+"),
        _ => around.to_owned(),
    }
}
