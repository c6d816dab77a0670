//! What keys and pastes send.

use daymark::term::{Key, KeyCode, Modes, Modifiers, key_bytes, paste_bytes};

const NONE: Modifiers = Modifiers {
    ctrl: false,
    alt: false,
    shift: false,
};
const CTRL: Modifiers = Modifiers { ctrl: true, ..NONE };
const ALT: Modifiers = Modifiers { alt: true, ..NONE };
const SHIFT: Modifiers = Modifiers {
    shift: true,
    ..NONE
};
const ALL: Modifiers = Modifiers {
    ctrl: true,
    alt: true,
    shift: true,
};

#[track_caller]
fn check(code: KeyCode, modifiers: Modifiers, expect: &str) {
    let sent = key_bytes(Key { code, modifiers }, Modes::default());
    assert_eq!(String::from_utf8(sent).unwrap(), expect, "{code:?}");
}

#[test]
fn characters_send_themselves() {
    check(KeyCode::Char('a'), NONE, "a");
    check(KeyCode::Char('é'), NONE, "é");
    check(KeyCode::Char('日'), ALT, "\x1b日");
    check(KeyCode::Char('x'), ALT, "\x1bx");
    check(KeyCode::Enter, NONE, "\r");
    check(KeyCode::Enter, ALT, "\x1b\r");
    check(KeyCode::Escape, NONE, "\x1b");
    check(KeyCode::Tab, NONE, "\t");
    check(KeyCode::Tab, SHIFT, "\x1b[Z");
    check(KeyCode::Backspace, NONE, "\x7f");
    check(KeyCode::Backspace, CTRL, "\x08");
    check(KeyCode::Backspace, ALT, "\x1b\x7f");
}

#[test]
fn control_makes_control_characters() {
    for (letter, code) in ('a'..='z').zip(1u8..) {
        let code = char::from(code).to_string();
        check(KeyCode::Char(letter), CTRL, &code);
        check(KeyCode::Char(letter.to_ascii_uppercase()), CTRL, &code);
    }
    for (character, expect) in [
        (' ', "\0"),
        ('2', "\0"),
        ('@', "\0"),
        ('[', "\x1b"),
        ('3', "\x1b"),
        ('\\', "\x1c"),
        ('4', "\x1c"),
        (']', "\x1d"),
        ('5', "\x1d"),
        ('^', "\x1e"),
        ('6', "\x1e"),
        ('_', "\x1f"),
        ('7', "\x1f"),
        ('/', "\x1f"),
        ('8', "\x7f"),
        ('?', "\x7f"),
        ('1', "1"),
        ('é', "é"),
    ] {
        check(KeyCode::Char(character), CTRL, expect);
    }
    let both = Modifiers { alt: true, ..CTRL };
    check(KeyCode::Char('c'), both, "\x1b\x03");
}

#[test]
fn arrows_follow_the_cursor_mode() {
    let arrows = [
        (KeyCode::Up, 'A'),
        (KeyCode::Down, 'B'),
        (KeyCode::Right, 'C'),
        (KeyCode::Left, 'D'),
        (KeyCode::Home, 'H'),
        (KeyCode::End, 'F'),
    ];
    let application = Modes {
        application_cursor: true,
        ..Modes::default()
    };
    for (code, letter) in arrows {
        check(code, NONE, &format!("\x1b[{letter}"));
        check(code, SHIFT, &format!("\x1b[1;2{letter}"));
        check(code, ALT, &format!("\x1b[1;3{letter}"));
        check(code, CTRL, &format!("\x1b[1;5{letter}"));
        check(code, ALL, &format!("\x1b[1;8{letter}"));
        let sent = |modifiers| key_bytes(Key { code, modifiers }, application);
        assert_eq!(sent(NONE), format!("\x1bO{letter}").into_bytes());
        // With a modifier the mode does not matter.
        assert_eq!(sent(CTRL), format!("\x1b[1;5{letter}").into_bytes());
    }
}

#[test]
fn other_keys_send_their_numbers() {
    check(KeyCode::Insert, NONE, "\x1b[2~");
    check(KeyCode::Delete, NONE, "\x1b[3~");
    check(KeyCode::Delete, CTRL, "\x1b[3;5~");
    check(KeyCode::PageUp, NONE, "\x1b[5~");
    check(KeyCode::PageDown, SHIFT, "\x1b[6;2~");
    let functions = [
        "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[19~",
        "\x1b[20~", "\x1b[21~", "\x1b[23~", "\x1b[24~", "",
    ];
    for (number, expect) in (1..).zip(functions) {
        check(KeyCode::Function(number), NONE, expect);
    }
    check(KeyCode::Function(1), SHIFT, "\x1b[1;2P");
    check(KeyCode::Function(5), CTRL, "\x1b[15;5~");
}

#[test]
fn a_paste_cannot_end_itself() {
    let check = |text: &str, plain: &str| {
        let bracketed = Modes {
            bracketed_paste: true,
            ..Modes::default()
        };
        assert_eq!(paste_bytes(text, Modes::default()), plain.as_bytes());
        let wrapped = format!("\x1b[200~{plain}\x1b[201~");
        assert_eq!(paste_bytes(text, bracketed), wrapped.as_bytes());
    };
    check("ls", "ls");
    check("one\ntwo\r\nthree", "one\rtwo\rthree");
    check("a\tb", "a\tb");
    check("x\x1b[201~rm -rf /\x03", "x[201~rm -rf /");
    check("日本\u{9b}31m", "日本31m");
}
