//! Transcripts of the rules at work.

use chrono::{DateTime, FixedOffset};
use daymark::app::{Command, Consent, Reaction, Values, Work};
use daymark::plan::{Source, read};
use daymark::port::{Answer, Fetched, Request, Result as Ended, Source as From, Ticket, Value};
use daymark::progress::{Event, Fate, Head, Outcome, Record, Refusal, Standing, seal};

const PLAN: &str = r#"
daymark: 1
id: small
title: A small plan
hosts:
  here: {local: true}
  there: {ssh: there, production: true}
variables:
  NAME: {ask: A name, default: senex}
  TOKEN: {ask: A token, secret: true}
  STORED: {secret: true, from: look, match: '[a-z]+'}
  MADE: {secret: true, from: look, generate: make, keep: store}
  SPARE: {secret: true, from: look, optional: true}
"#;

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

/// Plays a transcript: what goes in must bring out what stands below it.
#[track_caller]
pub(crate) fn check(transcript: &str) {
    let lines: Vec<&str> = transcript
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let mut scene = Scene::new();
    let mut played = Vec::new();
    for line in lines.iter().filter(|line| line.starts_with('>')) {
        played.push((*line).to_owned());
        played.extend(scene.play(line[1..].trim()));
    }
    assert_eq!(played.join("\n"), lines.join("\n"));
}

struct Scene {
    work: Work,
    head: Head,
    keeping: Vec<Event>,
    ticket: Ticket,
}

impl Scene {
    fn new() -> Self {
        let source = |path: &str, text: &str| Source {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let reading = read(&[source("plan.yaml", PLAN), source("day-1.yaml", DAY)]);
        let mut work = Work::new(
            reading.plan.expect("the plan is whole"),
            &[],
            Values::default(),
        );
        work.trusted = true;
        Self {
            work,
            head: Head::default(),
            keeping: Vec::new(),
            ticket: Ticket(0),
        }
    }

    fn play(&mut self, line: &str) -> Vec<String> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "kept" => {
                let records = self.seal();
                self.hear(&Answer::Kept(records))
            }
            "not" if rest == "kept" => self.hear(&Answer::NotKept("disk full".to_owned())),
            "not" => self.end(
                Fate::NotAsked(rest.trim_start_matches("asked ").to_owned()),
                "",
            ),
            "lost" => self.end(Fate::Lost(rest.to_owned()), ""),
            "exit" => {
                let (exit, text) = rest.split_once(' ').unwrap_or((rest, ""));
                self.end(Fate::Exited(exit.parse().unwrap()), text)
            }
            "found" | "nothing" | "unclear" => self.fetched(verb, rest),
            "keyring" => {
                self.work.keyring = true;
                Vec::new()
            }
            "only" => {
                self.work.only_looking = Some("someone else walks it".to_owned());
                Vec::new()
            }
            "untrusted" => {
                self.work.trusted = false;
                Vec::new()
            }
            _ => self.decide(command(verb, rest)),
        }
    }

    fn fetched(&mut self, verb: &str, rest: &str) -> Vec<String> {
        let (name, rest) = rest.split_once(' ').unwrap();
        let fetched = match verb {
            "found" => Fetched::Found(Value::secret(rest)),
            "nothing" => Fetched::Nothing(rest.to_owned()),
            _ => Fetched::Unknown(rest.to_owned()),
        };
        self.hear(&Answer::Fetched {
            variable: name.to_owned(),
            fetched,
        })
    }

    fn decide(&mut self, command: Command) -> Vec<String> {
        match self.work.command(command) {
            Ok(requests) => self.told(&requests),
            Err(refusal) => vec![refused(&refusal)],
        }
    }

    fn end(&mut self, fate: Fate, text: &str) -> Vec<String> {
        let ended = Ended {
            outcome: Outcome {
                fate,
                stdout: text.to_owned(),
                stderr: String::new(),
            },
            evidence: None,
            seconds: 0.1,
        };
        let running = !self.work.jobs().is_empty() && self.work.inquiries().is_empty();
        let asks_unless = self
            .work
            .jobs()
            .first()
            .is_some_and(|job| job.stage == daymark::app::Stage::AskingUnless);
        let answer = if running && !asks_unless {
            Answer::RunEnded(self.ticket, ended)
        } else {
            Answer::Asked(self.ticket, ended)
        };
        self.hear(&answer)
    }

    fn hear(&mut self, answer: &Answer) -> Vec<String> {
        let Reaction {
            requests,
            refusals,
            refused: in_vain,
        } = self.work.answer(answer);
        let mut told = self.told(&requests);
        told.extend(refusals.iter().map(refused));
        told.extend(in_vain.iter().map(|(_, refusal)| refused(refusal)));
        told
    }

    fn seal(&mut self) -> Vec<Record> {
        let at: DateTime<FixedOffset> = "2026-03-02T09:00:00+01:00".parse().unwrap();
        let mut records = Vec::new();
        for event in std::mem::take(&mut self.keeping) {
            let (record, _) = seal(&self.head, at, "ops", "session", event).unwrap();
            self.head = record.head();
            records.push(record);
        }
        records
    }

    fn told(&mut self, requests: &[Request]) -> Vec<String> {
        let mut told = Vec::new();
        for request in requests {
            match request {
                Request::Keep(events) => {
                    told.extend(
                        events
                            .iter()
                            .map(|event| format!("keep {}", event_told(event))),
                    );
                    self.keeping.extend(events.iter().cloned());
                }
                Request::Run(run) => {
                    self.ticket = run.ticket;
                    let id = run.evidence.split('@').next().unwrap();
                    told.push(script_told("run", id, &run.target.host, "", &run.script));
                }
                Request::Ask(ask) => {
                    self.ticket = ask.ticket;
                    let id = ask
                        .evidence
                        .as_deref()
                        .map_or("told", |name| name.split('@').next().unwrap());
                    let after = match ask.after.as_secs() {
                        0 => String::new(),
                        seconds => format!(" after {seconds}s"),
                    };
                    told.push(script_told(
                        "ask",
                        id,
                        &ask.target.host,
                        &after,
                        &ask.script,
                    ));
                }
                Request::Release(_) => told.push("release".to_owned()),
                Request::Fetch(fetch) => {
                    let source = match &fetch.source {
                        From::From(command) => format!("from: {command}"),
                        From::Generate(command) => format!("made by: {command}"),
                        From::Keep { command, value } => format!("kept by: {command} < {value:?}"),
                        From::Keyring(plan) => format!("in the keyring under {plan}"),
                    };
                    told.push(format!("fetch {} {source}", fetch.variable));
                }
                Request::Mask(_) => told.push("mask".to_owned()),
                other => told.push(format!("{other:?}")),
            }
        }
        told
    }
}

fn command(verb: &str, rest: &str) -> Command {
    let (id, why) = rest.split_once(' ').unwrap_or((rest, ""));
    let (id, why) = (id.to_owned(), why.to_owned());
    match verb {
        "run" => {
            let mut words = why.split(' ').filter(|word| !word.is_empty());
            let consent = Consent {
                danger: words.next() == Some("yes"),
                hosts: words.map(str::to_owned).collect(),
                without_unless: false,
            };
            Command::Run { id, consent }
        }
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
                "passed" => Standing::Passed,
                _ => Standing::Failed,
            };
            Command::EndByHand {
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
        _ => panic!("no such line: {verb} {rest}"),
    }
}

fn refused(refusal: &Refusal) -> String {
    let Refusal { why, instead, .. } = refusal;
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
    format!(
        "{verb} {id} on {host}{after}: {}{}",
        script.text,
        variables.concat()
    )
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
    words.retain(|word| !word.is_empty());
    let said = ["because", "why", "text"].map(text).concat();
    let said = if said.is_empty() {
        said
    } else {
        format!(": {said}")
    };
    words.join(" ") + &said
}
