//! A host's shell: opened, heard from at its prompts, and gone.

use super::host::Host;
use super::nested_shell::{EnteredBy, NestedShell, ShellState};
use super::run::{ShellTask, ended, lost, not_run};
use super::shell::{Attach, Shell, ShellInput};
use super::watch::ForegroundTimer;
use crate::port::{ConnectionState, Transport};
use crate::progress::Termination;
use crate::term::shell_integration::{Dialect, forget_line};
use crate::term::{AnnotationKind, MarkKind, ShellId, ShellIdentity};

impl Host {
    /// Opens the shell, and the connection under it, where they are not open.
    pub(super) fn open_shell(&mut self) {
        if self.shell.is_some() {
            return;
        }
        self.wants_shell = true;
        let socket = match (&self.target.transport, &self.master) {
            (Transport::Local, _) => None,
            (Transport::Ssh(_), Some(master)) if master.is_open() => Some(master.socket.clone()),
            (Transport::Ssh(_), _) => return self.connect(),
        };
        self.number += 1;
        let started = Shell::start(
            &self.target,
            socket.as_deref(),
            self.number,
            &self.pane,
            &self.respond,
            &self.context,
        );
        match started {
            Ok(shell) => {
                self.shell = Some(shell);
                self.link(ConnectionState::Opening);
            }
            Err(error) => {
                let why = format!("no shell could be started: {error}");
                // A master that has just gone: the news of it is on its way.
                if self.retry.is_some() {
                    return self.try_later(&why);
                }
                self.could_not(&why);
            }
        }
    }

    /// One of the shells has written a mark.
    pub(super) fn marked(&mut self, id: ShellId, kind: MarkKind) {
        if let MarkKind::Integrated(identity) = kind {
            return self.integrated(id, *identity);
        }
        if let MarkKind::Receiving { shell } = kind {
            return self.receiving(id, &shell);
        }
        if matches!(
            kind,
            MarkKind::Ended { .. } | MarkKind::PromptStart | MarkKind::PromptEnd
        ) {
            self.leave_to(id, None);
        }
        let Some(level) = self.shell.as_mut().and_then(|shell| shell.level_mut(id)) else {
            return;
        };
        match kind {
            MarkKind::PromptEnd => self.prompted(id),
            MarkKind::OutputStart => {
                level.state = ShellState::Busy;
                self.watch_foreground();
            }
            MarkKind::Ended { .. } => level.settles(),
            MarkKind::LeftOver => level.left_over = true,
            MarkKind::PromptStart
            | MarkKind::ScriptStart
            | MarkKind::Integrated(_)
            | MarkKind::Receiving { .. } => {}
        }
    }

    /// A shell knows our marks from now on.
    fn integrated(&mut self, id: ShellId, identity: ShellIdentity) {
        let Some(shell) = &mut self.shell else { return };
        if let ShellInput::Attaching(attach) = &shell.doing
            && attach.id == id
        {
            let level =
                NestedShell::new(id, Dialect::named(&identity.shell), attach.entered.clone());
            shell.enter(level);
        }
        if let Some(level) = shell.level_mut(id) {
            level.state = ShellState::Booting;
            level.identity = Some(identity);
        }
        if id == ShellId::PANE {
            shell.patience = None;
        }
    }

    /// A prompt stands; one that is only drawn again, as after a resize, is no new one.
    fn prompted(&mut self, id: ShellId) {
        let Some(shell) = &mut self.shell else { return };
        let Some(level) = shell.level_mut(id) else {
            return;
        };
        let before = std::mem::replace(&mut level.state, ShellState::Prompt { typed: false });
        if let ShellState::Prompt { .. } = before {
            level.state = before;
            return;
        }
        let left_over = std::mem::take(&mut level.left_over);
        shell.typed_ahead = std::mem::take(&mut shell.half_typed);
        let is_ready =
            id == ShellId::PANE && matches!(before, ShellState::Booting | ShellState::Plain);
        self.shell_is_back();
        if is_ready {
            self.ready();
        }
        self.what_we_did(id, before);
        if left_over {
            return self.forget();
        }
        self.advance();
    }

    /// What a new prompt tells of what we typed.
    fn what_we_did(&mut self, id: ShellId, before: ShellState) {
        let Some(shell) = &mut self.shell else { return };
        match &shell.doing {
            ShellInput::Stepping if before == ShellState::Settling => {
                self.give_up("the shell did not take the step");
            }
            ShellInput::Sending if before == ShellState::Settling => {
                self.lose("the shell came back without having run the step");
            }
            ShellInput::Attaching(Attach { id: wanted, .. }) if *wanted == id => self.attached(),
            ShellInput::Attaching(_) => self.not_attached("the shell there has ended"),
            ShellInput::Leaving { from, twice: false } if *from == id => self.leave(true),
            ShellInput::Leaving { from, twice: true } if *from == id => {
                self.give_up("the shell inside did not end");
            }
            ShellInput::Leaving { .. } | ShellInput::Forgetting => {
                self.pane.lock().drop_answers();
                shell.done();
            }
            ShellInput::Stepping | ShellInput::Sending | ShellInput::Nothing => {}
        }
    }

    /// The pane's own shell is ready.
    fn ready(&mut self) {
        let first = self.shell.as_ref().and_then(|shell| shell.levels().first());
        let session = first.and_then(|level| level.identity.as_ref()?.session.as_ref());
        let boot = session.map(|session| session.boot.clone());
        let known = self.boot.take().zip(boot.clone());
        self.boot = boot;
        self.retry = None;
        let rebooted = known.map(|(before, now)| before != now);
        self.link(ConnectionState::Ready { rebooted });
    }

    /// Takes the variables of a step that was broken off away.
    fn forget(&mut self) {
        self.type_line(forget_line(), None, ShellInput::Forgetting);
    }

    /// No marks came in time.
    pub(super) fn shell_is_plain(&mut self) {
        self.with_shell(|shell| {
            shell.patience = None;
            shell.top_mut().state = ShellState::Plain;
        });
        self.retry = None;
        let why = format!(
            "no marks came: the shell there is not {}",
            self.target.shell
        );
        self.link(ConnectionState::NoShellIntegration(why));
        self.advance();
    }

    /// Shells inside this one are gone, and what ran in them is told. Where a command of the plan
    /// led there, its exit status is theirs.
    pub(super) fn leave_to(&mut self, id: ShellId, exit: Option<i32>) {
        let Some(shell) = &mut self.shell else { return };
        let gone = shell.leave_to(id);
        if gone.is_empty() {
            return;
        }
        shell.feed.leave_to(id);
        shell.watch = ForegroundTimer::default();
        if !matches!(shell.doing, ShellInput::Leaving { .. }) {
            self.let_go();
        }
        for level in gone {
            let captured = self
                .shell
                .as_ref()
                .and_then(|shell| shell.feed.give_up_step(level.id));
            let Some(ShellTask::Step(run)) = level.task else {
                continue;
            };
            let answer = match (exit, &level.entered) {
                (Some(exit), EnteredBy::Plan(_)) => {
                    ended(&run, Termination::ShellEnded(exit), captured)
                }
                _ => lost(&run, "the shell that it ran in has ended", captured),
            };
            self.context.respond(answer);
        }
        self.send_inside();
    }

    pub(super) fn shell_ended(&mut self, exit: Option<i32>) {
        let is_remote = self.target.transport != Transport::Local;
        let why = match exit {
            Some(exit) => format!("the shell ended with {exit}"),
            None if !is_remote => "the shell was killed".to_owned(),
            None if self.master.is_none() => "the connection was lost".to_owned(),
            // A host that goes down ends its shells first, and then the connection.
            None => "the shell ended without an exit status: it was killed, or its connection \
                     was lost"
                .to_owned(),
        };
        let ran = self.report_all_ended(&why, exit);
        self.shell = None;
        self.note(
            &format!("{why}; what its shell knew is gone"),
            AnnotationKind::Unknown,
        );
        let is_cut = self.was_cut() && (ran || exit.is_none());
        if is_remote && is_cut && self.retry.is_none() {
            self.retry_until(self.cut_until);
        }
        if self.retry.is_some() {
            return self.try_later(&why);
        }
        self.link(ConnectionState::Lost(why.clone()));
        if let Some(run) = self.wanted.take() {
            self.context.respond(not_run(&run, why));
        }
    }

    /// Tells how all that ran has ended with its shell; whether anything did.
    fn report_all_ended(&mut self, why: &str, exit: Option<i32>) -> bool {
        let doing = self.shell.as_ref().map(|shell| &shell.doing);
        let has_begun = !matches!(doing, Some(ShellInput::Stepping));
        let was_inside = self
            .shell
            .as_ref()
            .is_some_and(|shell| shell.levels().len() > 1);
        self.leave_to(ShellId::PANE, None);
        self.let_go();
        if let Some(cut) = self.cut.take() {
            self.context.respond(lost(&cut.run, why, cut.captured));
            return true;
        }
        let Some(shell) = &mut self.shell else {
            return false;
        };
        let captured = shell.feed.give_up_step(ShellId::PANE);
        let Some(run) = shell.top_mut().task.take().and_then(ShellTask::step) else {
            return was_inside;
        };
        let answer = match exit {
            _ if !has_begun => not_run(&run, why),
            Some(exit) if !run.disconnects => ended(&run, Termination::ShellEnded(exit), captured),
            _ => lost(&run, why, captured),
        };
        self.context.respond(answer);
        has_begun
    }
}
