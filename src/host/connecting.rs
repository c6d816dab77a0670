//! The transitions of a host's connection. It opens on request, and retries only on request.

use super::effect::HostEffect;
use super::host::Host;
use super::run::not_run;
use crate::port::ConnectionState;
use crate::term::AnnotationKind;

impl Host {
    /// Opens the connection, unless it is open or opening.
    pub(super) fn connect(&mut self) {
        if self.connection.is_local() || self.connection.has_ssh() {
            return;
        }
        let number = self.new_terminal();
        self.connection.starts(number);
        self.perform(HostEffect::Connect(number));
        self.report(ConnectionState::Opening);
        self.wants_shell |= self.has_screen;
    }

    pub(super) fn connect_failed(&mut self, why: &str) {
        let why = format!("ssh could not be started: {why}");
        self.connection.closes();
        if self.connection.is_retrying() {
            return self.try_later(&why);
        }
        self.could_not_connect(&why);
    }

    pub(super) fn connected(&mut self) {
        self.connection.opens();
        if self.wants_shell {
            self.open_shell();
        } else {
            self.connection.stop_retrying();
        }
    }

    pub(super) fn disconnected(&mut self, said: &str, refused: bool) {
        let was_open = self.connection.closes();
        self.perform(HostEffect::Disconnect);
        let what = if was_open {
            "the connection was lost"
        } else {
            "ssh could not connect"
        };
        let why = match said {
            "" => what.to_owned(),
            said => format!("{what}: {said}"),
        };
        if refused && !was_open {
            self.connection.stop_retrying();
            return self.connection_is_gone(&why, ConnectionState::Refused(why.clone()));
        }
        if was_open && !self.connection.is_retrying() && self.connection.was_cut(self.now) {
            self.connection.retry_after_cut();
        }
        if self.connection.is_retrying() {
            return self.try_later(&why);
        }
        self.could_not_connect(&why);
    }

    pub(super) fn could_not_connect(&mut self, why: &str) {
        self.connection_is_gone(why, ConnectionState::Lost(why.to_owned()));
    }

    fn connection_is_gone(&mut self, why: &str, state: ConnectionState) {
        self.connection.fails(why);
        if self.shell.is_none() {
            self.no_shell_comes(why);
        }
        self.report(state);
    }

    /// Handles a pane that gets no shell: the run that waits for one never starts.
    pub(super) fn no_shell_comes(&mut self, why: &str) {
        self.note(why, AnnotationKind::Unknown);
        if let Some(run) = self.waiting_run.take() {
            self.respond(not_run(&run, why));
        }
    }

    // Attempts.

    /// Connects again on the operator's request, and keeps trying.
    pub(super) fn reconnect(&mut self) {
        let is_gone = !self.connection.is_local() && !self.connection.has_ssh();
        if self.connection.is_retrying() || !(is_gone || self.shell.is_none()) {
            return;
        }
        self.connection.retry();
        // A shell without its connection is about to exit, which starts the attempts.
        if self.shell.is_none() {
            self.try_again();
        }
    }

    /// Cancels the attempts on the operator's request.
    pub(super) fn stop_reconnecting(&mut self) {
        if self.connection.stop_retrying() {
            self.connection.expect_cut(None);
            self.connection.closes();
            self.perform(HostEffect::Disconnect);
            self.could_not_connect("you canceled the reconnection");
        }
    }

    /// Tries again after a pause, or stops if the attempts are over.
    pub(super) fn try_later(&mut self, why: &str) {
        let Some((attempt, seconds)) = self.connection.pause(self.now) else {
            return self.could_not_connect(why);
        };
        self.wants_shell = true;
        self.report(ConnectionState::Retrying {
            attempt,
            seconds,
            why: why.to_owned(),
        });
    }

    /// Connects again after the pause.
    pub(super) fn try_again(&mut self) {
        self.connection.attempt();
        self.open_shell();
    }
}
