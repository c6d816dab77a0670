//! The words that CONTRIBUTING.md avoids stay out of doc comments, of sentences in string literals,
//! and of the texts of the built-in plan.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the sources has failed"
)]

#[path = "prose/docs.rs"]
mod docs;

use std::fs;
use std::path::{Path, PathBuf};

use daymark::plan::{Check, Step, StepAction};
use daymark::service::built_in;
use proc_macro2::{TokenStream, TokenTree};
use regex::Regex;

/// Each avoided phrase as a pattern of whole words, and what to write.
const AVOIDED: &[(&str, &str)] = &[
    ("tells?|told|telling", "report, print, say"),
    ("stands?|stood|standing", "be, appear, pass"),
    ("knock(s|ed|ing)?", "connect"),
    ("anew", "again"),
    ("(by|of) itself", "automatically"),
    ("gives? up|gave up|given up", "cancel, stop"),
    ("puts? out|putting out", "print"),
    ("leads? to|led to", "point to, cause"),
    ("way back", "undo, rollback"),
    (
        "(takes?|took|taken|taking|carry|carries|carried) back",
        "undo, roll back",
    ),
    ("whoever", "anyone who"),
    ("nobody|somebody", "no user, a user"),
    ("for ever", "without end"),
    ("how-manieth", "number"),
    ("lately", "recent"),
    ("screenful", "page"),
    ("by eye", "manual"),
    ("only look(s|ed|ing)", "read-only"),
    ("(wants?|wanted) attention", "needs attention"),
    ("at hand", "available"),
    (
        "rooms? of|doors?|errands?|ledgers?",
        "module, dependency, task, list",
    ),
];

/// The avoided phrases without another meaning in a runbook. An operator may tell users something, and
/// PostgreSQL has a standby and a leader.
const AVOIDED_IN_THE_PLAN: &str = "knock(s|ed|ing)?|anew|whoever|nobody|somebody|anybody|everybody|\
     way back|leads? to|led to|(takes?|took|taken) back|for ever|by eye|gives? up|gave up|given up";

/// Sentences that keep an avoided word: a file's end, a part of the sentence, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "plan/step.rs",
    "whoever copies it",
    "journals contain this text, and it is compared with the plan",
)];

/// A sentence of the sources.
struct Sentence {
    file: String,
    line: usize,
    text: String,
}

#[test]
fn avoided_words_stay_out() {
    let patterns: Vec<(Regex, &str)> = AVOIDED
        .iter()
        .map(|(words, instead)| {
            (
                Regex::new(&format!(r"(?i)\b({words})\b")).unwrap(),
                *instead,
            )
        })
        .collect();
    let mut found = Vec::new();
    for sentence in sentences() {
        for (pattern, instead) in &patterns {
            if let Some(word) = pattern.find(&sentence.text)
                && !is_excepted(&sentence)
            {
                let Sentence { file, line, text } = &sentence;
                let word = word.as_str();
                found.push(format!("{file}:{line}: `{word}` ({instead}): {text}"));
            }
        }
    }
    let count = found.len();
    assert!(found.is_empty(), "{count} sentences:\n{}", found.join("\n"));
}

#[test]
fn avoided_words_stay_out_of_the_plan() {
    let plan = built_in();
    let pattern = Regex::new(&format!(r"(?i)\b({AVOIDED_IN_THE_PLAN})\b")).unwrap();
    let mut texts: Vec<(String, &str)> = Vec::new();
    for procedure in plan.procedures() {
        for step in procedure.steps() {
            texts.extend(step_texts(step).map(|text| (step.id.clone(), text)));
        }
        for check in procedure.all_checks() {
            texts.extend(check_texts(check).map(|text| (check.id.clone(), text)));
        }
    }
    for entry in &plan.entries {
        let day = format!("day {}", entry.days);
        texts.extend(entry.objective.as_deref().map(|text| (day.clone(), text)));
        for question in &entry.quiz {
            let quiz = [&question.ask].into_iter().chain(&question.answers);
            let quiz = quiz.map(String::as_str).chain(question.because.as_deref());
            texts.extend(quiz.map(|text| (day.clone(), text)));
        }
    }
    assert!(texts.len() > 2000, "only {} texts were read", texts.len());
    let found: Vec<String> = texts
        .iter()
        .filter_map(|(place, text)| {
            let word = pattern.find(text)?;
            Some(format!("{place}: `{}`: {text}", word.as_str()))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Returns the texts of a step that an operator reads, without its script.
fn step_texts(step: &Step) -> impl Iterator<Item = &str> {
    let manual = match &step.action {
        StepAction::Manual(text) => Some(text.as_str()),
        _ => None,
    };
    [Some(step.title.as_str()), manual]
        .into_iter()
        .chain([&step.explain, &step.danger, &step.differs, &step.no_undo].map(Option::as_deref))
        .flatten()
}

/// Returns the texts of a check that an operator reads, without its script.
fn check_texts(check: &Check) -> impl Iterator<Item = &str> {
    [Some(check.text.as_str()), check.explain.as_deref()]
        .into_iter()
        .flatten()
}

#[test]
fn every_exception_is_needed() {
    let sentences = sentences();
    for (file, part, reason) in EXCEPTIONS {
        let used = sentences
            .iter()
            .any(|sentence| sentence.file.ends_with(file) && sentence.text.contains(part));
        assert!(used, "no sentence in {file} has {part:?} ({reason})");
    }
}

fn is_excepted(sentence: &Sentence) -> bool {
    EXCEPTIONS
        .iter()
        .any(|(file, part, _)| sentence.file.ends_with(file) && sentence.text.contains(part))
}

/// Returns the doc comments, and the string literals of more than one word, of all sources.
fn sentences() -> Vec<Sentence> {
    let mut files = vec![PathBuf::from("build.rs")];
    collect(Path::new("src"), &mut files);
    let mut all = Vec::new();
    for file in files {
        let tokens: TokenStream = fs::read_to_string(&file).unwrap().parse().unwrap();
        read(tokens, &file.display().to_string(), &mut all);
    }
    all
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Collects literals from tokens; a doc comment is a token `#[doc = "…"]`.
fn read(tokens: TokenStream, file: &str, all: &mut Vec<Sentence>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => read(group.stream(), file, all),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.ends_with(['"', '#']) && text.trim_matches('"').trim().contains(' ') {
                    all.push(Sentence {
                        file: file.to_owned(),
                        line: literal.span().start().line,
                        text,
                    });
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}
