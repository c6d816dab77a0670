//! A step on its way through the shells of a host.

use std::time::{Duration, Instant};

use super::super::random::nonce;
use super::captured::Captured;
use super::host::Host;
use super::inside::NestingStep;
use super::messages::StepEnd;
use super::nested_shell::ShellState;
use super::probe;
use super::refusal::not_begun_as;
use super::run::{PendingDisconnect, ShellTask, ended, lost, not_run};
use super::shell::{ANSWER, ShellInput};
use super::step_output::StepOutput;
use crate::port::{RequestId, Response, StepRun, Transport};
use crate::progress::Termination;
use crate::term::shell_integration::{StepScript, no_step, step_line, step_payload};
use crate::term::{AnnotationKind, ShellId};

/// How long the connection may take to go after a step that cuts it has ended well.
const CUT_COMES: Duration = Duration::from_secs(10);
/// For how long a connection that such a step has cut is tried again.
const CUT_LASTS: Duration = Duration::from_mins(10);
/// The key that gives a line up.
const CLEAR_LINE: u8 = 0x15;

/// What is told of a step where ends cannot be known.
const PLAIN: &str = "this shell tells no ends, so nothing was typed: run the script in the pane \
                     yourself, then say how it ended";

impl Host {
    pub(super) fn run(&mut self, run: StepRun) {
        if self.wanted.is_some() || self.cut.is_some() {
            let why = "another step is running in this pane";
            return self.context.respond(not_run(&run, why));
        }
        self.cut_until = run.disconnects.then(|| Instant::now() + CUT_LASTS);
        self.wanted = Some(run);
        if self.shell.is_none() && self.retry.is_none() {
            self.open_shell();
        }
        self.advance();
    }

    /// Brings the run that waits one move nearer to its place, where the innermost shell is at
    /// its prompt.
    pub(super) fn advance(&mut self) {
        let (Some(run), Some(shell)) = (&self.wanted, &self.shell) else {
            return;
        };
        if shell.holds_keys() {
            return;
        }
        match shell.top().state {
            ShellState::Booting | ShellState::Settling => {}
            ShellState::Prompt { typed: false } => {
                match NestingStep::next(&run.inside, shell.levels()) {
                    NestingStep::Run => {
                        if let Some(run) = self.wanted.take() {
                            self.type_step(ShellTask::Step(Box::new(run)));
                        }
                    }
                    NestingStep::Enter(script) => self.type_step(ShellTask::Enter(script)),
                    NestingStep::Leave => self.leave(false),
                }
            }
            ShellState::Prompt { typed: true } => self.give_up(
                "something is typed at the prompt already: run it or clear it with ctrl-c",
            ),
            ShellState::Busy if self.is_nesting() => {}
            ShellState::Busy => {
                let why = match &shell.watch.reported {
                    Some(front) if front.is_shell => format!(
                        "`{}` runs in the pane, a shell without our marks: attach to it, or leave it",
                        front.command
                    ),
                    _ => "a program is running in the pane: end it there first".to_owned(),
                };
                self.give_up(&why);
            }
            ShellState::Plain => self.lose(PLAIN),
        }
    }

    /// Types the one line that makes the shell receive a step.
    fn type_step(&mut self, errand: ShellTask) {
        let title = errand.title().to_owned();
        let role = match errand {
            ShellTask::Step(_) => AnnotationKind::Title,
            ShellTask::Enter(_) => AnnotationKind::Quiet,
        };
        self.with_shell(|shell| shell.top_mut().task = Some(errand));
        let line = step_line(&title);
        self.type_line(line, Some((title, role)), ShellInput::Stepping);
    }

    /// Types a line of ours at a prompt, out of sight; the mark `R` answers it.
    pub(super) fn type_line(
        &mut self,
        line: Vec<u8>,
        note: Option<(String, AnnotationKind)>,
        doing: ShellInput,
    ) {
        let Some(shell) = &mut self.shell else { return };
        let mut pane = self.pane.lock();
        pane.scroll_to_bottom();
        pane.hide_echo();
        pane.hold_answers(true);
        drop(pane);
        shell.feed.expect_answer(note);
        if std::mem::take(&mut shell.typed_ahead) {
            // Ours would be run behind it, as one line.
            shell.pty.type_bytes(vec![CLEAR_LINE]);
        }
        shell.pty.type_bytes(line);
        shell.doing = doing;
        shell.until = Some(Instant::now() + ANSWER);
    }

    /// The shell reads: what we have for it is sent, or it is let go.
    pub(super) fn receiving(&mut self, id: ShellId, name: &str) {
        let Some(shell) = &self.shell else { return };
        let sent = match &shell.doing {
            ShellInput::Forgetting => return,
            ShellInput::Attaching(attach) if attach.id == id => return self.send_marks(name),
            ShellInput::Stepping if shell.top().id == id => self.send_step(),
            _ => Err("the shell asked for what nobody sends".to_owned()),
        };
        if let Err(why) = sent {
            self.give_up(&why);
            self.with_shell(|shell| {
                let nothing = no_step(shell.top().dialect);
                shell.pty.type_bytes(nothing);
            });
        }
    }

    fn send_step(&mut self) -> Result<(), String> {
        let Some(shell) = &mut self.shell else {
            return Ok(());
        };
        let level = shell.top();
        let Some(errand) = &level.task else {
            return Ok(());
        };
        let script = errand.script();
        let variables = probe::variables(script)?;
        let nonce = nonce().map_err(|error| error.to_string())?;
        let output = match errand {
            ShellTask::Enter(_) => None,
            ShellTask::Step(run) => {
                let secrets = self.context.secrets();
                let output = StepOutput::begin(&self.context.folder, run, secrets);
                Some(output.map_err(|error| format!("its output cannot be kept: {error}"))?)
            }
        };
        let step = StepScript {
            nonce: &nonce,
            script: &script.text,
            variables: &variables,
            user: script.user.as_deref(),
        };
        let payload = step_payload(&step, level.dialect);
        shell.feed.send_step(level.id, nonce, output);
        shell.pty.type_bytes(payload);
        shell.doing = ShellInput::Sending;
        shell.until = None;
        Ok(())
    }

    pub(super) fn step_began(&mut self, id: ShellId) {
        let session = self
            .on_this_host(id)
            .and_then(|shell| shell.session.clone());
        let Some(shell) = &mut self.shell else { return };
        shell.done();
        let Some(level) = shell.level_mut(id) else {
            return;
        };
        level.state = ShellState::Busy;
        if let Some(ShellTask::Step(run)) = &level.task {
            let ticket = run.ticket;
            self.context.respond(Response::RunBegan { ticket, session });
        }
        self.watch_foreground();
    }

    pub(super) fn step_ended(&mut self, id: ShellId, end: StepEnd) {
        let StepEnd { exit, captured } = end;
        self.leave_to(id, Some(exit));
        let Some(level) = self.shell.as_mut().and_then(|shell| shell.level_mut(id)) else {
            return;
        };
        level.state = ShellState::Settling;
        let errand = level.task.take();
        self.shell_is_back();
        match errand {
            Some(ShellTask::Step(run)) => self.report_end(*run, exit, captured),
            Some(ShellTask::Enter(script)) if !self.is_leaving() => {
                let text = script.text;
                self.give_up(&format!(
                    "`{text}` ended with {exit} before a shell was there"
                ));
            }
            Some(ShellTask::Enter(_)) | None => {}
        }
    }

    fn report_end(&mut self, run: StepRun, exit: i32, captured: Option<Captured>) {
        let began = run.script.user.is_none() || captured.as_ref().is_some_and(|it| it.as_user);
        if run.disconnects && exit == 0 && began && self.target.transport != Transport::Local {
            self.cut = Some(PendingDisconnect {
                run,
                exit,
                captured,
                until: Instant::now() + CUT_COMES,
            });
            return;
        }
        let fate = match (&run.script.user, &captured) {
            // The exit status is sudo's.
            (Some(user), Some(captured)) if !captured.as_user => {
                let printed = captured.judged.excerpt.text("");
                Termination::NotStarted(not_begun_as(user, &printed))
            }
            _ => Termination::Exited(exit),
        };
        self.context.respond(ended(&run, fate, captured));
    }

    /// A step that was to cut its connection did not.
    pub(super) fn not_cut(&mut self) {
        if let Some(cut) = self.cut.take() {
            let fate = Termination::Exited(cut.exit);
            self.context.respond(ended(&cut.run, fate, cut.captured));
        }
    }

    pub(super) fn release(&mut self, ticket: RequestId) {
        self.wanted.take_if(|run| run.ticket == ticket);
        self.cut.take_if(|cut| cut.run.ticket == ticket);
        let Some(shell) = &mut self.shell else { return };
        let is_it = |errand: &Option<ShellTask>| matches!(errand, Some(ShellTask::Step(run)) if run.ticket == ticket);
        let Some(id) = shell
            .levels()
            .iter()
            .find(|level| is_it(&level.task))
            .map(|level| level.id)
        else {
            return;
        };
        let is_sent = shell.top().id == id
            && matches!(shell.doing, ShellInput::Stepping | ShellInput::Sending);
        if let Some(level) = shell.level_mut(id) {
            level.task = None;
        }
        shell.feed.give_up_step(id);
        if is_sent {
            self.let_go();
        }
    }

    /// The step never reached the host.
    pub(super) fn give_up(&mut self, why: &str) {
        if let Some(run) = self.take_run() {
            self.context.respond(not_run(&run, why));
        }
    }

    /// How the step ended cannot be known.
    pub(super) fn lose(&mut self, why: &str) {
        let run = self.take_run();
        let shell = self.shell.as_ref();
        let captured = shell.and_then(|shell| shell.feed.give_up_step(shell.top().id));
        if let Some(run) = run {
            self.context.respond(lost(&run, why, captured));
        }
    }

    /// Takes the run that is on its way back: being sent to the innermost shell, or waiting.
    fn take_run(&mut self) -> Option<StepRun> {
        let shell = self.shell.as_mut();
        let sending =
            shell.filter(|shell| matches!(shell.doing, ShellInput::Stepping | ShellInput::Sending));
        let errand = sending.and_then(|shell| shell.top_mut().task.take());
        self.let_go();
        errand
            .and_then(ShellTask::step)
            .or_else(|| self.wanted.take())
    }

    /// What we typed is not waited for any more; the pane belongs to the operator again.
    pub(super) fn let_go(&mut self) {
        let mut pane = self.pane.lock();
        pane.show_echo();
        pane.drop_answers();
        drop(pane);
        self.with_shell(|shell| {
            shell.feed.give_up_line();
            shell.done();
        });
    }

    /// What we typed was not answered in time.
    pub(super) fn no_response(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        shell.until = None;
        match &shell.doing {
            ShellInput::Attaching(_) => self.not_attached("the shell there did not answer"),
            ShellInput::Leaving { .. } => self.give_up("the shell inside did not end"),
            ShellInput::Stepping | ShellInput::Forgetting => {
                self.give_up("the shell did not answer");
                self.with_shell(|shell| shell.top_mut().state = ShellState::Busy);
            }
            ShellInput::Sending | ShellInput::Nothing => return,
        }
        self.with_shell(|shell| shell.pty.type_bytes(vec![CLEAR_LINE]));
    }
}
