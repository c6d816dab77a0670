//! The transitions of a step in the shells of a pane.

use std::time::Duration;

use super::effect::{HostEffect, OutputName};
use super::host::Host;
use super::messages::StepEnd;
use super::nested_shell::ShellState;
use super::nesting::NestingStep;
use super::refusal::{not_begun_as, not_begun_in};
use super::run::{Captured, PendingDisconnect, ShellTask, lost, not_run, script_shell};
use super::shell::{ANSWER, CLEAR_LINE, Shell, ShellInput};
use crate::port::{RequestId, Response, StepRun};
use crate::progress::Termination;
use crate::term::shell_integration::{Dialect, no_step};
use crate::term::{AnnotationKind, ShellId};

/// How long the disconnect may take after a step that announced it has ended with 0.
const DISCONNECT_COMES: Duration = Duration::from_secs(10);
/// How long daymark tries to connect again after such a disconnect.
const RECONNECT_WITHIN: Duration = Duration::from_mins(10);

const PLAIN: &str = "This shell has no shell integration, so daymark sent nothing. Run the script \
                     in the pane, then set the result";

impl Host {
    pub(super) fn run(&mut self, run: Box<StepRun>) {
        if self.waiting_run.is_some() || self.pending_disconnect.is_some() {
            return self.respond(not_run(&run, "another step is running in this pane"));
        }
        let until = run.disconnects.then(|| self.now + RECONNECT_WITHIN);
        self.connection.expect_cut(until);
        self.waiting_run = Some(run);
        if self.shell.is_none() && !self.connection.is_retrying() {
            self.open_shell();
        }
        self.advance();
    }

    /// Brings the waiting run closer to its shell, if the innermost shell is at its prompt.
    pub(super) fn advance(&mut self) {
        let (Some(run), Some(shell)) = (&self.waiting_run, &self.shell) else {
            return;
        };
        if shell.is_typing() {
            return;
        }
        match shell.top().state {
            ShellState::Booting | ShellState::Settling => {}
            ShellState::Prompt { typed: false } => {
                match NestingStep::next(&run.inside, shell.levels()) {
                    NestingStep::Run => {
                        if let Some(run) = self.waiting_run.take() {
                            self.type_step(ShellTask::Step(run));
                        }
                    }
                    NestingStep::Enter(script) => self.type_step(ShellTask::Enter(script)),
                    NestingStep::Leave => self.leave(false),
                }
            }
            ShellState::Prompt { typed: true } => self.refuse_run(
                "there is text at the prompt: run it, or clear it with ctrl-c, then try again",
            ),
            ShellState::Busy if self.is_nesting() => {}
            ShellState::Busy => {
                let why = match shell.foreground.reported() {
                    Some(process) if process.is_shell => format!(
                        "`{}` runs in the pane, a shell without shell integration: attach to it, \
                         or exit it",
                        process.command
                    ),
                    _ => "a program is running in the pane: end it there first".to_owned(),
                };
                self.refuse_run(&why);
            }
            ShellState::Plain => self.lose_run(PLAIN),
        }
    }

    /// Types the line that makes the shell read a step.
    fn type_step(&mut self, task: ShellTask) {
        let kind = match task {
            ShellTask::Step(_) => AnnotationKind::Title,
            ShellTask::Enter(_) => AnnotationKind::Quiet,
        };
        let title = (task.title().to_owned(), kind);
        let Some(shell) = &mut self.shell else { return };
        let level = shell.top_mut();
        let id = level.id;
        let script_shell = task.shell(level.dialect);
        level.task = Some(task);
        let clear = self.begin_line(ShellInput::StepLine);
        self.perform(HostEffect::TypeStep {
            shell: id,
            script_shell,
            clear,
            title,
        });
    }

    /// Types a line of daymark at a prompt, hidden. Mark `R` answers it.
    pub(super) fn type_line(&mut self, line: Vec<u8>, input: ShellInput) {
        let clear = self.begin_line(input);
        self.perform(HostEffect::TypeLine { line, clear });
    }

    /// Waits for the answer to a line. Returns whether to clear the prompt before it.
    fn begin_line(&mut self, input: ShellInput) -> bool {
        let answer_by = Some(self.now + ANSWER);
        self.shell.as_mut().is_some_and(|shell| {
            shell.begin_input(input, answer_by);
            shell.take_typed_ahead()
        })
    }

    /// Sends what the shell waits for, or releases it.
    pub(super) fn receiving(&mut self, id: ShellId, name: &str) {
        let Some(shell) = &self.shell else { return };
        match shell.input() {
            ShellInput::Forgetting => {}
            ShellInput::Attaching { id: wanted, .. } if *wanted == id => {
                self.send_integration(name);
            }
            ShellInput::StepLine if shell.top().id == id => self.send_step(),
            _ => self.step_not_sent("the shell reads a step that daymark does not send"),
        }
    }

    fn send_step(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        let level = shell.top();
        let Some(task) = &level.task else { return };
        let output = match task {
            ShellTask::Enter(_) => None,
            ShellTask::Step(run) => Some(OutputName {
                evidence: run.evidence.clone(),
                query: run.query.clone(),
                secret: run.secret,
            }),
        };
        let script_shell = task.shell(level.dialect);
        let effect = HostEffect::SendStep {
            shell: level.id,
            dialect: reader(script_shell.as_deref(), level.dialect),
            script_shell,
            script: task.script().clone(),
            output,
        };
        shell.begin_input(ShellInput::Step, None);
        self.perform(effect);
    }

    /// Handles a shell that reads when there is no step for it.
    pub(super) fn step_not_sent(&mut self, why: &str) {
        let top = self.shell.as_ref().map(Shell::top);
        let dialect = top.map(|top| {
            let task = top.task.as_ref();
            let script_shell = task.and_then(|task| task.shell(top.dialect));
            reader(script_shell.as_deref(), top.dialect)
        });
        self.refuse_run(why);
        if let Some(dialect) = dialect {
            self.perform(HostEffect::Type(no_step(dialect)));
        }
    }

    pub(super) fn step_began(&mut self, id: ShellId) {
        self.end_input();
        let Some(shell) = &mut self.shell else { return };
        let session = shell.identity_on_host(id);
        let session = session.and_then(|identity| identity.session.clone());
        let Some(level) = shell.level_mut(id) else {
            return;
        };
        level.state = ShellState::Busy;
        if let Some(ShellTask::Step(run)) = &level.task {
            let request_id = run.request_id;
            self.respond(Response::RunBegan {
                request_id,
                session,
            });
        }
        self.watch_foreground();
    }

    pub(super) fn step_ended(&mut self, id: ShellId, end: StepEnd) {
        let StepEnd {
            exit,
            captured,
            not_begun,
        } = end;
        self.leave_to(id, Some(exit));
        if not_begun.is_some() {
            self.release_line();
        }
        let Some(level) = self.shell.as_mut().and_then(|shell| shell.level_mut(id)) else {
            return;
        };
        level.state = ShellState::Settling;
        let task = level.task.take();
        self.shell_is_in_foreground();
        match task {
            Some(ShellTask::Step(run)) => match not_begun {
                Some(printed) => {
                    let why = not_begun_in(script_shell(&run), exit, &printed);
                    self.respond(not_run(&run, why));
                }
                None => self.run_ended(run, exit, captured),
            },
            Some(ShellTask::Enter(script)) if self.waiting_run.is_some() && !self.is_leaving() => {
                let text = script.text;
                self.refuse_run(&format!("`{text}` ended with {exit} and opened no shell"));
            }
            Some(ShellTask::Enter(_)) | None => {}
        }
    }

    fn run_ended(&mut self, run: Box<StepRun>, exit: i32, captured: Option<Box<Captured>>) {
        let is_begun = captured.as_ref().is_some_and(|captured| captured.as_user);
        let termination = match (&run.script.user, &captured) {
            // The exit status belongs to sudo.
            (Some(user), Some(captured)) if !is_begun => {
                let printed = captured.excerpt.text("");
                Termination::NotStarted(not_begun_as(user, &printed))
            }
            _ => Termination::Exited(exit),
        };
        let began = run.script.user.is_none() || is_begun;
        if run.disconnects && exit == 0 && began && !self.connection.is_local() {
            self.pending_disconnect = Some(PendingDisconnect {
                run,
                exit,
                captured,
                until: self.now + DISCONNECT_COMES,
            });
            return;
        }
        self.perform(HostEffect::RunEnded {
            run,
            termination,
            captured,
        });
    }

    /// Ends a step that announced a disconnect but did not cause it.
    pub(super) fn stays_connected(&mut self) {
        if let Some(pending) = self.pending_disconnect.take() {
            self.perform(HostEffect::RunEnded {
                run: pending.run,
                termination: Termination::Exited(pending.exit),
                captured: pending.captured,
            });
        }
    }

    /// Stops watching a run whose result the operator has set.
    pub(super) fn stop_watching(&mut self, request_id: RequestId) {
        self.waiting_run.take_if(|run| run.request_id == request_id);
        self.pending_disconnect
            .take_if(|pending| pending.run.request_id == request_id);
        let Some(shell) = &mut self.shell else { return };
        let Some(id) = shell.level_of(request_id) else {
            return;
        };
        let is_sent = shell.top().id == id && is_sending(shell);
        if let Some(level) = shell.level_mut(id) {
            level.task = None;
        }
        self.perform(HostEffect::DropStep(id));
        if is_sent {
            self.release_line();
        }
    }

    /// Reports that the run never reached the host.
    pub(super) fn refuse_run(&mut self, why: &str) {
        if let Some(run) = self.take_run() {
            self.respond(not_run(&run, why));
        }
    }

    /// Reports that the end of the run is unknown.
    pub(super) fn lose_run(&mut self, why: &str) {
        let run = self.take_run();
        let Some(shell) = &self.shell else { return };
        let shell = shell.top().id;
        self.perform(match run {
            Some(run) => HostEffect::EndRun {
                termination: lost(&run, why),
                run,
                shell,
            },
            None => HostEffect::DropStep(shell),
        });
    }

    /// Takes the run that is being sent to the innermost shell, or the waiting one.
    fn take_run(&mut self) -> Option<Box<StepRun>> {
        let shell = self.shell.as_mut();
        let sending = shell.filter(|shell| is_sending(shell));
        let task = sending.and_then(|shell| shell.top_mut().task.take());
        self.release_line();
        task.and_then(ShellTask::into_step)
            .or_else(|| self.waiting_run.take())
    }

    /// Handles daymark's input without an answer at the deadline.
    pub(super) fn no_answer(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        match shell.input() {
            ShellInput::Attaching { .. } => self.not_attached("the shell there did not answer"),
            ShellInput::Leaving { .. } => self.refuse_run("the nested shell did not exit"),
            ShellInput::StepLine | ShellInput::Forgetting => {
                self.refuse_run("the shell did not answer");
                self.with_shell(|shell| shell.top_mut().state = ShellState::Busy);
            }
            ShellInput::Step | ShellInput::Nothing => return,
        }
        self.perform(HostEffect::Type(vec![CLEAR_LINE]));
    }
}

/// Returns the dialect of the shell that reads a script: its own, or that of the shell at its prompt.
fn reader(script_shell: Option<&str>, prompt: Dialect) -> Dialect {
    script_shell.map_or(prompt, |shell| Dialect::of(shell).unwrap_or(Dialect::Posix))
}

fn is_sending(shell: &Shell) -> bool {
    matches!(shell.input(), ShellInput::StepLine | ShellInput::Step)
}
