//! Marks in a stream, however it is cut into reads.

use daymark::term::{MarkKind, Nonce, Origin, Scanner, ShellId, StepNonces, StepToken, Token};

/// The pane's nonce is written `{p}` here, its key `{k}`, the step's start nonce `{s}`, the step's token
/// `{t}`, and another nonce `{x}`.
fn nonce(letter: char) -> Nonce {
    Nonce::new([letter as u8; 16])
}

fn token() -> StepToken {
    StepToken::new([7; 8])
}

fn bytes(text: &str) -> Vec<u8> {
    let mut text = text.to_owned();
    for letter in ['p', 'k', 's', 'x'] {
        text = text.replace(&format!("{{{letter}}}"), nonce(letter).as_str());
    }
    text.replace("{t}", &token().to_string()).into_bytes()
}

/// What a stream says when it is read in these pieces: bytes as they are, marks in brackets.
fn output(reads: &[&[u8]]) -> String {
    let mut scanner = Scanner::new(nonce('p'));
    let step = StepNonces {
        token: token(),
        start: nonce('s'),
    };
    scanner.levels().set_step(ShellId::PANE, Some(step));
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

/// The first mark of a shell.
const FIRST: &str = "\x1b]133;I;sh;;dm={p};key={k}\x07";

/// A stream after the first mark says the same read at once, cut in two at every byte, and byte by
/// byte.
#[track_caller]
fn check(stream: &str, expect: &str) {
    check_all(&format!("{FIRST}{stream}"), &format!("[I sh  0 ]{expect}"));
}

#[track_caller]
fn check_all(stream: &str, expect: &str) {
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
    check("one\x1b]133;A;dm={k}\x07two", "one[A]two");
    check("one\x1b]133;B;dm={k}\x1b\\two", "one[B]two");
    check(
        "\x1b]133;R;dm={k};t=1767225600.000042\x07",
        "[R at 1767225600000042]",
    );
    check(
        "\x1b]133;R;t=1767225600,000042;dm={k}\x07",
        "[R at 1767225600000042]",
    );
    check_all(
        "\x1b]133;I;bash;5.2.15;dm={p};key={k};pid=42;tty=/dev/pts/3\x07",
        "[I bash 5.2.15 42 /dev/pts/3]",
    );
    check_all("\x1b]133;I;bash;dm={p};key={k}\x07", "[I bash  0 ]");
    check_all("\x1b]133;R;dm={p}\x07", "[R]");
    check("\x1b]133;R;dm={t}\x07", "[R]");
}

#[test]
fn only_the_key_of_its_shell_and_the_token_of_the_step_end_it() {
    check(
        "\x1b]133;C;dm={s}\x07out\x1b]133;D;3;dm={k};step={t}\x07",
        "[C step]out[D 3 step]",
    );
    check(
        "\x1b]133;D;0;dm={k}\x07\x1b]133;D;3;dm={k};step={t}\x07\x1b]133;D;4;dm={k};step=0\x07",
        "[D 0][D 3 step][D 4]",
    );
    // Before its end, a step ends only once, and prompts do not end it.
    check(
        "\x1b]133;C;dm={s}\x07\x1b]133;B;dm={k}\x07\x1b]133;D;3;dm={k};step={t}\x07",
        "[C step][B][D 3 step]",
    );
    let foreign = |mark: &str| check(mark, mark);
    for mark in [
        "D;0;dm={s}",
        "D;0;dm={s};step={t}",
        "D;0;dm={p};step={t}",
        "D;0;dm={t};step={t}",
        "D;0;dm={k};step=1",
        "D;0;dm={p}",
        "A;dm={s}",
        "B;dm={p}",
        "C;dm={t}",
        "S;dm={k}",
        "R;dm={p}",
        "R;dm={s}",
        "I;sh;;dm={p};key={x}",
        "I;sh;;dm={k};key={x}",
    ] {
        foreign(&format!("\x1b]133;C;dm={{x}}\x07\x1b]133;{mark}\x07"));
    }
    let twice = "\x1b]133;D;3;dm={k};step={t}\x07";
    check(&twice.repeat(2), &format!("[D 3 step]{twice}"));
}

#[test]
fn before_a_shell_names_its_key_only_its_first_mark_counts() {
    let foreign = |stream: &str| check_all(stream, stream);
    foreign("\x1b]133;A;dm={p}\x07");
    foreign("\x1b]133;D;0;dm={p}\x07");
    foreign("\x1b]133;I;sh;;dm={p}\x07");
    foreign("\x1b]133;I;sh;;dm={p};key=short\x07");
    foreign("\x1b]133;I;sh;;dm={x};key={k}\x07");
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
    same("\x1b]133;Z;dm={k}\x07");
    same("\x1b]133;D;dm={k}\x07");
    same("\x1b]133;D;256;dm={k}\x07");
    same("\x1b]133;D;-1;dm={k}\x07");
    same("\x1b]133;A;dm={k}");
    same("\x1b]13");
    same("\x1b");
    same("a\x1b\x1b]13;b");
    same("\x1bP+q\x1b\\");
}

#[test]
fn a_string_broken_off_swallows_no_mark() {
    check("\x1b]133;A;dm=\x1b]133;A;dm={k}\x07", "\x1b]133;A;dm=[A]");
    check("\x1b]0;title\x1b]133;A;dm={k}\x07", "\x1b]0;title[A]");
    check("\x1bP1;2\x1b]133;A;dm={k}\x07", "\x1bP1;2[A]");
    check(
        "\x1b]133;A;dm={k}\x18\x1b]133;B;dm={k}\x07",
        "\x1b]133;A;dm={k}\x18[B]",
    );
    check("\x1b\x1b]133;A;dm={k}\x07", "\x1b[A]");
    check("\x1b]133;A;dm={k}\x1b[31m", "\x1b]133;A;dm={k}\x1b[31m");
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
