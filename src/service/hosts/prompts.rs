//! A host's shell: opened, heard from at its prompts, and gone.

use super::host::Host;
use super::level::{Entered, Level, Stand};
use super::run::{Errand, ended, lost, not_run};
use super::shell::{Attach, Doing, Shell};
use super::watch::Watch;
use crate::port::{Link, Reach};
use crate::progress::Fate;
use crate::term::boot::{Dialect, forget_line};
use crate::term::{Kind, LevelId, NoteRole, ShellIdentity};

impl Host {
    /// Opens the shell, and the connection under it, where they are not open.
    pub(super) fn open_shell(&mut self) {
        if self.shell.is_some() {
            return;
        }
        self.wants_shell = true;
        let socket = match (&self.target.reach, &self.master) {
            (Reach::Local, _) => None,
            (Reach::Ssh(_), Some(master)) if master.is_open() => Some(master.socket.clone()),
            (Reach::Ssh(_), _) => return self.connect(),
        };
        self.number += 1;
        let started = Shell::start(
            &self.target,
            socket.as_deref(),
            self.number,
            &self.pane,
            &self.tell,
            &self.context,
        );
        match started {
            Ok(shell) => {
                self.shell = Some(shell);
                self.link(Link::Opening);
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
    pub(super) fn marked(&mut self, id: LevelId, kind: Kind) {
        if let Kind::Integrated(identity) = kind {
            return self.integrated(id, *identity);
        }
        if let Kind::Receiving { shell } = kind {
            return self.receiving(id, &shell);
        }
        if matches!(
            kind,
            Kind::Ended { .. } | Kind::PromptStart | Kind::PromptEnd
        ) {
            self.leave_to(id, None);
        }
        let Some(level) = self.shell.as_mut().and_then(|shell| shell.level_mut(id)) else {
            return;
        };
        match kind {
            Kind::PromptEnd => self.prompted(id),
            Kind::OutputStart => {
                level.stand = Stand::Busy;
                self.watch_front();
            }
            Kind::Ended { .. } => level.settles(),
            Kind::LeftOver => level.left_over = true,
            Kind::PromptStart | Kind::Integrated(_) | Kind::Receiving { .. } => {}
        }
    }

    /// A shell knows our marks from now on.
    fn integrated(&mut self, id: LevelId, identity: ShellIdentity) {
        let Some(shell) = &mut self.shell else { return };
        if let Doing::Attaching(attach) = &shell.doing
            && attach.id == id
        {
            let level = Level::new(id, Dialect::told(&identity.shell), attach.entered.clone());
            shell.enter(level);
        }
        if let Some(level) = shell.level_mut(id) {
            level.stand = Stand::Booting;
            level.identity = Some(identity);
        }
        if id == LevelId::PANE {
            shell.patience = None;
        }
    }

    /// A prompt stands; one that is only drawn again, as after a resize, is no new one.
    fn prompted(&mut self, id: LevelId) {
        let Some(shell) = &mut self.shell else { return };
        let Some(level) = shell.level_mut(id) else {
            return;
        };
        let before = std::mem::replace(&mut level.stand, Stand::Prompt { typed: false });
        if let Stand::Prompt { .. } = before {
            level.stand = before;
            return;
        }
        let left_over = std::mem::take(&mut level.left_over);
        shell.typed_ahead = std::mem::take(&mut shell.half_typed);
        let is_ready = id == LevelId::PANE && matches!(before, Stand::Booting | Stand::Plain);
        self.front_is_back();
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
    fn what_we_did(&mut self, id: LevelId, before: Stand) {
        let Some(shell) = &mut self.shell else { return };
        match &shell.doing {
            Doing::Stepping if before == Stand::Settling => {
                self.give_up("the shell did not take the step");
            }
            Doing::Sending if before == Stand::Settling => {
                self.lose("the shell came back without having run the step");
            }
            Doing::Attaching(Attach { id: wanted, .. }) if *wanted == id => self.attached(),
            Doing::Attaching(_) => self.not_attached("the shell there has ended"),
            Doing::Leaving { from, twice: false } if *from == id => self.leave(true),
            Doing::Leaving { from, twice: true } if *from == id => {
                self.give_up("the shell inside did not end");
            }
            Doing::Leaving { .. } | Doing::Forgetting => {
                self.pane.lock().drop_answers();
                shell.done();
            }
            Doing::Stepping | Doing::Sending | Doing::Nothing => {}
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
        self.link(Link::Ready { rebooted });
    }

    /// Takes the variables of a step that was broken off away.
    fn forget(&mut self) {
        self.type_line(forget_line(), None, Doing::Forgetting);
    }

    /// No marks came in time.
    pub(super) fn shell_is_plain(&mut self) {
        self.with_shell(|shell| {
            shell.patience = None;
            shell.top_mut().stand = Stand::Plain;
        });
        self.retry = None;
        let why = format!(
            "no marks came: the shell there is not {}",
            self.target.shell
        );
        self.link(Link::Plain(why));
        self.advance();
    }

    /// Shells inside this one are gone, and what ran in them is told. Where a command of the plan
    /// led there, its exit status is theirs.
    pub(super) fn leave_to(&mut self, id: LevelId, exit: Option<i32>) {
        let Some(shell) = &mut self.shell else { return };
        let gone = shell.leave_to(id);
        if gone.is_empty() {
            return;
        }
        shell.feed.leave_to(id);
        shell.watch = Watch::default();
        if !matches!(shell.doing, Doing::Leaving { .. }) {
            self.let_go();
        }
        for level in gone {
            let captured = self
                .shell
                .as_ref()
                .and_then(|shell| shell.feed.give_up_step(level.id));
            let Some(Errand::Step(run)) = level.errand else {
                continue;
            };
            let answer = match (exit, &level.entered) {
                (Some(exit), Entered::Plan(_)) => ended(&run, Fate::ShellEnded(exit), captured),
                _ => lost(&run, "the shell that it ran in has ended", captured),
            };
            self.context.tell(answer);
        }
        self.tell_inside();
    }

    pub(super) fn shell_ended(&mut self, exit: Option<i32>) {
        let is_remote = self.target.reach != Reach::Local;
        let why = match exit {
            Some(exit) => format!("the shell ended with {exit}"),
            None if !is_remote => "the shell was killed".to_owned(),
            None if self.master.is_none() => "the connection was lost".to_owned(),
            // A host that goes down ends its shells first, and then the connection.
            None => "the shell ended without an exit status: it was killed, or its connection \
                     was lost"
                .to_owned(),
        };
        let ran = self.tell_all_ended(&why, exit);
        self.shell = None;
        self.note(
            &format!("{why}; what its shell knew is gone"),
            NoteRole::Unknown,
        );
        let is_cut = self.was_cut() && (ran || exit.is_none());
        if is_remote && is_cut && self.retry.is_none() {
            self.retry_until(self.cut_until);
        }
        if self.retry.is_some() {
            return self.try_later(&why);
        }
        self.link(Link::Gone(why.clone()));
        if let Some(run) = self.wanted.take() {
            self.context.tell(not_run(&run, why));
        }
    }

    /// Tells how all that ran has ended with its shell; whether anything did.
    fn tell_all_ended(&mut self, why: &str, exit: Option<i32>) -> bool {
        let doing = self.shell.as_ref().map(|shell| &shell.doing);
        let has_begun = !matches!(doing, Some(Doing::Stepping));
        let was_inside = self
            .shell
            .as_ref()
            .is_some_and(|shell| shell.levels().len() > 1);
        self.leave_to(LevelId::PANE, None);
        self.let_go();
        if let Some(cut) = self.cut.take() {
            self.context.tell(lost(&cut.run, why, cut.captured));
            return true;
        }
        let Some(shell) = &mut self.shell else {
            return false;
        };
        let captured = shell.feed.give_up_step(LevelId::PANE);
        let Some(run) = shell.top_mut().errand.take().and_then(Errand::step) else {
            return was_inside;
        };
        let answer = match exit {
            _ if !has_begun => not_run(&run, why),
            Some(exit) if !run.disconnects => ended(&run, Fate::ShellEnded(exit), captured),
            _ => lost(&run, why, captured),
        };
        self.context.tell(answer);
        has_begun
    }
}
