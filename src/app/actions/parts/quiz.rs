//! The quiz of a day.

use crate::app::app::{App, NoticeLevel};
use crate::app::engine::Command;
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::plan::QuizQuestion;

/// Asks the first question without a correct answer, else the first one.
pub fn ask_quiz(app: &mut App) {
    let quiz = app.entry().map_or(&[][..], |entry| &entry.quiz);
    if quiz.is_empty() {
        return app.notify(NoticeLevel::Plain, "This day has no quiz.");
    }
    let open = |question: &QuizQuestion| {
        let mut answers = app.engine.walk().quiz.iter();
        !answers.any(|answer| answer.ask == question.ask && answer.right)
    };
    let next = quiz.iter().position(open);
    ask_question(app, next.unwrap_or(0));
}

/// Asks a question of the open day's quiz; `number` counts from 0.
pub fn ask_question(app: &mut App, number: usize) {
    let Some(entry) = app.entry() else { return };
    let Some(question) = entry.quiz.get(number) else {
        return;
    };
    let day = entry.days.to_string();
    let answer = |(at, text): (usize, &String)| {
        let command = Command::Answer {
            day: day.clone(),
            question: number,
            answer: at + 1,
        };
        (text.clone(), DialogAction::Command(command))
    };
    let answers = question.answers.iter().enumerate().map(answer).collect();
    let title = format!("Question {} of {}", number + 1, entry.quiz.len());
    let choice = Dialog::new(title, answers).notice(question.ask.clone());
    app.screens.push(Screen::Dialog(choice));
}

/// Shows whether an answer was correct and why, and offers the next question.
pub fn show_answer(app: &mut App, day: &str, ask: &str, right: bool) {
    let procedure = app.engine.plan().procedure(day);
    let quiz = procedure
        .and_then(crate::plan::Procedure::entry)
        .map_or(&[][..], |entry| &entry.quiz);
    let Some(at) = quiz.iter().position(|question| question.ask == ask) else {
        return;
    };
    let question = &quiz[at];
    let title = if right { "Correct" } else { "Wrong" };
    let mut answers = vec![("Close".to_owned(), DialogAction::Nothing)];
    if !right {
        answers.insert(0, ("Try again".to_owned(), DialogAction::Quiz(at)));
    }
    if at + 1 < quiz.len() {
        answers.insert(0, ("Next question".to_owned(), DialogAction::Quiz(at + 1)));
    }
    let mut choice = Dialog::new(title, answers).notice(ask);
    if right {
        let answer = question.right.checked_sub(1);
        let answer = answer.and_then(|at| question.answers.get(at));
        choice = choice.notice(answer.cloned().unwrap_or_default());
    }
    let because = question.because.clone().filter(|_| right);
    choice = choice.notice(because.unwrap_or_default());
    app.screens.push(Screen::Dialog(choice));
}
