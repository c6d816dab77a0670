//! A stage for the screens: keys in, screens out, with a world that answers as it was told to.
//!
//! Everything goes through the keymap and `app::update`, as it does at a real terminal; only the
//! hosts and the clock are played.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "each test uses a part of it; a pane is fed with the time, which nothing here reads"
)]

mod host;
mod keys;

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, FixedOffset, TimeDelta};
use daymark::app::{App, Engine, Message, Mouse, MouseKind, Stamped, Values, pane_size, update};
use daymark::plan::{Plan, PlanParts, SourceFile, StepAction, read};
use daymark::port::{Completion as Ended, Request, RequestId, Response};
use daymark::progress::{
    AttemptNumbers, Event, Evidence, Head, Query, Record, ScriptResult, Termination, encode,
};
use daymark::term::{PaneId, Panes, ShellSession, Size, StyledText};
use daymark::view::{Theme, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// The program on a screen, with a world that answers as it was told to.
pub struct Stage {
    /// The program.
    pub app: App,
    /// What it asked of the world that the stage does not play.
    pub asked: Vec<Request>,
    /// How it looks.
    pub theme: Theme,
    panes: Panes,
    head: Head,
    attempts: AttemptNumbers,
    now: DateTime<FixedOffset>,
    answers: BTreeMap<String, VecDeque<Told>>,
    outputs: BTreeMap<String, String>,
    waiting: Option<Waiting>,
    /// What shells tell of themselves.
    session: Option<ShellSession>,
}

/// How a script will end.
struct Told {
    fate: Termination,
    text: String,
    seconds: f64,
    waits: bool,
}

/// A run that has not ended yet.
struct Waiting {
    request_id: RequestId,
    host: String,
    evidence: String,
    query: Query,
    output: Told,
}

impl Stage {
    /// A plan opened for the first time, on Monday 2 November 2026 at 9 o'clock.
    pub fn new(sources: &[SourceFile], columns: u16, rows: u16) -> Self {
        Self::on(
            read(sources).plan.expect("the plan is whole"),
            columns,
            rows,
        )
    }

    /// The same, of a plan that is read already.
    pub fn on(plan: Plan, columns: u16, rows: u16) -> Self {
        let now = DateTime::parse_from_rfc3339("2026-11-02T09:00:00+01:00").unwrap();
        let (head, records) = opened(&plan, now);
        let mut work = Engine::new(plan, &records, Values::default());
        work.set_trust(true, None);
        Self {
            app: App::new(work, "main", "sohrab", now, (columns, rows)),
            asked: Vec::new(),
            theme: Theme::built_in(),
            panes: Panes::default(),
            head,
            attempts: AttemptNumbers::default(),
            now,
            answers: BTreeMap::new(),
            outputs: BTreeMap::new(),
            waiting: None,
            session: None,
        }
    }

    /// From now on shells tell what their processes can be found by.
    pub fn leaves_traces(&mut self) -> &mut Self {
        self.session = Some(ShellSession {
            boot: "b0".to_owned(),
            id: 42,
            started: 7,
        });
        self
    }

    /// These events are in the journal, too.
    pub fn happened(&mut self, events: Vec<Event>) -> &mut Self {
        let records = self.records(events);
        self.receive(Response::Appended(records))
    }

    /// Events as the journal would write them.
    pub fn records(&mut self, events: Vec<Event>) -> Vec<Record> {
        events.into_iter().map(|event| self.keep(event)).collect()
    }

    /// The plan has another script for a step of its first day from now on.
    pub fn revise(&mut self, id: &str, script: &str) -> &mut Self {
        self.change_plan(|plan| {
            let steps = &mut plan.entries[0].steps;
            let step = steps.iter_mut().find(|step| step.id == id).unwrap();
            step.action = StepAction::Run(script.to_owned());
        })
    }

    /// The plan is another from now on.
    pub fn change_plan(&mut self, change: impl FnOnce(&mut PlanParts)) -> &mut Self {
        let mut parts = Plan::clone(self.app.engine.plan()).into_parts();
        change(&mut parts);
        self.app.engine.replace_plan(Plan::from(parts));
        self
    }

    /// The next script of this step or check exits so, with this output, after these seconds.
    pub fn will(&mut self, id: &str, exit: i32, seconds: f64, text: &str) -> &mut Self {
        self.tell(id, Termination::Exited(exit), seconds, text, false)
    }

    /// The next script of this step prints this, and goes on until [`Stage::ends`].
    pub fn will_go_on(&mut self, id: &str, exit: i32, text: &str) -> &mut Self {
        self.tell(id, Termination::Exited(exit), 0.0, text, true)
    }

    /// The next script of this step loses its connection.
    pub fn will_be_lost(&mut self, id: &str, text: &str) -> &mut Self {
        let why = "the connection was closed";
        self.tell(id, Termination::Lost(why.to_owned()), 3.0, text, false)
    }

    fn tell(
        &mut self,
        id: &str,
        fate: Termination,
        seconds: f64,
        text: &str,
        waits: bool,
    ) -> &mut Self {
        self.answers
            .entry(id.to_owned())
            .or_default()
            .push_back(Told {
                fate,
                text: text.to_owned(),
                seconds,
                waits,
            });
        self
    }

    /// Presses keys, named as the keymap names them; a word in quotes is typed.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys::parse(keys) {
            self.hear(Message::Key(key));
        }
        self
    }

    /// Clicks a cell.
    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.mouse(MouseKind::Click, column, row)
    }

    /// Does something with the mouse.
    pub fn mouse(&mut self, kind: MouseKind, column: u16, row: u16) -> &mut Self {
        self.hear(Message::Mouse(Mouse { kind, column, row }));
        self
    }

    /// Time goes by.
    pub fn pass(&mut self, seconds: i64) -> &mut Self {
        self.now += TimeDelta::seconds(seconds);
        self.hear(Message::Tick);
        self
    }

    /// What was to be waited for is over.
    pub fn wakes(&mut self) -> &mut Self {
        for request in std::mem::take(&mut self.asked) {
            match request {
                Request::StartTimer { request_id, .. } => {
                    self.hear(Message::Answer(Response::TimerFired(request_id)));
                }
                other => self.asked.push(other),
            }
        }
        self
    }

    /// The world tells something by itself.
    pub fn receive(&mut self, answer: Response) -> &mut Self {
        self.hear(Message::Answer(answer));
        self
    }

    /// The run that went on comes to its end.
    pub fn ends(&mut self) -> &mut Self {
        let waiting = self.waiting.take().expect("a run goes on");
        self.end(waiting);
        self
    }

    /// Takes a message in and plays what follows from it.
    pub fn hear(&mut self, message: Message) {
        let mut messages = VecDeque::from([message]);
        while let Some(message) = messages.pop_front() {
            let at = self.now;
            for request in update(&mut self.app, Stamped { at, message }) {
                let answers = self.perform(request);
                messages.extend(answers.into_iter().map(Message::Answer));
            }
        }
    }

    fn perform(&mut self, request: Request) -> Vec<Response> {
        match request {
            Request::Append(events) => {
                vec![Response::Appended(self.records(events))]
            }
            Request::Run(run) => self.run(run),
            Request::Probe(ask) => {
                // A step's own `unless` does not hold on this stage; a check and a guard hold unless
                // told. What is only looked at has no name.
                let unless = self.app.engine.jobs().iter();
                let is_unless = unless
                    .map(|job| job.request_id)
                    .any(|its| its == ask.request_id);
                let name = ask.evidence.unwrap_or_default();
                let is_no = is_unless
                    && [".unless", ".compare"].iter().any(|end| {
                        let name = name.split('@').next().unwrap_or_default();
                        name.ends_with(end)
                    });
                let output = self.next(&name).unwrap_or(Told {
                    fate: Termination::Exited(i32::from(is_no)),
                    text: String::new(),
                    seconds: 0.2,
                    waits: false,
                });
                vec![Response::ProbeEnded(
                    ask.request_id,
                    self.ended(&name, &ask.query, output),
                )]
            }
            Request::ReadEvidence(file) => {
                let text = self.outputs.get(&file).cloned();
                vec![Response::Evidence {
                    text: text
                        .map(|text| StyledText::of(text.as_bytes()))
                        .ok_or_else(|| format!("{file} is gone")),
                    file,
                }]
            }
            Request::Open(target) => self.open(&target),
            Request::Scroll { pane, lines } => {
                if let Some(pane) = self.panes.get(&pane) {
                    pane.lock().scroll(lines);
                }
                Vec::new()
            }
            Request::Resize {
                pane,
                columns,
                rows,
            } => {
                let (width, height) = pane_size(self.app.size.0, self.app.size.1, false);
                assert!(columns >= width && rows >= height.min(rows));
                host::resize(&self.panes, &pane, Size::new(columns, rows));
                Vec::new()
            }
            Request::SaveUiState(_) => Vec::new(),
            other => {
                self.asked.push(other);
                Vec::new()
            }
        }
    }

    /// Writes an event as the journal would.
    fn keep(&mut self, event: Event) -> Record {
        let mut event = event;
        self.attempts.number(&mut event, &[]);
        self.attempts.observe(&event);
        let (record, _) = encode(&self.head, self.now, "sohrab", &"s1".into(), event).unwrap();
        self.head = record.head();
        record
    }

    fn next(&mut self, name: &str) -> Option<Told> {
        let id = name.split('@').next().unwrap_or_default();
        self.answers.get_mut(id)?.pop_front()
    }

    fn run(&mut self, run: daymark::port::StepRun) -> Vec<Response> {
        let output = self.next(&run.evidence).unwrap_or(Told {
            fate: Termination::Exited(0),
            text: String::new(),
            seconds: 1.0,
            waits: false,
        });
        let mut answers = self.open(&run.target);
        host::begins(&self.panes, &run, &output.text);
        answers.push(Response::RunBegan {
            request_id: run.request_id,
            session: self.session.clone(),
        });
        let waiting = Waiting {
            request_id: run.request_id,
            host: run.target.host,
            evidence: run.evidence,
            query: *run.query,
            output,
        };
        if waiting.output.waits {
            self.waiting = Some(waiting);
            return answers;
        }
        answers.push(self.ending(waiting));
        answers
    }

    fn end(&mut self, waiting: Waiting) {
        let answer = self.ending(waiting);
        self.hear(Message::Answer(answer));
    }

    fn ending(&mut self, waiting: Waiting) -> Response {
        let Waiting {
            request_id,
            host,
            evidence,
            query,
            output,
        } = waiting;
        host::ends(&self.panes, &host, &output.fate);
        Response::RunEnded(request_id, self.ended(&evidence, &query, output))
    }

    fn ended(&mut self, file: &str, query: &Query, output: Told) -> Ended {
        self.now += TimeDelta::milliseconds((output.seconds * 1000.0) as i64);
        self.outputs.insert(file.to_owned(), output.text.clone());
        let evidence = Evidence {
            file: file.to_owned(),
            sha256: "e3b0c44298fc1c14".to_owned(),
            bytes: output.text.len() as u64,
            cut: None,
            recordings: Vec::new(),
        };
        Ended {
            outcome: ScriptResult::of(output.fate, query, &output.text, ""),
            evidence: (!file.is_empty()).then_some(evidence),
            seconds: output.seconds,
        }
    }

    fn open(&mut self, target: &daymark::port::Target) -> Vec<Response> {
        if self.panes.get(&PaneId::of(&target.host)).is_some() {
            return Vec::new();
        }
        let zoom = self.app.day().is_some_and(|day| day.zoom);
        let (columns, rows) = pane_size(self.app.size.0, self.app.size.1, zoom);
        host::opens(&self.panes, target, Size::new(columns, rows));
        vec![Response::Connection {
            host: target.host.clone(),
            state: daymark::port::ConnectionState::Ready { rebooted: None },
        }]
    }

    /// The screen as it stands.
    pub fn screen(&self) -> Buffer {
        let (columns, rows) = self.app.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal
            .draw(|frame| draw(&self.app, &self.panes, &self.theme, frame))
            .unwrap();
        terminal.backend().buffer().clone()
    }
}

/// The journal of a walk that was just opened.
fn opened(plan: &daymark::plan::Plan, now: DateTime<FixedOffset>) -> (Head, Vec<Record>) {
    let events = [
        Event::WalkStarted {
            plan: plan.id.clone(),
            title: plan.title.clone(),
            digest: plan.digest.clone(),
            start: now.date_naive(),
        },
        Event::SessionOpened {
            daymark: "0".to_owned(),
            screen: true,
        },
    ];
    let mut head = Head::default();
    let mut records = Vec::new();
    for event in events {
        let (record, _) = encode(&head, now, "sohrab", &"s1".into(), event).unwrap();
        head = record.head();
        records.push(record);
    }
    (head, records)
}
