//! Quiz questions for learners.

use serde::{Deserialize, Serialize};

use super::yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node};

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

pub(super) fn read_all(field: Field) -> Vec<QuizQuestion> {
    let context = field.context();
    field.list("a list of questions", |node| read(node, context))
}

fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<QuizQuestion> {
    Fields::read(node, "a question", context, |fields| {
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
