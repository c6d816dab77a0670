//! A host's connection: opened when a person asks for something, and tried again when told to.

use std::time::{Duration, Instant};

use super::connection::{Connection, Retry};
use super::host::Host;
use super::master::Master;
use super::run::not_run;
use crate::port::{ConnectionState, Transport};
use crate::term::AnnotationKind;

/// The longest pause between two attempts, in seconds.
const LONGEST_PAUSE: u64 = 30;

impl Host {
    /// Opens the connection, where none stands or is being opened.
    pub(super) fn connect(&mut self) {
        let Transport::Ssh(destination) = &self.target.transport else {
            return;
        };
        if self.master.is_some() {
            return;
        }
        self.number += 1;
        let started = Master::start(
            destination,
            self.number,
            &self.pane,
            &self.respond,
            &self.context,
        );
        match started {
            Ok(master) => {
                self.master = Some(master);
                self.connection.send_replace(Connection::Opening);
                self.link(ConnectionState::Opening);
            }
            Err(error) => self.could_not(&format!("ssh could not be started: {error}")),
        }
        self.wants_shell |= self.context.screen;
    }

    pub(super) fn connected(&mut self) {
        let socket = self.master.as_ref().map(|master| master.socket.clone());
        self.connection.send_replace(Connection::Open(socket));
        if self.wants_shell {
            self.open_shell();
        } else {
            self.retry = None;
        }
    }

    pub(super) fn disconnected(&mut self, said: &str, refused: bool) {
        let was_open = self.master.take().is_some_and(|master| master.is_open());
        let why = match (was_open, said) {
            (true, "") => "the connection was lost".to_owned(),
            (true, said) => format!("the connection was lost: {said}"),
            (false, "") => "ssh could not connect".to_owned(),
            (false, said) => format!("ssh could not connect: {said}"),
        };
        if refused && !was_open {
            self.retry = None;
            return self.gone(&why, ConnectionState::Refused(why.clone()));
        }
        if self.retry.is_none() && was_open && self.was_cut() {
            self.retry_until(self.cut_until);
        }
        if self.retry.is_some() {
            return self.try_later(&why);
        }
        self.could_not(&why);
    }

    pub(super) fn could_not(&mut self, why: &str) {
        self.gone(why, ConnectionState::Lost(why.to_owned()));
    }

    fn gone(&mut self, why: &str, link: ConnectionState) {
        self.connection
            .send_replace(Connection::Failed(why.to_owned()));
        if self.shell.is_none() {
            self.note(why, AnnotationKind::Unknown);
            if let Some(run) = self.wanted.take() {
                self.context.respond(not_run(&run, why));
            }
        }
        self.link(link);
    }

    pub(super) fn is_master(&self, number: u64) -> bool {
        let master = self.master.as_ref();
        master.is_some_and(|master| master.number == number)
    }

    // Trying again.

    /// The operator asks to try, and to go on trying.
    pub(super) fn reconnect(&mut self) {
        let is_gone = self.target.transport != Transport::Local && self.master.is_none();
        if self.retry.is_some() || !(is_gone || self.shell.is_none()) {
            return;
        }
        self.retry_until(None);
        // A shell whose connection is gone is about to say so.
        if self.shell.is_none() {
            self.try_again();
        }
    }

    /// The operator wants no more attempts.
    pub(super) fn stop_reconnecting(&mut self) {
        if self.retry.take().is_some() {
            self.cut_until = None;
            self.master = None;
            self.could_not("nobody tries to connect any more");
        }
    }

    /// Whether a step has said that it cuts its connection, and lately.
    pub(super) fn was_cut(&self) -> bool {
        self.cut_until.is_some_and(|until| Instant::now() < until)
    }

    /// From now on attempts are made, until the connection stands or this time has come.
    pub(super) fn retry_until(&mut self, give_up: Option<Instant>) {
        self.retry = Some(Retry {
            attempts: 0,
            at: None,
            give_up,
        });
    }

    /// The next attempt is made after a pause, which doubles.
    pub(super) fn try_later(&mut self, why: &str) {
        let now = Instant::now();
        let Some(retry) = &mut self.retry else { return };
        if retry.give_up.is_some_and(|at| at <= now) {
            self.retry = None;
            return self.could_not(why);
        }
        let seconds = 1u64.checked_shl(retry.attempts.saturating_sub(1));
        let seconds = seconds.map_or(LONGEST_PAUSE, |seconds| seconds.min(LONGEST_PAUSE));
        retry.at = Some(now + Duration::from_secs(seconds));
        let attempt = retry.attempts + 1;
        self.wants_shell = true;
        if self.master.is_none() {
            self.connection.send_replace(Connection::Opening);
        }
        self.link(ConnectionState::Retrying {
            attempt,
            seconds,
            why: why.to_owned(),
        });
    }

    /// The pause is over.
    pub(super) fn try_again(&mut self) {
        let Some(retry) = &mut self.retry else { return };
        retry.attempts += 1;
        retry.at = None;
        self.open_shell();
    }
}
