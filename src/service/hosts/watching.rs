//! Looking, beside the pane, at what stands in front in it.

use std::time::Duration;

use super::ask::look;
use super::host::Host;
use super::level::Stand;
use super::line::looks_like_a_question;
use super::order::{Heard, Seen};
use super::run::Errand;
use super::shell::Doing;
use crate::port::{self, Answer, Ticket};
use crate::term::LevelId;
use crate::term::boot::{Dialect, Front, front_script, read_front};

/// How long the way to a shell of the plan may take: somebody may have to give a password.
const WAY_WITH_OPERATOR: Duration = Duration::from_mins(3);
const WAY_ALONE: Duration = Duration::from_secs(30);

impl Host {
    /// Something runs in the innermost shell.
    pub(super) fn watch_front(&mut self) {
        let is_on_its_way = self.is_on_its_way();
        let alone = !self.context.screen;
        self.with_shell(|shell| {
            if !matches!(shell.doing, Doing::Nothing) {
                return;
            }
            if is_on_its_way {
                let patience = if alone { WAY_ALONE } else { WAY_WITH_OPERATOR };
                shell.watch.begin_on_the_way(patience);
            } else {
                shell.watch.begin_slowly();
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
            Seen::Unknown => shell.watch.is_quiet() && !self.asks_something(),
        };
        if is_on_its_way && is_there {
            return self.attach_on_the_way();
        }
        self.with_shell(|shell| shell.watch.again(is_on_its_way));
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
}
