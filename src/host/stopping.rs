//! The end of a run's processes, caused from beside the pane.

use super::effect::HostEffect;
use super::host::Host;
use super::run::not_run;
use crate::port::RequestId;
use crate::term::shell_integration::Signal;

impl Host {
    /// Ends the processes of a run on its host. Its shell stays.
    pub(super) fn stop(&mut self, request_id: RequestId, how: Signal) {
        if let Some(run) = self.waiting_run.take_if(|run| run.request_id == request_id) {
            return self.respond(not_run(&run, "it was stopped before it began"));
        }
        let Some(shell) = &self.shell else { return };
        let Some(level) = shell.level_of(request_id) else {
            return;
        };
        match shell.identity_on_host(level).map(|identity| identity.pid) {
            Some(pid) => self.perform(HostEffect::Signal(pid, how)),
            None if how == Signal::Interrupt => self.type_interrupt(),
            None => self.report_refusal(
                "the step runs behind another host or in a container, where only an interrupt \
                 reaches it",
            ),
        }
    }

    pub(super) fn signaled(&mut self, how: Signal, exit: Option<i32>) {
        match exit {
            Some(0) => {}
            _ if how == Signal::Interrupt => self.type_interrupt(),
            exit => self.report_refusal(not_sent(exit)),
        }
    }
}

/// Returns why a signal was not sent; see
/// [`signal_script`](crate::term::shell_integration::signal_script).
fn not_sent(exit: Option<i32>) -> &'static str {
    match exit {
        None => "the host did not answer",
        Some(1) => "this user may not end some of its processes",
        Some(4) => "the shell itself is busy, and only an interrupt reaches it",
        Some(_) => "the host does not show which processes run there",
    }
}
