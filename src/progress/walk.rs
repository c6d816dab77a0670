//! The fold of a journal: what is known of a walk.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::evidence_name::safe;
use super::{Doubt, Event, OutcomeSource, Record, RunResult, SessionId, SessionRef};

/// What is known of one journey through a plan; only ever a fold of its events.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Walk {
    /// The id of the plan walked; empty before the first event.
    pub plan: String,
    /// SHA-256 over the plan's files, as last seen.
    pub digest: String,
    /// The date of day 1.
    pub start: Option<NaiveDate>,
    /// Values given, secrets never among them.
    pub variables: BTreeMap<String, String>,
    /// What was done otherwise.
    pub deviations: Vec<Deviation>,
    /// The session whose writer lives; whatever another session left running is interrupted.
    pub live: Option<SessionId>,
    /// The number of events.
    pub events: u64,
    /// The hash of the last one.
    pub head: String,
    /// Answers to the days' quizzes, oldest first.
    pub quiz: Vec<QuizAnswer>,
    attempts: HashMap<String, Vec<Attempt>>,
    check_runs: HashMap<String, Vec<CheckRun>>,
    fixes: HashMap<String, ManualDecision>,
    /// When persons said that a check holds.
    seen: HashMap<String, Vec<DateTime<FixedOffset>>>,
    guards: HashMap<String, (RunResult, Attribution)>,
    rounds: HashMap<String, Vec<Occurrence>>,
    /// The lines of the journal in which steps were last taken back.
    undone: HashMap<String, u64>,
    /// How many attempts and askings belong to earlier rounds of recurring work.
    earlier: HashMap<String, usize>,
    /// The lines of the journal in which rounds last opened their steps and checks again.
    opened: HashMap<String, u64>,
    /// The lines of the journal in which persons first decided about steps.
    decided: HashMap<String, u64>,
    /// What damaged or missing records leave in doubt, by step or check.
    doubts: HashMap<String, Vec<Doubt>>,
    /// The number of the newest record behind which records may be missing.
    damaged_to: Option<u64>,
}

/// One run of a step on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Where it ran.
    pub host: String,
    /// Counted from 1, a step and host.
    pub number: u32,
    /// The script as it ran.
    pub command: String,
    /// Whether the step was taken back: its `undo` ran.
    pub undo: bool,
    /// Who started it, and when.
    pub started: Attribution,
    /// The session that ran it, or that waits for it now.
    pub session: SessionId,
    /// The session that started it.
    pub begun_by: SessionId,
    /// What it is known by on its host; none where it never got there.
    pub trace: Option<SessionRef>,
    /// How it ended, who or what told, and when; none while it runs or when it was interrupted.
    pub ended: Option<(RunResult, Attribution)>,
}

/// One asking of a check on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckRun {
    /// Where it was asked.
    pub host: String,
    /// The script as it ran.
    pub command: String,
    /// Who asked, and when.
    pub started: Attribution,
    /// The session that asked.
    pub session: SessionId,
    /// How it ended, and when.
    pub ended: Option<(RunResult, Attribution)>,
}

/// A person's word that stands over what was run or asked before it.
#[derive(Debug, Clone, PartialEq)]
pub enum ManualDecision {
    /// The step or check is done, seen by them.
    Attested(Attribution),
    /// The step is skipped, or the check waived.
    LeftOut(Attribution),
    /// The check's tick was taken back.
    Unticked(Attribution),
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
    pub said: Attribution,
}

/// Recurring work, walked once.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// The date it was due.
    pub due: NaiveDate,
    /// Who began it, and when.
    pub begun: Attribution,
    /// Who ended it, and when; none while it is walked.
    pub ended: Option<Attribution>,
}

/// Who said what, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Who.
    pub operator: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// The number of its line in the journal: clocks may go back, lines do not.
    pub seq: u64,
    /// What; may be empty.
    pub text: String,
}

/// What was done otherwise, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Deviation {
    /// The entry's id.
    pub day: String,
    /// The step or check it belongs to; else the day.
    pub id: Option<String>,
    /// The note, its author and its time.
    pub said: Attribution,
}

impl Walk {
    /// Folds events, as they stand in a journal, into a walk.
    pub fn fold<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut walk = Self::default();
        for record in records {
            walk.apply(record);
        }
        walk
    }

    /// Takes one more event in.
    pub fn apply(&mut self, record: &Record) {
        self.events = record.seq;
        self.head.clone_from(&record.hash);
        let said = |text: &str| Attribution {
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
            // The data folder keeps what is trusted, by the plan's folder.
            Event::PlanTrusted { .. } => {}
            Event::PlanChanged { digest } => self.digest.clone_from(digest),
            Event::SessionOpened { .. } => self.live = Some(record.session.clone()),
            Event::VariableSet { name, value } => {
                self.variables.insert(name.clone(), value.clone());
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
                    started: said(""),
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
                let end = (ended.clone(), said(""));
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
                        started: said(""),
                        session: record.session.clone(),
                        ended: None,
                    });
            }
            Event::CheckAnswered {
                id, host, ended, ..
            } => {
                self.fixes.remove(id);
                self.end_check_run(id, host, (ended.clone(), said("")));
            }
            Event::StepAttested { id, why, .. } => {
                self.decided.entry(id.clone()).or_insert(record.seq);
                self.fixes
                    .insert(id.clone(), ManualDecision::Attested(said(why)));
            }
            Event::CheckAttested { id, why, .. } => {
                self.seen.entry(id.clone()).or_default().push(record.at);
                self.fixes
                    .insert(id.clone(), ManualDecision::Attested(said(why)));
            }
            Event::StepSkipped { id, why, .. } | Event::CheckWaived { id, why, .. } => {
                self.decided.entry(id.clone()).or_insert(record.seq);
                self.fixes
                    .insert(id.clone(), ManualDecision::LeftOut(said(why)));
            }
            Event::CheckUnticked { id, .. } => {
                self.fixes
                    .insert(id.clone(), ManualDecision::Unticked(said("")));
            }
            Event::GuardAnswered {
                id, guard, ended, ..
            } => {
                if !self.attempts.contains_key(id) {
                    self.doubt(id, None, record.seq);
                }
                self.guards.insert(guard.clone(), (ended.clone(), said("")));
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
                said: said(answer),
            }),
            Event::RoundBegun { id, due, items } => {
                self.begin_occurrence(id, *due, items, said(""))
            }
            Event::RoundEnded { id, due, why } => self.end_occurrence(id, *due, said(why)),
            Event::DeviationNoted { day, id, text } => self.deviations.push(Deviation {
                day: day.clone(),
                id: id.clone(),
                said: said(text),
            }),
            Event::JournalAccepted { doubts, .. } => self.distrust(doubts, Some(record.seq)),
        }
    }

    /// Takes in what is in doubt; where damage is the reason, records may be missing up to this
    /// line.
    pub fn distrust(&mut self, doubts: &[Doubt], damaged_to: Option<u64>) {
        for doubt in doubts {
            let of_step = self.doubts.entry(doubt.id.clone()).or_default();
            of_step.push(doubt.clone());
        }
        self.damaged_to = damaged_to.or(self.damaged_to);
    }

    /// What damaged or missing records leave in doubt of a step or check, on a host or on any.
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

    /// Whether this line of the journal is about a step in an earlier round, beyond doubt.
    fn is_of_earlier_occurrence(&self, id: &str, line: u64) -> bool {
        let opened = self.opened.get(id).copied().unwrap_or(0);
        line < opened && self.damaged_to.is_none_or(|damaged| damaged < opened)
    }

    /// Whether this line of the journal is from before the newest damage, and no round has opened
    /// the step again since.
    pub fn is_of_damaged_part(&self, id: &str, line: u64) -> bool {
        let damaged = self.damaged_to.is_some_and(|damaged| line <= damaged);
        damaged && !self.is_of_earlier_occurrence(id, line)
    }

    /// The line of the journal in which a person first attested or skipped a step.
    pub fn first_decided(&self, id: &str) -> Option<u64> {
        self.decided.get(id).copied()
    }

    /// All runs of a step, oldest first.
    pub fn attempts(&self, id: &str) -> &[Attempt] {
        self.attempts.get(id).map_or(&[], Vec::as_slice)
    }

    /// All askings of a check, oldest first.
    pub fn check_runs(&self, id: &str) -> &[CheckRun] {
        self.check_runs.get(id).map_or(&[], Vec::as_slice)
    }

    /// The runs of a step that count now: for recurring work, those of the newest round.
    pub fn current_attempts(&self, id: &str) -> &[Attempt] {
        self.current(id, self.attempts(id))
    }

    /// The askings of a check that count now: for recurring work, those of the newest round.
    pub fn current_check_runs(&self, id: &str) -> &[CheckRun] {
        self.current(id, self.check_runs(id))
    }

    /// An id is a step's or a check's, so that one count serves for both.
    fn current<'w, T>(&self, id: &str, all: &'w [T]) -> &'w [T] {
        let earlier = self.earlier.get(id).copied().unwrap_or(0);
        all.get(earlier..).unwrap_or_default()
    }

    /// The newest answer of a guard, and when it was given.
    pub fn guard(&self, name: &str) -> Option<&(RunResult, Attribution)> {
        self.guards.get(name)
    }

    /// All rounds of recurring work, oldest first.
    pub fn occurrences(&self, id: &str) -> &[Occurrence] {
        self.rounds.get(id).map_or(&[], Vec::as_slice)
    }

    /// The newest run of a step on a host.
    pub fn last_attempt(&self, id: &str, host: &str) -> Option<&Attempt> {
        self.attempts(id)
            .iter()
            .rev()
            .find(|attempt| attempt.host == host)
    }

    /// The newest answered asking of a check on a host.
    pub fn last_answer(&self, id: &str, host: &str) -> Option<&CheckRun> {
        self.current_check_runs(id)
            .iter()
            .rev()
            .find(|asking| asking.host == host && asking.ended.is_some())
    }

    /// The line of the journal in which a step was last taken back, on any host.
    pub fn undone(&self, id: &str) -> Option<u64> {
        self.undone.get(id).copied()
    }

    /// A person's word that stands over a step or check.
    pub fn fix(&self, id: &str) -> Option<&ManualDecision> {
        self.fixes.get(id)
    }

    /// When persons said that a check holds, in the newest round of recurring work.
    pub fn seen(&self, id: &str) -> &[DateTime<FixedOffset>] {
        self.seen.get(id).map_or(&[], Vec::as_slice)
    }

    /// Every id of a step or check that something happened to.
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

    /// Whether a session's writer lives.
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

    /// The start of this attempt is lost. A person's word tells the result all the same; nothing
    /// else does.
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

    /// What happened in earlier rounds is history; the steps and checks are open again.
    fn begin_occurrence(&mut self, id: &str, due: NaiveDate, items: &[String], begun: Attribution) {
        for item in items {
            let earlier = self.attempts(item).len() + self.check_runs(item).len();
            self.earlier.insert(item.clone(), earlier);
            self.opened.insert(item.clone(), begun.seq);
            self.fixes.remove(item);
            self.seen.remove(item);
        }
        self.rounds
            .entry(id.to_owned())
            .or_default()
            .push(Occurrence {
                due,
                begun,
                ended: None,
            });
    }

    /// Work that a person did without walking it has no beginning of its own.
    fn end_occurrence(&mut self, id: &str, due: NaiveDate, ended: Attribution) {
        let rounds = self.rounds.entry(id.to_owned()).or_default();
        match rounds.iter_mut().rev().find(|round| round.due == due) {
            Some(round) => round.ended = Some(ended),
            None => rounds.push(Occurrence {
                due,
                begun: ended.clone(),
                ended: Some(ended),
            }),
        }
    }

    fn end_check_run(&mut self, id: &str, host: &str, end: (RunResult, Attribution)) {
        let askings = self.check_runs.get_mut(id).into_iter().flatten();
        let asking = askings.rev().find(|asking| asking.host == host);
        match asking {
            Some(asking) => asking.ended = Some(end),
            // Which asking it answers is lost.
            None => self.doubt(id, Some(host), end.1.seq),
        }
    }
}
