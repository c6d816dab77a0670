//! Ending what a run has started, beside the pane.

use super::host::Host;
use super::messages::HostEvent;
use super::probe::look;
use super::run::{ShellTask, not_run};
use super::shell::Shell;
use crate::port::{RequestId, Response};
use crate::term::shell_integration::{Signal, signal_script};

impl Host {
    /// Ends what a run has started on its host, never its shell.
    pub(super) fn stop(&mut self, ticket: RequestId, how: Signal) {
        if let Some(run) = self.wanted.take_if(|run| run.ticket == ticket) {
            return self
                .context
                .respond(not_run(&run, "it was stopped before it began"));
        }
        let is_it =
            |errand: &ShellTask| matches!(errand, ShellTask::Step(run) if run.ticket == ticket);
        let levels = self.shell.as_ref().map_or(&[][..], Shell::levels);
        let found = levels
            .iter()
            .find(|level| level.task.as_ref().is_some_and(is_it));
        let Some(level) = found.map(|level| level.id) else {
            return;
        };
        let Some(identity) = self.on_this_host(level) else {
            return self.stop_elsewhere(how);
        };
        let script = signal_script(identity.pid, how);
        let tell = self.teller();
        let (context, reach) = (self.context.clone(), self.target.transport.clone());
        let host = self.target.host.clone();
        let socket = self.master.as_ref().map(|master| master.socket.clone());
        tokio::spawn(async move {
            let sent = look(&reach, socket.as_deref(), &script).await;
            match sent.map(|(exit, _)| exit) {
                Some(0) => {}
                _ if how == Signal::Interrupt => tell(HostEvent::NotInterrupted),
                exit => {
                    let why = format!("{host}: {}", not_sent(exit));
                    context.respond(Response::OperatorMessage(Err(why)));
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
        self.context.respond(Response::OperatorMessage(Err(why)));
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
