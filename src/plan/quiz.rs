//! Quiz questions for learners.

use serde::{Deserialize, Serialize};

use super::{
    format::{KeyRecord, ObjectFormat, ValueFormat},
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// A question with exactly one right answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizQuestion {
    /// The question.
    pub ask: String,
    /// The answers to choose from, at least two.
    pub answers: Vec<String>,
    /// The right answer, counted from 1.
    pub right: usize,
    /// The reason why it is right.
    pub because: Option<String>,
}

/// A question of a quiz.
pub(super) static QUESTION: ObjectFormat = ObjectFormat::new(
    "question",
    "a question",
    "A question with exactly one right answer.",
    &[&[
        KeyRecord::new(
            "ask",
            ValueFormat::Text,
            "What serves the shop?",
            "The question.",
        )
        .required(),
        KeyRecord::new(
            "answers",
            ValueFormat::Texts,
            "[nginx, apt]",
            "The answers to choose from, at least two.",
        )
        .required(),
        KeyRecord::new(
            "right",
            ValueFormat::Integer(1, 9999),
            "1",
            "The number of the right answer, counted from 1.",
        )
        .required(),
        KeyRecord::new(
            "because",
            ValueFormat::Text,
            "apt only installs it.",
            "The reason, shown after the answer.",
        ),
    ]],
);

pub(super) fn read_all(field: Field) -> Vec<QuizQuestion> {
    let context = field.context();
    field.list("a list of questions", |node| read(node, context))
}

fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<QuizQuestion> {
    Fields::read(node, &QUESTION, context, |fields| {
        let ask = fields.required("ask").text();
        let answers = fields.required("answers").texts("answers");
        let count = i64::try_from(answers.len()).unwrap_or(i64::MAX);
        let right = fields.required("right");
        let right = if count == 0 {
            None
        } else {
            right.integer(1..count + 1)
        };
        if fields.has("answers") && count < 2 {
            let message = "a question needs two answers to choose from";
            context.error("few-answers", &fields.key_span("answers"), message);
        }
        let because = fields.optional("because").text();
        let right = right.and_then(|right| usize::try_from(right).ok());
        Some(QuizQuestion {
            ask: ask?,
            answers,
            right: right?,
            because,
        })
    })
}
