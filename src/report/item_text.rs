//! Steps, checks and guards as text.

use super::field::{Field, FieldPart, FieldValue, Piece, Wording, copy_text};
use super::fields::{check_fields, fields_of, guard_fields, step_fields};
use super::text::{indented, line, script_lines};
use crate::plan::{Check, FileCopy, Guard, QuizQuestion, Step};

/// Appends a step with all its fields.
pub(super) fn step_text(text: &mut String, step: &Step) {
    line(text, format!("\n  {}: {}", step.id, step.title));
    step_body(text, step);
}

/// Appends the fields of a step, without its id and title.
pub(super) fn step_body(text: &mut String, step: &Step) {
    fields_text(text, &step_fields(step));
}

/// Appends a check with all its fields.
pub(super) fn check_text(text: &mut String, check: &Check) {
    line(text, format!("\n  {}: {}", check.id, check.text));
    check_body(text, check);
}

/// Appends the fields of a check, without its id and text.
pub(super) fn check_body(text: &mut String, check: &Check) {
    fields_text(text, &check_fields(check));
}

/// Appends a guard with all its fields.
pub(super) fn guard_text(text: &mut String, guard: &Guard) {
    line(text, format!("\n  {}: {}", guard.name, guard.check.text));
    fields_text(text, &guard_fields(guard));
}

/// Appends a quiz question without the answer.
pub(super) fn question_text(text: &mut String, question: &QuizQuestion) {
    line(text, format!("\n  {}", question.ask));
    for (answer, number) in question.answers.iter().zip(1..) {
        line(text, format!("    {number}. {answer}"));
    }
}

/// The groups of fields below the facts, in order.
const PARTS: [FieldPart; 8] = [
    FieldPart::Danger,
    FieldPart::Precondition,
    FieldPart::Action,
    FieldPart::Expected,
    FieldPart::Option,
    FieldPart::Variables,
    FieldPart::Undo,
    FieldPart::Reason,
];

fn fields_text(text: &mut String, fields: &[Field<'_>]) {
    let facts = [FieldPart::Fact, FieldPart::Task].into_iter();
    let facts = facts.flat_map(|part| fields_of(fields, part));
    let facts: Vec<String> = facts
        .flat_map(|field| field.value.words())
        .map(one_line)
        .collect();
    line(text, format!("    {}", facts.join(", ")));
    for part in PARTS {
        fields_of(fields, part).for_each(|field| field_text(text, field));
    }
}

fn field_text(text: &mut String, field: &Field<'_>) {
    if let FieldValue::Files(files) = field.value {
        return files.iter().for_each(|file| file_text(text, file));
    }
    let label = match field.label {
        "" => String::new(),
        label => format!("{label}: "),
    };
    for words in field.value.words() {
        match words {
            Wording::Script(intro, script) => {
                let heading = match intro.as_str() {
                    "" => label.trim_end().to_owned(),
                    intro => format!("{label}{intro}:"),
                };
                if !heading.is_empty() {
                    line(text, format!("    {heading}"));
                }
                script_lines(text, script);
            }
            Wording::Text(pieces) => labelled(text, &label, &words_of(&pieces)),
        }
    }
}

/// Appends a file that a step copies, with its content.
fn file_text(text: &mut String, file: &FileCopy) {
    line(text, format!("    {}", copy_text(file)));
    let (bytes, digest) = (file.content.len(), &file.digest);
    line(text, format!("      {bytes} bytes, sha256 {digest}"));
    match file.shown() {
        Some(shown) => script_lines(text, &shown),
        None => line(text, "      too long to show here"),
    }
}

/// Appends a text after its label. Later lines are indented further.
fn labelled(text: &mut String, label: &str, words: &str) {
    if label.is_empty() {
        return indented(text, "    ", words);
    }
    let (first, rest) = words.trim_end().split_once('\n').unwrap_or((words, ""));
    line(text, format!("    {label}{first}"));
    indented(text, "      ", rest);
}

/// Joins pieces of a text; steps and checks appear as ids.
fn words_of(pieces: &[Piece<'_>]) -> String {
    Piece::join(pieces, str::to_owned)
}

fn one_line(words: Wording<'_>) -> String {
    match words {
        Wording::Text(pieces) => words_of(&pieces),
        Wording::Script(intro, _) => intro,
    }
}
