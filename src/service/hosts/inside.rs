//! The way into the shells inside one another, and out again.

use std::time::{Duration, Instant};

use super::super::random::nonce;
use super::host::Host;
use super::nested_shell::{EnteredBy, NestedShell, ShellState};
use super::run::{ShellTask, not_run};
use super::shell::{ANSWER, Attach, ShellInput};
use crate::port::{Response, Script};
use crate::term::shell_integration::{Dialect, attach_line, attach_payload};

/// How long a shell that a command of the plan has just led to may take to answer: it may still
/// be reading its files.
const SLOW_ANSWER: Duration = Duration::from_secs(20);
/// How long a shell may take to end.
const END: Duration = Duration::from_secs(10);
/// The keys that give a line up, and a program.
const CLEAR_LINE: u8 = 0x15;
const BREAK: u8 = 0x03;

/// What comes next on the way to where a run has its place.
#[derive(Debug, PartialEq)]
pub(super) enum NestingStep {
    /// It is there.
    Run,
    /// This command leads further in.
    Enter(Script),
    /// The innermost shell is left.
    Leave,
}

impl NestingStep {
    /// The next move to `inside`. What the operator entered is stayed in.
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
    /// Whether a command of the plan runs that leads to where the run that waits has its place.
    pub(super) fn is_nesting(&self) -> bool {
        let top = self.shell.as_ref().map(super::shell::Shell::top);
        self.wanted.is_some()
            && top.is_some_and(|top| matches!(top.task, Some(ShellTask::Enter(_))))
    }

    pub(super) fn is_leaving(&self) -> bool {
        let doing = self.shell.as_ref().map(|shell| &shell.doing);
        matches!(doing, Some(ShellInput::Leaving { .. })) || self.wanted.is_none()
    }

    // In.

    /// The operator says that a shell stands in front.
    pub(super) fn attach_by_hand(&mut self) {
        let Some(shell) = &mut self.shell else {
            return self.report_refusal("no shell is open here");
        };
        if shell.holds_keys() || self.wanted.is_some() {
            return self.report_refusal("a step is on its way in this pane");
        }
        let shell_in_front = shell.watch.reported.as_ref().filter(|front| front.is_shell);
        let command = shell_in_front.map(|front| front.command.clone());
        match (shell.top().state, &command) {
            (ShellState::Busy | ShellState::Plain, _)
            | (ShellState::Prompt { typed: true }, Some(_)) => {}
            _ => return self.report_refusal("no other shell stands in front here"),
        }
        if shell.half_typed {
            shell.pty.type_bytes(vec![CLEAR_LINE]);
        }
        let command = command.unwrap_or_else(|| "a shell".to_owned());
        self.attach(EnteredBy::Operator(command), ANSWER);
    }

    /// The shell that a command of the plan led to is there.
    pub(super) fn attach_while_nesting(&mut self) {
        let top = self.shell.as_ref().map(super::shell::Shell::top);
        if let Some(ShellTask::Enter(script)) = top.and_then(|top| top.task.as_ref()) {
            let entered = EnteredBy::Plan(script.clone());
            self.attach(entered, SLOW_ANSWER);
        }
    }

    fn attach(&mut self, entered: EnteredBy, patience: Duration) {
        let Some(shell) = &mut self.shell else { return };
        let Ok(nonce) = nonce() else {
            return self.report_refusal("this machine gave no random bytes");
        };
        let line = attach_line(&nonce);
        let id = shell.feed.enter(nonce.clone());
        shell.watch.stop();
        let attach = Attach { id, entered, nonce };
        self.pane.lock().prompt_is_over();
        self.type_line(line, None, ShellInput::Attaching(attach));
        self.with_shell(|shell| shell.until = Some(Instant::now() + patience));
    }

    /// The shell there has told its name, and reads.
    pub(super) fn send_marks(&mut self, name: &str) {
        let Some(shell) = &mut self.shell else { return };
        if let ShellInput::Attaching(attach) = &shell.doing {
            let payload = attach_payload(Dialect::named(name), &attach.nonce);
            shell.pty.type_bytes(payload);
        }
    }

    /// The shell there shows a prompt with our marks.
    pub(super) fn attached(&mut self) {
        self.pane.lock().drop_answers();
        self.with_shell(super::shell::Shell::done);
        self.send_inside();
    }

    pub(super) fn not_attached(&mut self, why: &str) {
        let Some(shell) = &mut self.shell else { return };
        let top = shell.top().id;
        shell.feed.leave_to(top);
        self.let_go();
        match self.wanted.take() {
            Some(run) => self.context.respond(not_run(&run, why)),
            None => self.report_refusal(why),
        }
        self.watch_foreground();
    }

    /// No shell came behind a command of the plan.
    pub(super) fn nesting_fails(&mut self) {
        self.with_shell(|shell| shell.watch.give_up = None);
        if self.is_nesting() {
            self.type_break();
            if let Some(run) = self.wanted.take() {
                self.context
                    .respond(not_run(&run, "no shell came there in time"));
            }
        }
    }

    // Out.

    /// Ends the innermost shell.
    pub(super) fn leave(&mut self, twice: bool) {
        let Some(shell) = &mut self.shell else { return };
        let mut pane = self.pane.lock();
        pane.scroll_to_bottom();
        // The shell outside would take an answer to the one inside for keys.
        pane.hold_answers(true);
        drop(pane);
        shell.top_mut().state = ShellState::Busy;
        let from = shell.top().id;
        shell.doing = ShellInput::Leaving { from, twice };
        shell.until = Some(Instant::now() + END);
        shell.pty.type_bytes(b" exit\r".to_vec());
    }

    pub(super) fn type_break(&mut self) {
        self.with_shell(|shell| shell.pty.type_bytes(vec![BREAK]));
    }

    fn report_refusal(&self, why: &str) {
        let host = &self.target.host;
        self.context
            .respond(Response::OperatorMessage(Err(format!("{host}: {why}"))));
    }
}
