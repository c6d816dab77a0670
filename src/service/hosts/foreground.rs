//! Looking, beside the pane, at what stands in front in it.

use std::time::Duration;

use super::host::Host;
use super::line::is_input_prompt;
use super::messages::{ForegroundReading, HostEvent};
use super::nested_shell::ShellState;
use super::probe::look;
use super::run::ShellTask;
use super::shell::ShellInput;
use crate::port::{self, RequestId, Response};
use crate::term::ShellId;
use crate::term::shell_integration::{
    Dialect, ForegroundProcess, foreground_script, read_foreground,
};

/// How long the way to a shell of the plan may take: somebody may have to give a password.
const WAY_WITH_OPERATOR: Duration = Duration::from_mins(3);
const WAY_ALONE: Duration = Duration::from_secs(30);

impl Host {
    /// Something runs in the innermost shell.
    pub(super) fn watch_foreground(&mut self) {
        let is_on_its_way = self.is_nesting();
        let alone = !self.context.screen;
        self.with_shell(|shell| {
            if !matches!(shell.doing, ShellInput::Nothing) {
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
    pub(super) fn shell_is_back(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        shell.watch.stop();
        if shell.watch.reported.take().is_some() {
            self.report_foreground(None, None);
        }
    }

    fn report_foreground(&self, ticket: Option<RequestId>, front: Option<port::Foreground>) {
        self.context.respond(Response::Front {
            host: self.target.host.clone(),
            ticket,
            front,
        });
    }

    /// Looks, in a task of its own, over the connection that stands; it opens none.
    pub(super) fn look_at_foreground(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        shell.watch.next = None;
        let level = shell.top().id;
        let tell = self.teller();
        let Some(identity) = self.on_this_host(level) else {
            return tell(HostEvent::Front(level, ForegroundReading::Unknown));
        };
        let script = foreground_script(identity.pid, &identity.tty);
        let reach = self.target.transport.clone();
        let socket = self.master.as_ref().map(|master| master.socket.clone());
        tokio::spawn(async move {
            let told = look(&reach, socket.as_deref(), &script).await;
            let seen = told.map_or(ForegroundReading::Unknown, |(_, output)| {
                read_foreground(&output).map_or(ForegroundReading::Shell, ForegroundReading::Front)
            });
            tell(HostEvent::Front(level, seen));
        });
    }

    /// What a look has shown.
    pub(super) fn foreground_seen(&mut self, level: ShellId, seen: ForegroundReading) {
        let is_on_its_way = self.is_nesting();
        let Some(shell) = &mut self.shell else { return };
        let top = shell.top();
        let typed =
            top.state == ShellState::Prompt { typed: true } && top.dialect == Dialect::Posix;
        if top.id != level || shell.holds_keys() || !(top.state == ShellState::Busy || typed) {
            return;
        }
        let is_there = match &seen {
            ForegroundReading::Front(front) => front.is_ready(),
            ForegroundReading::Shell => false,
            ForegroundReading::Unknown => shell.watch.is_quiet() && !self.asks_something(),
        };
        if is_on_its_way && is_there {
            return self.attach_while_nesting();
        }
        self.with_shell(|shell| shell.watch.again(is_on_its_way));
        match seen {
            ForegroundReading::Front(front) => self.foreground_is(Some(&front)),
            ForegroundReading::Shell => self.foreground_is(None),
            ForegroundReading::Unknown => {}
        }
    }

    /// Whether the last line in the pane asks for a password or a yes.
    fn asks_something(&self) -> bool {
        let lines = self.pane.lock().last_lines(2);
        lines.last().is_some_and(|line| is_input_prompt(line))
    }

    fn foreground_is(&mut self, front: Option<&ForegroundProcess>) {
        let Some(shell) = &mut self.shell else { return };
        let front = front.map(|front| port::Foreground {
            command: front.command(),
            is_shell: front.is_shell(),
            hides_keys: front.hides_keys(),
        });
        if shell.watch.reported == front {
            return;
        }
        shell.watch.reported.clone_from(&front);
        let ticket = match &shell.top().task {
            Some(ShellTask::Step(run)) => Some(run.ticket),
            Some(ShellTask::Enter(_)) => self.wanted.as_ref().map(|run| run.ticket),
            None => None,
        };
        self.report_foreground(ticket, front);
    }
}
