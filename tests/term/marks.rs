//! Marks in a stream, however it is cut into reads.

use daymark::term::{MarkKind, Nonce, Origin, Scanner, ShellId, Token};

/// The pane's nonce is written `{p}` here, the step's `{s}`, another one `{x}`.
fn nonce(letter: char) -> Nonce {
    Nonce::new([letter as u8; 16])
}

fn bytes(text: &str) -> Vec<u8> {
    let mut text = text.to_owned();
    for letter in ['p', 's', 'x'] {
        text = text.replace(&format!("{{{letter}}}"), nonce(letter).as_str());
    }
    text.into_bytes()
}

/// What a stream says when it is read in these pieces: bytes as they are, marks in brackets.
fn output(reads: &[&[u8]]) -> String {
    let mut scanner = Scanner::new(nonce('p'));
    scanner.levels().set_step(ShellId::PANE, Some(nonce('s')));
    let mut output = String::new();
    let mut tell = |piece: Token<'_>| match piece {
        Token::Bytes(bytes) => output.push_str(&String::from_utf8_lossy(bytes)),
        Token::Mark(mark) => {
            let kind = match mark.kind {
                MarkKind::Integrated(identity) => {
                    let shell = *identity;
                    let (name, version) = (shell.shell, shell.version);
                    format!("I {name} {version} {} {}", shell.pid, shell.tty)
                }
                MarkKind::PromptStart => "A".to_owned(),
                MarkKind::PromptEnd => "B".to_owned(),
                MarkKind::Receiving { shell } => format!("R{shell}"),
                MarkKind::LeftOver => "L".to_owned(),
                MarkKind::OutputStart => "C".to_owned(),
                MarkKind::ScriptStart => "S".to_owned(),
                MarkKind::Ended { exit } => format!("D {exit}"),
            };
            let at = mark.at.map_or(String::new(), |at| format!(" at {at}"));
            let origin = match mark.origin {
                Origin::Pane => "",
                Origin::Step => " step",
            };
            output.push_str(&format!("[{kind}{origin}{at}]"));
        }
    };
    for read in reads {
        scanner.scan(read, &mut tell);
    }
    scanner.finish(&mut tell);
    output
}

/// A stream says the same read at once, cut in two at every byte, and byte by byte.
#[track_caller]
fn check(stream: &str, expect: &str) {
    let stream = bytes(stream);
    let expect = String::from_utf8(bytes(expect)).unwrap();
    for at in 0..=stream.len() {
        let (head, tail) = stream.split_at(at);
        assert_eq!(output(&[head, tail]), expect, "cut at byte {at}");
    }
    let each: Vec<&[u8]> = stream.chunks(1).collect();
    assert_eq!(output(&each), expect, "byte by byte");
}

#[test]
fn marks_are_taken_out_of_the_stream() {
    check("one\x1b]133;A;dm={p}\x07two", "one[A]two");
    check("one\x1b]133;B;dm={p}\x1b\\two", "one[B]two");
    check(
        "\x1b]133;R;dm={p};t=1767225600.000042\x07",
        "[R at 1767225600000042]",
    );
    check(
        "\x1b]133;R;t=1767225600,000042;dm={p}\x07",
        "[R at 1767225600000042]",
    );
    check(
        "\x1b]133;I;bash;5.2.15;dm={p};pid=42;tty=/dev/pts/3\x07",
        "[I bash 5.2.15 42 /dev/pts/3]",
    );
    check("\x1b]133;I;bash;dm={p}\x07", "[I bash  0 ]");
}

#[test]
fn only_the_step_s_own_nonce_starts_and_ends_its_output() {
    check(
        "\x1b]133;C;dm={s}\x07out\x1b]133;D;3;dm={s}\x07",
        "[C step]out[D 3 step]",
    );
    check(
        "\x1b]133;D;0;dm={p}\x07\x1b]133;D;3;dm={s}\x07\x1b]133;D;4;dm={p}\x07",
        "[D 0][D 3 step][D 4]",
    );
    check(
        "\x1b]133;C;dm={s}\x07\x1b]133;D;0;dm={p}\x07\x1b]133;D;3;dm={s}\x07",
        "[C step]\x1b]133;D;0;dm={p}\x07[D 3 step]",
    );
    check("\x1b]133;A;dm={s}\x07", "\x1b]133;A;dm={s}\x07");
}

#[test]
fn what_is_no_mark_passes_untouched() {
    let same = |stream: &str| check(stream, stream);
    same("");
    same("plain text");
    same("\x1b[31mred\x1b[m");
    same("\x1b]0;title\x07");
    same("\x1b]133;A\x07");
    same("\x1b]133;A;dm={x}\x07");
    same("\x1b]133;Z;dm={p}\x07");
    same("\x1b]133;D;dm={s}\x07");
    same("\x1b]133;D;256;dm={s}\x07");
    same("\x1b]133;D;-1;dm={s}\x07");
    same("\x1b]133;A;dm={p}");
    same("\x1b]13");
    same("\x1b");
    same("a\x1b\x1b]13;b");
    same("\x1bP+q\x1b\\");
}

#[test]
fn a_string_broken_off_swallows_no_mark() {
    check("\x1b]133;A;dm=\x1b]133;A;dm={p}\x07", "\x1b]133;A;dm=[A]");
    check("\x1b]0;title\x1b]133;A;dm={p}\x07", "\x1b]0;title[A]");
    check("\x1bP1;2\x1b]133;A;dm={p}\x07", "\x1bP1;2[A]");
    check(
        "\x1b]133;A;dm={p}\x18\x1b]133;B;dm={p}\x07",
        "\x1b]133;A;dm={p}\x18[B]",
    );
    check("\x1b\x1b]133;A;dm={p}\x07", "\x1b[A]");
    check("\x1b]133;A;dm={p}\x1b[31m", "\x1b]133;A;dm={p}\x1b[31m");
}

#[test]
fn a_mark_without_end_is_given_up() {
    let long = format!("\x1b]133;A;dm={{p}};{}", "x".repeat(5000));
    let stream = bytes(&long);
    let expect = String::from_utf8(stream.clone()).unwrap();
    for size in [1, 2, 100, 4095, 4096, 4097, 6000] {
        let reads: Vec<&[u8]> = stream.chunks(size).collect();
        assert_eq!(output(&reads), expect, "in reads of {size}");
    }
}
