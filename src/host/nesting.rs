//! Transitions into nested shells and out of them.

use std::time::Duration;

use super::effect::HostEffect;
use super::host::Host;
use super::nested_shell::{EnteredBy, NestedShell, ShellState};
use super::run::{ShellTask, not_run};
use super::shell::{ANSWER, CLEAR_LINE, Shell, ShellInput};
use crate::port::Script;
use crate::term::shell_integration::Dialect;

/// How long a shell that a command of the plan opened may take to answer. It may still read its
/// login files.
const SLOW_ANSWER: Duration = Duration::from_secs(20);
/// How long a shell may take to exit.
const EXIT: Duration = Duration::from_secs(10);
/// The key that interrupts a program, Ctrl-C.
const INTERRUPT: u8 = 0x03;

/// The next action on the way to the shell of a run.
#[derive(Debug, PartialEq)]
pub(super) enum NestingStep {
    /// The run starts in the innermost shell.
    Run,
    /// This command opens the next nested shell.
    Enter(Script),
    /// The innermost shell exits.
    Leave,
}

impl NestingStep {
    /// Returns the next step to the nested shell of `inside`. A shell that the operator opened
    /// stays.
    pub(super) fn next(inside: &[Script], levels: &[NestedShell]) -> Self {
        let mut ours: Vec<&Script> = levels
            .iter()
            .rev()
            .map_while(|level| match &level.entered {
                EnteredBy::Plan(script) => Some(script),
                EnteredBy::Pane | EnteredBy::Operator(_) => None,
            })
            .collect();
        ours.reverse();
        let is_on_the_way = ours.len() <= inside.len()
            && ours.iter().zip(inside).all(|(our, wanted)| *our == wanted);
        if !is_on_the_way {
            return Self::Leave;
        }
        match inside.get(ours.len()) {
            Some(script) => Self::Enter(script.clone()),
            None => Self::Run,
        }
    }
}

impl Host {
    /// Returns whether a command of the plan opens the nested shell of the waiting run.
    pub(super) fn is_nesting(&self) -> bool {
        let top = self.shell.as_ref().map(Shell::top);
        self.waiting_run.is_some()
            && top.is_some_and(|top| matches!(top.task, Some(ShellTask::Enter(_))))
    }

    // Enter.

    /// Attaches to the foreground shell on the operator's request.
    pub(super) fn attach_by_operator(&mut self) {
        let Some(shell) = &self.shell else {
            return self.report_refusal("no shell is open in this pane");
        };
        if shell.is_typing() || self.waiting_run.is_some() {
            return self.report_refusal("a step is starting in this pane");
        }
        let foreground = shell
            .foreground
            .reported()
            .filter(|process| process.is_shell);
        let command = foreground.map(|process| process.command.clone());
        match (shell.top().state, &command) {
            (ShellState::Busy | ShellState::Plain, _)
            | (ShellState::Prompt { typed: true }, Some(_)) => {}
            _ => return self.report_refusal("no other shell runs in the foreground of this pane"),
        }
        if shell.is_half_typed() {
            self.perform(HostEffect::Type(vec![CLEAR_LINE]));
        }
        let command = command.unwrap_or_else(|| "a shell".to_owned());
        self.attach(EnteredBy::Operator(command), ANSWER);
    }

    /// Attaches to the shell that a command of the plan opened.
    pub(super) fn attach_while_nesting(&mut self) {
        let top = self.shell.as_ref().map(Shell::top);
        if let Some(ShellTask::Enter(script)) = top.and_then(|top| top.task.as_ref()) {
            let entered = EnteredBy::Plan(script.clone());
            self.attach(entered, SLOW_ANSWER);
        }
    }

    fn attach(&mut self, entered: EnteredBy, patience: Duration) {
        let answer_by = Some(self.now + patience);
        let Some(inner) = &mut self.shell else { return };
        let shell = inner.new_id();
        let clear = inner.take_typed_ahead();
        inner.foreground.stop();
        inner.begin_input(ShellInput::Attaching { id: shell, entered }, answer_by);
        self.perform(HostEffect::TypeAttachLine { shell, clear });
    }

    /// Sends the integration to a shell that reported its name and reads input.
    pub(super) fn send_integration(&mut self, name: &str) {
        self.perform(HostEffect::SendIntegration(Dialect::named(name)));
    }

    /// Handles the first marked prompt of a nested shell.
    pub(super) fn attached(&mut self) {
        self.perform(HostEffect::DropReplies);
        self.end_input();
        self.report_nesting();
    }

    pub(super) fn not_attached(&mut self, why: &str) {
        let Some(shell) = &self.shell else { return };
        let top = shell.top().id;
        self.perform(HostEffect::ForgetShells(top));
        self.release_line();
        match self.waiting_run.take() {
            Some(run) => self.respond(not_run(&run, why)),
            None => self.report_refusal(why),
        }
        self.watch_foreground();
    }

    /// Handles a command of the plan that opened no shell in time.
    pub(super) fn nesting_fails(&mut self) {
        if self.is_nesting() {
            self.type_interrupt();
            if let Some(run) = self.waiting_run.take() {
                self.respond(not_run(&run, "no nested shell appeared in time"));
            }
        }
    }

    // Leave.

    /// Makes the innermost shell exit.
    pub(super) fn leave(&mut self, twice: bool) {
        let answer_by = Some(self.now + EXIT);
        let Some(shell) = &mut self.shell else { return };
        shell.top_mut().state = ShellState::Busy;
        let from = shell.top().id;
        shell.begin_input(ShellInput::Leaving { from, twice }, answer_by);
        self.perform(HostEffect::ScrollToBottom);
        // The outer shell would read a reply to the inner one as keys.
        self.perform(HostEffect::HoldReplies);
        self.perform(HostEffect::Type(b" exit\r".to_vec()));
    }

    pub(super) fn type_interrupt(&mut self) {
        if self.shell.is_some() {
            self.perform(HostEffect::Type(vec![INTERRUPT]));
        }
    }
}
