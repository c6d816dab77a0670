//! Readings of a pane's foreground process, made beside the pane.

use std::time::Duration;

use super::effect::HostEffect;
use super::host::Host;
use super::messages::ForegroundReading;
use super::nested_shell::ShellState;
use super::run::ShellTask;
use crate::port::{self, RequestId, Response};
use crate::term::ShellId;
use crate::term::shell_integration::{Dialect, ForegroundProcess};

/// How long a command of the plan may take to open a nested shell. The operator may have to type a
/// password.
const NESTING_WITH_OPERATOR: Duration = Duration::from_mins(3);
const NESTING_ALONE: Duration = Duration::from_secs(30);

impl Host {
    /// Starts the readings because the innermost shell runs a program.
    pub(super) fn watch_foreground(&mut self) {
        let is_nesting = self.is_nesting();
        let patience = if self.has_screen {
            NESTING_WITH_OPERATOR
        } else {
            NESTING_ALONE
        };
        let now = self.now;
        self.with_shell(|shell| {
            if shell.is_typing() {
                return;
            }
            if is_nesting {
                shell.foreground.start_nesting(patience, now);
            } else {
                shell.foreground.start(now);
            }
        });
    }

    /// Handles the return of the shell to the foreground.
    pub(super) fn shell_is_in_foreground(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        shell.foreground.stop();
        if shell.foreground.set_reported(None) {
            self.report_foreground(None, None);
        }
    }

    fn report_foreground(
        &mut self,
        request_id: Option<RequestId>,
        process: Option<port::Foreground>,
    ) {
        self.respond(Response::Foreground {
            host: self.target.host.clone(),
            request_id,
            process,
        });
    }

    /// Reads the foreground process over the open connection. It opens none.
    pub(super) fn read_foreground(&mut self) {
        let Some(shell) = &self.shell else { return };
        let top = shell.top().id;
        let identity = shell.identity_on_host(top);
        let process = identity.map(|identity| (identity.pid, identity.tty.clone()));
        let shell = top;
        self.perform(HostEffect::ReadForeground { shell, process });
    }

    pub(super) fn foreground_read(&mut self, id: ShellId, reading: ForegroundReading) {
        let (is_nesting, now) = (self.is_nesting(), self.now);
        let Some(shell) = &mut self.shell else { return };
        let top = shell.top();
        let is_typed =
            top.state == ShellState::Prompt { typed: true } && top.dialect == Dialect::Posix;
        if top.id != id || shell.is_typing() || !(top.state == ShellState::Busy || is_typed) {
            return;
        }
        let is_ready = match &reading {
            ForegroundReading::Process(process) => process.is_ready(),
            ForegroundReading::Shell => false,
            ForegroundReading::Unknown { asks } => shell.foreground.is_quiet(now) && !asks,
        };
        if is_nesting && is_ready {
            return self.attach_while_nesting();
        }
        shell.foreground.again(is_nesting, now);
        match reading {
            ForegroundReading::Process(process) => self.foreground_is(Some(&process)),
            ForegroundReading::Shell => self.foreground_is(None),
            ForegroundReading::Unknown { .. } => {}
        }
    }

    fn foreground_is(&mut self, process: Option<&ForegroundProcess>) {
        let Some(shell) = &mut self.shell else { return };
        let process = process.map(|process| port::Foreground {
            command: process.command(),
            is_shell: process.is_shell(),
            hides_keys: process.hides_keys(),
        });
        if !shell.foreground.set_reported(process.clone()) {
            return;
        }
        let request_id = match &shell.top().task {
            Some(ShellTask::Step(run)) => Some(run.request_id),
            Some(ShellTask::Enter(_)) => self.waiting_run.as_ref().map(|run| run.request_id),
            None => None,
        };
        self.report_foreground(request_id, process);
    }
}
