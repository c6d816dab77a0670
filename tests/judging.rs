//! An output is judged while it comes as it would be judged whole.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot compile its own pattern has failed"
)]

use daymark::plan::{Expectation, Save, in_output};
use daymark::progress::{
    Excerpt, Findings, Number, Outcome, OutputJudge, Query, ScriptResult, Termination, judge,
};
use proptest::prelude::*;

/// Everything that can be found, by one pattern.
fn query(pattern: &str) -> Query {
    Query {
        expect: Some(pattern.to_owned()),
        expect_not: Some(pattern.to_owned()),
        number: true,
        save: Some(Save {
            variable: "V".to_owned(),
            pattern: Some(format!("({pattern})")),
        }),
        verbatim: false,
    }
}

fn found<'t>(query: &Query, pieces: impl IntoIterator<Item = &'t str>) -> Findings {
    let mut judge = OutputJudge::new(query);
    for piece in pieces {
        judge.push(piece);
    }
    judge.finish()
}

/// Patterns as plans have them, and as nobody would write them.
fn pattern() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        "b",
        "ab",
        "é",
        "✓",
        r"\n",
        " ",
        ".",
        r"\s",
        r"\S",
        r"\w",
        r"\W",
        r"\d",
        "[^a]",
        "[^\\n]",
        "^",
        "$",
        r"\A",
        r"\z",
        r"\b",
        r"\B",
        r"(?-u:\b)",
        r"(?-u:\B)",
        "(?s:.)",
        "(?i:A)",
        "(?R:$)",
        "",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| all.concat()),
            prop::collection::vec(inner.clone(), 1..3)
                .prop_map(|all| format!("(?:{})", all.join("|"))),
            (
                inner,
                prop::sample::select(vec!["*", "+", "?", "*?", "{2,3}"])
            )
                .prop_map(|(one, times)| format!("(?:{one}){times}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_comes_in_pieces_is_judged_as_a_whole(
        pattern in pattern(),
        text in "[ab é✓\n]{0,40}",
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let Ok(regex) = in_output(&pattern) else { return Ok(()) };
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).collect();
        cuts.retain(|cut| text.is_char_boundary(*cut));
        cuts.sort_unstable();
        cuts.push(text.len());
        let mut from = 0;
        let pieces: Vec<&str> = cuts.into_iter().map(|cut| {
            let piece = &text[from..cut];
            from = cut;
            piece
        }).collect();
        let query = query(&pattern);
        let findings = found(&query, pieces);
        prop_assert_eq!(&findings.expect, &Some(Ok(regex.is_match(&text))));
        prop_assert_eq!(&findings.expect_not, &findings.expect);
        let save = query.save.unwrap();
        let saved = findings.saved.unwrap().unwrap();
        prop_assert_eq!(saved.as_ref().map(|saved| saved.as_str()), save.find(&text));
    }
}

/// Pieces of a text that is too long for any buffer.
fn long<'t>(begin: &'t str, middle: &'t str, end: &'t str) -> impl Iterator<Item = &'t str> {
    let times = 6 * 1024 * 1024 / middle.len();
    let middle = std::iter::repeat_n(middle, times);
    std::iter::once(begin).chain(middle).chain([end])
}

#[test]
fn an_output_of_any_length_is_searched() {
    let check = |pattern: &str, [begin, middle, end]: [&str; 3], expect: Result<bool, ()>| {
        let findings = found(&query(pattern), long(begin, middle, end));
        let found = findings.expect.unwrap().map_err(|_| ());
        assert_eq!(found, expect, "{pattern}");
    };
    let lines = ["first\n", "a line of é text\n", "last\n"];
    check("^last$", lines, Ok(true));
    check("lasting", lines, Ok(false));
    check(r"\Afirst[\s\S]*last\s\z", lines, Ok(true));
    check(r"\blast\b", lines, Ok(true));
    check(r"\blasting\b", lines, Ok(false));
    check(r"first\s+last", lines, Ok(false));
    check(r"\bfirst\b\s", lines, Ok(true));
    check(r"\blast\b\s", lines, Err(()));
    let one_line = ["first", "no end", "last"];
    check("^first.*last$", one_line, Ok(true));
    check("firstlast", one_line, Ok(false));
    check(r"\blast\b", one_line, Err(()));
}

#[test]
fn a_value_is_saved_from_an_output_of_any_length() {
    let check = |pattern: Option<&str>,
                 [begin, middle, end]: [&str; 3],
                 expect: Result<Option<&str>, ()>| {
        let save = Save {
            variable: "V".to_owned(),
            pattern: pattern.map(str::to_owned),
        };
        let findings = found(
            &Query::default().saving(Some(save)),
            long(begin, middle, end),
        );
        let saved = findings.saved.unwrap().map_err(|_| ());
        let saved = saved
            .as_ref()
            .map(|saved| saved.as_ref().map(|saved| saved.as_str()));
        assert_eq!(
            saved.map_err(|()| &()),
            expect.as_ref().map(|value| *value),
            "{pattern:?}"
        );
    };
    let lines = ["key: first\n", "text\n", "key: last\n"];
    check(Some(r"^key: (\S+)$"), lines, Ok(Some("first")));
    check(Some(r"^key: (l\S+)$"), lines, Ok(Some("last")));
    check(Some(r"^key: (x\S+)$"), lines, Ok(None));
    check(Some(r"\Akey:\s+(\w+)"), lines, Ok(Some("first")));
    check(Some(r"key:\s+(x)"), lines, Ok(None));
    check(Some(r"key:\s+(last)"), lines, Err(()));
    check(Some(r"(?s)key: (.*)"), lines, Err(()));
    check(None, lines, Err(()));
}

#[test]
fn an_output_is_one_number_or_none() {
    let check = |pieces: &[&str], expect: Result<Number, ()>| {
        let query = Query {
            number: true,
            ..Query::default()
        };
        let found = found(&query, pieces.iter().copied());
        assert_eq!(found.number.unwrap().map_err(|_| ()), expect);
    };
    let is = |text: &str| Ok(Number::Is(text.to_owned()));
    let is_not = |text: &str| Ok(Number::IsNot(text.to_owned()));
    let blanks = " ".repeat(100_000);
    check(&[" ", "\n4", "2.5\n", " "], is("42.5"));
    check(&[&blanks, "-7", &blanks], is("-7"));
    check(&["7", &blanks, "8"], is_not("7"));
    check(&["1\n2\n3"], is_not("1"));
    check(&["1e999"], is_not("1e999"));
    check(&[], is_not("nothing"));
    check(
        &["x", &"y".repeat(100_000)],
        is_not(&format!("x{}", "y".repeat(79))),
    );
    check(&["0.", &"1".repeat(100_000)], Err(()));
}

#[test]
fn what_cannot_be_decided_is_unknown() {
    let check = |findings: Findings, expect: Outcome| {
        let expectation = Expectation {
            matches: Some("a".to_owned()),
            not_matches: Some("b".to_owned()),
            ..Expectation::default()
        };
        let outcome = ScriptResult {
            findings: Box::new(findings),
            ..ScriptResult::silent(Termination::Exited(0))
        };
        let verdict = judge(&expectation, &outcome);
        assert_eq!(verdict.state, expect, "{}", verdict.reason);
        assert_eq!(verdict.reason.is_empty(), expect == Outcome::Passed);
    };
    let no_answer = || Some(Err("too long".to_owned()));
    let findings = |expect, expect_not| Findings {
        expect,
        expect_not,
        ..Findings::default()
    };
    check(findings(Some(Ok(true)), Some(Ok(false))), Outcome::Passed);
    check(findings(no_answer(), Some(Ok(false))), Outcome::Unknown);
    check(findings(Some(Ok(true)), no_answer()), Outcome::Unknown);
    check(findings(no_answer(), Some(Ok(true))), Outcome::Failed);
    check(findings(Some(Ok(false)), no_answer()), Outcome::Failed);
    check(findings(None, None), Outcome::Unknown);
    let out = findings(Some(Ok(false)), no_answer());
    let either = out.clone().or(findings(Some(Ok(true)), Some(Ok(true))));
    assert_eq!(
        (either.expect, either.expect_not),
        (Some(Ok(true)), Some(Ok(true)))
    );
    assert_eq!(
        out.or(findings(no_answer(), Some(Ok(false)))).expect,
        no_answer()
    );
}

#[test]
fn an_excerpt_has_the_beginning_and_the_end() {
    let short = Excerpt::from("a\nb\n");
    assert_eq!((short.text("[cut]"), short.cut), ("a\nb\n".to_owned(), 0));
    let (mut excerpt, mut length) = (Excerpt::default(), 0);
    for piece in long("first\n", "é line\n", "last\n") {
        excerpt.push(piece);
        length += piece.len() as u64;
        assert!(excerpt.tail.len() < 1024 * 1024);
    }
    let excerpt = excerpt.finish();
    let text = excerpt.text("[cut]");
    assert!(text.starts_with("first\né line\n") && text.ends_with("é line\nlast\n"));
    assert!(text.contains("\n[cut]\né line\n"));
    assert_eq!(
        excerpt.head.len() as u64 + excerpt.cut + excerpt.tail.len() as u64,
        length
    );
}

#[test]
fn debug_shows_no_value_that_was_saved() {
    let query = Query {
        save: query("token=(.*)").save,
        ..Query::default()
    };
    let shown = |text: &str| {
        let outcome = ScriptResult::of(Termination::Exited(0), &query, text, "");
        format!("{:?}", outcome.findings)
    };
    let with = shown("token=hunter2\n");
    assert!(with.contains("saved: Some(Ok(Some(\"••••\")))"), "{with}");
    assert!(!with.contains("hunter2"), "{with}");
    assert!(shown("none\n").contains("saved: Some(Ok(None))"));
}
