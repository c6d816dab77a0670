//! The fold of a journal into a walk.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::evidence_name::safe;
use super::{Break, Doubt, Event, OutcomeSource, Record, RunResult, SessionId, SessionRef};

/// The state of one execution of a plan. It changes only by [`Walk::apply`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Walk {
    /// The plan's id; empty before the first event.
    pub plan: String,
    /// SHA-256 over the plan's files, as last seen.
    pub digest: String,
    /// The date of day 1.
    pub start: Option<NaiveDate>,
    /// The values of variables, without secrets.
    pub variables: BTreeMap<String, String>,
    /// All deviations, oldest first.
    pub deviations: Vec<Deviation>,
    /// The accepted handovers, oldest first: who took the walk over, and when.
    pub handovers: Vec<Attribution>,
    /// The damage of the journal that operators accepted, oldest first.
    pub accepted: Vec<AcceptedDamage>,
    /// The session that is writing now. A run of any other session without an end is interrupted.
    pub live: Option<SessionId>,
    /// The number of events.
    pub events: u64,
    /// The hash of the first one. No other walk has it.
    pub first: String,
    /// The hash of the last one.
    pub head: String,
    /// Answers to the days' quizzes, oldest first.
    pub quiz: Vec<QuizAnswer>,
    /// All values of each variable, oldest first, with their journal lines.
    values: HashMap<String, Vec<(u64, String)>>,
    attempts: HashMap<String, Vec<Attempt>>,
    check_runs: HashMap<String, Vec<CheckRun>>,
    fixes: HashMap<String, ManualDecision>,
    /// The times at which a check was attested.
    seen: HashMap<String, Vec<DateTime<FixedOffset>>>,
    guards: HashMap<String, (RunResult, Attribution)>,
    occurrences: HashMap<String, Vec<Occurrence>>,
    /// The journal lines in which steps were last undone.
    undone: HashMap<String, u64>,
    /// The number of attempts and check runs that belong to earlier occurrences of recurring work.
    earlier: HashMap<String, usize>,
    /// The journal lines in which an occurrence last reopened its steps and checks.
    opened: HashMap<String, u64>,
    /// The journal lines in which steps were first attested or skipped.
    decided: HashMap<String, u64>,
    /// The doubts that damaged or missing records cause, by step or check.
    doubts: HashMap<String, Vec<Doubt>>,
    /// The number of the newest record after which records may be missing.
    damaged_to: Option<u64>,
}

/// One run of a step, or of its undo, on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    pub host: String,
    /// The number among the attempts of the step on this host, from 1.
    pub number: u32,
    /// The script as it ran.
    pub command: String,
    /// Whether the step's `undo` ran.
    pub undo: bool,
    /// Who started it, and when.
    pub started: Attribution,
    /// The session that started it, or that reattached to it last.
    pub session: SessionId,
    /// The session that started it.
    pub begun_by: SessionId,
    /// Its processes on the host; `None` if it never got there.
    pub trace: Option<SessionRef>,
    /// The result, its author and its time; `None` while it runs or if it was interrupted.
    pub ended: Option<(RunResult, Attribution)>,
}

/// One run of a check on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckRun {
    pub host: String,
    /// The script as it ran.
    pub command: String,
    /// Who started it, and when.
    pub started: Attribution,
    /// The session that started it.
    pub session: SessionId,
    /// The result and its time; `None` while it runs or if it was interrupted.
    pub ended: Option<(RunResult, Attribution)>,
}

/// A manual decision that overrides earlier runs.
#[derive(Debug, Clone, PartialEq)]
pub enum ManualDecision {
    /// The operator vouches for the step or check.
    Attested(Attribution),
    /// The step is skipped, or the check waived.
    LeftOut(Attribution),
    /// The operator withdrew the check's tick.
    Unticked(Attribution),
}

/// Damage of the journal that an operator accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceptedDamage {
    /// The breaks of the hash chain.
    pub breaks: Vec<Break>,
    /// The reason, who accepted it, and when.
    pub attribution: Attribution,
}

impl ManualDecision {
    /// Returns who decided, when, and the reason.
    pub fn attribution(&self) -> &Attribution {
        match self {
            ManualDecision::Attested(attribution)
            | ManualDecision::LeftOut(attribution)
            | ManualDecision::Unticked(attribution) => attribution,
        }
    }
}

/// An answer to a question of a day's quiz.
#[derive(Debug, Clone, PartialEq)]
pub struct QuizAnswer {
    /// The entry's id.
    pub day: String,
    /// The question, word for word.
    pub ask: String,
    /// Whether the answer was the right one.
    pub right: bool,
    /// The answer, who gave it, and when.
    pub attribution: Attribution,
}

/// One occurrence of recurring work.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    pub due: NaiveDate,
    /// Who started it, and when.
    pub begun: Attribution,
    /// Who finished it, and when; `None` while it is open.
    pub ended: Option<Attribution>,
}

/// The author, time and text of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The operator's name.
    pub operator: String,
    pub at: DateTime<FixedOffset>,
    /// The number of the journal line. Clocks may go back, lines do not.
    pub seq: u64,
    /// The operator's words; may be empty.
    pub text: String,
}

/// A deviation from the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Deviation {
    /// The entry's id.
    pub day: String,
    /// The step or check that it belongs to; `None` for the whole day.
    pub id: Option<String>,
    /// The note, its author and its time.
    pub attribution: Attribution,
}

impl Walk {
    /// Folds the records of a journal into a walk.
    pub fn fold<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut walk = Self::default();
        for record in records {
            walk.apply(record);
        }
        walk
    }

    /// Applies the next record.
    pub fn apply(&mut self, record: &Record) {
        self.events = record.seq;
        if self.first.is_empty() {
            self.first.clone_from(&record.hash);
        }
        self.head.clone_from(&record.hash);
        let attribution = |text: &str| Attribution {
            operator: record.operator.clone(),
            at: record.at,
            seq: record.seq,
            text: text.to_owned(),
        };
        match &record.event {
            Event::WalkStarted {
                plan,
                digest,
                start,
                ..
            } => {
                self.plan.clone_from(plan);
                self.digest.clone_from(digest);
                self.start = Some(*start);
            }
            Event::StartMoved { start } => self.start = Some(*start),
            // The data folder stores the trusted facts for each plan folder.
            Event::PlanTrusted { .. } => {}
            Event::PlanChanged { digest } => self.digest.clone_from(digest),
            Event::SessionOpened { .. } => self.live = Some(record.session.clone()),
            Event::VariableSet { name, value } => {
                self.variables.insert(name.clone(), value.clone());
                let values = self.values.entry(name.clone()).or_default();
                values.push((record.seq, value.clone()));
            }
            Event::StepStarted {
                id,
                host,
                attempt,
                command,
                undo,
                ..
            } => {
                self.fixes.remove(id);
                self.attempts.entry(id.clone()).or_default().push(Attempt {
                    host: host.clone(),
                    number: *attempt,
                    command: command.clone(),
                    undo: *undo,
                    started: attribution(""),
                    session: record.session.clone(),
                    begun_by: record.session.clone(),
                    trace: None,
                    ended: None,
                });
            }
            Event::StepReached {
                id,
                host,
                attempt,
                trace,
                ..
            } => match self.attempt_mut(id, host, *attempt) {
                Some(attempt) => attempt.trace = Some(trace.clone()),
                None => self.doubt(id, Some(host), record.seq),
            },
            Event::StepResumed {
                id, host, attempt, ..
            } => match self.attempt_mut(id, host, *attempt) {
                Some(attempt) => {
                    attempt.session.clone_from(&record.session);
                    attempt.ended = None;
                }
                None => self.doubt(id, Some(host), record.seq),
            },
            Event::StepEnded {
                id,
                host,
                attempt,
                ended,
                ..
            } => {
                let end = (ended.clone(), attribution(""));
                self.end_attempt(id, host, *attempt, &record.session, end);
            }
            Event::CheckAsked {
                id, host, command, ..
            } => {
                self.check_runs
                    .entry(id.clone())
                    .or_default()
                    .push(CheckRun {
                        host: host.clone(),
                        command: command.clone(),
                        started: attribution(""),
                        session: record.session.clone(),
                        ended: None,
                    });
            }
            Event::CheckAnswered {
                id, host, ended, ..
            } => {
                self.fixes.remove(id);
                self.end_check_run(id, host, (ended.clone(), attribution("")));
            }
            Event::StepAttested { id, why, .. } => {
                self.decided.entry(id.clone()).or_insert(record.seq);
                self.fixes
                    .insert(id.clone(), ManualDecision::Attested(attribution(why)));
            }
            Event::CheckAttested { id, why, .. } => {
                self.seen.entry(id.clone()).or_default().push(record.at);
                self.fixes
                    .insert(id.clone(), ManualDecision::Attested(attribution(why)));
            }
            Event::StepSkipped { id, why, .. } | Event::CheckWaived { id, why, .. } => {
                self.decided.entry(id.clone()).or_insert(record.seq);
                self.fixes
                    .insert(id.clone(), ManualDecision::LeftOut(attribution(why)));
            }
            Event::CheckUnticked { id, .. } => {
                self.fixes
                    .insert(id.clone(), ManualDecision::Unticked(attribution("")));
            }
            Event::GuardAnswered {
                id, guard, ended, ..
            } => {
                if !self.attempts.contains_key(id) {
                    self.doubt(id, None, record.seq);
                }
                self.guards
                    .insert(guard.clone(), (ended.clone(), attribution("")));
            }
            Event::QuizAnswered {
                day,
                ask,
                answer,
                right,
            } => self.quiz.push(QuizAnswer {
                day: day.clone(),
                ask: ask.clone(),
                right: *right,
                attribution: attribution(answer),
            }),
            Event::RoundBegun { id, due, items } => {
                self.begin_occurrence(id, *due, items, attribution(""));
            }
            Event::RoundEnded { id, due, why } => self.end_occurrence(id, *due, attribution(why)),
            Event::DeviationNoted { day, id, text } => self.deviations.push(Deviation {
                day: day.clone(),
                id: id.clone(),
                attribution: attribution(text),
            }),
            Event::HandoverAccepted { why } => self.handovers.push(attribution(why)),
            Event::JournalAccepted {
                breaks,
                doubts,
                why,
                ..
            } => {
                self.accepted.push(AcceptedDamage {
                    breaks: breaks.clone(),
                    attribution: attribution(why),
                });
                self.distrust(doubts, Some(record.seq));
            }
        }
    }

    /// Adds doubts. If damage is the reason, records may be missing up to line `damaged_to`.
    pub fn distrust(&mut self, doubts: &[Doubt], damaged_to: Option<u64>) {
        for doubt in doubts {
            let of_step = self.doubts.entry(doubt.id.clone()).or_default();
            of_step.push(doubt.clone());
        }
        self.damaged_to = damaged_to.or(self.damaged_to);
    }

    /// Returns the doubts about a step or check, on one host or on any.
    pub fn doubts(&self, id: &str, host: Option<&str>) -> impl Iterator<Item = &Doubt> {
        let host = host.map(safe);
        let of_step = self.doubts.get(id).into_iter().flatten();
        of_step.filter(move |doubt| {
            let is_there = match (&doubt.host, &host) {
                (Some(of), Some(host)) => of == host,
                (None, _) | (_, None) => true,
            };
            is_there && !self.is_of_earlier_occurrence(id, doubt.line)
        })
    }

    /// Returns whether this journal line certainly belongs to an earlier occurrence.
    fn is_of_earlier_occurrence(&self, id: &str, line: u64) -> bool {
        let opened = self.opened.get(id).copied().unwrap_or(0);
        line < opened && self.damaged_to.is_none_or(|damaged| damaged < opened)
    }

    /// Returns whether this journal line is older than the newest damage, and no occurrence has
    /// reopened the step since.
    pub fn is_of_damaged_part(&self, id: &str, line: u64) -> bool {
        let damaged = self.damaged_to.is_some_and(|damaged| line <= damaged);
        damaged && !self.is_of_earlier_occurrence(id, line)
    }

    /// Returns the journal line in which a step was first attested or skipped.
    pub fn first_decided(&self, id: &str) -> Option<u64> {
        self.decided.get(id).copied()
    }

    /// Returns all attempts of a step, oldest first.
    pub fn attempts(&self, id: &str) -> &[Attempt] {
        self.attempts.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns all runs of a check, oldest first.
    pub fn check_runs(&self, id: &str) -> &[CheckRun] {
        self.check_runs.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the attempts of a step that count now. For recurring work, these belong to the
    /// newest occurrence.
    pub fn current_attempts(&self, id: &str) -> &[Attempt] {
        self.current(id, self.attempts(id))
    }

    /// Returns the runs of a check that count now. For recurring work, these belong to the newest
    /// occurrence.
    pub fn current_check_runs(&self, id: &str) -> &[CheckRun] {
        self.current(id, self.check_runs(id))
    }

    /// Returns the runs that count now. Steps and checks share one namespace, so one count serves
    /// both.
    fn current<'w, T>(&self, id: &str, all: &'w [T]) -> &'w [T] {
        let earlier = self.earlier.get(id).copied().unwrap_or(0);
        all.get(earlier..).unwrap_or_default()
    }

    /// Returns the value that a variable had at a journal line; `None` if it was not set before.
    pub fn value_at(&self, name: &str, line: u64) -> Option<&str> {
        let values = self.values.get(name)?;
        let before = values.iter().rev().find(|(set, _)| *set < line);
        before.map(|(_, value)| value.as_str())
    }

    /// Returns the newest result of a guard and its time.
    pub fn guard(&self, name: &str) -> Option<&(RunResult, Attribution)> {
        self.guards.get(name)
    }

    /// Returns all occurrences of recurring work, oldest first.
    pub fn occurrences(&self, id: &str) -> &[Occurrence] {
        self.occurrences.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the newest attempt of a step on a host.
    pub fn last_attempt(&self, id: &str, host: &str) -> Option<&Attempt> {
        self.attempts(id)
            .iter()
            .rev()
            .find(|attempt| attempt.host == host)
    }

    /// Returns the newest run of a check on a host that has a result.
    pub fn last_answer(&self, id: &str, host: &str) -> Option<&CheckRun> {
        self.current_check_runs(id)
            .iter()
            .rev()
            .find(|run| run.host == host && run.ended.is_some())
    }

    /// Returns the journal line in which a step was last undone, on any host.
    pub fn undone(&self, id: &str) -> Option<u64> {
        self.undone.get(id).copied()
    }

    /// Returns the manual decision that overrides the runs of a step or check.
    pub fn manual_decision(&self, id: &str) -> Option<&ManualDecision> {
        self.fixes.get(id)
    }

    /// Returns the times at which a check was attested. For recurring work, these belong to the
    /// newest occurrence.
    pub fn seen(&self, id: &str) -> &[DateTime<FixedOffset>] {
        self.seen.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the id of every step and check with a record.
    pub fn recorded_ids(&self) -> impl Iterator<Item = &str> {
        let fixed = self
            .fixes
            .keys()
            .filter(|id| !self.attempts.contains_key(*id) && !self.check_runs.contains_key(*id));
        self.attempts
            .keys()
            .chain(self.check_runs.keys())
            .chain(fixed)
            .map(String::as_str)
    }

    /// Returns whether a session is writing now.
    pub fn is_live(&self, session: &SessionId) -> bool {
        self.live.as_ref() == Some(session)
    }

    fn attempt_mut(&mut self, id: &str, host: &str, number: u32) -> Option<&mut Attempt> {
        let attempts = self.attempts.get_mut(id).into_iter().flatten();
        attempts
            .rev()
            .find(|attempt| attempt.host == host && attempt.number == number)
    }

    fn doubt(&mut self, id: &str, host: Option<&str>, line: u64) {
        let doubt = Doubt {
            id: id.to_owned(),
            host: host.map(safe),
            line,
        };
        self.doubts.entry(doubt.id.clone()).or_default().push(doubt);
    }

    fn end_attempt(
        &mut self,
        id: &str,
        host: &str,
        number: u32,
        session: &SessionId,
        end: (RunResult, Attribution),
    ) {
        let Some(attempt) = self.attempt_mut(id, host, number) else {
            return self.end_unknown_attempt(id, host, number, session, end);
        };
        let line = end.1.seq;
        let is_undone = attempt.undo && end.0.state.holds();
        attempt.ended = Some(end);
        if is_undone {
            self.undone.insert(id.to_owned(), line);
        }
    }

    /// Ends an attempt whose start is not recorded. Only a result that the operator set is
    /// accepted.
    fn end_unknown_attempt(
        &mut self,
        id: &str,
        host: &str,
        number: u32,
        session: &SessionId,
        end: (RunResult, Attribution),
    ) {
        if end.0.source != OutcomeSource::Operator {
            return self.doubt(id, Some(host), end.1.seq);
        }
        let attempts = self.attempts.entry(id.to_owned()).or_default();
        attempts.push(Attempt {
            host: host.to_owned(),
            number,
            command: String::new(),
            undo: false,
            started: end.1.clone(),
            session: session.clone(),
            begun_by: session.clone(),
            trace: None,
            ended: Some(end),
        });
    }

    /// Reopens the steps and checks of recurring work. Earlier occurrences are history.
    fn begin_occurrence(&mut self, id: &str, due: NaiveDate, items: &[String], begun: Attribution) {
        for item in items {
            let earlier = self.attempts(item).len() + self.check_runs(item).len();
            self.earlier.insert(item.clone(), earlier);
            self.opened.insert(item.clone(), begun.seq);
            self.fixes.remove(item);
            self.seen.remove(item);
        }
        self.occurrences
            .entry(id.to_owned())
            .or_default()
            .push(Occurrence {
                due,
                begun,
                ended: None,
            });
    }

    /// Ends an occurrence. One that the operator did without daymark has no start of its own.
    fn end_occurrence(&mut self, id: &str, due: NaiveDate, ended: Attribution) {
        let occurrences = self.occurrences.entry(id.to_owned()).or_default();
        match occurrences
            .iter_mut()
            .rev()
            .find(|occurrence| occurrence.due == due)
        {
            Some(occurrence) => occurrence.ended = Some(ended),
            None => occurrences.push(Occurrence {
                due,
                begun: ended.clone(),
                ended: Some(ended),
            }),
        }
    }

    fn end_check_run(&mut self, id: &str, host: &str, end: (RunResult, Attribution)) {
        let runs = self.check_runs.get_mut(id).into_iter().flatten();
        let run = runs.rev().find(|run| run.host == host);
        match run {
            Some(run) => run.ended = Some(end),
            // The record of its start is missing.
            None => self.doubt(id, Some(host), end.1.seq),
        }
    }
}
