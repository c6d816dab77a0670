//! Recurring work and the days' quizzes.

use crate::app::engine::engine::Engine;
use crate::plan::Procedure;
use crate::port::Request;
use crate::progress::{Event, Refusal, due_now};

impl Engine {
    /// Starts an occurrence of recurring work. Its steps and checks are open again.
    pub(in crate::app) fn begin_occurrence(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let due = self.due(id)?;
        let Some(work) = self.plan.recurring.iter().find(|work| work.id == id) else {
            return Ok(Vec::new());
        };
        let steps = work.steps.iter().map(|step| step.id.clone());
        let checks = work.checks.iter().map(|check| check.id.clone());
        let items = steps.chain(checks).collect();
        Ok(self.append(vec![Event::RoundBegun {
            id: id.to_owned(),
            due,
            items,
        }]))
    }

    /// Finishes an occurrence of recurring work.
    pub(in crate::app) fn end_occurrence(
        &mut self,
        id: &str,
        why: String,
    ) -> Result<Vec<Request>, Refusal> {
        let due = match self.walk.occurrences(id).last() {
            Some(round) if round.ended.is_none() => round.due,
            _ => self.due(id)?,
        };
        Ok(self.append(vec![Event::RoundEnded {
            id: id.to_owned(),
            due,
            why,
        }]))
    }

    /// Returns the newest due date of recurring work that is not done.
    fn due(&self, id: &str) -> Result<chrono::NaiveDate, Refusal> {
        let work = self.plan.recurring.iter().find(|work| work.id == id);
        let Some(work) = work else {
            return Err(Refusal::new(
                format!("no recurring work is called {id}"),
                "",
            ));
        };
        due_now(&self.plan, work, &self.walk, self.now.date_naive()).ok_or_else(|| {
            let why = format!("{} is not due yet", work.what);
            Refusal::new(why, format!("it is due from day {} on", work.since))
        })
    }

    /// Finishes an occurrence when the last of its steps and checks is done.
    pub(in crate::app) fn occurrence_may_end(&mut self, id: &str) -> Vec<Request> {
        let day = self.day_of(id);
        let Some(work) = self.plan.recurring.iter().find(|work| work.id == day) else {
            return Vec::new();
        };
        let is_walked = self
            .walk
            .occurrences(&day)
            .last()
            .is_some_and(|round| round.ended.is_none());
        let steps = work.steps.iter().map(|step| &step.id);
        let checks = work.checks.iter().map(|check| &check.id);
        if !is_walked || !steps.chain(checks).all(|id| self.is_done(id)) {
            return Vec::new();
        }
        self.end_occurrence(&day, String::new()).unwrap_or_default()
    }

    /// Answers a question of a procedure's quiz.
    pub(in crate::app) fn answer_quiz(
        &mut self,
        day: &str,
        question: usize,
        answer: usize,
    ) -> Result<Vec<Request>, Refusal> {
        let entry = self.plan.procedure(day).and_then(Procedure::entry);
        let question = entry.and_then(|entry| entry.quiz.get(question));
        let Some(question) = question else {
            return Err(Refusal::new(format!("day {day} has no such question"), ""));
        };
        let Some(chosen) = answer
            .checked_sub(1)
            .and_then(|at| question.answers.get(at))
        else {
            return Err(Refusal::new("there is no such answer", ""));
        };
        let event = Event::QuizAnswered {
            day: day.to_owned(),
            ask: question.ask.clone(),
            answer: chosen.clone(),
            right: answer == question.right,
        };
        Ok(self.append(vec![event]))
    }
}
