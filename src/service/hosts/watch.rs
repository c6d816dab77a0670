//! Looking, beside the pane, at what stands in front in it; and ending it.

use std::time::{Duration, Instant};

use super::ask::look;
use super::host::Host;
use super::inside::looks_like_a_question;
use super::level::Stand;
use super::order::{Heard, Seen};
use super::run::{Errand, not_run};
use crate::port::{self, Answer, Ticket};
use crate::term::LevelId;
use crate::term::boot::{Dialect, Front, Signal, front_script, read_front, signal_script};

/// How long a program may put nothing out before we look; then each look is twice as far.
const FIRST_LOOK: Duration = Duration::from_secs(1);
const FARTHEST_LOOK: Duration = Duration::from_secs(30);
/// The same on the way to a shell of the plan, where somebody waits.
const FIRST_ON_THE_WAY: Duration = Duration::from_millis(20);
const FARTHEST_ON_THE_WAY: Duration = Duration::from_millis(500);
/// How long a way that we cannot look at must be quiet before a shell is believed at its end.
const QUIET: Duration = Duration::from_secs(1);
/// How often it is told at most that something is put out.
const NEWS: Duration = Duration::from_secs(1);
/// How long the way to a shell of the plan may take: somebody may have to give a password.
const WAY_WITH_OPERATOR: Duration = Duration::from_mins(3);
const WAY_ALONE: Duration = Duration::from_secs(30);

/// Looking at what stands in front of a shell.
#[derive(Default)]
pub(super) struct Watch {
    /// When we look next; none while nothing runs, or while a look is under way.
    pub(super) next: Option<Instant>,
    /// When the way to a shell of the plan is given up.
    pub(super) give_up: Option<Instant>,
    /// What was told last.
    pub(super) told: Option<port::Front>,
    pause: Duration,
    /// When something was put out last.
    pub(super) heard: Option<Instant>,
    /// When it was last told that something was put out.
    announced: Option<Instant>,
}

impl Watch {
    fn begin(&mut self, pause: Duration) {
        self.pause = pause;
        self.next = Some(Instant::now() + pause);
    }

    /// Something may run that the operator typed.
    pub(super) fn begin_slowly(&mut self) {
        self.begin(FIRST_LOOK);
    }

    fn again(&mut self, farthest: Duration) {
        self.pause = (self.pause * 2).min(farthest);
        self.next = Some(Instant::now() + self.pause);
    }

    /// No more looks until something runs.
    pub(super) fn stop(&mut self) {
        self.next = None;
        self.give_up = None;
    }

    /// Something was put out: a program that speaks is not looked at for the first time yet. Tells
    /// whether that is news: at most once in a while.
    pub(super) fn heard(&mut self) -> bool {
        let now = Instant::now();
        self.heard = Some(now);
        let is_news = self
            .announced
            .is_none_or(|at| now.duration_since(at) >= NEWS);
        if is_news {
            self.announced = Some(now);
        }
        if self.pause == FIRST_LOOK {
            self.next = self.next.map(|_| now + FIRST_LOOK);
        }
        is_news
    }

    /// For how long nothing was put out.
    fn quiet(&self) -> Duration {
        self.heard.map_or(QUIET, |heard| heard.elapsed())
    }
}

impl Host {
    /// Something runs in the innermost shell.
    pub(super) fn watch_front(&mut self) {
        let is_on_its_way = self.is_on_its_way();
        let alone = !self.context.screen;
        self.with_shell(|shell| {
            if !matches!(shell.doing, super::shell::Doing::Nothing) {
                return;
            }
            if is_on_its_way {
                let patience = if alone { WAY_ALONE } else { WAY_WITH_OPERATOR };
                shell.watch.give_up = Some(Instant::now() + patience);
                shell.watch.begin(FIRST_ON_THE_WAY);
            } else {
                shell.watch.begin(FIRST_LOOK);
            }
        });
    }

    /// The shell stands in front again.
    pub(super) fn front_is_back(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        shell.watch.stop();
        if shell.watch.told.take().is_some() {
            self.tell_front(None, None);
        }
    }

    fn tell_front(&self, ticket: Option<Ticket>, front: Option<port::Front>) {
        self.context.tell(Answer::Front {
            host: self.target.host.clone(),
            ticket,
            front,
        });
    }

    /// Looks, in a task of its own, over the connection that stands; it opens none.
    pub(super) fn look_at_front(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        shell.watch.next = None;
        let level = shell.top().id;
        let tell = self.teller();
        let Some(identity) = self.on_this_host(level) else {
            return tell(Heard::Front(level, Seen::Unknown));
        };
        let script = front_script(identity.pid, &identity.tty);
        let reach = self.target.reach.clone();
        let socket = self.master.as_ref().map(|master| master.socket.clone());
        tokio::spawn(async move {
            let told = look(&reach, socket.as_deref(), &script).await;
            let seen = told.map_or(Seen::Unknown, |(_, output)| {
                read_front(&output).map_or(Seen::Shell, Seen::Front)
            });
            tell(Heard::Front(level, seen));
        });
    }

    /// What a look has shown.
    pub(super) fn front_seen(&mut self, level: LevelId, seen: Seen) {
        let is_on_its_way = self.is_on_its_way();
        let Some(shell) = &mut self.shell else { return };
        let top = shell.top();
        let typed = top.stand == Stand::Prompt { typed: true } && top.dialect == Dialect::Posix;
        if top.id != level || shell.holds_keys() || !(top.stand == Stand::Busy || typed) {
            return;
        }
        let is_there = match &seen {
            Seen::Front(front) => front.is_ready(),
            Seen::Shell => false,
            Seen::Unknown => shell.watch.quiet() >= QUIET && !self.asks_something(),
        };
        if is_on_its_way && is_there {
            return self.attach_on_the_way();
        }
        self.with_shell(|shell| {
            shell.watch.again(if is_on_its_way {
                FARTHEST_ON_THE_WAY
            } else {
                FARTHEST_LOOK
            });
        });
        match seen {
            Seen::Front(front) => self.front_is(Some(&front)),
            Seen::Shell => self.front_is(None),
            Seen::Unknown => {}
        }
    }

    /// Whether the last line in the pane asks for a password or a yes.
    fn asks_something(&self) -> bool {
        let lines = self.pane.lock().last_lines(2);
        lines.last().is_some_and(|line| looks_like_a_question(line))
    }

    fn front_is(&mut self, front: Option<&Front>) {
        let Some(shell) = &mut self.shell else { return };
        let front = front.map(|front| port::Front {
            command: front.command(),
            is_shell: front.is_shell(),
            hides_keys: front.hides_keys(),
        });
        if shell.watch.told == front {
            return;
        }
        shell.watch.told.clone_from(&front);
        let ticket = match &shell.top().errand {
            Some(Errand::Step(run)) => Some(run.ticket),
            Some(Errand::Enter(_)) => self.wanted.as_ref().map(|run| run.ticket),
            None => None,
        };
        self.tell_front(ticket, front);
    }

    /// Ends what a run has started on its host, never its shell.
    pub(super) fn stop(&mut self, ticket: Ticket, how: Signal) {
        if let Some(run) = self.wanted.take_if(|run| run.ticket == ticket) {
            return self
                .context
                .tell(not_run(&run, "it was stopped before it began"));
        }
        let is_it = |errand: &Errand| matches!(errand, Errand::Step(run) if run.ticket == ticket);
        let levels = self
            .shell
            .as_ref()
            .map_or(&[][..], super::shell::Shell::levels);
        let found = levels
            .iter()
            .find(|level| level.errand.as_ref().is_some_and(is_it));
        let Some(level) = found.map(|level| level.id) else {
            return;
        };
        let Some(identity) = self.on_this_host(level) else {
            return self.stop_elsewhere(how);
        };
        let script = signal_script(identity.pid, how);
        let tell = self.teller();
        let (context, reach) = (self.context.clone(), self.target.reach.clone());
        let host = self.target.host.clone();
        let socket = self.master.as_ref().map(|master| master.socket.clone());
        tokio::spawn(async move {
            let sent = look(&reach, socket.as_deref(), &script).await;
            match sent.map(|(exit, _)| exit) {
                Some(0) => {}
                _ if how == Signal::Interrupt => tell(Heard::NotInterrupted),
                exit => {
                    let why = format!("{host}: {}", not_sent(exit));
                    context.tell(Answer::Told(Err(why)));
                }
            }
        });
    }

    /// On a host behind this one nothing but the keyboard reaches.
    fn stop_elsewhere(&mut self, how: Signal) {
        if how == Signal::Interrupt {
            return self.type_break();
        }
        let why = format!(
            "{}: it runs behind another host or in a container, where only an interrupt reaches it",
            self.target.host
        );
        self.context.tell(Answer::Told(Err(why)));
    }
}

/// Why a signal was not sent; see [`signal_script`].
fn not_sent(exit: Option<i32>) -> &'static str {
    match exit {
        None => "the host did not answer",
        Some(1) => "some of its processes may not be ended by this user",
        Some(4) => "the shell itself is at work, and only an interrupt reaches it",
        Some(_) => "the host does not tell what runs there",
    }
}
