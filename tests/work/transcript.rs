//! Transcripts of the rules at work.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset, TimeDelta};
use daymark::app::{
    Approval, Command, Effects, Engine, Job, Overwrite, SessionOptions, Stage, Values,
    WaitCondition,
};
use daymark::plan::{Plan, SourceFile, StepAction, read};
use daymark::port::{
    Completion as Ended, ConnectionState, Fetched, Foreground, Request, RequestId, Response,
    SecretSource as From, Value,
};
use daymark::progress::{
    AttemptNumbers, Event, Head, Outcome, Query, Record, Refusal, ScriptResult, Termination,
    check_state, encode, step_state,
};
use daymark::term::ShellSession;
use daymark::term::shell_integration::{EditReason, EditedFile, Signal};

const PLAN: &str = r"
daymark: 1
id: small
title: A small plan
hosts:
  here: {local: true}
  there: {ssh: there, production: true}
  yonder: {local: true}
variables:
  NAME: {ask: A name, default: senex}
  TOKEN: {ask: A token, secret: true}
  STORED: {secret: true, from: look, match: '[a-z]+'}
  MADE: {secret: true, from: look, generate: make, keep: store}
  SPARE: {secret: true, from: look, optional: true}
";

const DAY: &str = r#"
days: 1
title: A day
steps:
  - {id: plain, title: Plain, on: here, run: 'echo "$NAME"', changes: false}
  - {id: guarded, title: Guarded, on: here, run: touch done, unless: test -e done, no_undo: no}
  - {id: risky, title: Risky, on: there, run: 'true', changes: false, danger: It may hurt.}
  - {id: both, title: Both, on: [here, there], run: 'true', changes: false}
  - {id: needy, title: Needy, on: here, run: 'echo "$TOKEN"', changes: false}
  - {id: stored, title: Stored, on: here, run: 'echo "$STORED"', changes: false}
  - {id: made, title: Made, on: here, run: 'echo "$MADE $STORED"', changes: false}
  - {id: spare, title: Spare, on: here, run: 'echo "$SPARE"', changes: false}
  - {id: byhand, title: By hand, manual: Do it.}
checks:
  - {id: told, check: It is told, on: here, run: cat state, expect: 'yes', retry: {for: 5s, every: 2s}}
  - {id: seen, check: It is seen}
"#;

/// Plays a transcript on the usual day: what goes in must bring out what stands below it.
#[track_caller]
pub(crate) fn check(transcript: &str) {
    check_on(PLAN, DAY, transcript);
}

/// Plays a transcript on a day of its own, in the usual plan with more keys.
#[track_caller]
pub(crate) fn check_day(more: &str, day: &str, transcript: &str) {
    let plan = format!("{PLAN}{more}");
    let day = format!("days: 1\ntitle: A day\n{day}");
    check_on(&plan, &day, transcript);
}

#[track_caller]
fn check_on(plan: &str, day: &str, transcript: &str) {
    let lines: Vec<&str> = transcript
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let mut scene = Scene::new(plan, day);
    let mut played = Vec::new();
    for line in lines.iter().filter(|line| line.starts_with('>')) {
        played.push((*line).to_owned());
        played.extend(scene.play(line[1..].trim()));
        let stuck = scene.stuck();
        assert!(stuck.is_empty(), "{}\nstuck: {stuck:?}", played.join("\n"));
    }
    assert_eq!(played.join("\n"), lines.join("\n"));
}

struct Scene {
    work: Engine,
    head: Head,
    keeping: Vec<Event>,
    /// What was asked of the world and not answered yet, oldest first.
    open: Vec<Open>,
    now: DateTime<FixedOffset>,
    session: usize,
    records: Vec<Record>,
    attempts: AttemptNumbers,
}

/// Something asked of the world.
struct Open {
    request_id: RequestId,
    host: String,
    kind: Kind,
    query: Query,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Run,
    Ask,
    Wake,
}

impl Scene {
    fn new(plan: &str, day: &str) -> Self {
        let source = |path: &str, text: &str| SourceFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let reading = read(&[
            source("plan.yaml", plan),
            source("day-1.yaml", day),
            source("files/motd", "Welcome to $NAME, $HOME\n"),
        ]);
        let output: Vec<String> = reading
            .diagnostics
            .iter()
            .map(|found| found.message.clone())
            .collect();
        let mut work = Engine::new(
            reading.plan.unwrap_or_else(|| panic!("{output:?}")),
            &[],
            Values::default(),
        );
        work.set_trust(true, None);
        work.set_operator(true);
        let now = "2026-03-02T09:00:00+01:00".parse().unwrap();
        work.set_now(now);
        let mut scene = Self {
            work,
            head: Head::default(),
            keeping: Vec::new(),
            open: Vec::new(),
            now,
            session: 0,
            records: Vec::new(),
            attempts: AttemptNumbers::default(),
        };
        scene.begin_session();
        scene
    }

    /// A daymark opens the walk; what another one left running is interrupted.
    fn begin_session(&mut self) {
        self.session += 1;
        self.open.clear();
        let opened = Event::SessionOpened {
            daymark: "0".to_owned(),
            screen: true,
        };
        if self.records.is_empty() {
            self.keeping.push(Event::WalkStarted {
                plan: "small".to_owned(),
                title: String::new(),
                digest: String::new(),
                start: self.now.date_naive(),
            });
        }
        self.keeping.push(opened);
        self.seal();
        let plan = self.work.shared_plan();
        self.work = Engine::new(plan, &self.records, Values::default());
        self.work.set_trust(true, None);
        self.work.set_operator(true);
        self.work.set_now(self.now);
    }

    fn play(&mut self, line: &str) -> Vec<String> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "kept" => {
                let records = self.seal_first(rest.parse().unwrap_or(usize::MAX));
                self.hear(&Response::Appended(records))
            }
            // Another session wrote these records.
            "observed" => {
                let own = self.keeping.clone();
                let records = self.seal();
                self.keeping = own;
                self.hear(&Response::Observed {
                    live: records.last().map(|record| record.session.clone()),
                    records,
                    read_only_reason: "bea has this walk open".to_owned(),
                })
            }
            "on" => {
                let (host, rest) = rest.split_once(' ').unwrap();
                let at = self.open.iter().position(|open| open.host == host).unwrap();
                let open = self.open.remove(at);
                self.open.insert(0, open);
                self.play(rest)
            }
            "not" if rest == "kept" => self.not_kept(),
            "full" => self.hear(&Response::Disk(Err("the disk is full".to_owned()))),
            "room" => self.hear(&Response::Disk(Ok(()))),
            "unsaved" => self.work.unsaved_lines(),
            "not" => self.end(
                Termination::NotStarted(rest.trim_start_matches("asked ").to_owned()),
                "",
            ),
            "lost" => self.end(Termination::Lost(rest.to_owned()), ""),
            "cut" => self.end(Termination::Disconnected("the link went".to_owned()), ""),
            "began" => {
                let session = Some(ShellSession {
                    boot: "b0".to_owned(),
                    id: 42,
                    started: 7,
                });
                let run = self.open.iter().find(|open| open.kind == Kind::Run);
                let request_id = run.unwrap().request_id;
                self.hear(&Response::RunBegan {
                    request_id,
                    session,
                })
            }
            "later" => {
                self.now += TimeDelta::seconds(rest.trim_end_matches('s').parse().unwrap());
                self.work.set_now(self.now);
                let wake = self.open.iter().position(|open| open.kind == Kind::Wake);
                let wake = wake.map(|at| self.open.remove(at).request_id);
                wake.map_or_else(Vec::new, |request_id| {
                    self.hear(&Response::TimerFired(request_id))
                })
            }
            "session" => {
                self.begin_session();
                Vec::new()
            }
            "edit" => {
                self.edit(rest);
                Vec::new()
            }
            "state" => vec![self.state(rest)],
            "ready" => {
                let (host, boot) = rest.split_once(' ').unwrap();
                let rebooted = Some(boot == "anew");
                self.hear(&Response::Connection {
                    host: host.to_owned(),
                    state: ConnectionState::Ready { rebooted },
                })
            }
            "front" => self.hear(&Response::Foreground {
                host: "here".to_owned(),
                request_id: None,
                process: Some(Foreground {
                    command: rest.to_owned(),
                    is_shell: false,
                    hides_keys: false,
                }),
            }),
            "silence" => {
                let jobs = self.work.jobs().iter();
                jobs.filter(|job| self.work.quiet_since(job).is_some())
                    .flat_map(|job| self.work.stall_text(job))
                    .map(|line| line.trim().to_owned())
                    .collect()
            }
            "exit" => {
                let (exit, text) = rest.split_once(' ').unwrap_or((rest, ""));
                self.end(Termination::Exited(exit.parse().unwrap()), text)
            }
            "found" | "nothing" | "unclear" => self.fetched(verb, rest),
            "keyring" => {
                let options = self.work.session().clone();
                self.work.set_session(SessionOptions {
                    has_keyring: true,
                    ..options
                });
                Vec::new()
            }
            "only" => {
                let options = self.work.session().clone();
                self.work.set_session(SessionOptions {
                    read_only_reason: Some("someone else walks it".to_owned()),
                    ..options
                });
                Vec::new()
            }
            "untrusted" => {
                self.work.set_trust(false, None);
                Vec::new()
            }
            "unattended" => {
                self.work.set_operator(false);
                Vec::new()
            }
            _ => self.decide(command(verb, rest)),
        }
    }

    /// The plan has another script for a step from now on.
    fn edit(&mut self, rest: &str) {
        let (id, script) = rest.split_once(' ').unwrap();
        let mut plan = Plan::clone(self.work.plan()).into_parts();
        let mut steps = plan.entries.iter_mut().flat_map(|entry| &mut entry.steps);
        let step = steps.find(|step| step.id == id).unwrap();
        step.action = StepAction::Run(script.to_owned());
        self.work.replace_plan(Plan::from(plan));
    }

    fn state(&self, id: &str) -> String {
        let plan = self.work.plan();
        let walk = self.work.walk();
        let step = plan.step(id).map(|(_, step)| step_state(step, walk).word());
        let check = plan
            .check(id)
            .map(|(_, check)| check_state(check, walk).word());
        step.or(check).unwrap().to_owned()
    }

    fn fetched(&mut self, verb: &str, rest: &str) -> Vec<String> {
        let (name, rest) = rest.split_once(' ').unwrap();
        let fetched = match verb {
            "found" => Fetched::Found(Value::secret(rest)),
            "nothing" => Fetched::NotFound(rest.to_owned()),
            _ => Fetched::Failed(rest.to_owned()),
        };
        self.hear(&Response::Fetched {
            variable: name.to_owned(),
            fetched,
        })
    }

    fn decide(&mut self, command: Command) -> Vec<String> {
        match self.work.command(command) {
            Ok(requests) => self.output(&requests),
            Err(refusal) => vec![refused(&refusal)],
        }
    }

    fn end(&mut self, fate: Termination, text: &str) -> Vec<String> {
        let at = self.open.iter().position(|open| open.kind != Kind::Wake);
        let open = self.open.remove(at.expect("nothing was asked"));
        let ended = Ended {
            outcome: ScriptResult::of(fate, &open.query, text, ""),
            evidence: None,
            seconds: 0.1,
        };
        let answer = if open.kind == Kind::Run {
            Response::RunEnded(open.request_id, ended)
        } else {
            Response::ProbeEnded(open.request_id, ended)
        };
        self.hear(&answer)
    }

    fn hear(&mut self, answer: &Response) -> Vec<String> {
        let Effects {
            requests,
            refusals,
            refused: in_vain,
        } = self.work.handle_response(answer);
        let mut output = self.output(&requests);
        output.extend(refusals.iter().map(refused));
        output.extend(in_vain.iter().map(|(_, refusal)| refused(refusal)));
        output
    }

    /// The disk is full: what is kept next is what is held in memory now.
    fn not_kept(&mut self) -> Vec<String> {
        let (events, why) = (self.keeping.clone(), "the disk is full".to_owned());
        if events.iter().any(Event::ends) {
            return self.hear(&Response::Unsaved { events, why });
        }
        self.keeping.clear();
        self.hear(&Response::AppendFailed { events, why })
    }

    fn seal(&mut self) -> Vec<Record> {
        self.seal_first(usize::MAX)
    }

    /// Keeps so many of the events that are on their way to the disk, the oldest first.
    fn seal_first(&mut self, count: usize) -> Vec<Record> {
        let session = format!("s{}", self.session);
        let mut records = Vec::new();
        let count = count.min(self.keeping.len());
        for event in self.keeping.drain(..count).collect::<Vec<_>>() {
            let (record, _) =
                encode(&self.head, self.now, "ops", &session.as_str().into(), event).unwrap();
            self.head = record.head();
            self.attempts.observe(&record.event);
            self.records.push(record.clone());
            records.push(record);
        }
        records
    }

    /// What is under way without a request, a timer or an event that would take it on.
    fn stuck(&self) -> Vec<String> {
        let work = &self.work;
        let is_open = |request_id, kind| {
            let mut open = self.open.iter();
            open.any(|open| open.request_id == request_id && open.kind == kind)
        };
        let jobs = work.jobs().iter().filter(|job| !match &job.stage {
            Stage::Starting | Stage::Noting(_) | Stage::Ending => self.is_kept_for(job),
            Stage::Asking(_) | Stage::Measuring | Stage::Proving => {
                is_open(job.request_id, Kind::Ask)
            }
            Stage::Running => is_open(job.request_id, Kind::Run),
            Stage::Pausing => self.open.iter().any(|open| open.kind == Kind::Wake),
        });
        let checks = work.check_jobs().iter().filter(|check_job| {
            let asked = |event: &Event| {
                matches!(event, Event::CheckAsked { id, host, .. }
                    if *id == check_job.id && *host == check_job.host)
            };
            let starting = check_job.starting && self.keeping.iter().any(asked);
            !starting && !is_open(check_job.request_id, Kind::Ask)
        });
        let waiting = work.waiting().iter().filter(|waiting| {
            let asked = matches!(&waiting.until, WaitCondition::Check { id, .. } if work.is_checking(id)
                || self.keeping.iter().any(|event| matches!(event,
                    Event::CheckAnswered { id: check, .. } if check == id)));
            !asked && !is_open(waiting.request_id, Kind::Wake)
        });
        let jobs = jobs.map(|job| format!("{} on {}: {:?}", job.id, job.host, job.stage));
        let checks = checks.map(|check| format!("{} on {}", check.id, check.host));
        let waiting = waiting.map(|waiting| format!("{} waits", waiting.id));
        let all = jobs.chain(checks).chain(waiting);
        all.chain(self.stuck_course()).collect()
    }

    /// The sheet that is gone through, where nothing is under way that would take it on.
    fn stuck_course(&self) -> Option<String> {
        let work = &self.work;
        let now = work.run_queue()?.now.as_deref()?;
        let runs = work.jobs().iter().any(|job| job.id == now);
        let waits = work.waiting().iter().any(|waiting| waiting.id == now);
        // A decision about it is on its way to the disk.
        let decided = self.keeping.iter().any(Event::ends);
        let moves = runs || waits || work.is_checking(now) || decided;
        (!moves).then(|| format!("the course at {now}"))
    }

    /// Whether an event that takes a job on is on its way to the disk.
    fn is_kept_for(&self, job: &Job) -> bool {
        self.keeping.iter().any(|event| match event {
            Event::StepStarted { id, host, .. }
            | Event::StepResumed { id, host, .. }
            | Event::StepEnded { id, host, .. } => *id == job.id && *host == job.host,
            Event::DeviationNoted {
                id: Some(id), text, ..
            } => *id == job.id && job.stage == Stage::Noting(text.clone()),
            _ => false,
        })
    }

    fn open(&mut self, request_id: RequestId, host: &str, kind: Kind, query: &Query) {
        let host = host.to_owned();
        let query = query.clone();
        self.open.push(Open {
            request_id,
            host,
            kind,
            query,
        });
    }

    fn output(&mut self, requests: &[Request]) -> Vec<String> {
        let mut output = Vec::new();
        for request in requests {
            match request {
                Request::Append(events) => {
                    for mut event in events.clone() {
                        self.attempts.number(&mut event, &[]);
                        output.push(format!("keep {}", event_told(&event)));
                        self.keeping.push(event);
                    }
                }
                Request::Run(run) => {
                    self.open(run.request_id, &run.target.host, Kind::Run, &run.query);
                    let id = run.evidence.split('@').next().unwrap();
                    output.push(script_told("run", id, &run.target.host, "", &run.script));
                }
                Request::Probe(ask) => {
                    self.open(ask.request_id, &ask.target.host, Kind::Ask, &ask.query);
                    let id = ask
                        .evidence
                        .as_deref()
                        .map_or("told", |name| name.split('@').next().unwrap());
                    let after = match ask.after.as_secs() {
                        0 => String::new(),
                        seconds => format!(" after {seconds}s"),
                    };
                    output.push(script_told(
                        "ask",
                        id,
                        &ask.target.host,
                        &after,
                        &ask.script,
                    ));
                }
                Request::StartTimer { request_id, after } => {
                    self.open(*request_id, "", Kind::Wake, &Query::default());
                    output.push(format!("wake after {}s", after.as_secs()));
                }
                Request::Stop { how, .. } => output.push(format!("send {}", how.word())),
                Request::StopWatching(_) => output.push("release".to_owned()),
                Request::Fetch(fetch) => {
                    let source = match &fetch.source {
                        From::From(command) => format!("from: {command}"),
                        From::Generate(command) => format!("made by: {command}"),
                        From::Keep { command, value } => format!("kept by: {command} < {value:?}"),
                        From::Keyring(plan) => format!("in the keyring under {plan}"),
                    };
                    output.push(format!("fetch {} {source}", fetch.variable));
                }
                Request::Mask(_) => output.push("mask".to_owned()),
                other => output.push(format!("{other:?}")),
            }
        }
        output
    }
}

fn command(verb: &str, rest: &str) -> Command {
    let (id, why) = rest.split_once(' ').unwrap_or((rest, ""));
    let (id, why) = (id.to_owned(), why.to_owned());
    match verb {
        "run" => {
            let mut words = why.split(' ').filter(|word| !word.is_empty());
            let consent = Approval {
                danger: words.next() == Some("yes"),
                hosts: words.map(str::to_owned).collect(),
                ..Approval::default()
            };
            Command::Run { id, consent }
        }
        "now" => Command::Run {
            id,
            consent: Approval {
                without_wait: true,
                ..Approval::default()
            },
        },
        "override" => {
            let (guard, why) = why.split_once(' ').unwrap();
            let consent = Approval {
                overrides: vec![(guard.to_owned(), why.to_owned())],
                ..Approval::default()
            };
            Command::Run { id, consent }
        }
        "undo" => Command::Undo {
            id,
            consent: Approval::default(),
        },
        "write" => {
            let consent = Approval {
                overwrite: overwrite(&why),
                ..Approval::default()
            };
            Command::Run { id, consent }
        }
        "unwrite" => Command::Undo {
            id,
            consent: Approval {
                overwrite: overwrite(&why),
                ..Approval::default()
            },
        },
        "stop" => Command::Stop {
            id,
            how: Signal::Interrupt,
        },
        "give" => Command::GiveUp(why),
        "look" => Command::Look(id),
        "compare" => Command::Compare(id),
        "all" => Command::RunAll {
            day: "1".to_owned(),
            from: (!id.is_empty()).then_some(id),
        },
        "begin" => Command::BeginRound(id),
        "finish" => Command::EndRound { id, why },
        "guard" => Command::AskGuard(id),
        "before" => Command::VerifyBefore(id),
        "answer" => Command::Answer {
            day: "1".to_owned(),
            question: id.parse().unwrap(),
            answer: why.parse().unwrap(),
        },
        "done" => Command::Done(id),
        "verify" => Command::Verify(id),
        "attest" => Command::Attest { id, why },
        "skip" => Command::LeaveOut { id, why },
        "untick" => Command::Untick(id),
        "set" => Command::Set {
            name: id,
            value: Value::secret(why),
        },
        "tell" => Command::Set {
            name: id,
            value: Value::plain(why),
        },
        "fetch" => Command::Fetch(id),
        "end" => {
            let (state, why) = why.split_once(' ').unwrap();
            let state = match state {
                "passed" => Outcome::Passed,
                _ => Outcome::Failed,
            };
            Command::SetResult {
                id,
                state,
                why: why.to_owned(),
            }
        }
        "note" => Command::Note {
            day: "1".to_owned(),
            id: None,
            text: rest.to_owned(),
        },
        "remark" => Command::Note {
            day: "1".to_owned(),
            id: Some(id),
            text: why,
        },
        _ => panic!("no such line: {verb} {rest}"),
    }
}

/// What is overwritten: whatever is found, or the fingerprints that were shown, as `HOST=WORD`.
fn overwrite(words: &str) -> Overwrite {
    if words.is_empty() {
        return Overwrite::AsFound;
    }
    let shown = words.split(' ').map(|word| {
        let (host, fingerprint) = word.split_once('=').unwrap();
        let file = EditedFile {
            index: 0,
            reason: EditReason::Edited,
            fingerprint: fingerprint.to_owned(),
            kept: String::new(),
        };
        (host.to_owned(), file)
    });
    Overwrite::AsShown(shown.collect())
}

fn refused(refusal: &Refusal) -> String {
    let Refusal {
        reason: why,
        hint: instead,
        ..
    } = refusal;
    if instead.is_empty() {
        format!("no: {why}")
    } else {
        format!("no: {why}; {instead}")
    }
}

fn script_told(
    verb: &str,
    id: &str,
    host: &str,
    after: &str,
    script: &daymark::port::Script,
) -> String {
    let variables: Vec<String> = script
        .variables
        .iter()
        .map(|(name, value)| format!(" with {name}={}", value.shown()))
        .collect();
    let text = in_short(&script.text);
    format!("{verb} {id} on {host}{after}: {text}{}", variables.concat())
}

/// What daymark's own scripts do; an author's stand as they are.
fn in_short(text: &str) -> String {
    let between = |before: &str, after: &str| {
        let rest = text.split_once(before)?.1;
        Some(rest.split_once(after)?.0.to_owned())
    };
    // The fingerprint that a call may overwrite is one of its words.
    let over = |call: &str| {
        let words = call.lines().next().unwrap().split(" <<").next().unwrap();
        let mut words = words.split('\'');
        let found = words.find(|word| word.starts_with("sha256:"));
        found.map_or(String::new(), |found| format!(" over {found}"))
    };
    if let Some(called) = between("\n__dm_keep_edited '", "' ||") {
        let undo = between("\nthen\n", "\nelse").unwrap();
        return format!("keep{}, then {undo}", over(&called));
    }
    if let Some(called) = between("\n__dm_put_back '", "' ||") {
        let over = over(&called);
        let path = called.split('\'').nth(2).unwrap();
        return format!("put back {path}{over}");
    }
    for call in ["\n__dm_compare_undo '", "\n__dm_compare_put_back '"] {
        if let Some(called) = between(call, " ||") {
            let path = called.split('\'').nth(2).unwrap();
            let known = if called.contains(" known ") {
                " known"
            } else {
                ""
            };
            return format!("compare before undo {path}{known}");
        }
    }
    for (call, word) in [("\n__dm_copy '", "copy"), ("\n__dm_compare '", "compare")] {
        let called = text.split_once(call).map(|(_, rest)| rest);
        let content = called.and_then(|rest| rest.split_once('\n')?.1.split_once("\n__DM"));
        if let (Some(called), Some((content, _))) = (called, content) {
            let path = called.split('\'').nth(2).unwrap();
            let content = STANDARD.decode(content.replace('\n', "")).unwrap();
            let content = String::from_utf8(content).unwrap();
            let known = called.lines().next().unwrap().contains(" known ");
            let known = if known { " known" } else { "" };
            let over = over(called);
            return format!("{word} {path}{known}{over}: {}", content.trim_end());
        }
    }
    if let Some(name) = between("__dm_dir=$__dm_home/", "\n") {
        return format!("follow {name}");
    }
    if let Some(name) = between("cd \"$HOME/.daymark/", "\"") {
        return format!("age of {name}");
    }
    if let Some(name) = between("rm -rf -- \"$HOME/.daymark/", "\"") {
        return format!("clear {name}");
    }
    if let Some(session) = between("id='", "'") {
        return format!("probe {session}");
    }
    text.to_owned()
}

/// An event in a line, from its JSON: what it is, whose, and what it says.
fn event_told(event: &Event) -> String {
    let json = serde_json::to_value(event).unwrap();
    let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    let mut words = vec![text("event")];
    words.extend(["id", "host"].map(text));
    words.push(
        json["attempt"]
            .as_u64()
            .map_or(String::new(), |n| n.to_string()),
    );
    words.push(text("state"));
    if !text("manner").is_empty() {
        words.push(format!("by {}", text("manner")));
    }
    // What takes no time here is not told.
    let took = json["seconds"].as_f64().filter(|seconds| *seconds >= 1.0);
    words.extend(took.map(|seconds| format!("after {seconds}s")));
    words.retain(|word| !word.is_empty());
    let text = ["because", "why", "text"].map(text).concat();
    let text = if text.is_empty() {
        text
    } else {
        format!(": {text}")
    };
    words.join(" ") + &text
}
