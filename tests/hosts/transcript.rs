//! Plays transcripts of a host.

use std::time::{Duration, Instant};

use daymark::host::{
    Captured, ForegroundReading, Host, HostCommand, HostEffect, HostEvent, StepEnd,
};
use daymark::port::{Completion, Probe, RequestId, Response, Script, StepRun, Target, Transport};
use daymark::progress::{Excerpt, Findings, ScriptResult, Termination};
use daymark::term::shell_integration::{Signal, read_foreground};
use daymark::term::{MarkKind, ShellId, ShellIdentity, ShellSession};

/// Plays the inputs of a transcript. Returns it with the effects that came out.
pub fn play(text: &str) -> String {
    let mut scene = Scene::new(text.contains("local"));
    let mut played = String::new();
    for line in text.lines() {
        if let Some(input) = line.strip_prefix("> ") {
            played += &format!("{line}\n");
            for effect in scene.input(input) {
                played += &format!("  {}\n", Scene::text(&effect));
            }
        } else if line.is_empty() || line.starts_with('#') {
            played += &format!("{line}\n");
        }
    }
    played
}

struct Scene {
    host: Host,
    now: Instant,
    local: bool,
    ssh: u64,
    shell: u64,
    boot: String,
}

impl Scene {
    fn new(local: bool) -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "any time will do: a transcript only adds to it"
        )]
        let now = Instant::now();
        Self {
            host: Host::new(target(local, "one"), true, now),
            now,
            local,
            ssh: 0,
            shell: 0,
            boot: "b1".to_owned(),
        }
    }

    fn input(&mut self, input: &str) -> Vec<HostEffect> {
        let words: Vec<&str> = input.split(' ').collect();
        let effects = match words[..] {
            ["wait"] => {
                self.now = self.host.deadline().expect("a host that waits for a time");
                self.host.tick(self.now)
            }
            ["later", seconds] => {
                self.now += Duration::from_secs(seconds.parse().unwrap());
                self.host.tick(self.now)
            }
            ["boot", boot] => {
                boot.clone_into(&mut self.boot);
                Vec::new()
            }
            ["ssh", "old", ref rest @ ..] => self.event(self.ssh - 1, ssh_event(rest)),
            ["ssh", ref rest @ ..] => self.event(self.ssh, ssh_event(rest)),
            ["shell", "old", ref rest @ ..] => {
                let event = self.shell_event(rest);
                self.event(self.shell - 1, event)
            }
            ["shell", ref rest @ ..] => {
                let event = self.shell_event(rest);
                self.event(self.shell, event)
            }
            ["probe", request_id, "ends", ref rest @ ..] => {
                self.event(0, probe_event(request_id, rest))
            }
            _ => {
                let command = self.command(&words);
                self.host.command(command, self.now)
            }
        };
        for effect in &effects {
            match effect {
                HostEffect::Connect(number) => self.ssh = *number,
                HostEffect::StartShell(number) => self.shell = *number,
                _ => {}
            }
        }
        effects
    }

    fn event(&mut self, number: u64, event: HostEvent) -> Vec<HostEffect> {
        self.host.event(number, event, self.now)
    }

    fn command(&self, words: &[&str]) -> HostCommand {
        let target = |options: &[&str]| target(self.local, option(options, "at").unwrap_or("one"));
        match *words {
            ["open", ref options @ ..] => HostCommand::Open(target(options)),
            ["run", id, ref options @ ..] => HostCommand::Run(StepRun {
                request_id: request_id(id),
                target: target(options),
                title: format!("step {id}"),
                script: script(&format!("do {id}")),
                evidence: format!("{id}.txt"),
                query: Box::default(),
                secret: false,
                inside: option(options, "inside").map(script).into_iter().collect(),
                in_shell: options.contains(&"in_shell"),
                disconnects: options.contains(&"disconnects"),
                interactive: false,
            }),
            ["probe", id, ref options @ ..] => HostCommand::Probe(Probe {
                request_id: request_id(id),
                target: target(options),
                script: script(&format!("look {id}")),
                timeout: Duration::from_secs(60),
                fresh: options.contains(&"fresh"),
                after: option(options, "after").map_or(Duration::ZERO, |seconds| {
                    Duration::from_secs(seconds.parse().unwrap())
                }),
                query: Box::default(),
                evidence: None,
            }),
            ["stop", id] => HostCommand::Stop(request_id(id), Signal::Terminate),
            ["interrupt", id] => HostCommand::Stop(request_id(id), Signal::Interrupt),
            ["unwatch", id] => HostCommand::StopWatching(request_id(id)),
            ["attach"] => HostCommand::Attach,
            ["reconnect"] => HostCommand::Reconnect,
            ["cancel"] => HostCommand::StopReconnecting,
            ["type", ref keys @ ..] => HostCommand::Type(keys.join(" ").into_bytes()),
            ["enter"] => HostCommand::Type(b"\r".to_vec()),
            _ => panic!("{words:?} is no input"),
        }
    }

    fn shell_event(&self, words: &[&str]) -> HostEvent {
        let shell = if words.contains(&"inner") {
            ShellId::PANE.next()
        } else {
            ShellId::PANE
        };
        let words: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| *word != "inner")
            .collect();
        let mark = |kind| HostEvent::Mark(shell, kind);
        match words[..] {
            ["fails", ref why @ ..] => HostEvent::ShellNotStarted(why.join(" ")),
            ["prints"] => HostEvent::Output,
            ["integrated"] => mark(MarkKind::Integrated(Box::new(ShellIdentity {
                shell: "bash".to_owned(),
                version: "5".to_owned(),
                pid: 7,
                tty: "/dev/pts/7".to_owned(),
                namespace: "n".to_owned(),
                session: Some(ShellSession {
                    boot: self.boot.clone(),
                    id: 7,
                    started: 1,
                }),
            }))),
            ["prompt"] => mark(MarkKind::PromptEnd),
            ["reads"] => mark(MarkKind::Receiving {
                shell: "bash".to_owned(),
            }),
            ["runs"] => mark(MarkKind::OutputStart),
            ["finishes"] => mark(MarkKind::Ended { exit: 0 }),
            ["leaves", "variables"] => mark(MarkKind::LeftOver),
            ["began"] => HostEvent::StepBegan(shell),
            ["ended" | "finished", exit] => HostEvent::StepEnded(
                shell,
                StepEnd {
                    exit: exit.parse().unwrap(),
                    captured: Some(Box::new(Captured {
                        evidence: Err("no disk".to_owned()),
                        findings: Findings::default(),
                        excerpt: Excerpt::default(),
                        seconds: 1.0,
                        as_user: words[0] == "finished",
                    })),
                    not_begun: None,
                },
            ),
            ["failed", exit, ref printed @ ..] => HostEvent::StepEnded(
                shell,
                StepEnd {
                    exit: exit.parse().unwrap(),
                    captured: None,
                    not_begun: Some(printed.join(" ")),
                },
            ),
            ["rejects", ref why @ ..] => HostEvent::StepNotSent(why.join(" ")),
            ["shows", "itself"] => HostEvent::Foreground(shell, ForegroundReading::Shell),
            ["shows", "nothing"] => {
                HostEvent::Foreground(shell, ForegroundReading::Unknown { asks: false })
            }
            ["shows", "a", "question"] => {
                HostEvent::Foreground(shell, ForegroundReading::Unknown { asks: true })
            }
            ["shows", reading, ref command @ ..] => {
                let output = format!("{reading}\n{}", command.join("\n"));
                let process = read_foreground(&output).unwrap();
                HostEvent::Foreground(shell, ForegroundReading::Process(process))
            }
            ["signaled", exit] => HostEvent::Signaled(Signal::Terminate, exit.parse().ok()),
            ["interrupted", exit] => HostEvent::Signaled(Signal::Interrupt, exit.parse().ok()),
            ["exits"] => HostEvent::ShellEnded(None),
            ["exits", exit] => HostEvent::ShellEnded(Some(exit.parse().unwrap())),
            _ => panic!("{words:?} is no event of a shell"),
        }
    }

    fn text(effect: &HostEffect) -> String {
        match effect {
            HostEffect::Respond(response) => response_text(response),
            HostEffect::Retarget(target) => format!("go to {:?}", target.transport),
            HostEffect::Connect(number) => format!("connect on {number}"),
            HostEffect::Disconnect => "disconnect".to_owned(),
            HostEffect::TypeToSsh(bytes) => format!("type to ssh {}", bytes_text(bytes)),
            HostEffect::StartShell(number) => format!("start shell on {number}"),
            HostEffect::StopShell => "stop shell".to_owned(),
            HostEffect::Type(bytes) => format!("type {}", bytes_text(bytes)),
            HostEffect::TypeLine { line, clear, .. } => {
                let line = bytes_text(line);
                let line = line.split(';').next().unwrap_or_default().to_owned();
                format!("type line{} {line}", if *clear { ", cleared," } else { "" })
            }
            HostEffect::TypeStep {
                shell,
                script_shell,
                clear,
                title,
            } => format!(
                "type step{} `{}` to {shell:?}, in {}",
                if *clear { ", cleared," } else { "" },
                title.0,
                script_shell.as_deref().unwrap_or("the shell itself"),
            ),
            HostEffect::TypeAttachLine { shell, .. } => format!("attach {shell:?}"),
            HostEffect::SendIntegration(dialect) => format!("send integration {dialect:?}"),
            HostEffect::SendStep { shell, script, .. } => {
                format!("send `{}` to {shell:?}", script.text)
            }
            HostEffect::EndRun {
                run,
                termination,
                shell,
            } => format!(
                "end run {} of {shell:?}: {}",
                run.request_id.0,
                termination_text(termination)
            ),
            HostEffect::RunEnded {
                run, termination, ..
            } => format!(
                "run {} ended: {}",
                run.request_id.0,
                termination_text(termination)
            ),
            HostEffect::Note(text, _) => format!("note: {text}"),
            HostEffect::Probe(probe) => format!("probe {}", probe.request_id.0),
            effect => format!("{effect:?}"),
        }
    }
}

fn ssh_event(words: &[&str]) -> HostEvent {
    match *words {
        ["fails", ref why @ ..] => HostEvent::ConnectFailed(why.join(" ")),
        ["asks", ref question @ ..] => HostEvent::Asks(Some(question.join(" "))),
        ["connected"] => HostEvent::Connected,
        ["exits", ref said @ ..] => HostEvent::Disconnected {
            said: said.join(" "),
            refused: false,
        },
        ["refused", ref said @ ..] => HostEvent::Disconnected {
            said: said.join(" "),
            refused: true,
        },
        _ => panic!("{words:?} is no event of ssh"),
    }
}

fn probe_event(id: &str, words: &[&str]) -> HostEvent {
    let (termination, taken) = match words {
        ["rejected"] => (Termination::NotStarted("rejected".to_owned()), false),
        [exit] => (Termination::Exited(exit.parse().unwrap()), true),
        _ => panic!("{words:?} is no end of a probe"),
    };
    HostEvent::ProbeEnded {
        request_id: request_id(id),
        completion: Box::new(Completion {
            outcome: ScriptResult::silent(termination),
            evidence: None,
            seconds: 1.0,
        }),
        taken,
    }
}

fn response_text(response: &Response) -> String {
    match response {
        Response::Connection { state, .. } => format!("link {state:?}"),
        Response::RunBegan {
            request_id,
            session,
        } => {
            let known = if session.is_some() {
                ""
            } else {
                ", unknown session"
            };
            format!("run {} began{known}", request_id.0)
        }
        Response::RunEnded(request_id, completion) => format!(
            "run {} ended: {}",
            request_id.0,
            termination_text(&completion.outcome.termination)
        ),
        Response::ProbeEnded(request_id, completion) => format!(
            "probe {} ended: {}",
            request_id.0,
            termination_text(&completion.outcome.termination)
        ),
        Response::Inside { commands, .. } => format!("nested {commands:?}"),
        Response::Foreground {
            request_id,
            process,
            ..
        } => {
            let process = process.as_ref().map(|process| process.command.as_str());
            format!("foreground of {:?}: {process:?}", request_id.map(|id| id.0))
        }
        Response::OperatorMessage(Err(why)) => format!("message: {why}"),
        Response::Printed { .. } => "printed".to_owned(),
        response => format!("{response:?}"),
    }
}

fn termination_text(termination: &Termination) -> String {
    match termination {
        Termination::NotStarted(why) => format!("not started: {why}"),
        Termination::Lost(why) => format!("lost: {why}"),
        Termination::Disconnected(why) => format!("disconnected: {why}"),
        termination => format!("{termination:?}"),
    }
}

fn bytes_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).escape_debug().to_string()
}

fn target(local: bool, address: &str) -> Target {
    Target {
        host: "lab".to_owned(),
        transport: if local && address == "one" {
            Transport::Local
        } else {
            Transport::Ssh(address.to_owned())
        },
        shell: "bash".to_owned(),
    }
}

fn script(text: &str) -> Script {
    Script {
        text: text.replace('_', " "),
        variables: Vec::new(),
        user: None,
        shell: None,
    }
}

fn request_id(id: &str) -> RequestId {
    RequestId(id.parse().unwrap())
}

fn option<'w>(words: &[&'w str], name: &str) -> Option<&'w str> {
    let at = words.iter().position(|word| *word == name)?;
    words.get(at + 1).copied()
}
