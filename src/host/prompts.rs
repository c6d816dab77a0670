//! The transitions of the pane's shell: start, prompts and end.

use super::effect::HostEffect;
use super::foreground_timer::ForegroundTimer;
use super::host::Host;
use super::nested_shell::{EnteredBy, NestedShell, ShellState};
use super::run::{ShellTask, lost, not_run};
use super::shell::{Shell, ShellInput};
use crate::port::ConnectionState;
use crate::progress::Termination;
use crate::term::shell_integration::{Dialect, forget_line};
use crate::term::{AnnotationKind, MarkKind, ShellId, ShellIdentity};

impl Host {
    /// Starts the shell and the connection under it, unless they exist.
    pub(super) fn open_shell(&mut self) {
        if self.shell.is_some() {
            return;
        }
        self.wants_shell = true;
        if !self.connection.is_open() {
            return self.connect();
        }
        let number = self.new_terminal();
        let dialect = Dialect::of(&self.target.shell).unwrap_or(Dialect::Posix);
        self.shell = Some(Shell::new(number, dialect, self.now));
        self.perform(HostEffect::StartShell(number));
        self.report(ConnectionState::Opening);
    }

    pub(super) fn shell_not_started(&mut self, why: &str) {
        self.shell = None;
        self.perform(HostEffect::StopShell);
        let why = format!("the shell could not be started: {why}");
        // The connection may just have closed, and its event follows.
        if self.connection.is_retrying() {
            return self.try_later(&why);
        }
        self.no_shell_comes(&why);
        self.report(ConnectionState::Lost(why));
    }

    /// Handles a mark of one of the shells.
    pub(super) fn marked(&mut self, id: ShellId, kind: MarkKind) {
        if let MarkKind::Ended { .. } | MarkKind::PromptStart | MarkKind::PromptEnd = kind {
            self.leave_to(id, None);
        }
        let level = self.shell.as_mut().and_then(|shell| shell.level_mut(id));
        match (kind, level) {
            (MarkKind::Integrated(identity), _) => self.integrated(id, *identity),
            (MarkKind::Receiving { shell }, _) => self.receiving(id, &shell),
            (MarkKind::PromptEnd, Some(_)) => self.prompted(id),
            (MarkKind::OutputStart, Some(level)) => {
                level.state = ShellState::Busy;
                self.watch_foreground();
            }
            (MarkKind::Ended { .. }, Some(level)) => level.settles(),
            (MarkKind::LeftOver, Some(level)) => level.left_over = true,
            (MarkKind::PromptStart | MarkKind::ScriptStart, _) | (_, None) => {}
        }
    }

    /// Records that a shell has its integration.
    fn integrated(&mut self, id: ShellId, identity: ShellIdentity) {
        let Some(shell) = &mut self.shell else { return };
        if let ShellInput::Attaching {
            id: wanted,
            entered,
        } = shell.input()
            && *wanted == id
        {
            let entered = entered.clone();
            shell.enter(NestedShell::new(
                id,
                Dialect::named(&identity.shell),
                entered,
            ));
        }
        if let Some(level) = shell.level_mut(id) {
            level.state = ShellState::Booting;
            level.identity = Some(identity);
        }
        if id == ShellId::PANE {
            shell.is_integrated();
        }
    }

    /// Handles a new prompt. A prompt that is only redrawn, as after a resize, changes nothing.
    fn prompted(&mut self, id: ShellId) {
        let Some(shell) = &mut self.shell else { return };
        let Some(level) = shell.level_mut(id) else {
            return;
        };
        let before = level.state;
        if let ShellState::Prompt { .. } = before {
            return;
        }
        level.state = ShellState::Prompt { typed: false };
        let left_over = std::mem::take(&mut level.left_over);
        shell.keys_are_before_prompt();
        self.shell_is_in_foreground();
        if id == ShellId::PANE && matches!(before, ShellState::Booting | ShellState::Plain) {
            self.ready();
        }
        self.input_is_answered(id, before);
        if left_over {
            return self.type_line(forget_line(), ShellInput::Forgetting);
        }
        self.advance();
    }

    /// Handles a new prompt as the answer to daymark's input.
    fn input_is_answered(&mut self, id: ShellId, before: ShellState) {
        let Some(shell) = &mut self.shell else { return };
        match shell.input() {
            ShellInput::StepLine if before == ShellState::Settling => {
                self.refuse_run("the shell did not take the step");
            }
            ShellInput::Step if before == ShellState::Settling => {
                self.lose_run("the shell returned to its prompt without running the step");
            }
            ShellInput::Attaching { id: wanted, .. } if *wanted == id => self.attached(),
            ShellInput::Attaching { .. } => self.not_attached("the shell there has exited"),
            ShellInput::Leaving { from, twice: false } if *from == id => self.leave(true),
            ShellInput::Leaving { from, twice: true } if *from == id => {
                self.refuse_run("the nested shell did not exit");
            }
            ShellInput::Leaving { .. } | ShellInput::Forgetting => {
                self.perform(HostEffect::DropReplies);
                self.end_input();
            }
            ShellInput::StepLine | ShellInput::Step | ShellInput::Nothing => {}
        }
    }

    /// Handles the first prompt of the pane's own shell.
    fn ready(&mut self) {
        let boot = self.shell.as_ref().and_then(Shell::boot);
        let known = self.boot.take().zip(boot.clone());
        self.boot = boot;
        self.connection.stop_retrying();
        let rebooted = known.map(|(before, now)| before != now);
        self.report(ConnectionState::Ready { rebooted });
    }

    /// Handles the absence of a mark at the deadline.
    pub(super) fn shell_is_plain(&mut self) {
        self.with_shell(Shell::is_plain);
        self.connection.stop_retrying();
        let why = format!(
            "no prompt mark arrived: the shell there is not {}",
            self.target.shell
        );
        self.report(ConnectionState::NoShellIntegration(why));
        self.advance();
    }

    /// Handles the end of the shells nested in this one and of their programs. If a command of the
    /// plan opened one, the shell's exit status is that command's.
    pub(super) fn leave_to(&mut self, id: ShellId, exit: Option<i32>) {
        let Some(shell) = &mut self.shell else { return };
        let gone = shell.leave_to(id);
        if gone.is_empty() {
            return;
        }
        shell.foreground = ForegroundTimer::default();
        self.perform(HostEffect::ForgetShells(id));
        if !self.is_leaving() {
            self.release_line();
        }
        for level in gone {
            let shell = level.id;
            let Some(run) = level.task.and_then(ShellTask::into_step) else {
                self.perform(HostEffect::DropStep(shell));
                continue;
            };
            let termination = match (exit, &level.entered) {
                (Some(exit), EnteredBy::Plan(_)) => Termination::ShellEnded(exit),
                _ => lost(&run, "the shell that it ran in has exited"),
            };
            self.perform(HostEffect::EndRun {
                run,
                termination,
                shell,
            });
        }
        self.report_nesting();
    }

    pub(super) fn shell_ended(&mut self, exit: Option<i32>) {
        let is_remote = !self.connection.is_local();
        let why = match exit {
            Some(exit) => format!("the shell exited with {exit}"),
            None if !is_remote => "the shell was killed".to_owned(),
            None if !self.connection.has_ssh() => "the connection was lost".to_owned(),
            // A host that shuts down ends its shells first and then the connection.
            None => "the shell ended without an exit status: it was killed, or its connection \
                     was lost"
                .to_owned(),
        };
        let ran = self.end_everything(&why, exit);
        self.shell = None;
        self.perform(HostEffect::StopShell);
        self.note(
            &format!("{why}. The shell's variables and working directory are lost."),
            AnnotationKind::Unknown,
        );
        let is_cut = self.connection.was_cut(self.now) && (ran || exit.is_none());
        if is_remote && is_cut && !self.connection.is_retrying() {
            self.connection.retry_after_cut();
        }
        if self.connection.is_retrying() {
            return self.try_later(&why);
        }
        self.report(ConnectionState::Lost(why.clone()));
        if let Some(run) = self.waiting_run.take() {
            self.respond(not_run(&run, why));
        }
    }

    /// Reports the end of every run in the shell. Returns whether there was any.
    fn end_everything(&mut self, why: &str, exit: Option<i32>) -> bool {
        let Some(shell) = &self.shell else {
            return false;
        };
        let is_sent = *shell.input() != ShellInput::StepLine;
        let was_nested = shell.levels().len() > 1;
        self.leave_to(ShellId::PANE, None);
        self.release_line();
        if let Some(pending) = self.pending_disconnect.take() {
            self.perform(HostEffect::RunEnded {
                termination: lost(&pending.run, why),
                run: pending.run,
                captured: pending.captured,
            });
            return true;
        }
        let task = self
            .shell
            .as_mut()
            .and_then(|shell| shell.top_mut().task.take());
        let Some(run) = task.and_then(ShellTask::into_step) else {
            self.perform(HostEffect::DropStep(ShellId::PANE));
            return was_nested;
        };
        if !is_sent {
            self.respond(not_run(&run, why));
            return false;
        }
        let termination = match exit {
            Some(exit) if !run.disconnects => Termination::ShellEnded(exit),
            _ => lost(&run, why),
        };
        self.perform(HostEffect::EndRun {
            run,
            termination,
            shell: ShellId::PANE,
        });
        true
    }
}
