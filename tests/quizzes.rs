//! The built-in plan's quizzes want to be read: who guesses by where an answer stands, or by how long
//! it is, gets no day's quiz right, and over all of them fares about as chance does.

use daymark::plan::QuizQuestion;
use daymark::service::built_in;

/// What a guess may get right of a hundred questions with three answers each. One that is hardly
/// ever right tells as much as one that nearly always is.
const BY_CHANCE: std::ops::RangeInclusive<usize> = 20..=45;

/// Chooses an answer, counted from 0, by what they look like.
type Guess = fn(&[String]) -> usize;

/// Ways to answer without reading.
const GUESSES: [(&str, Guess); 6] = [
    ("the first", |_| 0),
    ("the second", |_| 1),
    ("the last", |answers| answers.len() - 1),
    ("the shortest", |answers| by_length(answers)[0]),
    ("the middle one in length", |answers| {
        by_length(answers)[answers.len() / 2]
    }),
    ("the longest", |answers| {
        by_length(answers)[answers.len() - 1]
    }),
];

/// Where the answers stand, from the shortest to the longest.
fn by_length(answers: &[String]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..answers.len()).collect();
    places.sort_by_key(|&place| answers[place].chars().count());
    places
}

fn guessed(questions: &[QuizQuestion], guess: Guess) -> usize {
    questions
        .iter()
        .filter(|it| guess(&it.answers) + 1 == it.right)
        .count()
}

#[test]
fn no_quiz_is_passed_by_guessing() {
    let plan = built_in();
    let mut found = Vec::new();
    for (name, guess) in GUESSES {
        let (mut right, mut asked) = (0, 0);
        for entry in &plan.entries {
            let here = guessed(&entry.quiz, guess);
            if here == entry.quiz.len() {
                found.push(format!("day {}: {name} is always right", entry.days));
            }
            right += here;
            asked += entry.quiz.len();
        }
        if !BY_CHANCE.contains(&(100 * right / asked)) {
            found.push(format!("{name} is right in {right} of {asked} questions"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
