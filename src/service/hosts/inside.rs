//! The way into the shells inside one another, and out again.

use std::time::{Duration, Instant};

use super::super::random::nonce;
use super::host::Host;
use super::level::{Entered, Level, Stand};
use super::run::{Errand, not_run};
use super::shell::{ANSWER, Attach, Doing};
use crate::port::{Answer, Script};
use crate::term::boot::{Dialect, attach_line, attach_payload};

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
pub(super) enum Move {
    /// It is there.
    Run,
    /// This command leads further in.
    Enter(Script),
    /// The innermost shell is left.
    Leave,
}

impl Move {
    /// The next move to `inside`. What the operator entered is stayed in.
    pub(super) fn next(inside: &[Script], levels: &[Level]) -> Self {
        let mut ours: Vec<&Script> = levels
            .iter()
            .rev()
            .map_while(|level| match &level.entered {
                Entered::Plan(script) => Some(script),
                Entered::Pane | Entered::Operator(_) => None,
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
    pub(super) fn is_on_its_way(&self) -> bool {
        let top = self.shell.as_ref().map(super::shell::Shell::top);
        self.wanted.is_some() && top.is_some_and(|top| matches!(top.errand, Some(Errand::Enter(_))))
    }

    pub(super) fn is_leaving(&self) -> bool {
        let doing = self.shell.as_ref().map(|shell| &shell.doing);
        matches!(doing, Some(Doing::Leaving { .. })) || self.wanted.is_none()
    }

    // In.

    /// The operator says that a shell stands in front.
    pub(super) fn attach_by_hand(&mut self) {
        let Some(shell) = &mut self.shell else {
            return self.tell_refusal("no shell is open here");
        };
        if shell.holds_keys() || self.wanted.is_some() {
            return self.tell_refusal("a step is on its way in this pane");
        }
        let shell_in_front = shell.watch.told.as_ref().filter(|front| front.is_shell);
        let command = shell_in_front.map(|front| front.command.clone());
        match (shell.top().stand, &command) {
            (Stand::Busy | Stand::Plain, _) | (Stand::Prompt { typed: true }, Some(_)) => {}
            _ => return self.tell_refusal("no other shell stands in front here"),
        }
        if shell.half_typed {
            shell.pty.type_bytes(vec![CLEAR_LINE]);
        }
        let command = command.unwrap_or_else(|| "a shell".to_owned());
        self.attach(Entered::Operator(command), ANSWER);
    }

    /// The shell that a command of the plan led to is there.
    pub(super) fn attach_on_the_way(&mut self) {
        let top = self.shell.as_ref().map(super::shell::Shell::top);
        if let Some(Errand::Enter(script)) = top.and_then(|top| top.errand.as_ref()) {
            let entered = Entered::Plan(script.clone());
            self.attach(entered, SLOW_ANSWER);
        }
    }

    fn attach(&mut self, entered: Entered, patience: Duration) {
        let Some(shell) = &mut self.shell else { return };
        let Ok(nonce) = nonce() else {
            return self.tell_refusal("this machine gave no random bytes");
        };
        let line = attach_line(&nonce);
        let id = shell.feed.enter(nonce.clone());
        shell.watch.stop();
        let attach = Attach { id, entered, nonce };
        self.pane.lock().prompt_is_over();
        self.type_line(line, None, Doing::Attaching(attach));
        self.with_shell(|shell| shell.until = Some(Instant::now() + patience));
    }

    /// The shell there has told its name, and reads.
    pub(super) fn send_marks(&mut self, name: &str) {
        let Some(shell) = &mut self.shell else { return };
        if let Doing::Attaching(attach) = &shell.doing {
            let payload = attach_payload(Dialect::told(name), &attach.nonce);
            shell.pty.type_bytes(payload);
        }
    }

    /// The shell there shows a prompt with our marks.
    pub(super) fn attached(&mut self) {
        self.pane.lock().drop_answers();
        self.with_shell(super::shell::Shell::done);
        self.tell_inside();
    }

    pub(super) fn not_attached(&mut self, why: &str) {
        let Some(shell) = &mut self.shell else { return };
        let top = shell.top().id;
        shell.feed.leave_to(top);
        self.let_go();
        match self.wanted.take() {
            Some(run) => self.context.tell(not_run(&run, why)),
            None => self.tell_refusal(why),
        }
        self.watch_front();
    }

    /// No shell came behind a command of the plan.
    pub(super) fn way_is_not_found(&mut self) {
        self.with_shell(|shell| shell.watch.give_up = None);
        if self.is_on_its_way() {
            self.type_break();
            if let Some(run) = self.wanted.take() {
                self.context
                    .tell(not_run(&run, "no shell came there in time"));
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
        shell.top_mut().stand = Stand::Busy;
        let from = shell.top().id;
        shell.doing = Doing::Leaving { from, twice };
        shell.until = Some(Instant::now() + END);
        shell.pty.type_bytes(b" exit\r".to_vec());
    }

    pub(super) fn type_break(&mut self) {
        self.with_shell(|shell| shell.pty.type_bytes(vec![BREAK]));
    }

    fn tell_refusal(&self, why: &str) {
        let host = &self.target.host;
        self.context
            .tell(Answer::Told(Err(format!("{host}: {why}"))));
    }
}
