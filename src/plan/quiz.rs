//! Questions for those who learn.

use serde::{Deserialize, Serialize};

use super::{field::Field, fields::Fields, page::Page, tree::Node};

/// A question for those who learn, with one right answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub ask: String,
    /// The answers to choose from.
    pub answers: Vec<String>,
    /// The right one, counted from 1.
    pub right: usize,
    /// Why it is right.
    pub because: Option<String>,
}

/// Reads `quiz`.
pub(super) fn read_all(field: Field) -> Vec<Question> {
    let page = field.page();
    field.list("a list of questions", |node| read(node, page))
}

fn read<'p>(node: &'p Node<'p>, page: Page<'p>) -> Option<Question> {
    Fields::read(node, "a question", page, |fields| {
        let ask = fields.need("ask").text();
        let answers = fields.need("answers").texts("answers");
        let count = i64::try_from(answers.len()).unwrap_or(i64::MAX);
        let right = fields.need("right");
        let right = if count == 0 {
            None
        } else {
            right.whole(1..count + 1)
        };
        if fields.has("answers") && count < 2 {
            let message = "a question needs two answers to choose from";
            page.error("few-answers", &fields.key_span("answers"), message);
        }
        let because = fields.get("because").text();
        let right = right.and_then(|right| usize::try_from(right).ok());
        Some(Question {
            ask: ask?,
            answers,
            right: right?,
            because,
        })
    })
}
